/* SQLite's own check, cut short when it takes too long: a large history must not hold `doctor` up.
 */
#include "src/history/store_check.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/history/store_error.h"
#include "src/history/store_internal.h"

enum { STEPS_BETWEEN_LOOKS = 2000 };

static int is_over(void *context)
{
    const int64_t *deadline = context;
    return clock_monotonic_ms() > *deadline;
}

/* The first column of the first row; SQLITE_ROW, or why there is none. */
static int ask(struct store *store, const char *sql, int64_t limit_ms, char *text, size_t size,
               int64_t *ret_number)
{
    int64_t deadline = clock_monotonic_ms() + limit_ms;
    sqlite3_stmt *statement = NULL;
    sqlite3_progress_handler(store->db, STEPS_BETWEEN_LOOKS, is_over, &deadline);
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const unsigned char *value = sqlite3_column_text(statement, 0);
        snprintf(text, size, "%s", value != NULL ? (const char *)value : "");
        *ret_number = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    sqlite3_progress_handler(store->db, 0, NULL, NULL);
    return code;
}

enum err store_check_health(struct store *store, int64_t limit_ms, struct store_health *ret_health,
                            struct error *reterr)
{
    *ret_health = (struct store_health){.rows = -1};
    char text[sizeof ret_health->found];
    int64_t number = 0;
    int code = ask(store, "PRAGMA quick_check(1)", limit_ms, text, sizeof text, &number);
    if (code == SQLITE_ROW) {
        ret_health->is_whole = strcmp(text, "ok") == 0;
        if (!ret_health->is_whole)
            snprintf(ret_health->found, sizeof ret_health->found, "%s", text);
    } else if ((code & 0xFF) == SQLITE_INTERRUPT) {
        ret_health->ran_out = true;
    } else {
        return store_error(store->path, code, "check", reterr);
    }
    if (ask(store, "SELECT count(*) FROM send", limit_ms, text, sizeof text, &number) == SQLITE_ROW)
        ret_health->rows = number;
    return ERR_OK;
}

const char *store_library_version(void)
{
    return sqlite3_libversion();
}
