/*
 * `history export`: rows as lines, one after the other through one buffer. Written with write(2),
 * so that a full disk and a reader that has gone (`| head`) are seen when they happen.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/cli/commands.h"
#include "src/cli/history_filter.h"
#include "src/cli/output.h"
#include "src/history/export_line.h"
#include "src/history/search.h"
#include "src/history/store_backup.h"

enum { PAGE_ROWS = 500, FLUSH_BYTES = 256 * 1024, MOST_ROWS = 100000000 };

struct exporter {
    struct store *store;
    struct export_writer writer;
    struct strbuf out;
    struct arena rows, detail;
    int file;
    const char *path; /* NULL: standard output */
    bool reader_is_gone;
};

static enum err flush(struct exporter *exporter, struct error *reterr)
{
    enum err err = strbuf_status(&exporter->out, "a row", reterr);
    const char *at = exporter->out.text;
    size_t left = exporter->out.length;
    while (err == ERR_OK && left > 0) {
        ssize_t count = write(exporter->file, at, left);
        if (count >= 0) {
            at += count;
            left -= (size_t)count;
        } else if (errno == EPIPE && exporter->path == NULL) {
            exporter->reader_is_gone = true;
            break;
        } else if (errno != EINTR) {
            err = error_set(reterr, ERR_IO, "Make room, or choose another place with -o FILE.",
                            "the export could not be written in full: %s", strerror(errno));
            error_set_where(reterr, "%s", exporter->path != NULL ? exporter->path : "");
        }
    }
    strbuf_clear(&exporter->out);
    return err;
}

static enum err export_row(struct exporter *exporter, int64_t id, struct error *reterr)
{
    struct send_detail *detail = NULL;
    struct send_event *events = NULL;
    size_t event_count = 0;
    arena_clear(&exporter->detail);
    enum err err = store_get(exporter->store, id, &exporter->detail, &detail, reterr);
    if (err == ERR_NOT_FOUND)
        return ERR_OK; /* another program deleted it just now */
    if (err == ERR_OK)
        err = store_events(exporter->store, id, &exporter->detail, &events, &event_count, reterr);
    if (err != ERR_OK)
        return err;
    export_add_row(&exporter->writer, &exporter->out, detail, events, event_count);
    if (exporter->out.length >= FLUSH_BYTES || exporter->out.failed)
        return flush(exporter, reterr);
    return ERR_OK;
}

static enum err export_rows(struct exporter *exporter, const struct filter *filter, long limit,
                            struct error *reterr)
{
    struct store_search_query query = {.filter = filter};
    struct store_search_result page = {.more = true};
    enum err err = ERR_OK;
    export_add_header(&exporter->writer, &exporter->out);
    while (err == ERR_OK && limit > 0 && page.more && !exporter->reader_is_gone) {
        query.limit = limit < PAGE_ROWS ? (size_t)limit : PAGE_ROWS;
        query.before = page.next;
        arena_clear(&exporter->rows);
        err = store_search(exporter->store, &query, &exporter->rows, &page, reterr);
        for (size_t i = 0; err == ERR_OK && i < page.count && !exporter->reader_is_gone; i++)
            err = export_row(exporter, page.rows[i].id, reterr);
        limit -= (long)page.count;
    }
    return err == ERR_OK ? flush(exporter, reterr) : err;
}

