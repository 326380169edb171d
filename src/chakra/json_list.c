/* Reading lists out of replies, tolerantly. */
#include "src/chakra/json_list.h"

#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/chakra/json_find.h"
#include "src/chakra/reply.h"

enum err json_list_parse(const char *bytes, size_t length, const char *what, cJSON **ret_root,
                         struct error *reterr)
{
    struct strbuf clean;
    struct strbuf quoted;
    strbuf_init(&clean, (size_t)REPLY_BYTES_MAX * 3);
    strbuf_init(&quoted, (size_t)REPLY_BYTES_MAX * 4);
    bool has_mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    json_replace_invalid(&clean, bytes + (has_mark ? 3 : 0), length - (has_mark ? 3 : 0));
    json_quote_long_numbers(&quoted, clean.text, clean.length);
    enum err err = ERR_OK;
    if (clean.failed || quoted.failed)
        err = error_nomem(reterr);
    else if (json_parse(quoted.text, quoted.length, ret_root, NULL) != ERR_OK)
        err = error_set(reterr, ERR_INVALID,
                        "Check base_url: it must be the address of ChakraHQ's API.",
                        "the server's %s is not JSON", text_of(what));
    strbuf_release(&clean);
    strbuf_release(&quoted);
    return err;
}

const cJSON *json_list_find(const cJSON *root, const char *const *places)
{
    for (; *places != NULL; places++) {
        const cJSON *node = json_path(root, *places);
        if (cJSON_IsArray(node))
            return node;
    }
    return NULL;
}

const char *json_list_text(const cJSON *object, const char *const *paths, struct arena *arena)
{
    for (; *paths != NULL; paths++) {
        const cJSON *node = json_path(object, *paths);
        if (cJSON_IsString(node))
            return arena_strdup(arena, node->valuestring);
        if (cJSON_IsRaw(node)) /* an id too long for a double */
            return arena_strdup(arena, node->valuestring);
        if (cJSON_IsNumber(node))
            return arena_format(arena, "%.0f", node->valuedouble);
    }
    return "";
}
