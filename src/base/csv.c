/* The reader of CSV: bytes in blocks, cells in one buffer that every row uses again. */
#include "src/base/csv.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/utf8.h"

enum { BLOCK_BYTES = 65536, FIRST_CELLS = 32, AT_END = -1 };

static const char mark[] = "\xEF\xBB\xBF";
static const char delimiters[] = ",;\t";

struct csv_reader {
    struct byte_source source;
    char *block;
    size_t at, length; /* of the block: next byte, bytes in it */
    bool ended;
    char delimiter; /* 0: not known yet */
    bool had_mark;
    bool is_begun;
    int64_t row, line;  /* of the row that is read; physical lines, for people with editors */
    struct strbuf text; /* the cells, a NUL behind each */
    size_t *offsets;
    const char **cells;
    size_t count, size;
};

enum err csv_open(const struct byte_source *source, char delimiter, struct csv_reader **ret_reader,
                  struct error *reterr)
{
    *ret_reader = NULL;
    struct csv_reader *reader = mem_zalloc(1, sizeof *reader);
    if (reader == NULL)
        return error_nomem(reterr);
    reader->source = *source;
    reader->delimiter = delimiter;
    reader->line = 1;
    strbuf_init(&reader->text, CSV_ROW_BYTES_MAX);
    reader->block = mem_alloc(BLOCK_BYTES);
    if (reader->block == NULL) {
        csv_close(reader);
        return error_nomem(reterr);
    }
    *ret_reader = reader;
    return ERR_OK;
}

void csv_close(struct csv_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->text.size > 0) /* it may have held one-time codes */
        mem_wipe(reader->text.text, reader->text.length);
    strbuf_release(&reader->text);
    mem_free(reader->block);
    mem_free(reader->offsets);
    mem_free(reader->cells);
    mem_free(reader);
}

char csv_delimiter(const struct csv_reader *reader)
{
    return reader->delimiter;
}

bool csv_had_mark(const struct csv_reader *reader)
{
    return reader->had_mark;
}

__attribute__((format(printf, 4, 5))) static enum err wrong(const struct csv_reader *reader,
                                                            struct error *reterr, const char *next,
                                                            const char *format, ...)
{
    char what[200];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    error_set(reterr, ERR_CONTENT, next, "%s", what);
    error_set_where(reterr, "row %" PRId64 ", column %zu", reader->row, reader->count + 1);
    return ERR_CONTENT;
}

/* Moves what is left to the front and reads until the block is full or the source has no more. */
static enum err fill(struct csv_reader *reader, struct error *reterr)
{
    memmove(reader->block, reader->block + reader->at, reader->length - reader->at);
    reader->length -= reader->at;
    reader->at = 0;
    enum err err = ERR_OK;
    while (err == ERR_OK && !reader->ended && reader->length < BLOCK_BYTES) {
        size_t count = 0;
        err = reader->source.read(reader->source.context, reader->block + reader->length,
                                  BLOCK_BYTES - reader->length, &count, reterr);
        reader->ended = err == ERR_OK && count == 0;
        reader->length += count;
    }
    /* What came before the trouble is read first: so the trouble has its own row. */
    if (err != ERR_OK && reader->length > 0)
        return ERR_OK;
    if (err == ERR_CONTENT && reterr != NULL && reterr->where[0] == '\0')
        error_set_where(reterr, "row %" PRId64, reader->row > 0 ? reader->row : 1);
    return err;
}

/* The next byte without taking it; AT_END. */
static enum err peek(struct csv_reader *reader, int *ret_byte, struct error *reterr)
{
    enum err err = ERR_OK;
    if (reader->at == reader->length && !reader->ended)
        err = fill(reader, reterr);
    *ret_byte = reader->at < reader->length ? (unsigned char)reader->block[reader->at] : AT_END;
    return err;
}

