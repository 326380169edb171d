/* What the effects_*.c files share; nobody else includes it. */
#ifndef CHAKRA_APP_EFFECTS_INTERNAL_H
#define CHAKRA_APP_EFFECTS_INTERNAL_H

#include "src/app/effects.h"
#include "src/chakra/route.h"
#include "src/history/filter.h"
#include "src/history/store.h"
#include "src/outbox/outbox.h"

/* A send that has not ended: which row it became. */
struct active_send {
    uint64_t number;
    int64_t row_id; /* 0: not recorded yet */
};

/* An accepted message whose delivery is asked for, at growing gaps. */
struct poll_entry {
    int64_t row_id;
    int64_t due;     /* monotonic ms */
    size_t step;     /* gaps so far */
    uint64_t number; /* of the look-up that was asked for last */
};

enum { POLL_ENTRIES_MAX = 64 };

/* Rows, by id. */
struct row_ids {
    int64_t *items;
    size_t count, size;
};

struct list_effects; /* effects_list.c */
struct media_fetch;  /* effects_media_save.c */
struct counting;     /* effects_count.c */
struct rollout_run;  /* effects_rollout.c */
struct stats;

struct effects {
    const struct config *config;
    const struct profile *profile;
    struct outbox *outbox;
    struct store *reader; /* NULL: cannot be opened; then reader_error says why */
    struct error reader_error;
    struct error writer_error; /* code ERR_OK: the history can be written, as far as is known */
    struct secret token;
    bool token_was_read_again;          /* since one was taken last */
    struct error token_error;           /* code ERR_OK when there is a token */
    uint64_t next_number;               /* of jobs that are no sends */
    uint64_t newest_text;               /* job of the text put last; 0: the worker has kept all */
    bool lists_drafts_then;             /* they were asked for before it had */
    uint64_t phones_job, templates_job; /* the newest of each: what older ones bring is dropped */
    struct active_send *active;
    size_t active_count, active_size;
    char templates_waba[64]; /* that templates_job asked for */
    struct poll_entry polls[POLL_ENTRIES_MAX];
    size_t poll_count;
    uint64_t upload_job; /* the newest; what older ones bring is dropped */
    char upload_key[96]; /* slot with its path */
    uint64_t record_job; /* reads the record of the form; 0: none */
    long webhook_port;   /* 0: none was asked for; -1: it could not be had, see webhook_note */
    char webhook_note[300];
    struct row_ids trash;        /* rows that were deleted here */
    struct media_fetch *media;   /* NULL: none was asked for yet */
    struct list_effects *list;   /* NULL: no list was sent yet */
    struct counting *counting;   /* NULL: nothing is being counted */
    struct rollout_run *rollout; /* NULL: no run is planned or under way */
    struct setup_work *setup;    /* of the first screen; NULL: not used */
    bool is_first_run;
    enum effects_next next;
};

/* An event with the times of now. */
struct app_event effects_event(enum app_event_kind kind);
void effects_fail(struct app *app, const struct error *error);

/* effects_draft.c: texts that the worker keeps; NULL takes one away */
enum err effects_put_text(struct effects *effects, const char *name, const char *text,
                          struct error *reterr);
void effects_text_ended(struct effects *effects, struct app *app, uint64_t number);
void effects_save_draft(struct effects *effects, struct app *app);
void effects_load_draft(struct effects *effects, struct app *app);

/* A job of the profile with token and address; NULL and reterr when there is no token or memory. */
struct job *effects_new_job(struct effects *effects, enum job_kind kind, struct error *reterr);

/* effects_call.c: asks for a route that is a read. Returns the job's number, 0 when it cannot be
 * asked. The answer's good body goes into the target's file where there is one. */
struct call_target {
    int fd;       /* stays the caller's, who keeps it open until the job is done */
    int64_t most; /* bytes */
};
uint64_t effects_call(struct effects *effects, enum route route, const struct route_parameter *path,
                      const struct call_target *target, struct error *reterr);
/* effects.c: a token that was refused is read again, once. */
void effects_note_answer(struct effects *effects, struct app *app,
                         const struct call_answer *answer);

/* effects_record.c */
void effects_read_record(struct effects *effects, struct app *app);
bool effects_take_record(struct effects *effects, struct app *app, const struct job_event *event);

/* effects_media.c: a row's media */
void effects_media(struct effects *effects, struct app *app, const struct effect *effect);
/* "header" or "card 0 header", and its id or link, for the row's page. */
void effects_write_media(struct strbuf *out, const struct send_detail *detail);
void effects_tell_media(struct app *app, enum media_news news, const char *title, const char *text);
/* effects_media_save.c */
void effects_look_at_media(struct effects *effects, struct app *app, const char *id);
void effects_save_media(struct effects *effects, struct app *app, const char *typed, bool replaces);
void effects_stop_media(struct effects *effects);
bool effects_take_media(struct effects *effects, struct app *app, const struct job_event *event);
int64_t effects_media_wait(const struct effects *effects); /* ms; -1: nothing to do */
void effects_media_step(struct effects *effects, struct app *app);
/* After the worker has stopped. */
void effects_free_media(struct effects *effects);

/* effects_list.c: what was typed as a path; "~/" is the operator's home, as in a shell. In the
 * arena; NULL: no memory. */
char *effects_typed_path(struct arena *arena, const char *typed);

