/* Fields of the command line. */
#include "src/cli/api_fields.h"

#include <string.h>

#include "src/base/json.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/chakra/route.h"

enum { NAME_SIZE = 128, FILE_BYTES_MAX = 1024 * 1024, DIGITS_MAX = 18 };

static enum err bad_field(const char *field, const char *next, struct error *reterr)
{
    return error_set(reterr, ERR_USAGE, next, "-f cannot be '%.80s'", field);
}

static bool is_whole_number(const char *text)
{
    const char *digits = text + (*text == '-' ? 1 : 0);
    size_t length = strlen(digits);
    return length > 0 && length <= DIGITS_MAX && strspn(digits, "0123456789") == length &&
           (length == 1 || digits[0] != '0');
}

static enum err read_file(const char *path, cJSON **ret_value, struct error *reterr)
{
    struct strbuf text;
    strbuf_init(&text, FILE_BYTES_MAX);
    enum err err = paths_read_file(path, &text, reterr);
    if (err == ERR_OK && (*ret_value = cJSON_CreateString(text.text)) == NULL)
        err = error_nomem(reterr);
    strbuf_release(&text);
    return err;
}

static enum err read_value(const char *text, cJSON **ret_value, struct error *reterr)
{
    if (text[0] == '@')
        return read_file(text + 1, ret_value, reterr);
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        *ret_value = cJSON_CreateBool(text[0] == 't');
    else if (strcmp(text, "null") == 0)
        *ret_value = cJSON_CreateNull();
    else if (is_whole_number(text)) /* as typed: a double would round long ids */
        *ret_value = cJSON_CreateRaw(text);
    else
        *ret_value = cJSON_CreateString(text);
    return *ret_value != NULL ? ERR_OK : error_nomem(reterr);
}

/* The next part of "a[b][]" into `name`; false when the key is not of that form. */
static bool next_part(const char **at, bool is_first, char name[NAME_SIZE])
{
    if (!is_first && *(*at)++ != '[')
        return false;
    size_t length = strcspn(*at, is_first ? "[=" : "]=");
    if (length >= NAME_SIZE || (is_first && length == 0) || (!is_first && (*at)[length] != ']'))
        return false;
    memcpy(name, *at, length);
    name[length] = '\0';
    *at += length + (is_first ? 0 : 1);
    return true;
}

/* The object or list behind `name` in `owner`, made when it is not there. */
static cJSON *reach_into(cJSON *owner, const char *name, bool is_list)
{
    cJSON *child = name[0] != '\0' ? cJSON_GetObjectItemCaseSensitive(owner, name) : NULL;
    if (child != NULL)
        return child;
    child = is_list ? cJSON_CreateArray() : cJSON_CreateObject();
    bool added =
        name[0] != '\0' ? json_add_node(owner, name, child) : json_append_node(owner, child);
    return added ? child : NULL;
}

/* Takes `value`. */
static bool put(cJSON *owner, const char *name, cJSON *value)
{
    if (name[0] == '\0' && cJSON_IsArray(owner))
        return json_append_node(owner, value);
    if (name[0] == '\0' || !cJSON_IsObject(owner)) {
        cJSON_Delete(value);
        return false;
    }
    cJSON_DeleteItemFromObjectCaseSensitive(owner, name);
    return json_add_node(owner, name, value);
}

static enum err add_field(cJSON *object, const char *field, struct error *reterr)
{
    static const char next[] = TEXT("Write -f NAME=VALUE; NAME may be a[b], or a[] for a list.");
    const char *at = field;
    char name[NAME_SIZE];
    cJSON *owner = object, *value = NULL;
    if (!next_part(&at, true, name))
        return bad_field(field, next, reterr);
    while (*at == '[') {
        char inner[NAME_SIZE];
        if (!next_part(&at, false, inner))
            return bad_field(field, next, reterr);
        bool fits = name[0] == '\0' ? cJSON_IsArray(owner) : cJSON_IsObject(owner);
        owner = fits ? reach_into(owner, name, inner[0] == '\0') : NULL;
        if (owner == NULL)
            return bad_field(field, "A name is used as two different things.", reterr);
        memcpy(name, inner, sizeof name);
    }
    if (*at != '=')
        return bad_field(field, next, reterr);
    enum err err = read_value(at + 1, &value, reterr);
    if (err != ERR_OK)
        return err;
    return put(owner, name, value)
               ? ERR_OK
               : bad_field(field, "A name is used as two different things.", reterr);
}

enum err api_fields_object(const char *const *fields, size_t count, cJSON **ret_object,
                           struct error *reterr)
{
    cJSON *object = cJSON_CreateObject();
    enum err err = object != NULL ? ERR_OK : error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < count; i++)
        err = add_field(object, fields[i], reterr);
    if (err != ERR_OK) {
        cJSON_Delete(object);
        object = NULL;
    }
    *ret_object = object;
    return err;
}

enum err api_fields_query(const char *const *fields, size_t count, struct strbuf *out,
                          struct error *reterr)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(fields[i], "=");
        char name[NAME_SIZE];
        if (length == 0 || length >= sizeof name || fields[i][length] != '=')
            return bad_field(fields[i], "Write -f NAME=VALUE.", reterr);
        memcpy(name, fields[i], length);
        name[length] = '\0';
        strbuf_add_char(out, out->length == 0 ? '?' : '&');
        route_add_encoded(out, name);
        strbuf_add_char(out, '=');
        route_add_encoded(out, fields[i] + length + 1);
    }
    return strbuf_status(out, "the query", reterr);
}
