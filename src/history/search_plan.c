/*
 * The choice of a walk. Every term that an index can answer offers its walk; all
 * words together offer the full-text index. If there are several, each is counted
 * up to a bound and the shortest wins: the other terms are then looked at row by row.
 */
#include "src/history/search_plan.h"

#include <string.h>

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/history/text_match.h"

enum {
    FIRST_BOUND = 64,     /* a walk as short as this is taken without more ado */
    COUNT_BOUND = 1024,   /* one longer than this is simply long */
    LEAST_FOR_INDEX = 3,  /* code points: the index holds trigrams */
    MOST_FOR_INDEX = 24,  /* code points of one text: more does not find fewer rows, but later */
    LONGEST_MATCH = 65536 /* of the index's query */
};

enum statement search_plan_statement(enum search_walk walk, enum search_direction direction)
{
    return (enum statement)(STATEMENT_SEARCH_ALL_OLDER + 3 * (int)walk + (int)direction);
}

void search_plan_release(struct search_plan *plan)
{
    strbuf_release(&plan->match);
}

/* The walk of an exact value; WALK_ALL: there is no index for it. */
static enum search_walk walk_of(const struct filter_term *term)
{
    static const struct {
        enum filter_field field;
        enum search_walk walk;
    } rows[] = {
        {FILTER_PROFILE, WALK_PROFILE},   {FILTER_TO, WALK_RECIPIENT},
        {FILTER_TEMPLATE, WALK_TEMPLATE}, {FILTER_STATE, WALK_STATE},
        {FILTER_BATCH, WALK_BATCH},
    };
    if (term->negated)
        return WALK_ALL;
    if (term->field == FILTER_TAG || term->field == FILTER_NOTE)
        return WALK_MARKED;
    if (term->field == FILTER_CODE)
        return term->low == term->high ? WALK_CODE : WALK_CODED;
    for (size_t i = 0; term->match == MATCH_EXACT && i < COUNT_OF(rows); i++)
        if (rows[i].field == term->field)
            return rows[i].walk;
    return WALK_ALL;
}

/* Columns of the full-text index that a field's pieces are looked for in; NULL: not in it. */
static const char *index_column(const struct filter_term *term)
{
    static const char *const columns[FILTER_FIELD_COUNT] = {
        [FILTER_WORD] = "",
        [FILTER_TO] = "recipient : ",
        [FILTER_TEMPLATE] = "template : ",
        [FILTER_WAMID] = "wamid : ",
    };
    return term->negated ? NULL : columns[term->field];
}

/* The longest piece between the signs of a pattern. */
static void longest_piece(const struct filter_term *term, const char **ret_piece,
                          size_t *ret_length)
{
    *ret_piece = term->text;
    *ret_length = 0;
    for (size_t begin = 0; begin <= term->text_length;) {
        size_t end = begin;
        while (end < term->text_length && term->text[end] != GLOB_RUN &&
               term->text[end] != GLOB_ONE)
            end++;
        if (end - begin > *ret_length) {
            *ret_piece = term->text + begin;
            *ret_length = end - begin;
        }
        begin = end + 1;
    }
}

/* The last code points: of a message id that is the part that differs. */
static void keep_end(const char **piece, size_t *length)
{
    size_t count = utf8_count_code_points(*piece, *length);
    size_t at = 0;
    for (; count > MOST_FOR_INDEX; count--)
        utf8_next(*piece, *length, &at);
    *piece += at;
    *length -= at;
}

static void add_match(struct strbuf *match, const struct filter_term *term)
{
    const char *column = index_column(term);
    if (column == NULL)
        return;
    const char *piece = NULL;
    size_t length = 0;
    longest_piece(term, &piece, &length);
    if (utf8_count_code_points(piece, length) < LEAST_FOR_INDEX)
        return;
    keep_end(&piece, &length);
    strbuf_add_text(match, match->length > 0 ? " AND " : "");
    strbuf_add_text(match, column);
    strbuf_add_char(match, '"');
    for (size_t i = 0; i < length; i++) {
        if (piece[i] == '"')
            strbuf_add_char(match, '"');
        strbuf_add_char(match, piece[i]);
    }
    strbuf_add_char(match, '"');
}

static void narrow_times(struct search_plan *plan, const struct filter_term *term)
{
    if (term->negated || (term->field != FILTER_SINCE && term->field != FILTER_UNTIL))
        return;
    if (term->low > plan->first)
        plan->first = term->low;
    if (term->high < plan->last)
        plan->last = term->high;
}

/* Keeps shifts inside 64 bits: years before -2000 and after 6000 are no times of ours. */
static int64_t place_of(int64_t ms, int64_t low_bits)
{
    static const int64_t farthest = INT64_C(1) << 46;
    int64_t kept = ms > farthest ? farthest : ms < -farthest ? -farthest : ms;
    return kept * 65536 + low_bits;
}

static void bind_value(struct binder *binder, const struct search_plan *plan)
{
    if (plan->walk == WALK_ALL || plan->walk == WALK_CODED || plan->walk == WALK_MARKED)
        return;
    if (plan->walk == WALK_CODE)
        bind_integer(binder, plan->number);
    else
        bind_bytes(binder, plan->text, plan->text_length);
}

