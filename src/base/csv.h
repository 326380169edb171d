/*
 * CSV as RFC 4180 says, read as a stream: one row is held at a time, whatever the
 * length of the file. Cells are UTF-8; a mark in front of the text (BOM) is
 * passed over. A line `sep=;` in front, as Excel writes it, names the delimiter.
 *
 * Rows are counted as a spreadsheet counts them: from 1, the header and empty
 * rows included. Refused, each with row and column: a quote that is never closed,
 * a quote inside a cell that does not begin with one, NUL bytes, bytes that are not
 * UTF-8, a row of more than CSV_ROW_BYTES_MAX or CSV_COLUMNS_MAX.
 *
 * Not thread safe.
 */
#ifndef CHAKRA_BASE_CSV_H
#define CHAKRA_BASE_CSV_H

#include "src/base/byte_source.h"
#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CSV_ROW_BYTES_MAX = 1024 * 1024, CSV_COLUMNS_MAX = 1024 };

struct csv_reader;

struct csv_row {
    int64_t number;           /* from 1 */
    const char *const *cells; /* until the next call */
    size_t count;
};

/* `delimiter` 0: the one of , ; and tab that the first row has most of. The source stays the
 * caller's and must outlive the reader. */
enum err csv_open(const struct byte_source *source, char delimiter, struct csv_reader **ret_reader,
                  struct error *reterr);
void csv_close(struct csv_reader *reader);

/* The next row that is not empty; *ret_found false at the end. ERR_CONTENT ends the reading. */
enum err csv_next(struct csv_reader *reader, struct csv_row *ret_row, bool *ret_found,
                  struct error *reterr);

char csv_delimiter(const struct csv_reader *reader); /* known after the first csv_next() */
bool csv_had_mark(const struct csv_reader *reader);

/* Adds one cell, quoted where it must be. The caller adds delimiters and line ends. */
void csv_add_cell(struct strbuf *out, const char *text, char delimiter);

#endif
