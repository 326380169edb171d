/*
 * The walk of a search: one statement in the order of the lists, row after row,
 * each looked at by search_check.c, until the page is full, the budget is used up,
 * the time is over or somebody wants something else.
 */
#include "src/history/search.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/history/search_check.h"
#include "src/history/search_plan.h"
#include "src/history/search_walk.h"

/* SQLite's own instructions between two looks at the clock: about 50 µs. */
enum { STEPS_BETWEEN_LOOKS = 2000, ROWS_BETWEEN_LOOKS = 64, MOST_ROWS = 10000 };

struct walk {
    struct store *store;
    const struct store_search_query *query;
    bool newer;
    struct store_key from; /* rows at or before it are passed over */
    bool time_is_up, is_unwanted;
    struct store_search_result *result;
};

static void look_around(struct walk *walk)
{
    const struct store_search_query *query = walk->query;
    if (query->should_stop != NULL && query->should_stop(query->context))
        walk->is_unwanted = true;
    /* One row at least is looked at, so that going on always gets somewhere. */
    if (query->deadline != 0 && walk->result->looked_at > 0 &&
        clock_monotonic_ms() >= query->deadline)
        walk->time_is_up = true;
}

/* SQLite calls this while a statement runs; anything but 0 ends the statement. */
static int on_progress(void *context)
{
    struct walk *walk = context;
    look_around(walk);
    return walk->is_unwanted || walk->time_is_up;
}

static struct store_key start_key(const struct store_search_query *query, bool newer,
                                  const struct search_plan *plan)
{
    struct store_key key = newer ? query->after : query->before;
    if (!newer && key.created_at == 0 && key.id == 0)
        key = (struct store_key){INT64_MAX, INT64_MAX};
    if (newer && plan->first > key.created_at)
        key = (struct store_key){plan->first, INT64_MIN};
    if (!newer && plan->last < key.created_at)
        key = (struct store_key){plan->last, INT64_MAX};
    return key;
}

/* Only the full-text index gives rows of the key's millisecond that are not behind the key. */
static bool is_behind(const struct walk *walk, struct store_key key)
{
    struct store_key from = walk->from;
    if (walk->newer)
        return key.created_at > from.created_at ||
               (key.created_at == from.created_at && key.id > from.id);
    return key.created_at < from.created_at ||
           (key.created_at == from.created_at && key.id < from.id);
}

static bool is_used_up(const struct walk *walk)
{
    const struct store_search_query *query = walk->query;
    return walk->time_is_up || (query->budget != 0 && walk->result->looked_at >= query->budget);
}

static enum err interrupted(struct error *reterr)
{
    return error_set(reterr, ERR_INTERRUPTED, "Search again to go on.", "the search was ended");
}

static enum err walk_rows(struct walk *walk, struct search_check *check, struct binder *binder,
                          const struct search_visitor *visitor, struct error *reterr)
{
    struct store_search_result *result = walk->result;
    for (;;) {
        bool row = false, matches = false;
        enum err err = statement_run(walk->store, binder, "read", &row, reterr);
        if (err == ERR_INTERRUPTED && walk->time_is_up) {
            result->more = true;
            return ERR_OK;
        }
        if (err != ERR_OK || !row)
            return err;
        struct store_key key = {sqlite3_column_int64(binder->statement, 2),
                                sqlite3_column_int64(binder->statement, 0)};
        if (!is_behind(walk, key))
            continue;
        err = search_check_row(check, binder->statement, &matches, reterr);
        if (err == ERR_INTERRUPTED && walk->time_is_up) {
            result->more = true;
            return ERR_OK;
        }
        if (err != ERR_OK)
            return err;
        result->looked_at++;
        result->next = key;
        bool go_on = !matches || visitor->visit(visitor->context, binder->statement);
        if (result->looked_at % ROWS_BETWEEN_LOOKS == 0)
            look_around(walk);
        if (walk->is_unwanted)
            return interrupted(reterr);
        if (!go_on || is_used_up(walk)) {
            result->more = true;
            return ERR_OK;
        }
    }
}