/* The delimiter that stands most often in the first row, outside of quotes. */
static char detect_delimiter(const struct csv_reader *reader)
{
    size_t counts[sizeof delimiters - 1] = {0};
    bool quoted = false;
    for (size_t i = reader->at; i < reader->length; i++) {
        char byte = reader->block[i];
        if (byte == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        if (byte == '\n' || byte == '\r')
            break;
        const char *found = byte != '\0' ? strchr(delimiters, byte) : NULL;
        if (found != NULL)
            counts[found - delimiters]++;
    }
    size_t best = 0;
    for (size_t i = 1; i < COUNT_OF(counts); i++)
        if (counts[i] > counts[best])
            best = i;
    return delimiters[best];
}

/* Takes "sep=;" and its line end, if it stands there. */
static void take_separator_line(struct csv_reader *reader)
{
    const char *at = reader->block + reader->at;
    size_t left = reader->length - reader->at;
    if (left < 6 || strncmp(at, "sep=", 4) != 0 || at[4] == '\0' ||
        strchr(",;\t|", at[4]) == NULL || (at[5] != '\r' && at[5] != '\n'))
        return;
    if (reader->delimiter == 0)
        reader->delimiter = at[4];
    bool has_both = at[5] == '\r' && left > 6 && at[6] == '\n';
    reader->at += has_both ? 7 : 6;
    reader->row++;
    reader->line++;
}

static enum err begin(struct csv_reader *reader, struct error *reterr)
{
    reader->is_begun = true;
    enum err err = fill(reader, reterr);
    if (err != ERR_OK)
        return err;
    if (reader->length >= 3 && memcmp(reader->block, mark, 3) == 0) {
        reader->had_mark = true;
        reader->at = 3;
    }
    bool is_utf16 = reader->length >= 2 && (memcmp(reader->block, "\xFF\xFE", 2) == 0 ||
                                            memcmp(reader->block, "\xFE\xFF", 2) == 0);
    if (is_utf16) {
        reader->row = 1;
        return wrong(reader, reterr, "Name the encoding with --encoding UTF-16.",
                     "the text is UTF-16, not UTF-8");
    }
    take_separator_line(reader);
    if (reader->delimiter == 0)
        reader->delimiter = detect_delimiter(reader);
    return ERR_OK;
}

static bool ends_plain_run(const struct csv_reader *reader, char byte)
{
    return byte == reader->delimiter || byte == '\n' || byte == '\r' || byte == '"' || byte == '\0';
}

/* Takes bytes up to the next one that means something here. */
static void take_run(struct csv_reader *reader, bool quoted)
{
    size_t begin = reader->at;
    size_t at = begin;
    if (quoted) {
        while (at < reader->length && reader->block[at] != '"' && reader->block[at] != '\0') {
            reader->line += reader->block[at] == '\n';
            at++;
        }
    } else {
        while (at < reader->length && !ends_plain_run(reader, reader->block[at]))
            at++;
    }
    strbuf_add(&reader->text, reader->block + begin, at - begin);
    reader->at = at;
}

static enum err check_room(const struct csv_reader *reader, int64_t quote_line,
                           struct error *reterr)
{
    if (!reader->text.failed)
        return ERR_OK;
    if (!reader->text.over_limit)
        return error_nomem(reterr);
    if (quote_line > 0)
        return wrong(reader, reterr, "Close the quote, or shorten the cell.",
                     "a quote opened in line %" PRId64 " is not closed within 1 MiB", quote_line);
    return wrong(reader, reterr, "Shorten the row.", "the row is longer than 1 MiB");
}

static enum err has_nul(const struct csv_reader *reader, struct error *reterr)
{
    return wrong(reader, reterr,
                 "Export the file again as text; a file with many of these may be UTF-16 "
                 "(--encoding UTF-16).",
                 "the file holds a NUL byte, so it is not text");
}

/* Behind the opening quote. */
static enum err read_quoted(struct csv_reader *reader, struct error *reterr)
{
    int64_t opened = reader->line;
    for (;;) {
        int byte = AT_END;
        enum err err = peek(reader, &byte, reterr);
        if (err != ERR_OK)
            return err;
        if (byte == AT_END)
            return wrong(reader, reterr, "Close it with \", or double the sign itself.",
                         "a quote opened in line %" PRId64 " is never closed", opened);
        if (byte == '\0')
            return has_nul(reader, reterr);
        if (byte != '"') {
            take_run(reader, true);
            if ((err = check_room(reader, opened, reterr)) != ERR_OK)
                return err;
            continue;
        }
        reader->at++;
        if ((err = peek(reader, &byte, reterr)) != ERR_OK)
            return err;
        if (byte != '"')
            break;
        strbuf_add_char(&reader->text, '"');
        reader->at++;
    }
    return ERR_OK;
}

static enum err read_plain(struct csv_reader *reader, struct error *reterr)
{
    for (;;) {
        int byte = AT_END;
        enum err err = peek(reader, &byte, reterr);
        if (err == ERR_OK && byte != AT_END && !ends_plain_run(reader, (char)byte)) {
            take_run(reader, false);
            err = check_room(reader, 0, reterr);
        } else if (err == ERR_OK && byte == '\0') {
            err = has_nul(reader, reterr);
        } else if (err == ERR_OK && byte == '"') {
            err = wrong(reader, reterr,
                        "Put the whole cell into quotes, and double the quotes inside.",
                        "a quote stands inside a cell that does not begin with one");
        } else {
            return err;
        }
        if (err != ERR_OK)
            return err;
    }
}

static bool add_offset(struct csv_reader *reader, size_t offset)
{
    if (reader->count == reader->size) {
        size_t size = reader->size == 0 ? FIRST_CELLS : reader->size * 2;
        size_t *offsets = mem_grow(reader->offsets, size, sizeof *offsets);
        if (offsets != NULL)
            reader->offsets = offsets;
        const char **cells = mem_grow(reader->cells, size, sizeof *cells);
        if (cells != NULL)
            reader->cells = cells;
        if (offsets == NULL || cells == NULL)
            return false;
        reader->size = size;
    }
    reader->offsets[reader->count++] = offset;
    return true;
}

static enum err end_cell(struct csv_reader *reader, size_t begin, struct error *reterr)
{
    if (!utf8_is_valid(reader->text.text + begin, reader->text.length - begin))
        return wrong(reader, reterr,
                     "Save the file as UTF-8, or name its encoding, such as --encoding "
                     "WINDOWS-1252.",
                     "the cell is not UTF-8");
    strbuf_add_char(&reader->text, '\0');
    enum err err = check_room(reader, 0, reterr);
    if (err != ERR_OK)
        return err;
    if (reader->count >= CSV_COLUMNS_MAX)
        return wrong(reader, reterr, "Split the file.", "the row has more than 1024 cells");
    return add_offset(reader, begin) ? ERR_OK : error_nomem(reterr);
}

/* Takes what stands behind a cell; *ret_more: another cell follows in this row. */
static enum err take_separator(struct csv_reader *reader, bool *ret_more, struct error *reterr)
{
    int byte = AT_END;
    enum err err = peek(reader, &byte, reterr);
    *ret_more = false;
    if (err != ERR_OK || byte == AT_END)
        return err;
    *ret_more = (char)byte == reader->delimiter;
    if (!*ret_more && byte != '\n' && byte != '\r')
        return wrong(reader, reterr, "Double the quotes that belong to the text.",
                     "text follows a closing quote");
    reader->at++;
    if (*ret_more)
        return ERR_OK;
    reader->line++;
    int next = AT_END;
    if (byte == '\r' && (err = peek(reader, &next, reterr)) == ERR_OK && next == '\n')
        reader->at++;
    return err;
}

/* One row, which may be empty; *ret_found false when the file had ended before it. */
static enum err read_row(struct csv_reader *reader, bool *ret_found, bool *ret_empty,
                         struct error *reterr)
{
    int byte = AT_END;
    strbuf_clear(&reader->text);
    reader->count = 0;
    reader->row++;
    enum err err = peek(reader, &byte, reterr);
    *ret_found = byte != AT_END;
    bool was_quoted = false;
    bool more = *ret_found;
    while (err == ERR_OK && more) {
        size_t begin = reader->text.length;
        err = peek(reader, &byte, reterr);
        was_quoted = byte == '"';
        if (err == ERR_OK && was_quoted) {
            reader->at++;
            err = read_quoted(reader, reterr);
        } else if (err == ERR_OK) {
            err = read_plain(reader, reterr);
        }
        bool follows = false;
        if (err == ERR_OK)
            err = end_cell(reader, begin, reterr);
        if (err == ERR_OK)
            err = take_separator(reader, &follows, reterr);
        more = follows;
    }
    *ret_empty = reader->count == 1 && !was_quoted && reader->text.length == 1;
    return err;
}

enum err csv_next(struct csv_reader *reader, struct csv_row *ret_row, bool *ret_found,
                  struct error *reterr)
{
    bool is_empty = true;
    enum err err = reader->is_begun ? ERR_OK : begin(reader, reterr);
    *ret_found = true;
    while (err == ERR_OK && is_empty && *ret_found)
        err = read_row(reader, ret_found, &is_empty, reterr);
    if (err != ERR_OK || !*ret_found) {
        *ret_found = false;
        return err;
    }
    for (size_t i = 0; i < reader->count; i++)
        reader->cells[i] = reader->text.text + reader->offsets[i];
    *ret_row = (struct csv_row){reader->row, reader->cells, reader->count};
    return ERR_OK;
}

void csv_add_cell(struct strbuf *out, const char *text, char delimiter)
{
    const char special[] = {delimiter, '"', '\r', '\n', '\0'};
    if (text[strcspn(text, special)] == '\0') {
        strbuf_add_text(out, text);
        return;
    }
    strbuf_add_char(out, '"');
    for (const char *at = text; *at != '\0';) {
        size_t run = strcspn(at, "\"");
        strbuf_add(out, at, run);
        at += run;
        if (*at == '"') {
            strbuf_add(out, "\"\"", 2);
            at++;
        }
    }
    strbuf_add_char(out, '"');
}
