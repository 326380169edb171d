/* Whom the record of the form belongs to: asked of the account before each review. */
#include "src/app/effects_internal.h"
#include "src/base/text.h"
#include "src/chakra/record.h"
#include "src/outbox/call_answer.h"
#include "src/outbox/compose.h"

void effects_read_record(struct effects *effects, struct app *app)
{
    char short_id[PROCESS_PART_SIZE], key[PROCESS_PART_SIZE];
    struct error error = {.code = ERR_OK};
    const struct route_parameter path[] = {
        {"procedureShortId", short_id}, {"processId", key}, {NULL, NULL}};
    effects->record_job = 0;
    if (compose_split_process(draft_record(&app->draft), short_id, key, &error) == ERR_OK)
        effects->record_job = effects_call(effects, ROUTE_SHOW_PROCESS, path, NULL, &error);
    if (effects->record_job == 0)
        effects_fail(app, &error);
}

/* A refused token is the operator's first; of anything else that the account says the review tells,
 * since it may still send for the record. */
static void take_answer(struct app *app, const struct call_answer *answer)
{
    struct phone phone = {0};
    struct error error = {.code = ERR_OK};
    struct app_event event = effects_event(EVENT_RECORD);
    event.text = text_of("the record has no one phone number");
    enum err err = call_answer_check(answer, "the record", &error);
    if (err == ERR_AUTH || err == ERR_NOMEM) {
        effects_fail(app, &error);
        return;
    }
    if (err == ERR_OK)
        record_find_phone(answer->body, answer->length, &phone);
    else
        event.text = error.what;
    event.title = phone.digits;
    app_handle(app, &event);
}

bool effects_take_record(struct effects *effects, struct app *app, const struct job_event *event)
{
    if (effects->record_job == 0 || event->number != effects->record_job)
        return false;
    if (event->kind == JOB_EVENT_ANSWER) {
        take_answer(app, &event->answer);
        effects_note_answer(effects, app, &event->answer);
    } else if (event->kind == JOB_EVENT_DONE) {
        effects->record_job = 0;
        if (event->error.code != ERR_OK)
            effects_fail(app, &event->error);
    }
    return true;
}
