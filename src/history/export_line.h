/*
 * One row as a line: JSON with the keys of chakra-tui(1), or CSV (RFC 4180) with
 * the same columns. A row comes out the same however often it was imported and exported.
 * Not thread safe; works in its own buffers, so that a million rows take the memory of one.
 */
#ifndef CHAKRA_HISTORY_EXPORT_LINE_H
#define CHAKRA_HISTORY_EXPORT_LINE_H

#include "src/base/strbuf.h"
#include "src/history/mask.h"
#include "src/history/store.h"

enum export_format { EXPORT_JSON_LINES, EXPORT_CSV };

struct export_writer {
    enum export_format format;
    bool masks; /* hides the recipient's number */
    struct mask mask;
    struct strbuf value, text;                   /* of the column in hand */
    struct strbuf definition_in, definition_out; /* the last one: rows of a batch repeat it */
};

enum { EXPORT_LONGEST_LINE = 256 * 1024 * 1024 };

void export_writer_init(struct export_writer *writer, enum export_format format, bool masks);
void export_writer_release(struct export_writer *writer);

/* The names of the columns as a CSV line; nothing for JSON lines. */
void export_add_header(const struct export_writer *writer, struct strbuf *out);
/* Appends the row with its line end. A failure sticks in `out`. */
void export_add_row(struct export_writer *writer, struct strbuf *out,
                    const struct send_detail *detail, const struct send_event *events,
                    size_t event_count);

#endif
