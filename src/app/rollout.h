/*
 * The rollout: every template in every language as a grid, with how each ended
 * the last time it was run. Plain data without a screen; the effects run the
 * cases, app_rollout.c has what the keys do.
 *
 * UI thread. Templates are borrowed from the app's list: rollout_build() again
 * whenever that changes. Records own their texts and outlive the list.
 */
#ifndef CHAKRA_APP_ROLLOUT_H
#define CHAKRA_APP_ROLLOUT_H

#include "src/app/history_view.h"
#include "src/base/err.h"
#include "src/base/text.h"
#include "src/whatsapp/definition.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/template.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* id, word of test runs (src/trial/verdict.h), word on the screen, mark, tone */
#define ROLLOUT_VERDICT_LIST(X)                                       \
    X(NEVER, "", TEXT("not run"), "·", TONE_PLAIN)                    \
    X(PASSED, "passed", TEXT("passed"), "✓", TONE_GOOD)               \
    X(FAILED, "failed", TEXT("failed"), "✗", TONE_BAD)                \
    X(ERROR, "error", TEXT("error"), "!", TONE_BAD)                   \
    X(CANNOT_TELL, "cannot_tell", TEXT("unclear"), "?", TONE_WARNING) \
    X(SKIPPED, "skipped", TEXT("skipped"), "–", TONE_PLAIN)

enum rollout_verdict {
#define X(id, word, shown, mark, tone) ROLLOUT_##id,
    ROLLOUT_VERDICT_LIST(X)
#undef X
        ROLLOUT_VERDICT_COUNT
};

/* How one cell ended. */
struct rollout_result {
    const char *name, *language;                       /* of the template */
    const char *verdict;                               /* word of a test run */
    const char *reason, *preview, *wamid, *run, *hash; /* NULL: none */
    bool is_check;                                     /* nothing was sent */
    int64_t at;                                        /* ms since 1970 */
};

/* The last of a cell, kept. Strings are its own; NULL: none. */
struct rollout_record {
    char *name, *language;
    enum rollout_verdict verdict;
    char *reason, *preview, *wamid, *run, *hash;
    bool is_check;
    bool is_pending; /* chosen for the run that is planned or under way, and not over */
    int64_t at;
};

struct rollout_cell {
    const struct template *template;
    char hash[DEFINITION_HASH_SIZE]; /* "" until it was made */
};

struct rollout_row {
    const char *name;
    size_t first, count; /* its cells */
};

enum rollout_phase { ROLLOUT_IDLE, ROLLOUT_PLANNING, ROLLOUT_RUNNING };
enum rollout_scope { ROLLOUT_CELL, ROLLOUT_ROW, ROLLOUT_ALL };

struct rollout {
    bool is_open;
    struct rollout_cell *cells; /* by name, then language */
    size_t cell_count;
    struct rollout_row *rows; /* one for each name */
    size_t row_count;
    const char **languages; /* columns: those of most templates first */
    size_t language_count;
    size_t row, column; /* selected */
    size_t hash_next;   /* cells before it have their hash, or need none */

    struct rollout_record *records; /* by name, then language */
    size_t record_count, record_size;

    enum rollout_phase phase;
    enum rollout_scope scope;
    bool is_check;
    size_t total, over;         /* of the run */
    char to[PHONE_DIGITS_SIZE]; /* who gets the messages; "" nobody */
};

/* Lines of the screen that are no row of the grid, and cells that a column takes. */
enum { ROLLOUT_LINES_BESIDE = 10, ROLLOUT_COLUMN = 15 };

void rollout_release(struct rollout *rollout);
/* Rows and columns anew; the selection keeps its place. False: no memory, no cells. */
bool rollout_build(struct rollout *rollout, struct template *const *templates, size_t count);
/* NULL: the template has no such language. */
const struct rollout_cell *rollout_cell_at(const struct rollout *rollout, size_t row,
                                           size_t column);
const struct rollout_cell *rollout_selected(const struct rollout *rollout);
void rollout_move(struct rollout *rollout, long rows);
/* To the next language that the row has; stays where there is none. */
void rollout_move_language(struct rollout *rollout, bool forward);
/* NULL: it can be sent; else why it is left out of a run, in words. */
const char *rollout_unsendable(const struct template *template);

/* Makes at most `most` of the hashes that records are compared with; true when some are left. */
bool rollout_hash_some(struct rollout *rollout, size_t most);
/* The definition is not the one that the last verdict is about. */
bool rollout_has_drifted(const struct rollout *rollout, const struct rollout_cell *cell);

/* ---- records (rollout_record.c) */

const struct rollout_record *rollout_find(const struct rollout *rollout, const char *name,
                                          const char *language);
/* Puts the result in place of the one before. False: no memory. */
bool rollout_put(struct rollout *rollout, const struct rollout_result *result);
/* Marks what a run is about; returns how many, SIZE_MAX when memory is out. */
size_t rollout_choose(struct rollout *rollout, enum rollout_scope scope);
void rollout_forget_chosen(struct rollout *rollout);
/* Drops all records. */
void rollout_forget(struct rollout *rollout);
/* As they are kept: {"cells":[{"template","language","verdict",…}]}. The caller's (mem_free); NULL:
 * no memory. */
char *rollout_to_json(const struct rollout *rollout);
/* In place of those there are; what cannot be read is left out. False: no memory. */
bool rollout_take_json(struct rollout *rollout, const char *text, size_t length);

const char *rollout_verdict_word(const struct rollout_record *record); /* on the screen */
const char *rollout_verdict_mark(enum rollout_verdict verdict);
enum tone rollout_verdict_tone(enum rollout_verdict verdict);
/* "3 min", at most 6 cells. */
void rollout_format_age(int64_t age_ms, char *text, size_t size);

#endif
