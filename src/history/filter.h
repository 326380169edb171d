/*
 * The filter language of the history (README, `history list --help`): words that
 * all must be there, and fields such as `to:` or `since:`. A text becomes a struct;
 * what is done with it is search.h's matter. Pure, but dates without a zone are
 * read in the time zone of the process.
 *
 *     asha template:order_* -state:read since:2h code:132000..132099 note:"called back"
 */
#ifndef CHAKRA_HISTORY_FILTER_H
#define CHAKRA_HISTORY_FILTER_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/base/text.h"
#include "src/history/state.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* id, name before the colon, how a plain value is compared, what it is (for help) */
#define FILTER_FIELD_LIST(X)                                                          \
    X(WORD, "", CONTAINS, TEXT("a word in number, template, values, wamid or error")) \
    X(TO, "to", EXACT, TEXT("recipient's number"))                                    \
    X(TEMPLATE, "template", EXACT, TEXT("template"))                                  \
    X(LANGUAGE, "lang", EXACT, TEXT("language code"))                                 \
    X(STATE, "state", EXACT, TEXT("state, such as failed"))                           \
    X(CODE, "code", RANGE, TEXT("error code, or a range 132000..132099"))             \
    X(SINCE, "since", RANGE,                                                          \
      TEXT("from then on: 2026-11-01, 2026-11-01T09:30, 2h, today, or A..B"))         \
    X(UNTIL, "until", RANGE, TEXT("up to then, that day included"))                   \
    X(PLUGIN, "plugin", EXACT, TEXT("plugin id"))                                     \
    X(FROM, "from", EXACT, TEXT("sender's phone number id"))                          \
    X(BATCH, "batch", EXACT, TEXT("batch"))                                           \
    X(WAMID, "wamid", EXACT, TEXT("message id"))                                      \
    X(SOURCE, "source", EXACT, TEXT("tui, cli, batch, test or import"))               \
    X(OPERATOR, "operator", EXACT, TEXT("who sent it"))                               \
    X(PROFILE, "profile", EXACT, TEXT("profile"))                                     \
    X(CATEGORY, "category", EXACT, TEXT("category of the template"))                  \
    X(TAG, "tag", EXACT, TEXT("one of its tags"))                                     \
    X(NOTE, "note", CONTAINS, TEXT("a piece of its note"))

enum filter_field {
#define X(id, name, match, help) FILTER_##id,
    FILTER_FIELD_LIST(X)
#undef X
        FILTER_FIELD_COUNT
};

enum filter_match {
    MATCH_EXACT,
    MATCH_GLOB,     /* the whole value; of a word and a note any piece */
    MATCH_CONTAINS, /* any piece */
    MATCH_RANGE     /* low <= value <= high */
};

struct filter_term {
    enum filter_field field;
    enum filter_match match;
    bool negated;
    /* As typed without quotes (GLOB: with text_match.h's signs); `folded` in small letters. */
    const char *text, *folded;
    size_t text_length, folded_length;
    int64_t low, high;     /* RANGE: a code, or ms since 1970 UTC; both included */
    size_t offset, length; /* of the word in the filter, in bytes */
};

struct filter {
    struct arena arena;
    struct filter_term *terms;
    size_t count;
    bool names_profile; /* also by `profile:*`, which leaves no term */
};

enum { FILTER_LONGEST = 2000, FILTER_MOST_TERMS = 64 };

/* The place of a mistake. */
struct filter_place {
    size_t offset, length;
};

/*
 * `now_ms` is what 2h and yesterday count from. ERR_USAGE names the word and what to
 * write, and fills *ret_place (may be NULL). filter_release() in every case. An empty
 * text is a filter that takes everything.
 */
enum err filter_parse(struct filter *filter, const char *text, size_t length, int64_t now_ms,
                      struct filter_place *ret_place, struct error *reterr);
void filter_release(struct filter *filter);

const char *filter_field_name(enum filter_field field);
const char *filter_field_help(enum filter_field field);

/* filter_time.c: one moment, or one day. `text` is not ended by NUL. */
struct filter_span {
    int64_t first,
        last; /* ms, both included: a day is 86,400,000 of them, a moment one or a second's */
};
enum err filter_read_time(const char *text, size_t length, int64_t now_ms,
                          struct filter_span *ret_span, struct error *reterr);

#endif