static enum err walk_plan(struct walk *walk, const struct search_plan *plan,
                          const struct search_visitor *visitor, struct error *reterr)
{
    enum search_direction direction = walk->newer ? SEARCH_NEWER : SEARCH_OLDER;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(walk->store, search_plan_statement(plan->walk, direction),
                                   &statement, reterr);
    if (err != ERR_OK)
        return err;
    walk->from = start_key(walk->query, walk->newer, plan);
    struct binder binder = binder_start(statement);
    search_plan_bind(&binder, plan, direction, walk->from.created_at, walk->from.id);
    struct search_check check = {.store = walk->store, .filter = walk->query->filter};
    return walk_rows(walk, &check, &binder, visitor, reterr);
}

enum err search_walk_rows(struct store *store, const struct store_search_query *query,
                          const struct search_visitor *visitor,
                          struct store_search_result *ret_result, struct error *reterr)
{
    *ret_result = (struct store_search_result){.count = 0};
    struct walk walk = {.store = store,
                        .query = query,
                        .newer = query->after.created_at != 0 || query->after.id != 0,
                        .result = ret_result};
    ret_result->next = walk.newer ? query->after : query->before;
    struct search_plan plan;
    sqlite3_progress_handler(store->db, STEPS_BETWEEN_LOOKS, on_progress, &walk);
    enum err err = search_plan_make(store, query->filter, &plan, reterr);
    if (err == ERR_OK && !plan.is_empty)
        err = walk_plan(&walk, &plan, visitor, reterr);
    sqlite3_progress_handler(store->db, 0, NULL, NULL);
    search_plan_release(&plan);
    return err == ERR_INTERRUPTED ? interrupted(reterr) : err;
}

/* The rows of a page. */
struct page {
    struct store *store;
    struct arena *arena;
    struct send_row *rows;
    size_t count, limit;
    struct owner_memo memo;
    bool failed;
};

static bool take_row(void *context, sqlite3_stmt *row)
{
    struct page *page = context;
    page->rows[page->count++] = row_read(page->store, row, page->arena, &page->memo, &page->failed);
    return page->count < page->limit && !page->failed;
}

static void reverse_rows(struct send_row *rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct send_row kept = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = kept;
    }
}

enum err store_search(struct store *store, const struct store_search_query *query,
                      struct arena *arena, struct store_search_result *ret_result,
                      struct error *reterr)
{
    *ret_result = (struct store_search_result){.count = 0};
    struct page page = {.store = store,
                        .arena = arena,
                        .limit = query->limit < MOST_ROWS ? query->limit : MOST_ROWS};
    if (page.limit == 0)
        return ERR_OK;
    page.rows = arena_alloc(arena, page.limit, sizeof *page.rows);
    if (page.rows == NULL)
        return error_nomem(reterr);
    struct search_visitor visitor = {take_row, &page};
    enum err err = search_walk_rows(store, query, &visitor, ret_result, reterr);
    if (err == ERR_OK && page.failed)
        err = error_nomem(reterr);
    if (err != ERR_OK)
        return err;
    if (query->after.created_at != 0 || query->after.id != 0)
        reverse_rows(page.rows, page.count);
    ret_result->rows = page.rows;
    ret_result->count = page.count;
    return ERR_OK;
}

static bool count_row(void *context, sqlite3_stmt *row)
{
    struct store_tally *tally = context;
    tally->rows++;
    tally->by_state[row_state(row, 10)]++;
    return true;
}

enum err store_tally(struct store *store, const struct store_search_query *query,
                     struct store_tally *tally, struct store_search_result *ret_result,
                     struct error *reterr)
{
    struct search_visitor visitor = {count_row, tally};
    return search_walk_rows(store, query, &visitor, ret_result, reterr);
}
