/* Reading presets and files of values. */
#include "src/whatsapp/message_file.h"

#include "src/base/json.h"

#include <string.h>

static const char *const members[] = {"version", "template", "language", "to", "from", "values"};

void message_file_release(struct message_file *file)
{
    values_release(&file->values);
    mem_free(file->to_copy);
    *file = (struct message_file){0};
}

static bool is_preset(const cJSON *root)
{
    return json_member(root, "values") != NULL || json_member(root, "template") != NULL ||
           json_member(root, "language") != NULL;
}

static enum err check_member(const cJSON *node, struct error *reterr)
{
    bool is_known = false;
    for (size_t i = 0; i < COUNT_OF(members); i++)
        is_known = is_known || strcmp(node->string, members[i]) == 0;
    if (is_known)
        return ERR_OK;
    error_set(reterr, ERR_INVALID, "Slots such as body.1 stand inside of \"values\".",
              "a preset has template, language, to, from and values, and no %.60s", node->string);
    error_set_where(reterr, "%.60s", node->string);
    return ERR_INVALID;
}

static enum err read_text(const cJSON *root, const char *name, const char **ret_text,
                          struct error *reterr)
{
    const cJSON *node = json_member(root, name);
    *ret_text = json_text(root, name, NULL);
    if (node == NULL || cJSON_IsNull(node) || *ret_text != NULL)
        return ERR_OK;
    error_set(reterr, ERR_INVALID, "Put it between quotes.", "%s is no text", name);
    error_set_where(reterr, "%s", name);
    return ERR_INVALID;
}

static enum err check_version(const cJSON *root, struct error *reterr)
{
    const cJSON *version = json_member(root, "version");
    if (version == NULL ||
        (cJSON_IsNumber(version) && version->valuedouble <= MESSAGE_FILE_VERSION))
        return ERR_OK;
    error_set(reterr, ERR_INVALID, "Update chakra-tui, or write the preset anew.",
              "the preset was made by a newer chakra-tui");
    error_set_where(reterr, "version");
    return ERR_INVALID;
}

static enum err read_preset(const cJSON *root, struct message_file *file, struct error *reterr)
{
    enum err err = check_version(root, reterr);
    for (const cJSON *node = root->child; err == ERR_OK && node != NULL; node = node->next)
        err = check_member(node, reterr);
    if (err == ERR_OK)
        err = read_text(root, "template", &file->template, reterr);
    if (err == ERR_OK)
        err = read_text(root, "language", &file->language, reterr);
    if (err == ERR_OK)
        err = read_text(root, "to", &file->to, reterr);
    if (err == ERR_OK)
        err = read_text(root, "from", &file->from, reterr);
    const cJSON *values = json_member(root, "values");
    if (err == ERR_OK && values != NULL)
        err = values_from_json(values, &file->values, reterr);
    return err;
}

static enum err read_values(const cJSON *root, struct message_file *file, struct error *reterr)
{
    enum err err = values_from_json(root, &file->values, reterr);
    const char *to = err == ERR_OK ? values_get(&file->values, "to") : NULL;
    if (to == NULL)
        return err;
    file->to = file->to_copy = mem_strdup(to);
    values_remove(&file->values, "to");
    return file->to != NULL ? ERR_OK : error_nomem(reterr);
}

enum err message_file_read(const cJSON *root, struct message_file *ret_file, struct error *reterr)
{
    *ret_file = (struct message_file){0};
    values_init(&ret_file->values);
    if (!cJSON_IsObject(root))
        return error_set(reterr, ERR_INVALID, "Write an object such as {\"body.1\": \"Asha\"}.",
                         "the values are no JSON object");
    return is_preset(root) ? read_preset(root, ret_file, reterr)
                           : read_values(root, ret_file, reterr);
}
