/* CSV: what is read, what is refused and where. Rows are shown as "number|cell|cell\n". */
#include "src/base/csv.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

#include "src/base/decoder.h"
#include "src/base/mem.h"

struct bytes {
    const char *text;
    size_t length, at, most; /* most: bytes given out at once */
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

/* Everything that the reader says, the error included. */
static void read_all(const char *text, size_t length, size_t most, const char *encoding,
                     struct strbuf *out)
{
    struct bytes bytes = {.text = text, .length = length, .most = most};
    struct byte_source source = {read_bytes, &bytes};
    struct decoder *decoder = NULL;
    struct csv_reader *reader = NULL;
    struct error error = {0};
    if (encoding != NULL) {
        cr_assert_eq(decoder_open(encoding, &source, &decoder, NULL), ERR_OK);
        source = decoder_source(decoder);
    }
    cr_assert_eq(csv_open(&source, 0, &reader, NULL), ERR_OK);
    struct csv_row row;
    bool found = true;
    enum err err = ERR_OK;
    while (err == ERR_OK && found) {
        err = csv_next(reader, &row, &found, &error);
        if (!found)
            break;
        strbuf_addf(out, "%lld", (long long)row.number);
        for (size_t i = 0; i < row.count; i++)
            strbuf_addf(out, "|%s", row.cells[i]);
        strbuf_add_char(out, '\n');
    }
    if (err != ERR_OK) {
        cr_assert_neq(error.next[0], '\0');
        strbuf_addf(out, "%s: %s", error.where, error.what);
    }
    csv_close(reader);
    decoder_close(decoder);
}

struct csv_case {
    char text[96];
    size_t length; /* 0: up to the NUL */
    char want[160];
};

ParameterizedTestParameters(csv, is_read_as)
{
    static const struct csv_case cases[] = {
        {"", 0, ""},
        {"\n\n", 0, ""},
        {"a,b\n1,2\n", 0, "1|a|b\n2|1|2\n"},
        {"a,b\r\n1,2", 0, "1|a|b\n2|1|2\n"},
        {"a,b\r1,2\r", 0, "1|a|b\n2|1|2\n"},
        {"a;b;c\n1,5;2;3\n", 0, "1|a|b|c\n2|1,5|2|3\n"},
        {"a\tb\n1\t2\n", 0, "1|a|b\n2|1|2\n"},
        {"sep=;\r\na;b,c,d,e\n", 0, "2|a|b,c,d,e\n"},
        {"\xEF\xBB\xBF"
         "a,b\n",
         0, "1|a|b\n"},
        {"a\n\n\nb\n", 0, "1|a\n4|b\n"},
        {"a,b\n,\n", 0, "1|a|b\n2||\n"},
        {"a\n\"\"\n", 0, "1|a\n2|\n"},
        {"a,b\n1,\n2,", 0, "1|a|b\n2|1|\n3|2|\n"},
        {"a\n\"x\ny\"\nz\n", 0, "1|a\n2|x\ny\n3|z\n"},
        {"a,b\n\"say \"\"hi\"\"\",\"1,2\"\r\n", 0, "1|a|b\n2|say \"hi\"|1,2\n"},
        {"\"a;b\",c\n", 0, "1|a;b|c\n"},
        {"a,b\n1\n1,2,3\n", 0, "1|a|b\n2|1\n3|1|2|3\n"},
        {"n\nJos\xC3\xA9 \xF0\x9F\x8E\x89\n", 0, "1|n\n2|Jos\xC3\xA9 \xF0\x9F\x8E\x89\n"},
        {"a,b\n1,\"x\ny", 0, "1|a|b\nrow 2, column 2: a quote opened in line 2 is never closed"},
        {"a\n1\n\"", 0, "1|a\n2|1\nrow 3, column 1: a quote opened in line 3 is never closed"},
        {"a,b\n1,x\"y\n", 0,
         "1|a|b\nrow 2, column 2: a quote stands inside a cell that does not begin with one"},
        {"a\n\"x\"y\n", 0, "1|a\nrow 2, column 2: text follows a closing quote"},
        {"a\nx\0y\n", 6, "1|a\nrow 2, column 1: the file holds a NUL byte, so it is not text"},
        {"a\n\"\0\"\n", 6, "1|a\nrow 2, column 1: the file holds a NUL byte, so it is not text"},
        {"a,b\n1,Jos\xE9\n", 0, "1|a|b\nrow 2, column 2: the cell is not UTF-8"},
        {"\xFF\xFE"
         "a\0",
         4, "row 1, column 1: the text is UTF-16, not UTF-8"},
    };
    struct csv_case *copies = cr_malloc(sizeof cases);
    memcpy(copies, cases, sizeof cases);
    return cr_make_param_array(struct csv_case, copies, COUNT_OF(cases), NULL);
}

ParameterizedTest(struct csv_case *one, csv, is_read_as)
{
    static const size_t blocks[] = {1, 2, 3, 1000};
    size_t length = one->length != 0 ? one->length : strlen(one->text);
    for (size_t i = 0; i < COUNT_OF(blocks); i++) {
        struct strbuf out;
        strbuf_init(&out, 10000);
        read_all(one->text, length, blocks[i], NULL, &out);
        cr_assert_str_eq(out.text, one->want);
        strbuf_release(&out);
    }
}

static void expect_encoded(const char *encoding, const char *text, size_t length, const char *want)
{
    for (size_t most = 1; most < 8; most++) {
        struct strbuf out;
        strbuf_init(&out, 10000);
        read_all(text, length, most, encoding, &out);
        cr_assert_str_eq(out.text, want);
        strbuf_release(&out);
    }
}

Test(csv, other_encodings_are_converted_and_wrong_bytes_have_their_row)
{
    expect_encoded("WINDOWS-1252", "n\nJos\xE9 \x80\n", 9, "1|n\n2|Jos\xC3\xA9 \xE2\x82\xAC\n");
    expect_encoded("UTF-16", "\xFF\xFEn\0\n\0\x3D\xD8\x00\xDE\n\0", 12,
                   "1|n\n2|\xF0\x9F\x98\x80\n");
    expect_encoded("SHIFT_JIS", "n\n\x93\xFA\n", 5, "1|n\n2|\xE6\x97\xA5\n");
    expect_encoded("SHIFT_JIS", "n\na\n\xFD\n", 6,
                   "1|n\n2|a\nrow 3: the bytes there are no text in the encoding named");
    expect_encoded("UTF-16LE", "n\0\n\0a", 5,
                   "1|n\nrow 2: the bytes there are no text in the encoding named");
}

Test(csv, an_unknown_encoding_is_a_fault_of_the_command_line)
{
    struct bytes bytes = {.text = "", .most = 1};
    struct byte_source source = {read_bytes, &bytes};
    struct decoder *decoder = NULL;
    struct error error = {0};
    cr_assert_eq(decoder_open("EBCDIC-XYZ", &source, &decoder, &error), ERR_USAGE);
    cr_assert_null(decoder);
    cr_assert(strstr(error.what, "EBCDIC-XYZ") != NULL);
}

Test(csv, a_row_without_end_is_refused_and_not_kept)
{
    static char text[3 * CSV_ROW_BYTES_MAX];
    memset(text, 'x', sizeof text);
    text[0] = '"';
    struct strbuf out;
    strbuf_init(&out, 10000);
    read_all(text, sizeof text, 65536, NULL, &out);
    cr_assert_str_eq(out.text,
                     "row 1, column 1: a quote opened in line 1 is not closed within 1 MiB");
    strbuf_clear(&out);
    text[0] = 'x';
    read_all(text, sizeof text, 65536, NULL, &out);
    cr_assert_str_eq(out.text, "row 1, column 1: the row is longer than 1 MiB");
    strbuf_clear(&out);
    memset(text, ',', 2000);
    text[2000] = '\n';
    read_all(text, 2001, 65536, NULL, &out);
    cr_assert_str_eq(out.text, "row 1, column 1025: the row has more than 1024 cells");
    strbuf_release(&out);
}

Test(csv, no_memory_is_told_and_nothing_leaks)
{
    for (size_t countdown = 1; countdown < 12; countdown++) {
        struct bytes bytes = {.text = "a,b\n\"x\",y\n", .length = 10, .most = 3};
        struct byte_source source = {read_bytes, &bytes};
        struct csv_reader *reader = NULL;
        mem_test_fail_after(countdown);
        enum err err = csv_open(&source, 0, &reader, NULL);
        bool found = true;
        struct csv_row row;
        while (err == ERR_OK && found)
            err = csv_next(reader, &row, &found, NULL);
        mem_test_fail_after(0);
        cr_assert(err == ERR_OK || err == ERR_NOMEM);
        csv_close(reader);
    }
}

Test(csv, cells_that_need_quotes_get_them)
{
    struct strbuf out;
    strbuf_init(&out, 1000);
    csv_add_cell(&out, "plain, yes", ';');
    strbuf_add_char(&out, ';');
    csv_add_cell(&out, "a;b", ';');
    strbuf_add_char(&out, ';');
    csv_add_cell(&out, "say \"hi\"\n", ';');
    cr_assert_str_eq(out.text, "plain, yes;\"a;b\";\"say \"\"hi\"\"\n\"");
    strbuf_release(&out);
}
