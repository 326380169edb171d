/*
 * The SQL behind the search: what the migration makes, and what writers must add.
 * Only schema.c and statement.c include this.
 *
 * The full-text index (FTS5, trigrams) holds the few columns that people search. Its
 * rowid is made so that its order is that of the lists, (created_at, id): then a page
 * of a common word is the first few rows of the index and nothing is sorted.
 * Of rows of the same millisecond the id's last 16 bits decide; two rows that share
 * both are found all the same (a match is only a candidate, search.c looks again).
 */
#ifndef CHAKRA_HISTORY_SEARCH_SCHEMA_H
#define CHAKRA_HISTORY_SEARCH_SCHEMA_H

#define SEARCH_PLACE(created_at, id) "((" created_at " << 16) | (" id " & 65535))"

/* What a reader sees of the values: their texts, without keys and JSON's escapes. */
#define SEARCH_VALUE_TEXT(json)                                                     \
    "CASE WHEN json_valid(" json ") THEN (SELECT group_concat(atom, char(10)) FROM" \
    " json_tree(" json ") WHERE type IN ('text', 'integer', 'real')) ELSE " json " END"

#define SEARCH_COLUMNS "recipient, template, wamid, value_text, error_text"

/* SQL, one clause a line. */
/* clang-format off */

/* The row's place and columns: `of` is the prefix of send's columns, `values` the column's name. */
#define SEARCH_ROW(of, values)                                                     \
    SEARCH_PLACE(of "created_at", of "id") ", "                                    \
    of "recipient, " of "template, " of "wamid, " values ", " of "error_text"

#define SEARCH_ADD_ROW(values, of, where)                                          \
    "INSERT INTO send_fts(rowid, " SEARCH_COLUMNS ")"                              \
    " SELECT " SEARCH_ROW(of, values) where ";"

#define SEARCH_REMOVE_ROW(values, of, where)                                       \
    "INSERT INTO send_fts(send_fts, rowid, " SEARCH_COLUMNS ")"                    \
    " SELECT 'delete', " SEARCH_ROW(of, values) where ";"

/*
 * Triggers keep the index true whoever writes. A row is in it while it is in both tables.
 * `marked` says that a row has a note or tags: there are few such rows.
 */
#define SEARCH_MIGRATION_COLUMNS                                                   \
    "ALTER TABLE send ADD COLUMN deleted_at INTEGER;"                              \
    "ALTER TABLE send ADD COLUMN marked INTEGER;"                                  \
    "ALTER TABLE send_text ADD COLUMN value_text TEXT;"                            \
    "UPDATE send_text SET value_text = " SEARCH_VALUE_TEXT("slot_values")          \
    " WHERE slot_values IS NOT NULL;"                                              \
    "UPDATE send SET marked = 1 WHERE id IN"                                       \
    " (SELECT send_id FROM send_text WHERE note IS NOT NULL OR tags IS NOT NULL);" \
    "CREATE INDEX send_template ON send(template, created_at);"                    \
    "CREATE INDEX send_state ON send(state, created_at);"                          \
    "CREATE INDEX send_batch ON send(batch, created_at) WHERE batch IS NOT NULL;"  \
    "CREATE INDEX send_code ON send(error_code, created_at)"                       \
    " WHERE error_code IS NOT NULL;"                                               \
    "CREATE INDEX send_coded ON send(created_at) WHERE error_code IS NOT NULL;"    \
    "CREATE INDEX send_marked ON send(created_at) WHERE marked IS NOT NULL;"       \
    "CREATE INDEX send_trash ON send(deleted_at) WHERE deleted_at IS NOT NULL;"

#define SEARCH_MIGRATION_INDEX                                                     \
    "CREATE VIEW send_search AS SELECT " SEARCH_PLACE("created_at", "id")          \
    " AS place, " SEARCH_COLUMNS                                                   \
    " FROM send JOIN send_text ON send_text.send_id = send.id;"                    \
                                                                                   \
    "CREATE VIRTUAL TABLE send_fts USING fts5(" SEARCH_COLUMNS                     \
    ", content='send_search', content_rowid='place', tokenize='trigram',"          \
    " columnsize=0);"                                                              \
                                                                                   \
    "CREATE TRIGGER send_text_added AFTER INSERT ON send_text BEGIN "              \
    SEARCH_ADD_ROW("new.value_text", "send.", " FROM send WHERE send.id = new.send_id") \
    " END;"                                                                        \
                                                                                   \
    "CREATE TRIGGER send_text_changed AFTER UPDATE OF value_text ON send_text"     \
    " WHEN old.value_text IS NOT new.value_text BEGIN "                            \
    SEARCH_REMOVE_ROW("old.value_text", "send.", " FROM send WHERE send.id = new.send_id") \
    SEARCH_ADD_ROW("new.value_text", "send.", " FROM send WHERE send.id = new.send_id") \
    " END;"                                                                        \
                                                                                   \
    "CREATE TRIGGER send_text_removed BEFORE DELETE ON send_text BEGIN "           \
    SEARCH_REMOVE_ROW("old.value_text", "send.", " FROM send WHERE send.id = old.send_id") \
    " END;"                                                                        \
                                                                                   \
    "CREATE TRIGGER send_changed"                                                  \
    " AFTER UPDATE OF id, created_at, recipient, template, wamid, error_text ON send" \
    " WHEN old.wamid IS NOT new.wamid OR old.error_text IS NOT new.error_text"     \
    " OR old.recipient IS NOT new.recipient OR old.template IS NOT new.template"   \
    " OR old.created_at IS NOT new.created_at OR old.id IS NOT new.id BEGIN "      \
    SEARCH_REMOVE_ROW("value_text", "old.", " FROM send_text WHERE send_id = old.id") \
    SEARCH_ADD_ROW("value_text", "new.", " FROM send_text WHERE send_id = new.id") \
    " END;"                                                                        \
                                                                                   \
    "CREATE TRIGGER send_removed BEFORE DELETE ON send BEGIN "                     \
    SEARCH_REMOVE_ROW("value_text", "old.", " FROM send_text WHERE send_id = old.id") \
    " END;"                                                                        \
                                                                                   \
    "CREATE TRIGGER send_text_marked AFTER INSERT ON send_text"                    \
    " WHEN new.note IS NOT NULL OR new.tags IS NOT NULL BEGIN"                     \
    " UPDATE send SET marked = 1 WHERE id = new.send_id; END;"                     \
                                                                                   \
    "CREATE TRIGGER send_text_remarked AFTER UPDATE OF note, tags ON send_text BEGIN" \
    " UPDATE send SET marked ="                                                    \
    " CASE WHEN new.note IS NOT NULL OR new.tags IS NOT NULL THEN 1 END"           \
    " WHERE id = new.send_id; END;"                                                \
                                                                                   \
    "INSERT INTO send_fts(send_fts) VALUES('rebuild');"

/* clang-format on */

#endif
