/* Reading case files, writing reports. */
#include "src/cli/test_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"
#include "src/trial/junit.h"
#include "src/trial/signoff.h"

enum { REPORT_BYTES_MAX = 1024 * 1024 * 1024 };

static void name_file(const char *path, struct error *reterr)
{
    char place[180];
    if (reterr == NULL)
        return;
    snprintf(place, sizeof place, "%s", reterr->where);
    if (strstr(place, path) == NULL)
        error_set_where(reterr, "%.120s%s%s", path, place[0] != '\0' ? ": " : "", place);
}

enum err test_files_read_cases(const char *path, struct case_file *ret_file, struct error *reterr)
{
    struct strbuf bytes;
    *ret_file = (struct case_file){0};
    strbuf_init(&bytes, CASE_FILE_BYTES_MAX);
    enum err err = paths_read_file(path, &bytes, reterr);
    if (err == ERR_OK)
        err = case_file_parse(bytes.text, bytes.length, ret_file, reterr);
    strbuf_release(&bytes);
    if (err != ERR_OK)
        name_file(path, reterr);
    return err;
}

static enum err write_all(int file, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t put = write(file, text, left);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return ERR_IO;
        text += put;
        left -= (size_t)put;
    }
    return ERR_OK;
}

enum err test_files_write_new(const char *path, const char *text, struct error *reterr)
{
    if (path == NULL) {
        bool ok = fputs(text, stdout) >= 0;
        if (!ok && errno == EPIPE) {
            clearerr(stdout); /* the reader had enough: no matter for it or for us */
            ok = true;
        }
        return ok ? ERR_OK
                  : error_set(reterr, ERR_IO, "Check where the output goes.",
                              "the cases could not be written: %s", strerror(errno));
    }
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        bool is_there = errno == EEXIST;
        error_set(reterr, ERR_IO,
                  is_there ? "Name another file, or move that one away."
                           : "Check that its folder is there and that you may write to it.",
                  "cannot make the file: %s", strerror(errno));
        name_file(path, reterr);
        return ERR_IO;
    }
    enum err err = write_all(file, text);
    if (close(file) != 0)
        err = ERR_IO;
    if (err == ERR_OK)
        return ERR_OK;
    error_set(reterr, ERR_IO, "Make room, or choose another place with -o FILE.",
              "the file could not be written in full: %s", strerror(errno));
    name_file(path, reterr);
    unlink(path);
    return ERR_IO;
}

typedef void add_report(struct strbuf *out, const struct trial *trial,
                        const struct run_summary *summary);

static enum err write_report(const char *path, add_report *add, const struct trial *trial,
                             const struct run_summary *summary, struct error *reterr)
{
    struct strbuf text;
    if (path == NULL)
        return ERR_OK;
    strbuf_init(&text, REPORT_BYTES_MAX);
    add(&text, trial, summary);
    enum err err = strbuf_status(&text, "the report", reterr);
    if (err == ERR_OK)
        err = paths_write_private_file(path, text.text, text.length, reterr);
    strbuf_release(&text);
    if (err != ERR_OK)
        name_file(path, reterr);
    return err;
}

enum err test_files_write_reports(const char *junit, const char *report, const struct trial *trial,
                                  const struct run_summary *summary, struct error *reterr)
{
    enum err err = write_report(junit, junit_add_report, trial, summary, reterr);
    struct error second = {0};
    enum err other = write_report(report, signoff_add_report, trial, summary, &second);
    if (err == ERR_OK && other != ERR_OK && reterr != NULL)
        *reterr = second;
    return err != ERR_OK ? err : other;
}
