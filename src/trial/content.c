/* Putting the message of a case together. */
#include "src/trial/content.h"

#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/whatsapp/preview_text.h"

enum { PREVIEW_BYTES_MAX = 16 * 1024 * 1024 };

void trial_content_release(struct trial_content *content)
{
    problem_list_release(&content->problems);
    values_release(&content->values);
    arena_release(&content->arena);
}

static enum err add_problem(struct problem_list *list, const struct problem *problem,
                            struct error *reterr)
{
    if (list->count == list->size) {
        size_t size = list->size == 0 ? 8 : list->size * 2;
        struct problem *grown = mem_grow(list->items, size, sizeof *grown);
        if (grown == NULL)
            return error_nomem(reterr);
        list->items = grown;
        list->size = size;
    }
    list->items[list->count++] = *problem;
    return ERR_OK;
}

static bool is_json_text(const char *text)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    return (text[0] == '{' || text[0] == '[') &&
           json_parse(text, strlen(text), &root, NULL) == ERR_OK;
}

/* A key that no slot has: a value that nobody would see. */
static enum err match_keys(struct trial_content *content, struct problem_list *unknown,
                           struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < content->values.count; i++) {
        struct value *value = &content->values.items[i];
        const struct slot *slot = slots_find(&content->slots, value->key);
        if (slot != NULL) {
            if (slot->kind == SLOT_JSON)
                value->is_json = value->is_json || is_json_text(value->text);
            value->is_json = value->is_json || slot_is_typed_value(slot, value->text);
            continue;
        }
        const char *near = slots_nearest(&content->slots, value->key);
        struct problem problem = {.rule = "", .level = PROBLEM_ERROR};
        snprintf(problem.slot, sizeof problem.slot, "%.60s", value->key);
        snprintf(problem.message, sizeof problem.message,
                 "The template has no slot %.60s; %s%.60s%s", value->key,
                 near != NULL ? "did you mean " : "see templates show", near != NULL ? near : "",
                 near != NULL ? "?" : " for those it has.");
        err = add_problem(unknown, &problem, reterr);
    }
    return err;
}

static enum err check(struct trial_content *content, const struct facts *facts,
                      struct error *reterr)
{
    struct problem_list found;
    problem_list_init(&found);
    enum err err = match_keys(content, &content->problems, reterr);
    if (err == ERR_OK)
        rules_check(&content->message, facts, &found);
    if (found.failed)
        err = error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < found.count; i++)
        err = add_problem(&content->problems, &found.items[i], reterr);
    problem_list_release(&found);
    return err;
}

enum err trial_content_make(const struct trial_case *one, const char *sender_number,
                            const struct facts *facts, struct trial_content *ret_content,
                            struct error *reterr)
{
    *ret_content = (struct trial_content){0};
    arena_init(&ret_content->arena);
    values_init(&ret_content->values);
    problem_list_init(&ret_content->problems);
    enum err err = values_copy(&ret_content->values, &one->values, reterr);
    if (err == ERR_OK)
        err = slots_build(one->template, values_card_count(&one->values), &ret_content->arena,
                          &ret_content->slots, reterr);
    if (err != ERR_OK)
        return err;
    const char *to = one->to;
    if (to != NULL && phone_normalize(to, &ret_content->phone, NULL) == ERR_OK)
        to = ret_content->phone.digits;
    ret_content->message = (struct message){.template = one->template,
                                            .slots = &ret_content->slots,
                                            .values = &ret_content->values,
                                            .to = to,
                                            .sender_number = sender_number};
    return check(ret_content, facts, reterr);
}

static enum err hide_codes(const struct trial_content *content, struct values *hidden,
                           struct error *reterr)
{
    enum err err = values_copy(hidden, &content->values, reterr);
    for (size_t i = 0; err == ERR_OK && i < content->values.count; i++) {
        const char *key = content->values.items[i].key;
        const struct slot *slot = slots_find(&content->slots, key);
        if (slot != NULL && slot->kind == SLOT_CODE)
            err = values_set(hidden, key, "***", false, reterr);
    }
    return err;
}

enum err trial_content_preview(struct trial_content *content, bool hides_codes,
                               const char **ret_text, struct error *reterr)
{
    struct message message = content->message;
    struct preview preview;
    struct values hidden;
    struct strbuf lines;
    enum err err = ERR_OK;
    values_init(&hidden);
    strbuf_init(&lines, PREVIEW_BYTES_MAX);
    if (hides_codes && template_is_authentication(message.template)) {
        err = hide_codes(content, &hidden, reterr);
        message.values = &hidden;
    }
    if (err == ERR_OK)
        err = preview_build(&message, &content->arena, &preview, reterr);
    if (err == ERR_OK) {
        preview_write_seen(&lines, &preview);
        err = strbuf_status(&lines, "the preview", reterr);
    }
    if (err == ERR_OK) {
        *ret_text = arena_strndup(&content->arena, lines.text, lines.length);
        err = *ret_text != NULL ? ERR_OK : error_nomem(reterr);
    }
    strbuf_release(&lines);
    values_release(&hidden);
    return err;
}
