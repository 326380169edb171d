/* Data folder, history and terminal: looked at, never made. */
#include <errno.h>
#include <inttypes.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <termios.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/cli/doctor_local.h"
#include "src/history/store_check.h"

/* Less than this is soon full; less than the second, SQLite cannot work at all. */
static const uint64_t little_space = UINT64_C(64) << 20;
static const uint64_t no_space = UINT64_C(2) << 20;

enum { LEAST_COLUMNS = 40, LEAST_ROWS = 10 };

/* The nearest folder above that exists: there the missing ones would be made. */
static char *existing_folder(const char *folder)
{
    char *path = mem_strdup(folder);
    struct stat info;
    while (path != NULL && stat(path, &info) != 0) {
        char *slash = strrchr(path, '/');
        if (slash == NULL || slash == path) {
            mem_free(path);
            return mem_strdup(slash == NULL ? "." : "/");
        }
        *slash = '\0';
    }
    return path;
}

static void check_space(struct check_list *list, const char *folder)
{
    struct statvfs space;
    if (statvfs(folder, &space) != 0)
        return;
    uint64_t left = (uint64_t)space.f_bavail * space.f_frsize;
    if (left < no_space) {
        struct error error = {0};
        error_set(&error, ERR_STORE, "Make room there, or choose another folder with --data.",
                  "%" PRIu64 " KiB are free in %s: nothing can be recorded, so nothing is sent",
                  left >> 10, folder);
        check_failed(list, "space", &error);
    } else if (left < little_space) {
        check_warning(list, "space", "Make room there soon.", "%" PRIu64 " MiB are free in %s",
                      left >> 20, folder);
    } else {
        check_ok(list, "space", "%" PRIu64 " MiB are free", left >> 20);
    }
}

/* False: there is no folder yet, or none that can be used. */
static bool check_folder(struct check_list *list, const char *folder, const char *existing)
{
    struct stat info;
    struct error error = {0};
    bool is_there = strcmp(folder, existing) == 0;
    if (stat(existing, &info) == 0 && !S_ISDIR(info.st_mode)) {
        error_set(&error, ERR_STORE, "Choose another folder with --data.", "%s is not a folder",
                  existing);
        check_failed(list, "data", &error);
    } else if (access(existing, W_OK | X_OK) != 0) {
        error_set(&error, ERR_STORE,
                  "Give yourself the right to write there, or choose another folder with --data.",
                  "%s cannot be written to: %s", existing, strerror(errno));
        check_failed(list, "data", &error);
    } else if (!is_there) {
        check_ok(list, "data", "%s will be made at the first use", folder);
    } else if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        check_warning(list, "data", "Take the rights of others away: chmod 700 FOLDER",
                      "%s: others may look into it (mode %04o)", folder,
                      (unsigned)(info.st_mode & 07777));
    } else {
        check_ok(list, "data", "%s (mode 0700)", folder);
    }
    return is_there && list->items[list->count - 1].state != CHECK_FAILED;
}

static void check_history(struct check_list *list, const char *folder, long limit_ms)
{
    struct store *store = NULL;
    struct error error = {0};
    struct store_health health;
    enum err err = store_open(folder, STORE_READ, &store, &error);
    if (err == ERR_NOT_FOUND) {
        check_ok(list, "history", "empty: it is made at the first use");
        return;
    }
    if (err == ERR_OK)
        err = store_check_health(store, limit_ms, &health, &error);
    store_close(store);
    if (err == ERR_OK && health.found[0] != '\0') {
        error_set(
            &error, ERR_STORE,
            "Export what can be read (chakra-tui history export -o FILE), move the file away, "
            "then import it.",
            "the history is damaged: %s", health.found);
        err = ERR_STORE;
    }
    if (err != ERR_OK)
        check_failed(list, "history", &error);
    else if (health.ran_out)
        check_ok(list, "history", "opens; too large to be looked through in %ld s",
                 limit_ms / 1000);
    else
        check_ok(list, "history", /* --json says this too: no groups of digits */
                 text_count("whole, %" PRId64 " row", "whole, %" PRId64 " rows", health.rows),
                 health.rows);
}

void doctor_check_data(struct check_list *list, const char *folder, long limit_ms)
{
    CLEANUP(mem_freep) char *existing = existing_folder(folder);
    if (existing == NULL)
        return;
    bool is_there = check_folder(list, folder, existing);
    check_space(list, existing);
    if (is_there)
        check_history(list, folder, limit_ms);
    else
        check_skipped(list, "history", "there is none yet");
}

static const char *colours_of(const char *term)
{
    const char *deep = getenv("COLORTERM"), *none = getenv("NO_COLOR");
    if (none != NULL && none[0] != '\0')
        return text_of("no colours (NO_COLOR)");
    if (deep != NULL && (strcmp(deep, "truecolor") == 0 || strcmp(deep, "24bit") == 0))
        return text_of("16 million colours");
    return strstr(term, "256color") != NULL ? text_of("256 colours")
                                            : text_of("the terminal's colours");
}

void doctor_check_terminal(struct check_list *list)
{
    const char *term = getenv("TERM");
    struct winsize size = {0};
    if (!isatty(STDIN_FILENO) && !isatty(STDOUT_FILENO) && !isatty(STDERR_FILENO)) {
        check_skipped(list, "terminal", "none here; the form needs one, the commands do not");
        return;
    }
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO && size.ws_col == 0; fd++)
        if (ioctl(fd, TIOCGWINSZ, &size) != 0)
            size.ws_col = 0;
    const char *codeset = nl_langinfo(CODESET);
    if (term == NULL || term[0] == '\0' || strcmp(term, "dumb") == 0)
        check_warning(
            list, "terminal", "Set TERM to the terminal's name; the commands work all the same.",
            "TERM is %s: the form cannot be drawn", term != NULL ? term : text_of("not set"));
    else if (strcmp(codeset, "UTF-8") != 0)
        check_warning(list, "terminal", "Start with LC_ALL=C.UTF-8 to see every character.",
                      "%s, %dx%d, %s; the locale (%s) shows only a part of all characters", term,
                      size.ws_col, size.ws_row, colours_of(term), codeset);
    else if (size.ws_col != 0 && (size.ws_col < LEAST_COLUMNS || size.ws_row < LEAST_ROWS))
        check_warning(list, "terminal", "Make the window larger.",
                      "%s, %dx%d: the form needs %dx%d", term, size.ws_col, size.ws_row,
                      LEAST_COLUMNS, LEAST_ROWS);
    else
        check_ok(list, "terminal", "%s, %dx%d, %s, UTF-8", term, size.ws_col, size.ws_row,
                 colours_of(term));
}
