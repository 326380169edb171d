/*
 * `history import`: the lines of an export back into the history. A line that cannot be read is
 * named and left out; the others are kept.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/local_count.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/history/store_import.h"

enum {
    CHUNK_BYTES = 64 * 1024,
    LONGEST_LINE = 64 * 1024 * 1024,
    BATCH_MS = 50, /* other programs get their turn to write */
    MOST_TOLD = 20
};

struct importer {
    struct store *store;
    struct arena arena;
    struct strbuf bytes; /* read, not yet taken */
    size_t taken;
    int file;
    bool at_end;
    int64_t line, added, known, wrong;
    int64_t batch_until; /* monotonic ms; 0: no transaction is open */
};

static enum err read_more(struct importer *importer, struct error *reterr)
{
    char chunk[CHUNK_BYTES];
    strbuf_remove(&importer->bytes, 0, importer->taken);
    importer->taken = 0;
    ssize_t count = 0;
    do
        count = read(importer->file, chunk, sizeof chunk);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return error_set(reterr, ERR_IO, "Check the file, then import it again.",
                         "the lines cannot be read: %s", strerror(errno));
    importer->at_end = count == 0;
    strbuf_add(&importer->bytes, chunk, (size_t)count);
    return strbuf_status(&importer->bytes, "a line", reterr);
}

/* The next line without its end; *ret_line NULL: there is none. Valid until the next call. */
static enum err next_line(struct importer *importer, const char **ret_line, size_t *ret_length,
                          bool *ret_ended, struct error *reterr)
{
    size_t scanned = 0;
    for (;;) {
        const char *begin = importer->bytes.text + importer->taken;
        size_t length = importer->bytes.length - importer->taken;
        const char *end = memchr(begin + scanned, '\n', length - scanned);
        *ret_ended = end != NULL;
        *ret_line = end != NULL || length > 0 ? begin : NULL;
        *ret_length = end != NULL ? (size_t)(end - begin) : length;
        if (end != NULL || importer->at_end) {
            importer->taken += *ret_length + (end != NULL ? 1 : 0);
            return ERR_OK;
        }
        scanned = length;
        enum err err = read_more(importer, reterr);
        if (err != ERR_OK)
            return err;
    }
}

static void tell_wrong(struct importer *importer, bool ended, const struct error *error)
{
    importer->wrong++;
    if (importer->wrong > MOST_TOLD)
        return;
    if (!ended)
        output_note("line %" PRId64 " is cut off and was left out; export it again",
                    importer->line);
    else
        output_note("line %" PRId64 " was left out: %s. %s", importer->line, error->what,
                    error->next);
}

static enum err end_batch(struct importer *importer, enum err err, struct error *reterr)
{
    if (importer->batch_until == 0)
        return err;
    importer->batch_until = 0;
    return store_import_end(importer->store, err, reterr);
}

static enum err take_row(struct importer *importer, const struct import_row *row,
                         struct error *reterr)
{
    bool added = false;
    enum err err = ERR_OK;
    if (importer->batch_until == 0) {
        err = store_import_begin(importer->store, reterr);
        importer->batch_until = err == ERR_OK ? clock_monotonic_ms() + BATCH_MS : 0;
    }
    if (err == ERR_OK)
        err = store_import_row(importer->store, row, &added, reterr);
    importer->added += added ? 1 : 0;
    importer->known += err == ERR_OK && !added ? 1 : 0;
    if (err != ERR_OK || clock_monotonic_ms() >= importer->batch_until)
        err = end_batch(importer, err, reterr);
    return err;
}

static enum err take_line(struct importer *importer, const char *line, size_t length, bool ended,
                          struct error *reterr)
{
    importer->line++;
    while (length > 0 && strchr(" \t\r", line[length - 1]) != NULL)
        length--;
    if (length == 0)
        return ERR_OK;
    struct import_row row;
    struct error wrong = {0};
    arena_clear(&importer->arena);
    enum err err = import_line_parse(line, length, &importer->arena, &row, &wrong);
    if (err == ERR_OK)
        return take_row(importer, &row, reterr);
    if (err != ERR_INVALID)
        return error_nomem(reterr);
    tell_wrong(importer, ended, &wrong);
    return ERR_OK;
}

static enum err import_lines(struct importer *importer, struct error *reterr)
{
    for (;;) {
        const char *line = NULL;
        size_t length = 0;
        bool ended = false;
        enum err err = next_line(importer, &line, &length, &ended, reterr);
        if (err == ERR_OK && line != NULL)
            err = take_line(importer, line, length, ended, reterr);
        if (err != ERR_OK || line == NULL)
            return end_batch(importer, err, reterr);
    }
}

static enum err open_input(const char *path, int *ret_file, struct error *reterr)
{
    *ret_file = STDIN_FILENO;
    if (strcmp(path, "-") == 0)
        return ERR_OK;
    *ret_file = open(path, O_RDONLY | O_CLOEXEC);
    if (*ret_file >= 0)
        return ERR_OK;
    error_set(reterr, ERR_IO, "Name a file that history export wrote.", "cannot read the file: %s",
              strerror(errno));
    error_set_where(reterr, "%s", path);
    return ERR_IO;
}

static enum err open_store(const struct arguments *arguments, struct store **ret_store,
                           struct error *reterr)
{
    struct config_flags flags = arguments_flags(arguments);
    CLEANUP(mem_freep) char *folder = config_data_folder(&flags, reterr);
    if (folder == NULL)
        return reterr->code != ERR_OK ? reterr->code : error_nomem(reterr);
    return store_open(folder, STORE_WRITE, ret_store, reterr);
}

static bool print_result(const struct importer *importer, bool json)
{
    if (!json) {
        printf(text_of("%s imported, %s already there, %s left out\n"),
               local_count(importer->added).text, local_count(importer->known).text,
               local_count(importer->wrong).text);
        return true;
    }
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_integer(object, "imported", importer->added);
    ok = ok && json_add_integer(object, "already_there", importer->known);
    ok = ok && json_add_integer(object, "left_out", importer->wrong);
    return output_json(object) && ok;
}

int command_history_import(const struct arguments *arguments)
{
    struct error error = {0};
    struct importer importer = {.file = -1};
    arena_init(&importer.arena);
    strbuf_init(&importer.bytes, LONGEST_LINE);
    enum err err = open_input(arguments->operands[0], &importer.file, &error);
    if (err == ERR_OK)
        err = open_store(arguments, &importer.store, &error);
    if (err == ERR_OK)
        err = import_lines(&importer, &error);
    if (importer.store != NULL)
        print_result(&importer, arguments_has(arguments, ARG_JSON));
    if (importer.file > STDIN_FILENO)
        close(importer.file);
    store_close(importer.store);
    strbuf_release(&importer.bytes);
    arena_release(&importer.arena);
    if (err != ERR_OK)
        return output_error(&error);
    return importer.wrong == 0 ? 0 : err_exit_status(ERR_INVALID);
}
