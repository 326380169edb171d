/*
 * What the app asks for: it does nothing itself. effects*.c and, where the terminal is
 * needed, the loop carry it out, and answer with events.
 */
#ifndef CHAKRA_APP_EFFECT_H
#define CHAKRA_APP_EFFECT_H

#include "src/app/history_view.h"
#include "src/base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum effect_kind {
    EFFECT_LOAD_SENDERS,
    EFFECT_LOAD_TEMPLATES, /* of the chosen sender's WABA */
    EFFECT_LOAD_HISTORY,   /* move */
    EFFECT_OPEN_ROW,       /* id */
    EFFECT_RECALL_ROW,     /* id: its values as EVENT_RECALL */
    EFFECT_COPY_ROW,       /* id, copy */
    EFFECT_COMPARE_ROWS,   /* id, other_id */
    EFFECT_NOTE_ROW,       /* id: its note is asked for, as EVENT_NOTE */
    EFFECT_CHANGE_ROW,     /* id, change; the text is app->prompted */
    EFFECT_POSTPONE,       /* the form is put aside */
    EFFECT_LIST_KEPT,      /* index: PICK_DRAFT or PICK_PRESET */
    EFFECT_OPEN_KEPT,      /* index of app->kept, into the form */
    EFFECT_MEDIA,          /* index: enum media_order; id */
    EFFECT_SAVE_PRESET,    /* app->prompted: its name */
    EFFECT_COUNT_ROWS,     /* of the filter, behind the screen: EVENT_TALLY */
    EFFECT_SHOW_STATS,     /* the same, as a page of numbers */
    EFFECT_COPY,           /* app->copied goes to the terminal's clipboard */
    EFFECT_LIST,           /* index: enum list_request, about app->list */
    EFFECT_READ_RECORD,    /* of the form: EVENT_RECORD */
    EFFECT_PREPARE_REVIEW,
    EFFECT_SEND, /* number, override, id (the row it repeats) */
    EFFECT_DRY_RUN,
    EFFECT_SHOW_REQUEST,
    EFFECT_SAVE_DRAFT,
    EFFECT_LOAD_DRAFT,
    EFFECT_LOAD_VALUES, /* index: the field whose earlier values are wanted */
    EFFECT_EDIT_VALUE,  /* index: the field; the text is app->editing */
    EFFECT_LOOK_UP,     /* id */
    EFFECT_SHOW_CHAT,   /* app->chat_with */
    EFFECT_UPLOAD,      /* index: the field with the path */
    EFFECT_CANCEL_SEND, /* id */
    EFFECT_READ_TOKEN,
    EFFECT_SWITCH_PROFILE, /* index */
    EFFECT_CHECK_SETUP,    /* index: number of the check; of app->setup as it is */
    EFFECT_STOP_CHECK,
    EFFECT_SAVE_SETUP,     /* index: number of the check that tells */
    EFFECT_START_SANDBOX,  /* after EFFECT_QUIT the program goes on in the sandbox, or */
    EFFECT_START_SETTINGS, /* with the settings that were just written */
    EFFECT_ROLLOUT,        /* index: enum rollout_order */
    EFFECT_DISCARD_INPUT,  /* keys typed ahead must not reach what was opened */
    EFFECT_SET_THEME,      /* index: of looks.theme_names */
    EFFECT_SET_MOUSE,      /* as looks.has_mouse says */
    EFFECT_SHOW_PAGER,     /* the page's text */
    EFFECT_NOTIFY,         /* app->notice, to somebody who looks elsewhere */
    EFFECT_SUSPEND,
    EFFECT_REDRAW,
    EFFECT_QUIT
};

enum rollout_order {
    ROLLOUT_ORDER_LOAD, /* what is kept of earlier runs */
    ROLLOUT_ORDER_PLAN, /* of the cells that are chosen; nothing is sent */
    ROLLOUT_ORDER_GO,   /* what was planned */
    ROLLOUT_ORDER_CANCEL,
    ROLLOUT_ORDER_STOP, /* at once, and say no more of it */
    ROLLOUT_ORDER_EDIT  /* the message of the selected cell, as EVENT_RECALL */
};

/* id, what is copied, in words */
#define COPY_LIST(X)                    \
    X(WAMID, "wamid")                   \
    X(RECIPIENT, TEXT("recipient"))     \
    X(REQUEST, TEXT("request as JSON")) \
    X(CURL, TEXT("request as curl"))    \
    X(COMMAND, TEXT("command line"))

enum copy_kind {
#define X(id, words) COPY_##id,
    COPY_LIST(X)
#undef X
        COPY_KIND_COUNT
};

/* What is done with the list of sends; LIST_DROP ends what goes on, but not what is being sent. */
enum list_request { LIST_READ, LIST_CHECK, LIST_SEND, LIST_STOP, LIST_CUT, LIST_DROP };

/* What the operator changes of a row. */
enum row_change { ROW_NOTE, ROW_TAGS, ROW_DELETE, ROW_UNDELETE };

struct effect {
    enum effect_kind kind;
    int64_t id, other_id;
    enum row_change change;
    uint64_t number;
    size_t index;
    bool override_duplicate;
    enum history_move move;
    enum copy_kind copy;
};

#endif
