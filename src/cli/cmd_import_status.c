/*
 * `history import-status`: statuses from a file, for whom no webhook reaches. The
 * file holds JSON lines, each {"wamid", "status", "at", "code", "details"} or the
 * body of a webhook as it was recorded; or is one such body as a whole.
 */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/cli/session.h"
#include "src/cli/status_apply.h"
#include "src/webhook/receive.h"

enum { LARGEST_FILE = 256 * 1024 * 1024, MOST_PROBLEMS = 1000 };

struct import {
    struct store *store;
    struct arena arena; /* of the line that is being read */
    size_t line;        /* 0: the file as a whole */
    size_t applied, known, unknown, invalid;
    cJSON *problems; /* {"line","problem","wamid"}, with --json */
    bool json, failed;
};

static void add_problem(struct import *import, const char *problem, const char *wamid)
{
    if (!import->json) {
        output_note("line %zu: %s%s%s", import->line, problem, wamid != NULL ? ": " : "",
                    wamid != NULL ? wamid : "");
        return;
    }
    if (cJSON_GetArraySize(import->problems) >= MOST_PROBLEMS)
        return;
    cJSON *row = cJSON_CreateObject();
    bool ok = json_add_integer(row, "line", (int64_t)import->line);
    ok = ok && json_add_text(row, "problem", problem);
    ok = ok && json_add_text(row, "wamid", wamid);
    import->failed = !json_append_node(import->problems, row) || !ok || import->failed;
}

static void add_invalid(struct import *import, const char *problem)
{
    import->invalid++;
    add_problem(import, problem, NULL);
}

static void count_outcome(void *context, const struct webhook_status *status,
                          const struct status_outcome *outcome)
{
    struct import *import = context;
    size_t *counts[] = {[STATUS_APPLIED] = &import->applied,
                        [STATUS_NOTED] = &import->applied,
                        [STATUS_REPEATED] = &import->known,
                        [STATUS_KEPT] = &import->unknown,
                        [STATUS_NO_ROW] = &import->unknown};
    ++*counts[outcome->effect];
    if (outcome->effect == STATUS_NO_ROW)
        add_problem(import, text_of("no row of the history has this wamid"), status->wamid);
}

static enum err apply(struct import *import, const struct webhook_status *statuses, size_t count,
                      struct error *reterr)
{
    const struct status_apply apply = {
        .store = import->store, .source = "operator", .visit = count_outcome, .context = import};
    size_t ignored = 0;
    enum err err = statuses_apply(&apply, statuses, count, &ignored, reterr);
    for (size_t i = 0; err == ERR_OK && i < ignored; i++)
        add_invalid(import, text_of("the status is none of sent, delivered, read and failed"));
    return err;
}

static enum err import_webhook(struct import *import, const char *bytes, size_t length,
                               struct error *reterr)
{
    struct webhook_batch batch;
    struct error error = {0};
    enum err err = webhook_parse(bytes, length, &import->arena, &batch, &error);
    if (err == ERR_NOMEM)
        return error_nomem(reterr);
    if (err != ERR_OK) {
        add_invalid(import, error.what);
        return ERR_OK;
    }
    for (size_t i = 0; i < batch.unreadable + batch.over_limit; i++)
        add_invalid(import,
                    text_of("a status without wamid or state, or more than a webhook may hold"));
    return apply(import, batch.statuses, batch.status_count, reterr);
}

/* A time that is written but cannot be read is a mistake, not "now". */
static bool read_time(const cJSON *object, int64_t *ret_at)
{
    const cJSON *node = json_member(object, "at");
    const char *text = json_text(object, "at", NULL);
    *ret_at = 0;
    if (node == NULL || cJSON_IsNull(node))
        return true;
    if (text != NULL && clock_parse_utc(text, ret_at))
        return true;
    return json_integer(node, ret_at) && *ret_at > 0; /* milliseconds */
}

static bool read_code(const cJSON *object, int *ret_code)
{
    int64_t code = 0;
    const cJSON *node = json_member(object, "code");
    *ret_code = 0;
    if (node == NULL || cJSON_IsNull(node))
        return true;
    if (!json_integer(node, &code) || code < 0 || code > INT_MAX)
        return false;
    *ret_code = (int)code;
    return true;
}

static enum err import_row(struct import *import, const cJSON *object, struct error *reterr)
{
    struct webhook_status status = {
        .wamid = json_text(object, "wamid", NULL),
        .state = json_text(object, "status", NULL),
        .title = json_text(object, "title", NULL),
        .details = json_text(object, "details", NULL),
    };
    enum send_state state = SEND_UNKNOWN;
    const char *problem = NULL;
    if (status.wamid == NULL || status.wamid[0] == '\0')
        problem = text_of("it has no wamid");
    else if (status.state == NULL || !status_word_parse(status.state, &state))
        problem = text_of("the status is none of sent, delivered, read and failed");
    else if (!read_time(object, &status.at_ms))
        problem =
            text_of("`at` is no time: write it like 2026-11-23T07:33:05Z, or as milliseconds");
    else if (!read_code(object, &status.code))
        problem = text_of("`code` is no number of an error");
    if (problem == NULL)
        return apply(import, &status, 1, reterr);
    add_invalid(import, problem);
    return ERR_OK;
}

