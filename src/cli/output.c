/* Printing. */
#include "src/cli/output.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/base/text.h"
#include "src/base/utf8.h"

enum { LARGEST_OUTPUT = 256 * 1024 * 1024, WIDEST_CELL = 60 };

static void print_sanitized(FILE *out, const char *text, unsigned flags)
{
    struct strbuf clean;
    strbuf_init(&clean, LARGEST_OUTPUT);
    utf8_sanitize(&clean, text, strlen(text), flags);
    fputs(clean.text, out);
    strbuf_release(&clean);
}

void output_text(FILE *out, const char *text)
{
    if (text != NULL)
        print_sanitized(out, text, UTF8_ONE_LINE);
}

void output_lines(FILE *out, const char *text)
{
    print_sanitized(out, text, UTF8_KEEP_NEWLINES | UTF8_KEEP_TABS);
    size_t length = strlen(text);
    if (length == 0 || text[length - 1] != '\n')
        fputc('\n', out);
}

int output_error(const struct error *error)
{
    fputs("chakra-tui: ", stderr);
    /* Many messages name their file themselves. */
    if (error->where[0] != '\0' && strstr(error->what, error->where) == NULL) {
        output_text(stderr, error->where);
        fputs(": ", stderr);
    }
    output_text(stderr, error->what[0] != '\0' ? error->what : err_text(error->code));
    fputc('\n', stderr);
    if (error->next[0] != '\0') {
        char next[sizeof error->next];
        memcpy(next, error->next, sizeof next);
        utf8_mend(next);
        fputs("  ", stderr);
        output_text(stderr, next);
        fputc('\n', stderr);
    }
    return err_exit_status(error->code);
}

void output_note(const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, text_of(format), args);
    va_end(args);
    utf8_mend(text);
    fputs("chakra-tui: ", stderr);
    output_text(stderr, text);
    fputc('\n', stderr);
}

/* Replaces what is not UTF-8: text of a server may hold anything, a line of JSON may not. */
static void print_as_utf8(const char *text)
{
    size_t length = strlen(text);
    if (utf8_is_valid(text, length)) {
        fputs(text, stdout);
        return;
    }
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        if (utf8_next(text, length, &at) < 0)
            fputs("\xEF\xBF\xBD", stdout);
        else
            fwrite(text + begin, 1, at - begin, stdout);
    }
}

bool output_json(cJSON *node)
{
    char *printed = node != NULL ? json_print(node) : NULL;
    cJSON_Delete(node);
    if (printed == NULL) {
        struct error error = {0};
        error_nomem(&error);
        output_error(&error);
        return false;
    }
    print_as_utf8(printed);
    fputc('\n', stdout);
    mem_free(printed);
    return true;
}

void table_begin(struct output_table *table, size_t columns)
{
    *table = (struct output_table){.columns = columns};
    arena_init(&table->arena);
}

void table_add(struct output_table *table, const char *text)
{
    if (table->cell_count == table->size) {
        size_t size = table->size == 0 ? 64 : table->size * 2;
        const char **grown = mem_grow(table->cells, size, sizeof *grown);
        if (grown == NULL) {
            table->failed = true;
            return;
        }
        table->cells = grown;
        table->size = size;
    }
    struct strbuf clean;
    strbuf_init(&clean, LARGEST_OUTPUT);
    if (text != NULL)
        utf8_sanitize(&clean, text, strlen(text), UTF8_ONE_LINE);
    const char *cell = arena_strdup(&table->arena, clean.text);
    table->failed = table->failed || cell == NULL || clean.failed;
    if (cell != NULL)
        table->cells[table->cell_count++] = cell;
    strbuf_release(&clean);
}

static void print_row(const struct output_table *table, const char *const *cells,
                      const size_t *widths, FILE *out)
{
    size_t last = table->columns;
    while (last > 0 && cells[last - 1][0] == '\0')
        last--;
    for (size_t i = 0; i < last; i++) {
        fputs(cells[i], out);
        size_t width = utf8_width(cells[i], strlen(cells[i]));
        for (; i + 1 < last && width < widths[i] + 2; width++)
            fputc(' ', out);
        if (i + 1 < last && utf8_width(cells[i], strlen(cells[i])) > widths[i])
            fputs("  ", out);
    }
    fputc('\n', out);
}

void table_print(struct output_table *table, FILE *out)
{
    size_t widths[TABLE_COLUMNS_MAX] = {0};
    for (size_t i = 0; i < table->cell_count; i++) {
        size_t width = utf8_width(table->cells[i], strlen(table->cells[i]));
        size_t *widest = &widths[i % table->columns];
        if (width > *widest)
            *widest = width < WIDEST_CELL ? width : WIDEST_CELL;
    }
    if (table->failed)
        output_note("out of memory: the table is not whole");
    for (size_t i = 0; i + table->columns <= table->cell_count; i += table->columns)
        print_row(table, &table->cells[i], widths, out);
    mem_free(table->cells);
    arena_release(&table->arena);
    *table = (struct output_table){0};
}

bool output_finish(void)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return true;
    if (errno == EPIPE)
        return true; /* the reader had enough: no matter for it or for us */
    output_note("the output could not be written in full: %s", strerror(errno));
    return false;
}
