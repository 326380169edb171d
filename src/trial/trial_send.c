/* Sending one case, and what its row says. */
#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/outbox/compose.h"
#include "src/trial/trial_internal.h"

/* Two cases of a run may be the same message: that is no accident. */
static enum err compose(struct trial *trial, struct trial_item *item,
                        const struct trial_content *content, struct job **ret_job,
                        struct error *reterr)
{
    const struct trial_options *options = &trial->options;
    struct strbuf run;
    strbuf_init(&run, 8192);
    strbuf_addf(&run, "%s/%s", options->run, item->result.test->id);
    const struct compose_options compose = {
        .profile = options->profile,
        .token = options->token,
        .plugin_id = options->plugin_id,
        .phone_number_id = options->phone_number_id,
        .source = "test",
        .batch = options->run,
        .run = run.text,
        .number = ++*options->last_job,
        .now_ms = clock_now_ms(),
    };
    enum err err = strbuf_status(&run, "the id of the case", reterr);
    if (err == ERR_OK)
        err = compose_send(&content->message, &compose, ret_job, reterr);
    strbuf_release(&run);
    return err;
}

/* A file without a link is no fault of the case. */
static void end_unlinked(struct trial *trial, struct trial_item *item,
                         const struct trial_upload *upload)
{
    const char *slash = strrchr(upload->path, '/');
    trial_end(trial, item, TRIAL_ERROR, "not sent: %s was not uploaded: %s%s%s",
              slash != NULL ? slash + 1 : upload->path, upload->error.what,
              upload->error.next[0] != '\0' ? ". " : "", upload->error.next);
    trial_note_stop(trial, item, &upload->error);
}

void trial_send(struct trial *trial, struct trial_item *item)
{
    struct trial_content content;
    const struct trial_upload *unlinked = NULL;
    struct job *job = NULL;
    struct error error = {0};
    struct facts facts = trial_facts(trial, item->to);
    item->result.begun_at = facts.now_ms;
    enum err err = trial_content_make(item->result.test, trial->options.sender_number, &facts,
                                      &content, &error);
    if (err == ERR_OK)
        err = trial_link_files(trial, &content, &unlinked, &error);
    if (err == ERR_OK)
        err = compose(trial, item, &content, &job, &error);
    trial_content_release(&content);
    if (unlinked != NULL) {
        end_unlinked(trial, item, unlinked);
        return;
    }
    if (err == ERR_OK) {
        item->job = job->number;
        err = trial_gate_submit(&trial->gate, job, &error);
        if (err != ERR_OK)
            job_free(job);
    }
    if (err != ERR_OK) {
        trial_end(trial, item, err == ERR_CONTENT ? TRIAL_FAILED : TRIAL_ERROR, "not sent: %s",
                  error.what);
        return;
    }
    item->stage = TRIAL_ITEM_SENDING;
    trial->open[trial->open_count++] = item;
}

/* A text that is not kept when memory is out says less, and nothing wrong. */
static void keep_text(char **place, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    mem_free(*place);
    *place = mem_strdup(text);
}

void trial_take_row(struct trial *trial, struct trial_item *item, const struct send_row *row)
{
    struct trial_result *result = &item->result;
    if (row->state > SEND_ACCEPTED && result->state <= SEND_ACCEPTED)
        result->reported_at = clock_now_ms();
    if (row->state >= SEND_ACCEPTED && result->accepted_at == 0)
        result->accepted_at = clock_now_ms();
    trial->has_source = trial->has_source || row->state > SEND_ACCEPTED;
    result->row_id = row->id;
    result->state = row->state;
    result->http_status = row->http_status;
    result->error_code = row->error_code;
    result->latency_ms = row->latency_ms;
    keep_text(&result->wamid, row->wamid);
    keep_text(&item->error_text, row->error_text);
}

bool trial_judge_row(struct trial *trial, struct trial_item *item, bool is_over)
{
    const struct trial_evidence evidence = {
        .state = item->result.state,
        .code = item->result.error_code,
        .text = item->error_text,
        .is_over = is_over,
        .has_source = trial->has_source,
        .waited_ms = item->waits_since > 0 ? clock_monotonic_ms() - item->waits_since : 0};
    struct judgement judgement;
    trial_judge_state(&item->result.test->entry->expect, &evidence, &judgement);
    if (judgement.is_final)
        trial_finish(trial, item, &judgement);
    return judgement.is_final;
}
