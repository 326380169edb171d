/*
 * The screen of a list of sends: the file's columns and the slots that they fill, the
 * problems that the check found, and how far the sending is. A copy of what it is about
 * (template, sender, values) is taken when it opens, so that nothing changes below it.
 * Pure; UI thread.
 */
#ifndef CHAKRA_APP_LIST_VIEW_H
#define CHAKRA_APP_LIST_VIEW_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/config/profile.h"
#include "src/whatsapp/slots.h"
#include "src/whatsapp/values.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum list_stage {
    LIST_STAGE_NONE,
    LIST_STAGE_READING, /* its header */
    LIST_STAGE_COLUMNS, /* or it could not be read: `error` */
    LIST_STAGE_CHECKING,
    LIST_STAGE_CHECKED,
    LIST_STAGE_SENDING,
    LIST_STAGE_STOPPING, /* what is in flight is waited for */
    LIST_STAGE_CUTTING,  /* and not even that */
    LIST_STAGE_ENDED
};

enum { LIST_PROBLEMS_MAX = 1000, LIST_ID_SIZE = 32 };

enum column_use { COLUMN_UNKNOWN, COLUMN_FILLS, COLUMN_LEFT_OUT };

struct list_column {
    const char *name;
    const char *key; /* of the slot, or "to"; NULL unless COLUMN_FILLS */
    enum column_use use;
    bool is_chosen; /* by hand, not by its name */
};

struct list_problem {
    int64_t row; /* from 1, the header included; 0: the whole file */
    const char *column, *rule, *message;
    bool is_error;
};

struct list_counts {
    char id[LIST_ID_SIZE]; /* of the batch, as the history has it */
    int64_t rows, to_send, errors, warnings;
    int64_t before; /* decided by an earlier run */
    int64_t accepted, rejected, unknown, not_sent, duplicate, in_flight;
    int64_t waits_until; /* monotonic ms; 0 */
};

/* What is told of a list that goes on behind. */
enum list_news_kind {
    LIST_NEWS_COLUMNS, /* names, or error */
    LIST_NEWS_ROWS,    /* counts.rows: checked so far */
    LIST_NEWS_CHECKED, /* counts, problems, error */
    LIST_NEWS_COUNTS,  /* counts: of the sending */
    LIST_NEWS_ENDED    /* counts, result_path, error: why it ended early */
};

struct list_news {
    enum list_news_kind kind;
    const char *const *names;
    size_t name_count;
    const struct list_problem *problems; /* in the event's arena, which is moved */
    size_t problem_count;
    struct list_counts counts;
    const char *result_path; /* NULL: it could not be written; then result_error says why */
    struct error error, result_error;
};

struct list_view {
    enum list_stage stage;
    struct arena arena;          /* of all strings, the template and the slots */
    const char *path, *encoding; /* encoding NULL: UTF-8 */
    const struct profile *profile;
    const char *plugin_id, *sender_id, *sender_number, *sender_title;
    struct template *template;
    struct template **languages; /* of the template, `template` among them */
    size_t language_count;
    int64_t template_fetched_at; /* ms since 1970 */
    struct values given;         /* what the form held; may hold "to" */
    struct slot_list slots;
    struct slot_list *language_slots; /* of each of `languages`; NULL: no column names languages */
    struct list_column *columns;
    size_t column_count;
    struct arena problem_arena;
    const struct list_problem *problems;
    size_t problem_count;
    size_t marked, top; /* of the columns, or of the problems while they are shown */
    size_t height;      /* visible rows of them, from the layout */
    struct list_counts counts;
    struct error error; /* code ERR_OK: none */
    struct error result_error;
    const char *result_path;    /* NULL until it is written */
    int64_t began_ms, ended_ms; /* monotonic */
};

void list_view_init(struct list_view *view);
void list_view_release(struct list_view *view);
/* Forgets the list. */
void list_view_clear(struct list_view *view);

/* Takes a copy of the definition, and of the values. */
enum err list_view_take_template(struct list_view *view, const struct template *template,
                                 const struct values *values, const char *to, struct error *reterr);
/* What a column `language` may name: copies of those definitions that have the template's name. */
enum err list_view_take_languages(struct list_view *view, struct template *const *templates,
                                  size_t count, struct error *reterr);
/* The columns, each with the slot of its name. */
enum err list_view_take_names(struct list_view *view, const char *const *names, size_t count,
                              struct error *reterr);
/* `key` NULL leaves the column out. */
enum err list_view_map(struct list_view *view, size_t index, const char *key, struct error *reterr);
/* What keeps the list from being checked, for the operator, with the column that it is about
 * (SIZE_MAX: none). False: nothing does. */
bool list_view_obstacle(const struct list_view *view, size_t *ret_column, char *text, size_t size);
/* The values that all rows share: those of the form that no column fills. values_release() always.
 */
enum err list_view_fixed(const struct list_view *view, struct values *ret_fixed,
                         struct error *reterr);
/* Index of the column that fills the slot; SIZE_MAX: none. */
size_t list_view_column_of(const struct list_view *view, const char *key);
/* Does a column name the language of each row? */
bool list_view_names_languages(const struct list_view *view);

bool list_view_shows_problems(const struct list_view *view);
bool list_view_is_sending(const struct list_view *view);
/* Nothing is checked or sent at the moment. */
bool list_view_is_at_rest(const struct list_view *view);
void list_view_move(struct list_view *view, long rows);
void list_view_scroll(struct list_view *view);

/* Rows of this run that have ended. */
int64_t list_counts_ended(const struct list_counts *counts);
/* "12/30 40 %  4.0/s, 5 s left": a rate once there is one. */
void list_counts_progress(const struct list_counts *counts, int64_t elapsed_ms, char *text,
                          size_t size);

#endif
