/*
 * The inside of the worker thread. Everything here runs on that thread alone;
 * what other threads may touch is in the mailbox and transport_wake().
 */
#ifndef CHAKRA_OUTBOX_WORKER_H
#define CHAKRA_OUTBOX_WORKER_H

#include "src/base/err.h"
#include "src/base/log.h"
#include "src/chakra/transport.h"
#include "src/history/store.h"
#include "src/outbox/breaker.h"
#include "src/outbox/mailbox.h"
#include "src/outbox/pacer.h"
#include "src/outbox/task.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct worker {
    struct mailbox *mailbox;
    struct transport *transport;
    const char *data_folder;
    struct log *log;
    size_t most_sends;
    struct store *store; /* NULL while it cannot be opened */
    struct store_owner *owner;
    struct task *tasks; /* oldest first */
    size_t sends_running;
    uint32_t chance; /* state of a small generator, for spreading only */
    bool stopping;
    struct pacer pacer;
    struct breaker breaker;
    int64_t held_until; /* monotonic ms: the server asked all grouped sends to wait */
};

/* The thread's function; `context` is the worker. Ends when the mailbox says stop. */
void *worker_run(void *context);

/* The store, opened now if it was not; an error says why it cannot be written. */
enum err worker_open_store(struct worker *worker, struct error *reterr);
uint32_t worker_chance(struct worker *worker);

/* Posts the task's DONE with `error` (NULL: all well) and ends it. */
void worker_end_task(struct worker *worker, struct task *task, const struct error *error);
/* An empty event of this task; NULL when memory is out. */
struct job_event *worker_new_event(const struct task *task, enum job_event_kind kind);

/* Sends (worker_send.c). */
void send_commit_intent(struct worker *worker, struct task *task);
void send_start(struct worker *worker, struct task *task);
void send_record(struct worker *worker, struct task *task);
void send_cancel(struct worker *worker, struct task *task);
/* The pieces of a send that worker_group.c puts together for many. */
int64_t send_recipient_free_at(struct worker *worker, const struct job *job);
/* 0: it is this send's turn, and the pacer has noted it. Else how long to wait, and what for. */
int64_t send_take_turn(struct worker *worker, const struct task *task, const char **ret_reason);
/* The request leaves now: the row says `sending`, durably. */
void send_launch(struct worker *worker, struct task *task);
void send_explain(const struct outcome *outcome, struct error *ret_error);
void send_end(struct worker *worker, struct task *task, const struct error *error);

/* Sends of a list (worker_group.c): writes what many of them wait for in one commit, and starts
 * those whose turn it is. Returns the milliseconds until the nearest timer of them (-1: none). */
int64_t group_advance(struct worker *worker);
/* It is for group_advance() to bring this task on. */
bool group_has(const struct task *task);
/* Has no request of this grouped send left, and is none on its way? */
bool group_is_waiting(const struct task *task);
void group_cancel(struct worker *worker, struct task *task);

/* Reads (worker_read.c). */
void read_start(struct worker *worker, struct task *task);
/* ERR_OK when `result` holds a whole answer without an error; *ret_code is WhatsApp's, or 0. */
enum err read_check_result(const struct task *task, const struct http_result *result, int *ret_code,
                           struct error *reterr);

/* Creating and editing templates (worker_template.c). */
void template_submit_start(struct worker *worker, struct task *task);

/* Chats, and the look-up of a row (worker_chat.c). */
void chat_start(struct worker *worker, struct task *task);

/* One request as it is (worker_call.c). */
void call_start(struct worker *worker, struct task *task);
/* Statuses from webhooks (worker_status.c). */
void status_start(struct worker *worker, struct task *task);

/* The settings of a first start (worker_settings.c). */
void settings_start(struct worker *worker, struct task *task);

/* Notes, tags and the trash (worker_edit.c). */
void edit_start(struct worker *worker, struct task *task);
/* Writes that the program's end must not drop: they are done at once. */
bool edit_is_kind(enum job_kind kind);

#endif
