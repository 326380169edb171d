/*
 * The way out: everything that a command prints passes here, made harmless for a
 * terminal. Results go to stdout, all else to stderr.
 */
#ifndef CHAKRA_CLI_OUTPUT_H
#define CHAKRA_CLI_OUTPUT_H

#include "src/base/arena.h"
#include "src/base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

/* One line, sanitized, without a line end. */
void output_text(FILE *out, const char *text);
/* Lines as they are, each sanitized, with a line end at the end. */
void output_lines(FILE *out, const char *text);

/* "chakra-tui: WHERE: WHAT" and the next step on stderr; returns the exit status. */
int output_error(const struct error *error);
/* One sanitized line on stderr. */
__attribute__((format(printf, 1, 2))) void output_note(const char *format, ...);

/* Prints one line and deletes `node`; NULL (no memory) and a printing failure give an error on
 * stderr and false. The line is valid UTF-8 whatever the server sent. */
bool output_json(cJSON *node);

/* A table for people: cells are sanitized, columns aligned by the cells they take. */
enum { TABLE_COLUMNS_MAX = 8 };
struct output_table {
    struct arena arena;
    const char **cells;
    size_t columns, cell_count, size;
    bool failed;
};
void table_begin(struct output_table *table, size_t columns);
void table_add(struct output_table *table, const char *text); /* NULL is an empty cell */
void table_print(struct output_table *table, FILE *out);      /* prints and releases */

/* stdout could be written in full; else says so on stderr. */
bool output_finish(void);

#endif
