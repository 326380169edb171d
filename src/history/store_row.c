/* One row of `send`, from the statement's columns to a struct send_row. */
#include "src/history/store_row.h"

#include <stdio.h>
#include <string.h>

enum send_state row_state(sqlite3_stmt *statement, int column)
{
    enum send_state state = SEND_UNKNOWN; /* for a word that is damaged: claims the least */
    const char *word = (const char *)sqlite3_column_text(statement, column);
    if (word != NULL)
        send_state_parse(word, &state);
    return state;
}

const struct recovery *row_recovery(const struct store *store, enum send_state state,
                                    const char *owner, struct owner_memo *memo)
{
    const struct recovery *recovery = recovery_find(state);
    if (store->access == STORE_WRITE || recovery == NULL)
        return NULL;
    if (owner == NULL || !uuid_is_valid(owner))
        return recovery;
    if (strcmp(memo->uuid, owner) != 0) {
        snprintf(memo->uuid, sizeof memo->uuid, "%s", owner);
        memo->alive = owner_is_alive(store->folder, owner);
    }
    return memo->alive ? NULL : recovery;
}

static int64_t integer_or(sqlite3_stmt *statement, int column, int64_t none)
{
    return sqlite3_column_type(statement, column) != SQLITE_NULL
               ? sqlite3_column_int64(statement, column)
               : none;
}

struct send_row row_read(const struct store *store, sqlite3_stmt *statement, struct arena *arena,
                         struct owner_memo *memo, bool *failed)
{
    struct send_row row = {
        .id = sqlite3_column_int64(statement, 0),
        .uid = column_text(statement, 1, arena, failed),
        .created_at = sqlite3_column_int64(statement, 2),
        .profile = column_text(statement, 3, arena, failed),
        .plugin_id = column_text(statement, 4, arena, failed),
        .phone_number_id = column_text(statement, 5, arena, failed),
        .to = column_text(statement, 6, arena, failed),
        .template = column_text(statement, 7, arena, failed),
        .language = column_text(statement, 8, arena, failed),
        .category = column_text(statement, 9, arena, failed),
        .state = row_state(statement, 10),
        .wamid = column_text(statement, 11, arena, failed),
        .http_status = (int)integer_or(statement, 12, 0),
        .error_code = (int)integer_or(statement, 13, 0),
        .error_text = column_text(statement, 14, arena, failed),
        .latency_ms = integer_or(statement, 15, -1),
        .source = column_text(statement, 16, arena, failed),
        .operator_name = column_text(statement, 17, arena, failed),
        .batch = column_text(statement, 18, arena, failed),
        .sent_again_of = integer_or(statement, 19, 0),
    };
    const char *owner = (const char *)sqlite3_column_text(statement, 20);
    const struct recovery *recovery = row_recovery(store, row.state, owner, memo);
    if (recovery != NULL) {
        row.state = recovery->to;
        row.error_text = row.error_text != NULL ? row.error_text : recovery->text;
    }
    return row;
}
