/* Values from the command line. */
#include "src/cli/given_values.h"

#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/utf8.h"
#include "src/config/options.h"
#include "src/config/preset_variables.h"
#include "src/whatsapp/message_file.h"
#include "src/whatsapp/variables.h"

enum { LARGEST_VALUES_FILE = 4 * 1024 * 1024 };

void given_values_release(struct given_values *given)
{
    values_release(&given->values);
    values_release(&given->preset);
    mem_free(given->to);
    mem_free(given->template);
    mem_free(given->language);
    given->to = given->template = given->language = NULL;
}

static bool keep_text(char **kept, const char *text)
{
    *kept = mem_strdup(text);
    return *kept != NULL || text == NULL;
}

static enum err take_file(const cJSON *root, struct given_values *given, struct error *reterr)
{
    struct message_file file;
    enum err err = message_file_read(root, &file, reterr);
    if (err == ERR_OK)
        err = values_copy(&given->values, &file.values, reterr);
    if (err == ERR_OK && json_member(root, "values") != NULL)
        err = values_copy(&given->preset, &file.values, reterr);
    if (err == ERR_OK &&
        !(keep_text(&given->to, file.to) && keep_text(&given->template, file.template) &&
          keep_text(&given->language, file.language)))
        err = error_nomem(reterr);
    message_file_release(&file);
    return err;
}

static enum err read_file(const char *path, struct given_values *given, struct error *reterr)
{
    struct strbuf bytes;
    strbuf_init(&bytes, LARGEST_VALUES_FILE);
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = paths_read_file(path, &bytes, reterr);
    if (err == ERR_OK) {
        err = json_parse(bytes.text, bytes.length, &root, reterr);
        if (err == ERR_OK)
            err = take_file(root, given, reterr);
        if (err != ERR_OK && reterr != NULL) {
            char place[100];
            snprintf(place, sizeof place, "%s", reterr->where);
            error_set_where(reterr, "%s%s%s", path, place[0] != '\0' ? ": " : "", place);
        }
    }
    strbuf_release(&bytes);
    return err;
}

static enum err read_set(const char *text, struct values *values, struct error *reterr)
{
    size_t length = strcspn(text, "=");
    if (length == 0 || text[length] != '=')
        return error_set(reterr, ERR_USAGE, "Write --set KEY=VALUE, such as --set body.1=Asha.",
                         "--set '%.80s' has no KEY=", text);
    if (!utf8_is_valid(text, strlen(text)))
        return error_set(reterr, ERR_INVALID, "Use a UTF-8 locale, or --values FILE.json.",
                         "--set %.*s: the value is not UTF-8", (int)(length < 80 ? length : 80),
                         text);
    CLEANUP(mem_freep) char *key = mem_strndup(text, length);
    return key != NULL ? values_set(values, key, text + length + 1, false, reterr)
                       : error_nomem(reterr);
}

enum err given_values_read(const struct arguments *arguments, struct given_values *ret_given,
                           struct error *reterr)
{
    *ret_given = (struct given_values){0};
    values_init(&ret_given->values);
    values_init(&ret_given->preset);
    const char *file = arguments->value[ARG_VALUES];
    enum err err = file != NULL ? read_file(file, ret_given, reterr) : ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < arguments->set_count; i++)
        err = read_set(arguments->sets[i], &ret_given->values, reterr);
    const char *to = arguments->value[ARG_TO]; /* stands when the values cannot be read, too */
    if (to == NULL)
        to = values_get(&ret_given->values, "to"); /* from --set */
    if (to != NULL) {
        mem_free(ret_given->to);
        ret_given->to = mem_strdup(to);
        if (ret_given->to == NULL)
            return error_nomem(reterr);
    }
    values_remove(&ret_given->values, "to");
    return err;
}

enum err given_values_expand(struct given_values *given, const char *hidden_variables,
                             struct error *reterr)
{
    struct preset_variables here;
    enum err err = ERR_OK;
    if (given->preset.count == 0)
        return ERR_OK;
    if (preset_variables_init(&here, hidden_variables, reterr) != ERR_OK)
        return ERR_NOMEM;
    const struct variables variables = {
        .today = here.today, .now = here.now, .environment = here.environment};
    struct values expanded;
    values_init(&expanded);
    err = values_copy(&expanded, &given->preset, reterr);
    if (err == ERR_OK)
        err = variables_expand_values(&expanded, &variables, reterr);
    for (size_t i = 0; err == ERR_OK && i < expanded.count; i++) {
        const struct value *value = &expanded.items[i];
        const char *now = values_get(&given->values, value->key);
        if (now != NULL && strcmp(now, values_get(&given->preset, value->key)) == 0)
            err = values_set(&given->values, value->key, value->text, value->is_json, reterr);
    }
    values_release(&expanded);
    preset_variables_release(&here);
    return err;
}

size_t given_values_card_count(const struct given_values *given)
{
    const char *text = values_get(&given->values, "card.count");
    long count = 0;
    return text != NULL && option_parse_count(text, &count) && count > 0 ? (size_t)count : 0;
}

static bool is_json_text(const char *text)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    return (text[0] == '{' || text[0] == '[') &&
           json_parse(text, strlen(text), &root, NULL) == ERR_OK;
}

enum err given_values_match(struct given_values *given, const struct slot_list *slots,
                            struct problem_list *problems, struct error *reterr)
{
    for (size_t i = 0; i < given->values.count; i++) {
        struct value *value = &given->values.items[i];
        const struct slot *slot = slots_find(slots, value->key);
        if (slot != NULL && slot->kind == SLOT_JSON)
            value->is_json = value->is_json || is_json_text(value->text);
        if (slot != NULL) {
            value->is_json = value->is_json || slot_is_typed_value(slot, value->text);
            continue;
        }
        const char *near = slots_nearest(slots, value->key);
        enum err err =
            near != NULL
                ? problems_add(problems, value->key, "", 0,
                               "The template has no slot %.60s; did you mean %.60s?", value->key,
                               near)
                : problems_add(problems, value->key, "", 0,
                               "The template has no slot %.60s; see templates show for those it "
                               "has.",
                               value->key);
        if (err != ERR_OK)
            return error_nomem(reterr);
    }
    return ERR_OK;
}
