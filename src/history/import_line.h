/*
 * A line of an export back into a row. Pure. Lines with only the keys of `history list`
 * are taken as well; what is missing is not known.
 */
#ifndef CHAKRA_HISTORY_IMPORT_LINE_H
#define CHAKRA_HISTORY_IMPORT_LINE_H

#include "src/base/arena.h"
#include "src/history/store.h"

struct import_row {
    struct send_detail detail; /* row.id: the id it had, 0: none */
    struct send_event *events;
    size_t event_count;
};

/* Everything lives in the arena. ERR_INVALID says which key is wrong. */
enum err import_line_parse(const char *line, size_t length, struct arena *arena,
                           struct import_row *ret_row, struct error *reterr);

#endif
