/* The log: what it writes, and what it must never write. */
#include "src/base/log.h"

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/paths.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test-log-XXXXXX";
static char path[64];
static struct log *log_file;
static struct strbuf content;

static void begin(void)
{
    if (mkdtemp(folder) == NULL)
        abort();
    snprintf(path, sizeof path, "%s/state/chakra-tui.log", folder);
    strbuf_init(&content, 1 << 20);
}

static void end(void)
{
    log_close(log_file);
    strbuf_release(&content);
    unlink(path);
    *strrchr(path, '/') = '\0';
    rmdir(path);
    rmdir(folder);
}

TestSuite(log, .init = begin, .fini = end);

static void open_at(enum log_level level)
{
    struct error error;
    cr_assert_eq(log_open(path, level, &log_file, &error), ERR_OK, "%s", error.what);
}

static const char *written(void)
{
    strbuf_clear(&content);
    cr_assert_eq(paths_read_file(path, &content, NULL), ERR_OK);
    return content.text;
}

/* The text of the one line behind time, level and place. */
static const char *logged(const char *text)
{
    cr_assert_eq(truncate(path, 0), 0);
    log_write(log_file, LOG_INFO, "here", "%s", text);
    const char *line = written();
    const char *begin_of_text = strstr(line, " info here: ");
    cr_assert_not_null(begin_of_text, "%s", line);
    cr_assert_eq(content.text[content.length - 1], '\n');
    content.text[content.length - 1] = '\0';
    return begin_of_text + strlen(" info here: ");
}

Test(log, line_has_time_level_place_and_text)
{
    open_at(LOG_INFO);
    log_write(log_file, LOG_WARN, "transport", "status %d", 502);
    const char *line = written();
    char time[CLOCK_TEXT_SIZE];
    int64_t ms = 0;
    cr_assert_eq(sscanf(line, "%31s", time), 1);
    cr_assert(clock_parse_utc(time, &ms), "%s", line);
    cr_assert_str_eq(line + strlen(time), " warn transport: status 502\n");
}

Test(log, file_and_folder_are_private)
{
    struct stat info;
    open_at(LOG_INFO);
    cr_assert_eq(stat(path, &info), 0);
    cr_assert_eq(info.st_mode & 0777, 0600);
    char *slash = strrchr(path, '/');
    *slash = '\0';
    cr_assert_eq(stat(path, &info), 0);
    cr_assert_eq(info.st_mode & 0777, 0700);
    *slash = '/';
}

Test(log, writes_its_level_and_what_is_worse)
{
    open_at(LOG_WARN);
    log_write(log_file, LOG_ERROR, "a", "error");
    log_write(log_file, LOG_WARN, "a", "warn");
    log_write(log_file, LOG_INFO, "a", "info");
    log_write(log_file, LOG_DEBUG, "a", "debug");
    log_write(log_file, LOG_OFF, "a", "never");
    const char *text = written();
    cr_assert_not_null(strstr(text, ": error\n"));
    cr_assert_not_null(strstr(text, ": warn\n"));
    cr_assert_null(strstr(text, ": info\n"));
    cr_assert_null(strstr(text, ": debug\n"));
    cr_assert_null(strstr(text, "never"));
}

Test(log, null_log_swallows)
{
    log_write(NULL, LOG_ERROR, "a", "b");
    log_close(NULL);
}

Test(log, secrets_are_redacted_whatever_the_caller_does)
{
    static const struct {
        const char *text;
        const char *expected;
    } rows[] = {
        {"to 15550001234", "to ***"},
        {"to +15550001234.", "to ***."},
        {"id=106540352242922,waba=102290129340398", "id=***,waba=***"},
        {"wamid.HBgLMTU1NTAwMDEyMzQVAgARGBI=", "***"},
        {"{\"id\":\"wamid.HBgL/x+y==\"}", "{\"id\":\"***\"}"},
        {"Authorization: Bearer abc.def-ghi", "Authorization: ***"},
        {"authorization: bearer  abc; next", "authorization: ***; next"},
        {"x1234567y", "x***y"},
        {"+44 20 7946 0018 Support", "*** Support"},
        {"call +1 (555) 000-1234, now", "call ***, now"},
        /* what a reader of the log needs stays */
        {"status 502 after 30000 ms", "status 502 after 30000 ms"},
        {"error 131026", "error 131026"},
        {"attempt +1 of 5", "attempt +1 of 5"},
        {"bearers and wamids", "bearers and wamids"},
        {"", ""},
    };
    open_at(LOG_INFO);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cr_assert_str_eq(logged(rows[i].text), rows[i].expected);
}

Test(log, a_line_stays_one_line)
{
    open_at(LOG_INFO);
    cr_assert_str_eq(logged("a\nb\x1B[31m"), "a\xE2\x90\x8A"
                                             "b\xE2\x90\x9B[31m");
}

Test(log, long_text_is_cut_and_ends_with_a_line_end)
{
    open_at(LOG_INFO);
    char text[10000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    size_t length = strlen(logged(text));
    cr_assert_eq(length, 4095);
}

Test(log, appends_to_what_was_there)
{
    open_at(LOG_INFO);
    log_write(log_file, LOG_INFO, "a", "first");
    log_close(log_file);
    open_at(LOG_INFO);
    log_write(log_file, LOG_INFO, "a", "second");
    const char *text = written();
    cr_assert_not_null(strstr(text, "first\n"));
    cr_assert_not_null(strstr(text, "second\n"));
}

Test(log, levels_by_name)
{
    enum log_level level = LOG_OFF;
    cr_assert(log_level_parse("debug", &level));
    cr_assert_eq(level, LOG_DEBUG);
    cr_assert(log_level_parse("off", &level));
    cr_assert_eq(level, LOG_OFF);
    cr_assert_not(log_level_parse("loud", &level));
    cr_assert_not(log_level_parse("", &level));
}

Test(log, opening_fails_with_a_message_and_no_leak)
{
    struct error error = {0};
    struct log *none = NULL;
    cr_assert_eq(log_open("/dev/null/x/log", LOG_INFO, &none, &error), ERR_IO);
    cr_assert_eq(log_open(folder, LOG_INFO, &none, &error), ERR_IO);
    cr_assert_not_null(strstr(error.what, "cannot open the log"));
    for (size_t countdown = 1; countdown <= 3; countdown++) {
        mem_test_fail_after(countdown);
        cr_assert_eq(log_open(path, LOG_INFO, &none, &error), ERR_NOMEM, "%zu", countdown);
        mem_test_fail_after(0);
    }
    cr_assert_null(none);
}
