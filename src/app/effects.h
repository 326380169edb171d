/*
 * Carries out what the app asks for: jobs to the worker, bounded reads of the
 * history through the screen's own read-only connection. What comes back goes to
 * the app as events. The only file of app/ that knows outbox, history and chakra.
 *
 * UI thread; never waits for network, lock or fsync.
 */
#ifndef CHAKRA_APP_EFFECTS_H
#define CHAKRA_APP_EFFECTS_H

#include "src/app/app.h"
#include "src/base/log.h"
#include "src/config/secret.h"
#include "src/history/store.h"

struct effects;

/* What the program does when the screen has ended. */
enum effects_next { NEXT_END, NEXT_SANDBOX, NEXT_SETTINGS };

struct effects_options {
    const struct config *config; /* borrowed */
    struct log *log;             /* borrowed, may be NULL */
    bool is_setup;     /* nothing is set up: no history is opened, and nothing can be sent */
    bool is_first_run; /* the first screen was left just now */
    bool is_read_only; /* the history can be read, not written: nothing can be sent */
};

enum err effects_new(const struct effects_options *options, struct effects **ret_effects,
                     struct error *reterr);
/* Starts the worker, once: after the first screen, which waits for nothing of the network. What was
 * asked of it before is done then. */
void effects_begin(struct effects *effects, struct app *app);
/* Stops the worker: what has not left is cancelled, what has is recorded. */
void effects_free(struct effects *effects);

/* Reads the token of a profile. May run a command of the operator's: only while the terminal is
 * given back. An error is kept and told at the first use. */
void effects_use_profile(struct effects *effects, const struct profile *profile);

/* The same for the token of the profile in use: after it was refused. */
void effects_read_token(struct effects *effects);
/* Why there is none; code ERR_OK when there is one. */
const struct error *effects_token_error(const struct effects *effects);

/* Where the first screen led to. */
enum effects_next effects_next(const struct effects *effects);

/* Does this effect run a command of the operator's, which may want the terminal? */
bool effects_runs_command(const struct app *app, const struct effect *effect);

/*
 * Statuses that a webhook brought, copied; the worker writes them. Any thread, from effects_new to
 * effects_free. On ERR_OK they will be written, also when the program is about to end.
 */
enum err effects_take_statuses(struct effects *effects, const struct status_update *updates,
                               size_t count, struct error *reterr);

/* The port where webhooks are taken, or -1: it could not be had, for the reason in `text`. For the
 * screen, which effects_tell_start() tells once it is there. */
void effects_note_port(struct effects *effects, long port, const char *text);
void effects_tell_start(const struct effects *effects, struct app *app);

/* Readable when effects_collect has something. */
int effects_wake_fd(const struct effects *effects);

/* Carries out one effect; answers that are there at once go into the app before it returns. */
void effects_run(struct effects *effects, struct app *app, const struct effect *effect);

/* Runs the operator's editor on `before` and gives the field what comes out of it. Waits for the
 * editor: only while the terminal is given back. */
void effects_edit_value(struct effects *effects, struct app *app, size_t field, const char *before);

/* Shows the app's page in the operator's pager; waits for it as the editor does. */
void effects_show_pager(struct effects *effects, struct app *app);

/* Milliseconds until effects_tick has something to do; -1: never. */
int64_t effects_next_deadline(const struct effects *effects, int64_t monotonic_ms);
/* Asks what became of the accepted messages whose time has come, and goes on counting. */
void effects_tick(struct effects *effects, struct app *app);

/* Gives app->copied to the desktop's clipboard too, when there is a program for it. */
void effects_copy_outside(struct effects *effects, struct app *app);

/* Takes what the worker has finished into the app. */
void effects_collect(struct effects *effects, struct app *app);

#endif