static enum err open_output(struct exporter *exporter, struct error *reterr)
{
    if (exporter->path == NULL)
        return ERR_OK;
    exporter->file =
        open(exporter->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (exporter->file >= 0)
        return ERR_OK;
    error_set(reterr, ERR_IO,
              errno == EEXIST ? "Name another file, or move that one away."
                              : "Check that its folder is there and that you may write to it.",
              "cannot make the file: %s", strerror(errno));
    error_set_where(reterr, "%s", exporter->path);
    return ERR_IO;
}

/* What is not whole is taken away again. */
static enum err close_output(struct exporter *exporter, enum err err, struct error *reterr)
{
    if (exporter->path == NULL || exporter->file < 0)
        return err;
    if (err == ERR_OK && fsync(exporter->file) != 0 && errno != EINVAL && errno != ENOTSUP)
        err = error_set(reterr, ERR_IO, "Make room, or choose another place with -o FILE.",
                        "the export could not be written in full: %s", strerror(errno));
    if (close(exporter->file) != 0 && err == ERR_OK)
        err = error_set(reterr, ERR_IO, "Make room, or choose another place with -o FILE.",
                        "the export could not be written in full: %s", strerror(errno));
    if (err != ERR_OK)
        unlink(exporter->path);
    return err;
}

static enum err export_lines(struct store *store, const struct arguments *arguments,
                             enum export_format format, const struct filter *filter, long limit,
                             struct error *reterr)
{
    struct exporter exporter = {
        .store = store, .file = STDOUT_FILENO, .path = arguments->value[ARG_OUTPUT]};
    enum err err = open_output(&exporter, reterr);
    if (err != ERR_OK)
        return err;
    export_writer_init(&exporter.writer, format, arguments_has(arguments, ARG_MASK));
    strbuf_init(&exporter.out, EXPORT_LONGEST_LINE);
    arena_init(&exporter.rows);
    arena_init(&exporter.detail);
    if (store != NULL)
        err = export_rows(&exporter, filter, limit, reterr);
    arena_release(&exporter.detail);
    arena_release(&exporter.rows);
    strbuf_release(&exporter.out);
    export_writer_release(&exporter.writer);
    return close_output(&exporter, err, reterr);
}

static enum err export_copy(struct store *store, const struct arguments *arguments,
                            struct error *reterr)
{
    const char *path = arguments->value[ARG_OUTPUT];
    if (path == NULL)
        return error_set(reterr, ERR_USAGE, "Name the file: -o FILE.",
                         "a SQLite copy cannot go to standard output");
    if (arguments_has(arguments, ARG_MASK) || arguments->operand_count > 0 ||
        arguments_has(arguments, ARG_LIMIT))
        return error_set(reterr, ERR_USAGE, "Use --format jsonl or csv for a part of the history.",
                         "a SQLite copy is the whole history: no filter, no --limit, no --mask");
    if (store == NULL)
        return error_set(reterr, ERR_NOT_FOUND,
                         "Send a message first, or name a folder with --data.",
                         "there is no history yet");
    return store_backup(store, path, NULL, NULL, reterr);
}

static const char *const formats[] = {"jsonl", "csv", "sqlite"};

static enum err read_format(const struct arguments *arguments, size_t *ret_format,
                            struct error *reterr)
{
    const char *text = arguments->value[ARG_FORMAT];
    *ret_format = 0;
    for (size_t i = 0; text != NULL && i < COUNT_OF(formats); i++) {
        *ret_format = i;
        if (strcmp(text, formats[i]) == 0)
            return ERR_OK;
    }
    return text == NULL ? ERR_OK
                        : error_set(reterr, ERR_USAGE, "Write one of: jsonl, csv, sqlite.",
                                    "--format cannot be '%.40s'", text);
}

int command_history_export(const struct arguments *arguments)
{
    struct error error = {0};
    struct store *store = NULL;
    struct filter filter;
    size_t format = 0;
    long limit = MOST_ROWS;
    enum err err = history_filter_read(arguments, &filter, &error);
    if (err == ERR_OK)
        err = read_format(arguments, &format, &error);
    if (err == ERR_OK)
        err = arguments_number(arguments, ARG_LIMIT, 1, MOST_ROWS, &limit, &error);
    if (err == ERR_OK)
        err = history_open_given(arguments, &store, &error);
    if (err == ERR_NOT_FOUND)
        err = ERR_OK; /* an empty history has no rows */
    if (err == ERR_OK && format < 2)
        err = export_lines(store, arguments, format == 1 ? EXPORT_CSV : EXPORT_JSON_LINES, &filter,
                           limit, &error);
    else if (err == ERR_OK)
        err = export_copy(store, arguments, &error);
    store_close(store);
    filter_release(&filter);
    return err == ERR_OK ? 0 : output_error(&error);
}
