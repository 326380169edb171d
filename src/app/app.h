/*
 * The terminal program as plain data: everything that is on the screen is in
 * struct app, app_handle() changes it and asks for effects, the views only read
 * it. No I/O, no clock, no terminal: time comes with each event, so every screen
 * can be tested as a value.
 *
 * UI thread. The config is borrowed and outlives the app.
 */
#ifndef CHAKRA_APP_APP_H
#define CHAKRA_APP_APP_H

#include "src/app/app_event.h"
#include "src/app/draft.h"
#include "src/app/effect.h"
#include "src/app/history_view.h"
#include "src/app/keymap.h"
#include "src/app/list_view.h"
#include "src/app/looks.h"
#include "src/app/media_order.h"
#include "src/app/page.h"
#include "src/app/picker.h"
#include "src/app/pointer.h"
#include "src/app/rollout.h"
#include "src/app/setup.h"
#include "src/config/config.h"
#include "src/whatsapp/phone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum load_state { LOAD_NOT_ASKED, LOAD_RUNNING, LOAD_DONE, LOAD_FAILED };

enum pane { PANE_FORM, PANE_HISTORY };
enum preview_kind {
    PREVIEW_AS_BUBBLE,
    PREVIEW_AS_TEXT,
    PREVIEW_AS_JSON,
    PREVIEW_AS_CURL,
    PREVIEW_KIND_COUNT
};
enum overlay {
    OVERLAY_NONE,
    OVERLAY_PICKER,
    OVERLAY_PAGE,
    OVERLAY_REVIEW,
    OVERLAY_QUESTION,
    OVERLAY_LIST,
    OVERLAY_SETUP /* the whole screen: there is nothing behind it yet */
};
enum picker_purpose {
    PICK_PROFILE,
    PICK_PLUGIN,
    PICK_SENDER,
    PICK_TEMPLATE,
    PICK_LANGUAGE,
    PICK_COMMAND,
    PICK_COPY,
    PICK_THEME,
    PICK_FILTER,
    PICK_DRAFT, /* what was put aside */
    PICK_PRESET,
    PICK_MEDIA,  /* of a row that has several */
    PICK_SLOT,   /* that a column of a list fills */
    PICK_EARLIER /* values of a slot, recipients */
};

struct app;

enum { APP_EFFECTS_MAX = 16 };

/* ---- the state ------------------------------------------------------------ */

struct notice {
    enum tone tone;
    int64_t keep_until; /* monotonic ms: keys before that do not clear it */
    char text[600];
};

/* The form as it was when a send left: its outcome acts on the form only while that is unchanged.
 */
struct send_record {
    uint64_t number, generation;
    int64_t started_ms; /* monotonic */
};

enum { SEND_RECORDS_MAX = 64 };

struct review {
    uint64_t generation;  /* of what is shown: nothing else is sent */
    int64_t duplicate_of; /* row that blocks; 0 */
    int64_t live_at;      /* monotonic ms from which keys count; also of a question that sends */
    bool is_live;
    bool send_is_marked; /* else Back is */
};

/* A line of text that is asked for at the foot of the screen. */
struct prompt {
    bool is_open;
    char label[160];
    struct textedit edit;
    void (*changed)(struct app *app); /* after each key; NULL */
    void (*accepted)(struct app *app);
    int64_t row_id;
    enum row_change change;
};

/* What follows when the form was filled from a row. */
enum after_recall {
    AFTER_RECALL_NOTHING,
    AFTER_RECALL_SEND, /* the review opens */
    AFTER_RECALL_LANGUAGE,
    AFTER_RECALL_RECIPIENT
};

enum { TRASHED_MAX = 64 };

struct question {
    char text[600];
    void (*yes)(struct app *app);
    bool needs_key;     /* only its own key says yes: no marked button, no pointer */
    enum overlay below; /* that No returns to */
};

struct app {
    const struct config *config;
    const struct profile *profile; /* the current one, of config */
    size_t profile_index;
    struct keymap keymap;
    int rows, columns;
    int64_t now_ms, monotonic_ms; /* of the last event */

    struct arena sender_arena;
    struct sender *senders;
    size_t sender_count;
    struct arena template_arena;
    struct template **templates;
    size_t template_count;
    int64_t templates_fetched_at;
    char *templates_waba; /* that `templates` belong to; NULL */
    enum load_state load[LOAD_KIND_COUNT];
    struct error load_error[LOAD_KIND_COUNT];

    size_t plugin;   /* index in profile->plugins; SIZE_MAX: none */
    char *sender_id; /* chosen; NULL */
    struct draft draft;
    struct facts facts;
    char facts_for[PHONE_DIGITS_SIZE]; /* digits of the recipient that they are about; "" */
    uint64_t generation;               /* counts the changes of what would be sent */
    struct send_record records[SEND_RECORDS_MAX]; /* of the newest sends; by number modulo */
    /* What a kept draft or a row wants, until the lists that it is chosen from are there; NULL. */
    char *wanted_template, *wanted_language, *wanted_sender;
    int64_t save_draft_at;      /* monotonic ms; 0: nothing to save */
    char *last_to;              /* recipient of the last accepted send; NULL */
    char *last_record;          /* the same for the route that takes him from a record */
    uint64_t record_generation; /* of the form when its record was asked for */
    char refused_slot[96];      /* slot that the server's refusal was about; "" */
    char refused_text[400];
    int64_t answers_from; /* monotonic ms; before, no key that answers a review is text */
    int64_t unknown_row;  /* last send of this form that ended unknown; 0 */