void search_plan_bind(struct binder *binder, const struct search_plan *plan,
                      enum search_direction direction, int64_t created_at, int64_t id)
{
    bool newer = direction == SEARCH_NEWER;
    int64_t end = newer ? plan->last : plan->first;
    if (plan->walk == WALK_WORDS) { /* the whole millisecond: search.c looks at the id */
        created_at = place_of(created_at, newer ? 0 : 65535);
        end = place_of(end, newer ? 65535 : 0);
    }
    bind_integer(binder, created_at);
    bind_integer(binder, id);
    bind_integer(binder, end);
    bind_value(binder, plan);
}

static enum err count_walk(struct store *store, const struct search_plan *plan, int64_t bound,
                           int64_t *ret_count, struct error *reterr)
{
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err =
        store_statement(store, search_plan_statement(plan->walk, SEARCH_COUNT), &statement, reterr);
    if (err != ERR_OK)
        return err;
    bool words = plan->walk == WALK_WORDS;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, words ? place_of(plan->first, 0) : plan->first);
    bind_integer(&binder, words ? place_of(plan->last, 65535) : plan->last);
    bind_integer(&binder, bound);
    bind_value(&binder, plan);
    bool row = false;
    err = statement_run(store, &binder, "read", &row, reterr);
    *ret_count = err == ERR_OK && row ? sqlite3_column_int64(statement, 0) : 0;
    return err;
}

static void set_walk(struct search_plan *plan, enum search_walk walk,
                     const struct filter_term *term)
{
    plan->walk = walk;
    plan->text = term != NULL ? term->text : plan->match.text;
    plan->text_length = term != NULL ? term->text_length : plan->match.length;
    plan->number = term != NULL ? term->low : 0;
}

/* At equal length the first of these wins. */
static const enum search_walk preference[] = {
    WALK_RECIPIENT, WALK_BATCH,    WALK_CODE,  WALK_WORDS,   WALK_MARKED,
    WALK_CODED,     WALK_TEMPLATE, WALK_STATE, WALK_PROFILE,
};

struct offers {
    const struct filter_term *terms[COUNT_OF(preference)]; /* in the order of `preference` */
    bool made[COUNT_OF(preference)];
    size_t count;
};

static void collect_offers(const struct filter *filter, const struct search_plan *plan,
                           struct offers *offers)
{
    for (size_t i = 0; i < COUNT_OF(preference); i++) {
        offers->made[i] = preference[i] == WALK_WORDS && plan->match.length > 0;
        for (size_t j = 0; preference[i] != WALK_WORDS && j < filter->count; j++)
            if (!offers->made[i] && walk_of(&filter->terms[j]) == preference[i]) {
                offers->made[i] = true;
                offers->terms[i] = &filter->terms[j];
            }
        offers->count += offers->made[i] ? 1 : 0;
    }
}

/* The shortest walk, counting each up to the bound; *ret_fewest is its length. */
static enum err find_shortest(struct store *store, const struct offers *offers, int64_t bound,
                              struct search_plan *plan, int64_t *ret_fewest, struct error *reterr)
{
    size_t best = COUNT_OF(preference);
    *ret_fewest = INT64_MAX;
    for (size_t i = 0; i < COUNT_OF(preference); i++) {
        if (!offers->made[i])
            continue;
        int64_t count = 0;
        set_walk(plan, preference[i], offers->terms[i]);
        enum err err = offers->count > 1 ? count_walk(store, plan, bound, &count, reterr) : ERR_OK;
        if (err != ERR_OK)
            return err;
        if (count < *ret_fewest) {
            *ret_fewest = count;
            best = i;
        }
    }
    if (best < COUNT_OF(preference))
        set_walk(plan, preference[best], offers->terms[best]);
    return ERR_OK;
}

static enum err choose_walk(struct store *store, const struct offers *offers,
                            struct search_plan *plan, struct error *reterr)
{
    int64_t fewest = 0;
    enum err err = find_shortest(store, offers, FIRST_BOUND, plan, &fewest, reterr);
    if (err == ERR_OK && offers->count > 1 && fewest >= FIRST_BOUND)
        err = find_shortest(store, offers, COUNT_BOUND, plan, &fewest, reterr);
    return err;
}

enum err search_plan_make(struct store *store, const struct filter *filter,
                          struct search_plan *ret_plan, struct error *reterr)
{
    *ret_plan = (struct search_plan){.walk = WALK_ALL, .first = INT64_MIN, .last = INT64_MAX};
    strbuf_init(&ret_plan->match, LONGEST_MATCH);
    if (filter == NULL)
        return ERR_OK;
    for (size_t i = 0; i < filter->count; i++) {
        narrow_times(ret_plan, &filter->terms[i]);
        if (walk_of(&filter->terms[i]) == WALK_ALL)
            add_match(&ret_plan->match, &filter->terms[i]);
    }
    /* What has an index of its own is no reason to ask the full-text index, but narrows it. */
    for (size_t i = 0; i < filter->count && ret_plan->match.length > 0; i++)
        if (walk_of(&filter->terms[i]) != WALK_ALL)
            add_match(&ret_plan->match, &filter->terms[i]);
    ret_plan->is_empty = ret_plan->first > ret_plan->last;
    enum err err = strbuf_status(&ret_plan->match, "the filter", reterr);
    if (err != ERR_OK || ret_plan->is_empty)
        return err;
    struct offers offers = {.count = 0};
    collect_offers(filter, ret_plan, &offers);
    return choose_walk(store, &offers, ret_plan, reterr);
}
