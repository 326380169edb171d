/*
 * The first screen, for whoever starts without settings: explore in the sandbox,
 * or set up in four steps (token, address, plugin, sender). Each answer is
 * checked behind the screen before the next is asked; Esc goes back one step and
 * nothing that was typed is lost. Plain data; the app holds one. UI thread.
 */
#ifndef CHAKRA_APP_SETUP_H
#define CHAKRA_APP_SETUP_H

#include "src/app/masked.h"
#include "src/app/textedit.h"
#include "src/base/arena.h"
#include "src/config/check.h"

#include <stdbool.h>
#include <stddef.h>

struct app;
struct app_event;
struct sender;

enum setup_step {
    SETUP_WELCOME,
    SETUP_SOURCE, /* 1: where the token comes from */
    SETUP_TOKEN,  /* 1: which command, file or variable, or the token itself */
    SETUP_ADDRESS,
    SETUP_PLUGIN,
    SETUP_SENDER,
    SETUP_RECIPIENT, /* 4: the operator's own number */
    SETUP_SAVE,
    SETUP_STEP_COUNT
};

enum setup_source {
    SETUP_FROM_COMMAND,
    SETUP_FROM_FILE,
    SETUP_FROM_VARIABLE,
    SETUP_TYPED,
    SETUP_SOURCE_COUNT
};

enum { SETUP_WELCOME_COUNT = 2, SETUP_PATH_SIZE = 1024, SETUP_TEXT_MAX = 65536 };

struct setup {
    enum setup_step step;
    bool has_file;  /* settings without a profile: what is made goes behind them */
    size_t welcome; /* marked: 0 the sandbox, 1 set up */
    enum setup_source source;
    struct textedit from[SETUP_TYPED]; /* command, file, variable: each keeps its own */
    struct masked typed;
    struct textedit address, plugin, recipient;
    struct arena arena; /* of the senders */
    struct sender *senders;
    size_t sender_count, sender; /* marked */
    bool is_checking;
    size_t check;             /* number of the newest check: answers to others are dropped */
    struct check_list checks; /* of this step; empty before */
    struct strbuf settings;   /* what would be written */
    char path[SETUP_PATH_SIZE];
};

void setup_init(struct setup *setup);
void setup_release(struct setup *setup);

/* Takes the screen; what the app had asked for is not asked for. */
void setup_open(struct app *app);
void setup_next(struct app *app);
void setup_back(struct app *app);
void setup_up(struct app *app);
void setup_down(struct app *app);
void setup_key(struct app *app, struct key key);
void setup_paste(struct app *app, const char *text, size_t length);
/* EVENT_CHECKED and EVENT_SETUP_SAVED. */
void setup_take(struct app *app, struct app_event *event);

/* This step chooses one of several rows. */
bool setup_has_rows(const struct setup *setup);

/* The field that this step types into; NULL where something is chosen or hidden. */
struct textedit *setup_field(struct setup *setup);

#endif
