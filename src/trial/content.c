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

static bool is_json_text(const char *text)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    return (text[0] == '{' || text[0] == '[') &&
           json_parse(text, strlen(text), &root, NULL) == ERR_OK;
}

/* A key that no slot has: a value that nobody would see. */
static enum err match_keys(struct trial_content *content, struct error *reterr)
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
        if ((near != NULL
                 ? problems_add(&content->problems, value->key, "", 0,
                                "The template has no slot %.60s; did you mean %.60s?", value->key,
                                near)
                 : problems_add(&content->problems, value->key, "", 0,
                                "The template has no slot %.60s; see templates show for those it "
                                "has.",
                                value->key)) != ERR_OK)
            err = error_nomem(reterr);
    }
    return err;
}

/* As the message will be once its files have links. */
static enum err add_rules(struct trial_content *content, const struct facts *facts,
                          struct error *reterr)
{
    struct message message = content->message;
    struct problem_list found;
    struct values values;
    message.values = &values;
    values_init(&values);
    problem_list_init(&found);
    enum err err = send_files_stand_in(&content->files, &content->values, &values, reterr);
    if (err == ERR_OK)
        rules_check(&message, facts, &found);
    if (found.failed)
        err = error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < found.count; i++) {
        const struct problem *problem = &found.items[i];
        if (problems_add(&content->problems, problem->slot, problem->rule, problem->prevents, "%s",
                         problem->message) != ERR_OK)
            err = error_nomem(reterr);
        else
            content->problems.items[content->problems.count - 1].level = problem->level;
    }
    problem_list_release(&found);
    values_release(&values);
    return err;
}

static enum err check(struct trial_content *content, const char *folder, const struct facts *facts,
                      struct error *reterr)
{
    enum err err = match_keys(content, reterr);
    if (err == ERR_OK)
        err = send_files_take(&content->values, &content->slots, folder, &content->arena,
                              &content->problems, &content->files, reterr);
    return err == ERR_OK ? add_rules(content, facts, reterr) : err;
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
    return check(ret_content, one->folder, facts, reterr);
}

static enum err hide_codes(const struct trial_content *content, struct values *shown,
                           struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < content->values.count; i++) {
        const char *key = content->values.items[i].key;
        const struct slot *slot = slots_find(&content->slots, key);
        if (slot != NULL && slot->kind == SLOT_CODE)
            err = values_set(shown, key, "***", false, reterr);
    }
    return err;
}

/* The files by the paths that the case gives, whether they have links by now or not: a preview
 * stays the same from the check to the run. */
static enum err show_files(const struct trial_content *content, struct values *shown,
                           struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < content->files.count; i++)
        err = values_set(shown, content->files.items[i].key, content->files.items[i].given, false,
                         reterr);
    return err;
}

enum err trial_content_preview(struct trial_content *content, bool hides_codes,
                               const char **ret_text, struct error *reterr)
{
    struct message message = content->message;
    struct preview preview;
    struct values shown;
    struct strbuf lines;
    values_init(&shown);
    strbuf_init(&lines, PREVIEW_BYTES_MAX);
    message.values = &shown;
    enum err err = values_copy(&shown, &content->values, reterr);
    if (err == ERR_OK)
        err = show_files(content, &shown, reterr);
    if (err == ERR_OK && hides_codes && template_is_authentication(message.template))
        err = hide_codes(content, &shown, reterr);
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
    values_release(&shown);
    return err;
}
