/* Sends: the guard before the review, the job, and its end. */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/chakra/curl_command.h"
#include "src/outbox/compose.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/preview_text.h"

#include <string.h>

static struct compose_options options_of(const struct effects *effects, const struct app *app)
{
    return (struct compose_options){
        .profile = effects->profile,
        .token = &effects->token,
        .plugin_id = app_plugin_id(app),
        .phone_number_id = app->sender_id != NULL ? app->sender_id : "",
        .source = "tui",
        .now_ms = clock_now_ms(),
        .process = app->draft.has_record ? draft_record(&app->draft) : NULL,
    };
}

static struct message message_of(const struct app *app)
{
    const struct sender *sender = app_sender(app);
    return draft_message(&app->draft, sender != NULL ? sender->number : NULL);
}

/* Digits "" where a record brings the recipient and nobody knows him. */
static enum err check_recipient(struct effects *effects, const struct app *app, struct phone *phone,
                                struct error *reterr)
{
    const struct draft *draft = &app->draft;
    *phone = (struct phone){0};
    if (draft->has_record && draft_recipient(draft)[0] == '\0')
        return compose_allows_unknown(effects->profile, draft_record(draft), reterr);
    enum err err = phone_normalize(draft_recipient(draft), phone, reterr);
    return err == ERR_OK ? profile_allows_send(effects->profile, phone->digits, reterr) : err;
}

static enum err look_back(struct effects *effects, const struct app *app, struct phone *phone,
                          struct app_event *event, struct error *reterr)
{
    struct recipient_facts facts = {0};
    char fingerprint[FINGERPRINT_SIZE];
    int64_t since = 0;
    const struct compose_options options = options_of(effects, app);
    const struct message message = message_of(app);
    if (app->draft.template == NULL || app_sender(app) == NULL)
        return error_set(reterr, ERR_CONTENT, "Choose template and sender again, then send.",
                         "the template or the sender is not there any more");
    if (effects->reader == NULL) {
        *reterr = effects->reader_error;
        return effects->reader_error.code;
    }
    if (effects->writer_error.code != ERR_OK) { /* a send is recorded before it leaves */
        *reterr = effects->writer_error;
        return effects->writer_error.code;
    }
    enum err err = check_recipient(effects, app, phone, reterr);
    if (err == ERR_OK)
        err = compose_check_route(&message, &options, reterr);
    if (err == ERR_OK)
        err = compose_guard(&message, &options, phone->digits, fingerprint, &since, reterr);
    if (err == ERR_OK)
        err =
            store_find_duplicate(effects->reader, fingerprint, since, &event->duplicate_of, reterr);
    if (err == ERR_OK && phone->digits[0] != '\0')
        err = store_recipient_facts(effects->reader, phone->digits, &facts, reterr);
    event->facts = (struct facts){.now_ms = event->now_ms,
                                  .last_send_to_recipient_ms = facts.last_send_ms,
                                  .last_131049_ms = facts.last_131049_ms,
                                  .has_131050 = facts.has_131050};
    return err;
}

void effects_prepare_review(struct effects *effects, struct app *app)
{
    struct app_event event = effects_event(EVENT_REVIEW);
    struct phone phone;
    struct error error = {.code = ERR_OK};
    if (effects->token_error.code != ERR_OK)
        effects_fail(app, &effects->token_error);
    else if (look_back(effects, app, &phone, &event, &error) != ERR_OK) {
        effects_fail(app, &error);
    } else {
        event.title = phone.digits;
        app_handle(app, &event);
    }
}

static bool remember(struct effects *effects, uint64_t number)
{
    if (effects->active_count == effects->active_size) {
        size_t size = effects->active_size < 8 ? 8 : effects->active_size * 2;
        struct active_send *active = mem_grow(effects->active, size, sizeof *active);
        if (active == NULL)
            return false;
        effects->active = active;
        effects->active_size = size;
    }
    effects->active[effects->active_count++] = (struct active_send){.number = number};
    return true;
}

static void forget(struct effects *effects, uint64_t number)
{
    for (size_t i = 0; i < effects->active_count; i++)
        if (effects->active[i].number == number)
            effects->active[i] = effects->active[--effects->active_count];
}

void effects_row_changed(struct effects *effects, const struct job_event *event)
{
    for (size_t i = 0; i < effects->active_count; i++)
        if (effects->active[i].number == event->number && event->detail != NULL)
            effects->active[i].row_id = event->detail->row.id;
}

static void send_failed(struct effects *effects, struct app *app, uint64_t number,
                        const struct error *error)
{
    forget(effects, number);
    struct app_event event = effects_event(EVENT_SEND_ENDED);
    event.sent = (struct sent){.number = number,
                               .err = error->code,
                               .to = draft_recipient(&app->draft),
                               .text = error->what,
                               .next = error->next};
    app_handle(app, &event);
}

