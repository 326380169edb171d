/* What one does from a row: fill the form with it, copy a part of it. */
#include "src/app/effects_internal.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/chakra/curl_command.h"
#include "src/outbox/send_answer.h"

#include <string.h>

enum err effects_read_row(struct effects *effects, int64_t id, struct arena *arena,
                          struct send_detail **ret_detail, struct error *reterr)
{
    if (effects->reader != NULL)
        return store_get(effects->reader, id, arena, ret_detail, reterr);
    *reterr = effects->reader_error;
    return reterr->code != ERR_OK ? reterr->code : ERR_STORE;
}

static cJSON *draft_of(const struct send_detail *detail, struct arena *arena)
{
    cJSON *root = cJSON_CreateObject();
    cJSON *values = json_parse_text(detail->values);
    /* A one-time code is kept masked: it is to be typed anew. */
    cJSON_DeleteItemFromObjectCaseSensitive(values, "otp");
    bool ok = json_add_text(root, "template", detail->row.template) &&
              json_add_text(root, "language", detail->row.language) &&
              json_add_text(root, "from", detail->row.phone_number_id) &&
              json_add_text(root, "to", detail->row.to) &&
              json_add_text(root, "process", send_answer_record(detail, arena));
    ok = json_add_node(root, "values", values != NULL ? values : cJSON_CreateObject()) && ok;
    if (ok)
        return root;
    cJSON_Delete(root);
    return NULL;
}

void effects_recall_row(struct effects *effects, struct app *app, int64_t id)
{
    struct arena arena;
    struct send_detail *detail = NULL;
    struct error error = {.code = ERR_OK};
    arena_init(&arena);
    enum err err = effects_read_row(effects, id, &arena, &detail, &error);
    CLEANUP(json_deletep) cJSON *draft = err == ERR_OK ? draft_of(detail, &arena) : NULL;
    CLEANUP(mem_freep) char *text = json_print(draft);
    if (err == ERR_OK && text == NULL)
        err = error_nomem(&error);
    if (err == ERR_OK) {
        struct app_event event = effects_event(EVENT_RECALL);
        event.text = text;
        event.length = strlen(text);
        event.title = detail->definition;
        app_handle(app, &event);
    } else {
        effects_fail(app, &error);
    }
    arena_release(&arena);
}

static const char plain_in_shell[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789_.+-";

static void add_word(struct strbuf *out, const char *text)
{
    strbuf_add_text(out, " '");
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            strbuf_add_text(out, "'\\''");
        else
            strbuf_add_char(out, *text);
    }
    strbuf_add_char(out, '\'');
}

/* An imported row may lack any of them, and hold anything. */
static void add_option(struct strbuf *out, const char *option, const char *text)
{
    if (text == NULL)
        return;
    strbuf_addf(out, " %s", option);
    if (text[0] != '\0' && text[strspn(text, plain_in_shell)] == '\0')
        strbuf_addf(out, " %s", text);
    else
        add_word(out, text);
}

static void add_recipient(struct strbuf *out, const struct send_detail *detail)
{
    struct arena arena;
    arena_init(&arena);
    const char *record = send_answer_record(detail, &arena);
    if (record != NULL) {
        strbuf_add_text(out, " --route process");
        add_option(out, "--process", record);
    } else {
        add_option(out, "--to", detail->row.to);
    }
    arena_release(&arena);
}

static void write_command(struct strbuf *out, const struct send_detail *detail)
{
    const struct send_row *row = &detail->row;
    CLEANUP(json_deletep) cJSON *values = json_parse_text(detail->values);
    strbuf_add_text(out, "chakra-tui");
    add_option(out, "--profile", row->profile);
    strbuf_add_text(out, " send");
    add_option(out, "--template", row->template);
    add_option(out, "--language", row->language);
    add_recipient(out, detail);
    add_option(out, "--from", row->phone_number_id);
    const cJSON *value = NULL;
    cJSON_ArrayForEach(value, values)
    {
        CLEANUP(mem_freep) char *printed = cJSON_IsString(value) ? NULL : json_print(value);
        struct strbuf word;
        strbuf_init(&word, PAGE_BYTES_MAX);
        strbuf_addf(&word, "%s=%s", value->string,
                    printed != NULL ? printed : cJSON_GetStringValue(value));
        strbuf_add_text(out, " --set");
        add_word(out, word.text);
        strbuf_release(&word);
    }
}

static void write_copy(struct strbuf *out, const struct send_detail *detail, enum copy_kind kind)
{
    CLEANUP(json_deletep)
    cJSON *request = json_parse_text(detail->request);
    CLEANUP(mem_freep) char *body = json_print(json_member(request, "body"));
    switch (kind) {
    case COPY_WAMID:
        strbuf_add_text(out, detail->row.wamid);
        break;
    case COPY_RECIPIENT:
        strbuf_add_text(out, detail->row.to);
        break;
    case COPY_REQUEST:
        strbuf_add_text(out, body);
        break;
    case COPY_CURL:
        if (request != NULL)
            curl_command_write(out, request);
        break;
    case COPY_COMMAND:
        write_command(out, detail);
        break;
    case COPY_KIND_COUNT:
        break;
    }
}

void effects_copy_row(struct effects *effects, struct app *app, const struct effect *effect)
{
    static const char *const words[COPY_KIND_COUNT] = {
#define X(id, text) [COPY_##id] = text,
        COPY_LIST(X)
#undef X
    };
    struct arena arena;
    struct strbuf text;
    struct send_detail *detail = NULL;
    struct error error = {.code = ERR_OK};
    arena_init(&arena);
    strbuf_init(&text, PAGE_BYTES_MAX);
    enum err err = effects_read_row(effects, effect->id, &arena, &detail, &error);
    if (err == ERR_OK) {
        write_copy(&text, detail, effect->copy);
        err = strbuf_status(&text, "the copy", &error);
    }
    if (err == ERR_OK && effect->copy < COPY_KIND_COUNT) {
        struct app_event event = effects_event(EVENT_COPIED);
        event.title = text_of(words[effect->copy]);
        event.text = text.text;
        event.length = text.length;
        app_handle(app, &event);
    } else {
        effects_fail(app, &error);
    }
    strbuf_release(&text);
    arena_release(&arena);
}
