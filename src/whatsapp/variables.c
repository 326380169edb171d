/* Variables in values. */
#include "src/whatsapp/variables.h"

#include "src/base/mem.h"

#include <stdbool.h>
#include <string.h>

static bool is_name(const char *name, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(name, word, length) == 0;
}

static const char *find_environment(const struct variables *variables, const char *name,
                                    size_t length)
{
    for (char *const *entry = variables->environment; entry != NULL && *entry != NULL; entry++)
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
            return *entry + length + 1;
    return NULL;
}

/* The value of the variable; NULL with an error when there is none. */
static const char *find(const struct variables *variables, const char *name, size_t length,
                        struct error *reterr)
{
    static const char prefix[] = "env:";
    enum { PREFIX = sizeof prefix - 1 };
    int shown = length < 60 ? (int)length : 60;
    if (is_name(name, length, "today"))
        return variables->today;
    if (is_name(name, length, "now"))
        return variables->now;
    if (length <= PREFIX || memcmp(name, prefix, PREFIX) != 0) {
        error_set(reterr, ERR_INVALID,
                  "Write ${today}, ${now} or ${env:NAME}; $${ stands for a plain ${.",
                  "there is no variable ${%.*s}", shown, name);
        return NULL;
    }
    const char *value = find_environment(variables, name + PREFIX, length - PREFIX);
    if (value == NULL)
        error_set(reterr, ERR_INVALID, "Set it before the program starts; secrets are never given.",
                  "the environment has no %.*s", shown - PREFIX, name + PREFIX);
    return value;
}

enum err variables_expand(const char *text, const struct variables *variables, struct strbuf *out,
                          struct error *reterr)
{
    while (*text != '\0') {
        const char *mark = strstr(text, "${");
        if (mark == NULL) {
            strbuf_add_text(out, text);
            break;
        }
        if (mark > text && mark[-1] == '$') {
            strbuf_add(out, text, (size_t)(mark - text) - 1);
            strbuf_add_text(out, "${");
            text = mark + 2;
            continue;
        }
        strbuf_add(out, text, (size_t)(mark - text));
        const char *name = mark + 2;
        const char *end = strchr(name, '}');
        if (end == NULL)
            return error_set(reterr, ERR_INVALID, "Close it with }, or write $${ for a plain ${.",
                             "${ is not closed");
        const char *value = find(variables, name, (size_t)(end - name), reterr);
        if (value == NULL)
            return ERR_INVALID;
        strbuf_add_text(out, value);
        text = end + 1;
    }
    return strbuf_status(out, "the value", reterr);
}

enum { VALUE_BYTES_MAX = 262144 };

enum err variables_expand_values(struct values *values, const struct variables *variables,
                                 struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < values->count; i++) {
        const struct value *value = &values->items[i];
        if (strstr(value->text, "${") == NULL)
            continue;
        struct strbuf text;
        strbuf_init(&text, VALUE_BYTES_MAX);
        CLEANUP(mem_freep) char *key = mem_strdup(value->key);
        err = key != NULL ? variables_expand(value->text, variables, &text, reterr)
                          : error_nomem(reterr);
        if (err == ERR_OK)
            err = values_set(values, key, text.text, value->is_json, reterr);
        else if (key != NULL)
            error_set_where(reterr, "%.60s", key);
        strbuf_release(&text);
    }
    return err;
}
