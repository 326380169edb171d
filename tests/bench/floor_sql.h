/* The bare statements that the benchmarks compare with: one list, one search, the same columns. */
#ifndef CHAKRA_TESTS_BENCH_FLOOR_SQL_H
#define CHAKRA_TESTS_BENCH_FLOOR_SQL_H

#define FLOOR_COLUMNS                                                                 \
    "send.id, uid, created_at, profile, plugin_id, phone_number_id, send.recipient,"  \
    " send.template, language, category, state, send.wamid, http_status, error_code," \
    " send.error_text, latency_ms, source, operator, batch, sent_again_of, owner"
#define FLOOR_OLDER                                                                         \
    "SELECT " FLOOR_COLUMNS " FROM send WHERE deleted_at IS NULL AND (created_at, send.id)" \
    " < (?1, ?2) ORDER BY created_at DESC, send.id DESC LIMIT ?3"
#define FLOOR_WORDS                                                            \
    "SELECT " FLOOR_COLUMNS " FROM send_fts CROSS JOIN send ON created_at ="   \
    " (send_fts.rowid >> 16) AND (send.id & 65535) = (send_fts.rowid & 65535)" \
    " WHERE send_fts MATCH ?1 ORDER BY send_fts.rowid DESC LIMIT 40"

#endif
