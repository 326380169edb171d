/* What is asked of the account beside sending: look-ups, the last messages, uploads. */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/local_time.h"
#include "src/base/text.h"
#include "src/outbox/compose_upload.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { CHAT_MESSAGES = 50 };

static void submit(struct effects *effects, struct app *app, struct job *job)
{
    struct error error = {.code = ERR_OK};
    if (outbox_submit(effects->outbox, job, &error) == ERR_OK)
        return;
    job_free(job);
    effects_fail(app, &error);
}

void effects_look_up(struct effects *effects, struct app *app, int64_t id)
{
    struct error error = {.code = ERR_OK};
    struct job *job = effects_new_job(effects, JOB_LOOK_UP, &error);
    if (job == NULL) {
        effects_fail(app, &error);
        return;
    }
    job->row_id = id;
    submit(effects, app, job);
}

void effects_show_chat(struct effects *effects, struct app *app)
{
    struct error error = {.code = ERR_OK};
    struct job *job = effects_new_job(effects, JOB_LIST_MESSAGES, &error);
    if (job != NULL) {
        job->limit = CHAT_MESSAGES;
        job->recipient = arena_strdup(&job->arena, app->chat_with);
        if (job->recipient == NULL) {
            job_free(job);
            job = NULL;
            error_nomem(&error);
        }
    }
    if (job != NULL)
        submit(effects, app, job);
    else
        effects_fail(app, &error);
}

static enum header_format format_of(const struct draft *draft, const struct slot *slot)
{
    const struct template_part *part = slot->card >= 0
                                           ? slots_card_part(draft->template, (size_t)slot->card)
                                           : &draft->template->message;
    return part != NULL ? part->header.format : HEADER_NONE;
}

void effects_upload(struct effects *effects, struct app *app, size_t index)
{
    const struct field *field = &app->draft.fields[index];
    const struct upload_options options = {
        .profile = effects->profile,
        .token = &effects->token,
        .plugin_id = app_plugin_id(app),
        .path = field->edit.text.text,
        .upload_for = format_of(&app->draft, field->slot),
        .number = effects->next_number++,
    };
    struct job *job = NULL;
    struct error error = {.code = ERR_OK};
    if (compose_upload(&options, &job, &error) != ERR_OK) {
        effects_fail(app, &error);
        return;
    }
    effects->upload_job = options.number;
    snprintf(effects->upload_key, sizeof effects->upload_key, "%s", field->slot->key);
    submit(effects, app, job);
}

static void tell(struct app *app, enum err err, const char *text)
{
    struct app_event event = effects_event(EVENT_PROGRESS);
    event.text = text;
    event.error.code = err;
    app_handle(app, &event);
}

static void tell_verdict(struct app *app, const struct job_event *event)
{
    static const struct {
        enum err err;
        const char *next;
    } verdicts[] = {
        [RECONCILE_FOUND] = {ERR_OK, TEXT(" The account has it; the row shows what became of it.")},
        [RECONCILE_NOT_FOUND] = {ERR_UNKNOWN,
                                 TEXT(" R looks once more; s sends it again, linked to this row.")},
        [RECONCILE_CANNOT_TELL] =
            {ERR_UNKNOWN, TEXT(" R looks once more; s sends it again, linked to this row.")},
    };
    char text[600];
    snprintf(text, sizeof text, text_of("Row %" PRId64 " %s.%s"),
             event->detail != NULL ? event->detail->row.id : 0,
             event->reason != NULL ? event->reason : text_of("looked up"),
             text_of(verdicts[event->verdict].next));
    tell(app, verdicts[event->verdict].err, text);
}

static void show_messages(struct app *app, const struct job_event *event)
{
    struct strbuf text;
    char title[160];
    strbuf_init(&text, PAGE_BYTES_MAX);
    if (event->message_count == 0)
        strbuf_add_text(&text, text_of("The account lists no message with this recipient.\n"));
    for (size_t i = 0; i < event->message_count; i++) {
        const struct chat_message *message = &event->messages[i];
        char time[CLOCK_TEXT_SIZE] = "";
        if (message->at != 0)
            local_time_format(message->at, LOCAL_DATE_TIME, time);
        strbuf_addf(&text, "  %-19s  %-8s  %-10s %s\n", time,
                    chat_direction_word(message->direction),
                    message->status != NULL ? message->status : "",
                    message->text != NULL ? message->text : "");
    }
    snprintf(title, sizeof title, text_of("Last messages with %s"), app->chat_with);
    if (!text.failed) {
        struct app_event page = effects_event(EVENT_PAGE);
        page.title = title;
        page.text = text.text;
        page.length = text.length;
        app_handle(app, &page);
    }
    strbuf_release(&text);
}

static void take_upload(struct effects *effects, struct app *app, const struct job_event *event)
{
    if (event->number != effects->upload_job)
        return;
    if (event->kind == JOB_EVENT_UPLOADED) {
        struct app_event uploaded = effects_event(EVENT_UPLOADED);
        uploaded.title = effects->upload_key;
        uploaded.text = event->upload_url;
        app_handle(app, &uploaded);
        return;
    }
    char text[240];
    snprintf(text, sizeof text, text_of("Uploading: %" PRId64 " of %" PRId64 " KiB."),
             event->bytes_sent / 1024, event->bytes_total / 1024);
    tell(app, ERR_OK, text);
}

void effects_take_behind(struct effects *effects, struct app *app, const struct job_event *event)
{
    switch (event->kind) {
    case JOB_EVENT_UPLOAD_PROGRESS:
    case JOB_EVENT_UPLOADED:
        take_upload(effects, app, event);
        break;
    case JOB_EVENT_LOOKED_UP:
        if (effects_is_poll(effects, event->number))
            effects_poll_done(effects, event);
        else
            tell_verdict(app, event);
        break;
    case JOB_EVENT_MESSAGES:
        show_messages(app, event);
        break;
    default:
        break;
    }
}