static bool is_webhook(const cJSON *root)
{
    return cJSON_IsArray(root) || json_member(root, "entry") != NULL ||
           json_member(root, "event") != NULL;
}

static enum err import_line(struct import *import, const char *line, size_t length,
                            struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    struct error error = {0};
    arena_clear(&import->arena);
    enum err err = json_parse(line, length, &root, &error);
    if (err == ERR_NOMEM)
        return error_nomem(reterr);
    if (err == ERR_OK && is_webhook(root))
        return import_webhook(import, line, length, reterr);
    if (err == ERR_OK && cJSON_IsObject(root))
        return import_row(import, root, reterr);
    add_invalid(import, err == ERR_OK ? text_of("it is no JSON object") : error.what);
    return ERR_OK;
}

static enum err import_lines(struct import *import, const struct strbuf *text, struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t at = 0; err == ERR_OK && at < text->length;) {
        const char *line = text->text + at;
        const char *end = memchr(line, '\n', text->length - at);
        size_t length = end != NULL ? (size_t)(end - line) : text->length - at;
        at += length + 1;
        import->line++;
        size_t blank = 0;
        while (blank < length && strchr(" \t\r", line[blank]) != NULL && line[blank] != '\0')
            blank++;
        if (blank < length)
            err = import_line(import, line, length, reterr);
    }
    return err;
}

static enum err import_all(struct import *import, const struct strbuf *text, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    if (text->length <= WEBHOOK_BODY_MAX &&
        json_parse(text->text, text->length, &root, NULL) == ERR_OK && is_webhook(root)) {
        import->line = 1;
        return import_webhook(import, text->text, text->length, reterr);
    }
    return import_lines(import, text, reterr);
}

static enum err read_input(const char *path, struct strbuf *text, struct error *reterr)
{
    if (strcmp(path, "-") != 0)
        return paths_read_file(path, text, reterr);
    char bytes[16384];
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, stdin)) > 0;)
        strbuf_add(text, bytes, got);
    if (ferror(stdin))
        return error_set(reterr, ERR_IO, "Name a file instead.", "cannot read the input: %s",
                         strerror(errno));
    return strbuf_status(text, "the input", reterr);
}

/* Only into a history that is there: a new one has no rows to apply anything to. */
static enum err open_store(const struct arguments *arguments, struct store **ret_store,
                           struct error *reterr)
{
    struct config_flags flags = arguments_flags(arguments);
    CLEANUP(mem_freep) char *folder = config_data_folder(&flags, reterr);
    if (folder == NULL)
        return reterr->code != ERR_OK ? reterr->code : error_nomem(reterr);
    enum err err = history_open(folder, false, ret_store, reterr);
    if (err != ERR_OK)
        return err;
    store_close(*ret_store);
    *ret_store = NULL;
    return store_open(folder, STORE_WRITE, ret_store, reterr);
}

static bool print_report(struct import *import)
{
    if (!import->json) {
        printf(text_of("%zu applied, %zu known already, %zu of unknown messages, %zu invalid\n"),
               import->applied, import->known, import->unknown, import->invalid);
        return true;
    }
    cJSON *object = cJSON_CreateObject();
    bool ok = !import->failed && json_add_integer(object, "applied", (int64_t)import->applied);
    ok = ok && json_add_integer(object, "known", (int64_t)import->known);
    ok = ok && json_add_integer(object, "unknown", (int64_t)import->unknown);
    ok = ok && json_add_integer(object, "invalid", (int64_t)import->invalid);
    ok = json_add_node(object, "problems", import->problems) && ok;
    import->problems = NULL;
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    return output_json(object);
}

int command_history_import_status(const struct arguments *arguments)
{
    struct error error = {0};
    struct import import = {.json = arguments_has(arguments, ARG_JSON)};
    struct strbuf text;
    strbuf_init(&text, LARGEST_FILE);
    arena_init(&import.arena);
    import.problems = cJSON_CreateArray();
    enum err err = read_input(arguments->operands[0], &text, &error);
    if (err == ERR_OK)
        err = open_store(arguments, &import.store, &error);
    if (err == ERR_OK)
        err = import_all(&import, &text, &error);
    /* What was committed before a failure is reported too. */
    bool told = import.store == NULL || print_report(&import);
    if (import.store != NULL)
        store_close(import.store);
    cJSON_Delete(import.problems);
    arena_release(&import.arena);
    strbuf_release(&text);
    if (err != ERR_OK)
        return output_error(&error);
    if (!told)
        return err_exit_status(ERR_NOMEM);
    return import.invalid > 0 ? err_exit_status(ERR_INVALID) : 0;
}