/* effects_poll.c */
void effects_poll_later(struct effects *effects, int64_t row_id);
void effects_poll_done(struct effects *effects, const struct job_event *event);
bool effects_is_poll(const struct effects *effects, uint64_t number);

/* effects_behind.c: look-up, chat, upload */
void effects_look_up(struct effects *effects, struct app *app, int64_t id);
void effects_show_chat(struct effects *effects, struct app *app);
void effects_upload(struct effects *effects, struct app *app, size_t index);
void effects_take_behind(struct effects *effects, struct app *app, const struct job_event *event);

/* effects_history.c */
void effects_load_history(struct effects *effects, struct app *app, enum history_move move);
void effects_open_row(struct effects *effects, struct app *app, int64_t id);
/* The pane's filter with the profile in it; an error stands in `event`. filter_release() always. */
enum err effects_read_filter(struct effects *effects, const struct app *app,
                             struct filter *ret_filter, struct app_event *event);

/* effects_count.c */
void effects_count(struct effects *effects, struct app *app, bool as_page);
void effects_stop_counting(struct effects *effects);
int64_t effects_counting_due(const struct effects *effects); /* monotonic ms; -1: never */
void effects_count_step(struct effects *effects, struct app *app);
/* "3 unknown · 398 accepted": the states that have rows. */
void effects_format_states(const int64_t by_state[SEND_STATE_COUNT], char *text, size_t size);

/* effects_rollout.c */
void effects_rollout(struct effects *effects, struct app *app, enum rollout_order order);
void effects_rollout_stop(struct effects *effects);
int64_t effects_rollout_due(const struct effects *effects); /* monotonic ms; -1: never */
void effects_rollout_step(struct effects *effects, struct app *app);
/* True when the event is of the run; *ret_rows_changed is set when a row changed. */
bool effects_take_rollout(struct effects *effects, struct app *app, const struct job_event *event,
                          bool *ret_rows_changed);
/* effects_list.c: a list of sends */
void effects_list(struct effects *effects, struct app *app, enum list_request request);
void effects_list_step(struct effects *effects, struct app *app);
int64_t effects_list_wait(const struct effects *effects); /* ms; -1: nothing to do */
/* True: the event was of the list (it stays the caller's). */
bool effects_list_take(struct effects *effects, const struct job_event *event);
/* Ends what is being sent, which may wait for what is in flight. */
void effects_free_list(struct effects *effects);

/* effects_stats_page.c */
void stats_page_write(struct strbuf *out, const struct stats *stats);

/* effects_compare.c */
void effects_compare_rows(struct effects *effects, struct app *app, int64_t id, int64_t other);

/* effects_keep.c */
void effects_postpone(struct effects *effects, struct app *app);
void effects_list_kept(struct effects *effects, struct app *app, enum picker_purpose purpose);
void effects_open_kept(struct effects *effects, struct app *app, const struct kept_form *kept);
void effects_save_preset(struct effects *effects, struct app *app);

/* effects_mark.c */
bool row_ids_add(struct row_ids *ids, int64_t id); /* false: no memory */
void row_ids_remove(struct row_ids *ids, int64_t id);
void effects_change_row(struct effects *effects, struct app *app, const struct effect *effect);
void effects_ask_note(struct effects *effects, struct app *app, int64_t id);
void effects_empty_trash(struct effects *effects);

/* effects_row.c: what one does from a row */
enum err effects_read_row(struct effects *effects, int64_t id, struct arena *arena,
                          struct send_detail **ret_detail, struct error *reterr);
void effects_recall_row(struct effects *effects, struct app *app, int64_t id);
void effects_copy_row(struct effects *effects, struct app *app, const struct effect *effect);

/* effects_values.c */
void effects_load_values(struct effects *effects, struct app *app, size_t index);

/* effects_account.c */
void effects_load_senders(struct effects *effects, struct app *app);
void effects_load_templates(struct effects *effects, struct app *app);
void effects_take_phones(struct effects *effects, struct app *app, struct job_event *event);
void effects_take_templates(struct effects *effects, struct app *app, struct job_event *event);

/* effects_send.c */
void effects_prepare_review(struct effects *effects, struct app *app);
void effects_send(struct effects *effects, struct app *app, const struct effect *effect);
void effects_dry_run(struct effects *effects, struct app *app, bool as_page);
void effects_cancel(struct effects *effects, struct app *app, int64_t row_id);
void effects_row_changed(struct effects *effects, const struct job_event *event);
void effects_send_ended(struct effects *effects, struct app *app, const struct job_event *event);

/* effects_setup.c: the checks of the first screen. */
void effects_check_setup(struct effects *effects, struct app *app, const struct effect *effect);
void effects_stop_check(struct effects *effects);
/* True when the event was the answer to a check; what it holds may have been taken. */
bool effects_take_setup(struct effects *effects, struct app *app, struct job_event *event);
void effects_free_setup(struct setup_work *work);
/* effects_setup_save.c */
void effects_save_setup(struct effects *effects, struct app *app, const struct effect *effect);

/* effects_detail.c: the page of a row, as text */
void detail_write(struct strbuf *out, const struct send_detail *detail,
                  const struct send_event *events, size_t event_count);

/* effects_child.c: runs a command on a file and waits. *ret_status is its exit status, 127 for a
 * command that was not found, -1 when it could not run or was killed. */
enum err effects_run_child(const struct profile *profile, const char *command, const char *path,
                           int *ret_status, struct error *reterr);

#endif