    enum pane pane;
    size_t focus;   /* field of the draft */
    bool is_typing; /* false: the form's letters are commands */
    enum preview_kind preview_kind;
    bool shares_place;     /* form and preview: the layout tells */
    bool shows_preview;    /* where they do */
    size_t preview_top;    /* its first line that is seen, as far as there is one */
    size_t preview_most;   /* that it can be, from what was drawn last */
    struct page request;   /* text of the preview kinds that are no bubble */
    struct strbuf editing; /* what the editor is given */
    struct strbuf fixed;   /* a corrected value that is offered for fix_field */
    size_t fix_field;
    struct strbuf copied;      /* what goes to the clipboard */
    char *recalled_definition; /* of the row that the form was filled from; NULL */
    bool sends_after_refresh;  /* the list is fetched again before a live send */
    bool sends_after_recall;   /* open the review once the row's template is there */
    int64_t recalled_row;
    char chat_with[PHONE_DIGITS_SIZE]; /* digits */

    enum overlay overlay;
    enum overlay overlay_below; /* that a page of help returns to */
    enum overlay picker_below;  /* that a list returns to: the page of a row, or nothing */
    bool page_is_help;          /* then help_context is where it was asked for */
    unsigned help_context;
    struct picker picker;
    enum picker_purpose picker_purpose;
    struct page page;
    struct review review;
    struct question question;
    struct notice notice;
    struct history_view history;
    struct prompt prompt;
    struct strbuf prompted;  /* what was typed for a change of a row */
    size_t find_origin;      /* byte of the page from which each key looks anew */
    struct arena kept_arena; /* of `kept`, which the picker lists */
    struct kept_form *kept;
    size_t kept_count;
    uint64_t kept_generation;  /* of the form when it was last sent, kept or filled */
    struct effect replacement; /* what fills the form once the question is answered */
    enum after_recall after_replacement;
    int64_t detail_id; /* the row that the open page is about; 0 */
    bool fetches_media;
    int64_t copied_row;           /* that the list of copies is about */
    int64_t compare_id;           /* the row that waits for another to be compared with; 0 */
    int64_t trashed[TRASHED_MAX]; /* rows that were deleted last, the newest at the end */
    size_t trashed_count;
    enum after_recall after_recall;
    int64_t webhook_port; /* 0: none was asked for; -1: it could not be had */
    struct looks looks;
    struct pointer last_press; /* two of the same in a row are a double click */
    int64_t last_press_ms;
    int64_t pending_read_ms; /* monotonic: when rows of other programs were last looked at */
    struct kill_ring kill_ring;
    struct arena earlier_arena; /* of `earlier` */
    const char **earlier;       /* values that earlier_field was given before, newest first */
    size_t earlier_count;
    size_t earlier_field;
    bool earlier_is_loading;
    struct strbuf pasted; /* a form read from what was pasted, as a draft; offered by a question */
    struct setup setup;
    struct rollout rollout; /* lies over the panes, below the overlays */
    struct list_view list;
    char list_path[512]; /* as it was typed last */
    bool tries_template; /* after the set-up: a dry run of the first template that can be had */

    uint64_t next_number;
    size_t in_flight; /* sends of this program that have not ended */
    char wait_reason[300];
    uint64_t waiting;    /* number of the throttled send */
    int64_t waits_until; /* monotonic ms: a throttled send's next try; 0 */
    bool wants_quit;

    size_t history_height, page_height, picker_height; /* visible rows, from the layout */
    struct effect effects[APP_EFFECTS_MAX];
    size_t effect_count;
};

/* Sets up and asks for the first effects. ERR_NOMEM only. */
enum err app_init(struct app *app, const struct config *config, int64_t now_ms,
                  struct error *reterr);
void app_release(struct app *app);

/* Takes an event. What the event's arena holds is moved or left to the caller (release it after).
 */
void app_handle(struct app *app, struct app_event *event);

/* The draft as it is kept; the caller's (cJSON_Delete). NULL: no memory. */
cJSON *app_draft_json(const struct app *app);

/* Moves the effects out; returns how many. */
size_t app_take_effects(struct app *app, struct effect effects[APP_EFFECTS_MAX]);

/* Visible rows of the scrolling parts; the layout tells before each event. */
void app_set_heights(struct app *app, size_t history, size_t page, size_t picker,
                     bool shares_place);

/* Milliseconds until EVENT_TIME is wanted; -1: never, so that the program can sleep. */
int64_t app_next_deadline(const struct app *app, int64_t monotonic_ms);

unsigned app_context(const struct app *app);
/* The action, where it works at all, can do something now; else its key only says why not. */
bool app_can(const struct app *app, enum action action);
/* Rows of the rollout's grid that can be seen. */
size_t rollout_rows_shown(const struct app *app);
/* Something runs that the operator waits for. */
bool app_is_busy(const struct app *app);
/* True while the review, or a question that sends, is too new for a key to be its answer. */
bool app_dialog_waits(const struct app *app);
/* The key of an action where one is, else its first key, else its name; returns `name`. */
const char *app_key_name(const struct app *app, enum action action, char name[KEY_NAME_SIZE]);
const struct sender *app_sender(const struct app *app); /* the chosen one, or NULL */
/* Label and number for people, the number once. */
void app_sender_title(const struct sender *sender, char *text, size_t size);
const char *app_plugin_id(const struct app *app);              /* "" when none */
const char *app_mode_word(enum profile_mode mode);             /* "TEST" */
size_t app_languages(const struct app *app, const char *name); /* templates of that name */
/* Name of a test recipient with these digits, or NULL. */
const char *app_recipient_name(const struct app *app, const char *digits);

#endif
