/* Any bytes as CSV: the block size changes nothing, and what was read is the same when written. */
#include "src/base/csv.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { OUT_MAX = 16 * 1024 * 1024 };

struct bytes {
    const char *text;
    size_t length, at, most;
};

static enum err read_bytes(void *context, char *out, size_t size, size_t *ret_count,
                           struct error *reterr)
{
    struct bytes *bytes = context;
    (void)reterr;
    size_t count = bytes->length - bytes->at;
    count = count < size ? count : size;
    count = count < bytes->most ? count : bytes->most;
    memcpy(out, bytes->text + bytes->at, count);
    bytes->at += count;
    *ret_count = count;
    return ERR_OK;
}

/* The rows as CSV again, with ; between; returns whether all was read. */
static bool rewrite(const char *text, size_t length, size_t most, char delimiter,
                    struct strbuf *out)
{
    struct bytes bytes = {.text = text, .length = length, .most = most};
    struct byte_source source = {read_bytes, &bytes};
    struct csv_reader *reader = NULL;
    struct error error = {0};
    FUZZ_CHECK(csv_open(&source, delimiter, &reader, NULL) == ERR_OK);
    struct csv_row row;
    int64_t before = 0;
    bool found = true;
    enum err err = ERR_OK;
    while ((err = csv_next(reader, &row, &found, &error)) == ERR_OK && found) {
        FUZZ_CHECK(row.number > before && row.count > 0);
        before = row.number;
        for (size_t i = 0; i < row.count; i++) {
            FUZZ_CHECK(utf8_is_valid(row.cells[i], strlen(row.cells[i])));
            if (i > 0)
                strbuf_add_char(out, ';');
            if (row.count == 1 && row.cells[i][0] == '\0')
                strbuf_add_text(out, "\"\""); /* else the row would be an empty line */
            csv_add_cell(out, row.cells[i], ';');
        }
        strbuf_add_char(out, '\n');
    }
    if (err != ERR_OK)
        FUZZ_CHECK(error.what[0] != '\0' && error.next[0] != '\0' && error.where[0] != '\0');
    csv_close(reader);
    return err == ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct strbuf whole, pieces, again;
    strbuf_init(&whole, OUT_MAX);
    strbuf_init(&pieces, OUT_MAX);
    strbuf_init(&again, OUT_MAX);
    const char *text = (const char *)bytes;
    bool ok = rewrite(text, length, length + 1, 0, &whole);
    FUZZ_CHECK(rewrite(text, length, 1 + length % 7, 0, &pieces) == ok);
    FUZZ_CHECK(strcmp(whole.text, pieces.text) == 0);
    bool is_special =
        strncmp(whole.text, "sep=", 4) == 0 || strncmp(whole.text, "\xEF\xBB\xBF", 3) == 0;
    if (!is_special) { /* a first cell like these means something else there */
        FUZZ_CHECK(rewrite(whole.text, whole.length, 4096, ';', &again));
        FUZZ_CHECK(strcmp(whole.text, again.text) == 0);
    }
    strbuf_release(&whole);
    strbuf_release(&pieces);
    strbuf_release(&again);
    return 0;
}