void effects_send(struct effects *effects, struct app *app, const struct effect *effect)
{
    struct compose_options options = options_of(effects, app);
    options.number = effect->number;
    options.override_duplicate = effect->override_duplicate;
    options.sent_again_of = effect->id;
    struct message message = message_of(app);
    struct job *job = NULL;
    struct error error = {.code = ERR_OK};
    enum err err =
        app->draft.template == NULL || app_sender(app) == NULL
            ? error_set(&error, ERR_CONTENT, "Choose template and sender again, then send.",
                        "the template or the sender is not there any more")
        : remember(effects, effect->number) ? compose_send(&message, &options, &job, &error)
                                            : error_nomem(&error);
    if (err == ERR_OK)
        err = outbox_submit(effects->outbox, job, &error);
    if (err == ERR_OK)
        return;
    job_free(job);
    send_failed(effects, app, effect->number, &error);
}

void effects_send_ended(struct effects *effects, struct app *app, const struct job_event *event)
{
    forget(effects, event->number);
    struct app_event ended = effects_event(EVENT_SEND_ENDED);
    const struct send_detail *detail = event->detail;
    ended.sent = (struct sent){
        .number = event->number,
        .err = event->error.code,
        .to = detail != NULL && detail->row.to != NULL ? detail->row.to : "",
        .row_id = detail != NULL ? detail->row.id : 0,
        .wamid = detail != NULL ? detail->row.wamid : NULL,
        .slot = detail != NULL ? detail->error_slot : NULL,
        .text = event->error.what,
        .next = event->error.next,
        .duplicate_of = event->duplicate_of,
    };
    app_handle(app, &ended);
    if (ended.sent.err == ERR_OK && effects->profile->polls)
        effects_poll_later(effects, ended.sent.row_id);
}

void effects_cancel(struct effects *effects, struct app *app, int64_t row_id)
{
    for (size_t i = 0; i < effects->active_count; i++) {
        if (effects->active[i].row_id != row_id)
            continue;
        outbox_cancel(effects->outbox, effects->active[i].number);
        return;
    }
    struct error error;
    error_set(&error, ERR_NOT_FOUND, "Cancel it in the program that sends it.",
              "That row belongs to another running program");
    effects_fail(app, &error);
}

static void write_problems(struct strbuf *out, const struct problem_list *problems)
{
    if (problems->count == 0)
        strbuf_add_text(out, text_of("No problem found: this can be sent.\n"));
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        strbuf_addf(out, "%s %s %s: %s\n",
                    problem->level == PROBLEM_ERROR ? text_of("error  ") : text_of("warning"),
                    problem->rule, problem->slot, problem->message);
    }
}

static void write_json(struct strbuf *out, const cJSON *node)
{
    CLEANUP(mem_freep) char *pretty = json_print_pretty(node);
    if (pretty == NULL)
        out->failed = true;
    strbuf_add_text(out, pretty);
}

static void write_dry_run(struct strbuf *out, const cJSON *request, const struct app *app)
{
    strbuf_add_text(out,
                    text_of("Nothing is sent. This request would go out, with this message:\n\n"));
    preview_write_text(out, &app->draft.preview);
    strbuf_add_char(out, '\n');
    write_problems(out, &app->draft.problems);
    strbuf_add_char(out, '\n');
    write_json(out, request);
    strbuf_add_char(out, '\n');
}

static void write_preview(struct strbuf *out, const cJSON *request, const struct app *app)
{
    switch (app->preview_kind) {
    case PREVIEW_AS_TEXT:
        preview_write_text(out, &app->draft.preview);
        break;
    case PREVIEW_AS_CURL:
        curl_command_write(out, request);
        break;
    case PREVIEW_AS_JSON:
    case PREVIEW_AS_BUBBLE:
    case PREVIEW_KIND_COUNT:
        write_json(out, json_member(request, "body"));
        break;
    }
}

/* Builds the request and shows it; there is no way from here to the wire. */
void effects_dry_run(struct effects *effects, struct app *app, bool as_page)
{
    struct compose_options options = options_of(effects, app);
    struct message message = message_of(app);
    CLEANUP(json_deletep) cJSON *request = NULL;
    struct error error = {.code = ERR_OK};
    struct strbuf text;
    strbuf_init(&text, PAGE_BYTES_MAX);
    if (app->draft.template == NULL)
        return;
    page_clear(&app->request); /* never the request of another message */
    enum err err = compose_dry_run(&message, &options, &request, &error);
    if (err == ERR_OK && as_page)
        write_dry_run(&text, request, app);
    else if (err == ERR_OK)
        write_preview(&text, request, app);
    if (err == ERR_OK)
        err = strbuf_status(&text, "the request", &error);
    if (err == ERR_OK) {
        struct app_event event = effects_event(as_page ? EVENT_PAGE : EVENT_REQUEST);
        event.title = text_of("Dry run");
        event.text = text.text;
        event.length = text.length;
        app_handle(app, &event);
    } else {
        effects_fail(app, &error);
    }
    strbuf_release(&text);
}
