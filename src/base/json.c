/* Helpers over cJSON. */
#include "src/base/json.h"

#include "src/base/json_numbers.h"
#include "src/base/utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void json_deletep(cJSON **node)
{
    cJSON_Delete(*node);
    *node = NULL;
}

static void locate(const char *bytes, const char *end, size_t *ret_line, size_t *ret_column)
{
    *ret_line = 1;
    *ret_column = 1;
    for (const char *at = bytes; at < end; at++) {
        if (*at == '\n') {
            (*ret_line)++;
            *ret_column = 1;
        } else if (((unsigned char)*at & 0xC0) != 0x80) {
            (*ret_column)++; /* in characters, as an editor counts */
        }
    }
}

enum err json_parse(const char *bytes, size_t length, cJSON **ret_root, struct error *reterr)
{
    if (!utf8_is_valid(bytes, length))
        return error_set(reterr, ERR_INVALID, "Save it as UTF-8.", "the JSON is not valid UTF-8");
    const char *end = bytes;
    cJSON *root = cJSON_ParseWithLengthOpts(bytes, length, &end, false);
    const char *after = end;
    while (root != NULL && after < bytes + length && strchr(" \t\r\n", *after) != NULL &&
           *after != '\0')
        after++;
    if (root != NULL && after == bytes + length) {
        if (!json_keep_numbers(root, bytes, length)) {
            cJSON_Delete(root);
            return error_nomem(reterr);
        }
        *ret_root = root;
        return ERR_OK;
    }
    size_t line = 1;
    size_t column = 1;
    locate(bytes, root != NULL ? after : end, &line, &column);
    cJSON_Delete(root);
    error_set(reterr, ERR_INVALID, "Correct the JSON at that place.",
              "not valid JSON at line %zu, column %zu", line, column);
    return ERR_INVALID;
}

cJSON *json_parse_text(const char *text)
{
    cJSON *root = NULL;
    return text != NULL && json_parse(text, strlen(text), &root, NULL) == ERR_OK ? root : NULL;
}

const cJSON *json_member(const cJSON *object, const char *name)
{
    return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
}

const cJSON *json_path(const cJSON *object, const char *path)
{
    const cJSON *node = object;
    while (node != NULL && *path != '\0') {
        size_t length = strcspn(path, ".");
        char name[64];
        if (length >= sizeof name)
            return NULL;
        memcpy(name, path, length);
        name[length] = '\0';
        bool is_place = length == 1 && name[0] >= '0' && name[0] <= '9';
        if (cJSON_IsArray(node))
            node = is_place ? cJSON_GetArrayItem(node, name[0] - '0') : NULL;
        else
            node = json_member(node, name);
        path += length + (path[length] == '.' ? 1 : 0);
    }
    return node;
}

const char *json_text(const cJSON *object, const char *name, const char *fallback)
{
    const cJSON *node = json_member(object, name);
    return cJSON_IsString(node) && node->valuestring != NULL ? node->valuestring : fallback;
}

const char *json_text_or_number(const cJSON *object, const char *name, char *buffer, size_t size)
{
    const cJSON *node = json_member(object, name);
    if (cJSON_IsString(node) || cJSON_IsRaw(node))
        return node->valuestring;
    if (!cJSON_IsNumber(node))
        return NULL;
    double value = node->valuedouble;
    const char *format = floor(value) == value && fabs(value) < 1e18 ? "%.0f" : "%.17g";
    int wanted = snprintf(buffer, size, format, value);
    return wanted > 0 && (size_t)wanted < size ? buffer : NULL;
}

const char *json_number_text(const cJSON *node)
{
    return cJSON_IsNumber(node) || cJSON_IsRaw(node) ? node->valuestring : NULL;
}

bool json_integer(const cJSON *node, int64_t *ret_value)
{
    if (cJSON_IsNumber(node)) {
        double value = node->valuedouble;
        if (floor(value) != value || fabs(value) > 9e15)
            return false;
        *ret_value = (int64_t)value;
        return true;
    }
    bool is_text = cJSON_IsString(node) || cJSON_IsRaw(node);
    if (!is_text || node->valuestring == NULL || node->valuestring[0] == '\0')
        return false;
    char *end = NULL;
    errno = 0;
    intmax_t value = strtoimax(node->valuestring, &end, 10);
    if (errno != 0 || *end != '\0' || value > INT64_MAX || value < INT64_MIN)
        return false;
    *ret_value = (int64_t)value;
    return true;
}

bool json_is_true(const cJSON *object, const char *name)
{
    return cJSON_IsTrue(json_member(object, name));
}

char *json_print(const cJSON *node)
{
    return cJSON_PrintUnformatted(node);
}

/* cJSON indents with tabs; two blanks keep a page readable at 80 columns. */
char *json_print_pretty(const cJSON *node)
{
    char *tabbed = cJSON_Print(node);
    if (tabbed == NULL)
        return NULL;
    struct strbuf out;
    strbuf_init(&out, (size_t)1 << 30);
    bool in_indent = true;
    for (const char *at = tabbed; *at != '\0'; at++) {
        if (in_indent && *at == '\t') {
            strbuf_add_text(&out, "  ");
            continue;
        }
        in_indent = *at == '\n';
        /* After a member's colon cJSON puts one tab; a blank reads better. */
        strbuf_add_char(&out, *at == '\t' ? ' ' : *at);
    }
    mem_free(tabbed);
    return strbuf_take(&out);
}

void json_add_quoted(struct strbuf *out, const char *text)
{
    strbuf_add_char(out, '"');
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\')
            strbuf_addf(out, "\\%c", byte);
        else if (byte == '\n')
            strbuf_add_text(out, "\\n");
        else if (byte == '\r')
            strbuf_add_text(out, "\\r");
        else if (byte == '\t')
            strbuf_add_text(out, "\\t");
        else if (byte < 0x20)
            strbuf_addf(out, "\\u%04x", byte);
        else
            strbuf_add_char(out, (char)byte);
    }
    strbuf_add_char(out, '"');
}

bool json_add_node(cJSON *object, const char *name, cJSON *node)
{
    if (node == NULL)
        return false;
    if (object != NULL && cJSON_AddItemToObject(object, name, node))
        return true;
    cJSON_Delete(node);
    return false;
}

bool json_append_node(cJSON *array, cJSON *node)
{
    if (node == NULL)
        return false;
    if (array != NULL && cJSON_AddItemToArray(array, node))
        return true;
    cJSON_Delete(node);
    return false;
}

bool json_add_text(cJSON *object, const char *name, const char *text)
{
    return json_add_node(object, name,
                         text != NULL ? cJSON_CreateString(text) : cJSON_CreateNull());
}

bool json_add_integer(cJSON *object, const char *name, int64_t value)
{
    return json_add_node(object, name, cJSON_CreateNumber((double)value));
}

bool json_add_bool(cJSON *object, const char *name, bool value)
{
    return json_add_node(object, name, cJSON_CreateBool(value));
}
