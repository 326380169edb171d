/* Writing the file of results. */
#include "src/batch/result.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"

enum { WAITING_MAX = 64 * 1024 * 1024, FIRST_LINE_MAX = 65536 };

static const char *const own_columns[] = {"state", "wamid", "code", "error", "id", "time"};
static const char mark[] = "\xEF\xBB\xBF";
static const char delimiters[] = ",;\t";
static const char clash_prefix[] = "send_"; /* when the list has a column of our names */

static enum err result_error(const char *path, const char *verb, struct error *reterr)
{
    error_set(reterr, ERR_IO,
              "Make room or choose another file with -o; --resume writes the results again.",
              "cannot %s the file of results: %s", text_of(verb), strerror(errno));
    error_set_where(reterr, "%s", path);
    return ERR_IO;
}

static bool clashes(const struct columns *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        for (size_t j = 0; j < COUNT_OF(own_columns); j++)
            if (strcmp(columns->items[i].name, own_columns[j]) == 0)
                return true;
    return false;
}

/* Do the first line's last columns carry our names? */
static bool is_result(const char *line, size_t length)
{
    size_t end = 0;
    while (end < length && line[end] != '\r' && line[end] != '\n')
        end++;
    for (size_t i = 0; i < 2 * (sizeof delimiters - 1); i++) {
        char tail[64];
        const char *prefix = i % 2 == 0 ? "" : clash_prefix;
        char between = delimiters[i / 2];
        size_t count = (size_t)snprintf(tail, sizeof tail, "%c%serror%c%sid%c%stime", between,
                                        prefix, between, prefix, between, prefix);
        if (end > count && memcmp(line + end - count, tail, count) == 0)
            return true;
    }
    return false;
}

enum err result_check_name(const char *path, struct error *reterr)
{
    if (path == NULL)
        return ERR_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT ? ERR_OK : result_error(path, "look at", reterr);
    char *line = mem_alloc(FIRST_LINE_MAX);
    ssize_t count = line != NULL ? pread(fd, line, FIRST_LINE_MAX, 0) : 0;
    bool ours = count > 0 && is_result(line, (size_t)count);
    close(fd);
    mem_free(line);
    if (ours)
        return ERR_OK;
    error_set(reterr, ERR_CONTENT, "Move it away, or choose another file with -o.",
              "the file for the results is there already, and is no file of results");
    error_set_where(reterr, "%s", path);
    return ERR_CONTENT;
}

static void add_header(struct result *result, const struct columns *columns, bool with_mark)
{
    struct strbuf *out = &result->waiting;
    if (with_mark)
        strbuf_add_text(out, mark);
    for (size_t i = 0; i < columns->count; i++) {
        if (i > 0)
            strbuf_add_char(out, result->delimiter);
        csv_add_cell(out, columns->items[i].name, result->delimiter);
    }
    for (size_t i = 0; i < COUNT_OF(own_columns); i++) {
        strbuf_add_char(out, result->delimiter);
        strbuf_addf(out, "%s%s", clashes(columns) ? clash_prefix : "", own_columns[i]);
    }
    strbuf_add_text(out, "\r\n");
}

enum err result_begin(struct result *result, const char *path, const struct columns *columns,
                      char delimiter, bool with_mark, struct error *reterr)
{
    *result = (struct result){.fd = -1, .delimiter = delimiter};
    strbuf_init(&result->waiting, WAITING_MAX);
    if (path == NULL)
        return ERR_OK;
    size_t size = strlen(path) + sizeof ".partial";
    result->path = mem_strdup(path);
    result->partial = mem_alloc(size);
    if (result->path == NULL || result->partial == NULL)
        return error_nomem(reterr);
    snprintf(result->partial, size, "%s.partial", path);
    result->fd = open(result->partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                      S_IRUSR | S_IWUSR);
    if (result->fd < 0 || fchmod(result->fd, S_IRUSR | S_IWUSR) != 0)
        return result_error(result->partial, "make", reterr);
    add_header(result, columns, with_mark);
    return result_flush(result, reterr);
}

/* Text of a server: a spreadsheet must not take it for a formula. */
static void add_foreign(struct result *result, const char *text)
{
    if (text == NULL || text[0] == '\0' || strchr("=+-@\t\r", text[0]) == NULL) {
        csv_add_cell(&result->waiting, text != NULL ? text : "", result->delimiter);
        return;
    }
    struct strbuf safe;
    strbuf_init(&safe, WAITING_MAX);
    strbuf_addf(&safe, "'%s", text);
    csv_add_cell(&result->waiting, safe.text, result->delimiter);
    result->waiting.failed = result->waiting.failed || safe.failed;
    strbuf_release(&safe);
}

void result_add(struct result *result, const char *cells, const struct batch_row *row)
{
    if (result->fd < 0)
        return;
    struct strbuf *out = &result->waiting;
    char time[CLOCK_TEXT_SIZE] = "";
    if (row->at != 0)
        clock_format_utc(row->at, time);
    strbuf_add_text(out, cells);
    strbuf_addf(out, "%c%s%c", result->delimiter, row->state, result->delimiter);
    add_foreign(result, row->wamid);
    strbuf_add_char(out, result->delimiter);
    if (row->error_code != 0)
        strbuf_addf(out, "%d", row->error_code);
    strbuf_add_char(out, result->delimiter);
    add_foreign(result, row->error);
    strbuf_add_char(out, result->delimiter);
    if (row->id != 0)
        strbuf_addf(out, "%" PRId64, row->id);
    strbuf_addf(out, "%c%s\r\n", result->delimiter, time);
}

enum err result_flush(struct result *result, struct error *reterr)
{
    const char *bytes = result->waiting.text;
    size_t left = result->waiting.length;
    enum err err = strbuf_status(&result->waiting, "the results", reterr);
    while (err == ERR_OK && result->fd >= 0 && left > 0) {
        ssize_t count = write(result->fd, bytes, left);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            err = result_error(result->partial, "write", reterr);
            break;
        }
        bytes += count;
        left -= (size_t)count;
    }
    strbuf_clear(&result->waiting);
    return err;
}

enum err result_finish(struct result *result, struct error *reterr)
{
    if (result->fd < 0)
        return ERR_OK;
    enum err err = result_flush(result, reterr);
    if (err == ERR_OK && fsync(result->fd) != 0)
        err = result_error(result->partial, "write", reterr);
    close(result->fd);
    result->fd = -1;
    if (err == ERR_OK && rename(result->partial, result->path) != 0)
        err = result_error(result->path, "name", reterr);
    return err;
}

char *batch_result_path(const char *file)
{
    size_t stem = strlen(file);
    size_t size = stem + sizeof ".result.csv";
    char *path = mem_alloc(size);
    if (stem > 4 && strcmp(file + stem - 4, ".csv") == 0)
        stem -= 4;
    if (path != NULL)
        snprintf(path, size, "%.*s.result.csv", (int)stem, file);
    return path;
}

void result_release(struct result *result)
{
    if (result->partial != NULL && result->fd >= 0)
        close(result->fd);
    strbuf_release(&result->waiting);
    mem_free(result->path);
    mem_free(result->partial);
    *result = (struct result){.fd = -1};
}
