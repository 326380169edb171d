/* Redacting log writer. */
#include "src/base/log.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"
#include "src/base/utf8.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { MAX_LINE = 4096, SHORTEST_SECRET_DIGITS = 7 };

struct log {
    int file;
    atomic_int level; /* a thread that cannot write any more turns it off for all */
};

static const char *const level_names[] = {
    [LOG_OFF] = "off",   [LOG_ERROR] = "error", [LOG_WARN] = "warn",
    [LOG_INFO] = "info", [LOG_DEBUG] = "debug",
};

bool log_level_parse(const char *text, enum log_level *ret_level)
{
    for (size_t i = 0; i < COUNT_OF(level_names); i++) {
        if (strcmp(text, level_names[i]) == 0) {
            *ret_level = (enum log_level)i;
            return true;
        }
    }
    return false;
}

enum err log_open(const char *path, enum log_level level, struct log **ret_log,
                  struct error *reterr)
{
    CLEANUP(mem_freep) char *copy = mem_strdup(path);
    if (copy == NULL)
        return error_nomem(reterr);
    enum err err = paths_make_private_folder(dirname(copy), reterr);
    if (err != ERR_OK)
        return err;
    struct log *log = mem_zalloc(1, sizeof *log);
    if (log == NULL)
        return error_nomem(reterr);
    atomic_init(&log->level, level);
    log->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log->file < 0) {
        int reason = errno;
        mem_free(log);
        return error_set(reterr, ERR_IO, "Check the rights there, or leave --log out.",
                         "cannot open the log %s: %s", path, strerror(reason));
    }
    *ret_log = log;
    return ERR_OK;
}

void log_close(struct log *log)
{
    if (log == NULL)
        return;
    close(log->file);
    mem_free(log);
}

static const char word_ends[] = " \t\"',;<>\\";

/* "+44 20 7946-0018": a phone number as people write it, by its plus sign; 0 when it is none. */
static size_t phone_length(const char *text)
{
    if (text[0] != '+')
        return 0;
    size_t digits = 0;
    size_t end = 0;
    for (size_t at = 1; text[at] != '\0' && strchr("0123456789 .-()/", text[at]) != NULL; at++) {
        if (isdigit((unsigned char)text[at])) {
            digits++;
            end = at + 1;
        }
    }
    return digits >= SHORTEST_SECRET_DIGITS ? end : 0;
}

/* Length of the piece at `text` that must not be written; 0 when it is harmless. */
static size_t secret_length(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits >= SHORTEST_SECRET_DIGITS)
        return digits;
    if (strncmp(text, "wamid.", 6) == 0)
        return 6 + strcspn(text + 6, word_ends);
    if (strncasecmp(text, "bearer ", 7) == 0) {
        size_t blanks = 7 + strspn(text + 7, " ");
        return blanks + strcspn(text + blanks, word_ends);
    }
    return phone_length(text);
}

static void add_redacted(struct strbuf *line, const char *text)
{
    while (*text != '\0') {
        size_t secret = secret_length(text);
        if (secret != 0) {
            strbuf_add_text(line, "***");
            text += secret;
            continue;
        }
        size_t plain = strspn(text, "0123456789");
        if (plain == 0)
            plain = 1;
        strbuf_add(line, text, plain);
        text += plain;
    }
}

void log_write(struct log *log, enum log_level level, const char *where, const char *format, ...)
{
    if (log == NULL || level == LOG_OFF || (int)level > atomic_load(&log->level))
        return;
    char text[MAX_LINE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);

    struct strbuf clean, line;
    strbuf_init(&clean, (size_t)MAX_LINE * 8);
    strbuf_init(&line, (size_t)MAX_LINE * 8);
    utf8_sanitize(&clean, text, strlen(text), UTF8_ONE_LINE);
    char now[CLOCK_TEXT_SIZE];
    clock_format_utc(clock_now_ms(), now);
    strbuf_addf(&line, "%s %s %s: ", now, level_names[level], where);
    add_redacted(&line, clean.text);
    strbuf_add_char(&line, '\n');
    /* A log that cannot be written must not stop a send. */
    if (!line.failed && write(log->file, line.text, line.length) < 0)
        atomic_store(&log->level, LOG_OFF);
    strbuf_release(&line);
    strbuf_release(&clean);
}
