/* Bar, rate and time left. */
#include "src/cli/batch_progress_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/base/local_count.h"
#include "src/base/progress_text.h"
#include "src/base/text.h"

enum { BAR_CELLS = 20, SHOW_EVERY_MS = 200, TEXT_SIZE = 200 };

#define CLEAR_LINE "\r\033[K"

void progress_line_begin(struct progress_line *line)
{
    const char *terminal = getenv("TERM");
    bool is_on = isatty(STDERR_FILENO) != 0 && terminal != NULL && terminal[0] != '\0' &&
                 strcmp(terminal, "dumb") != 0;
    *line = (struct progress_line){.is_on = is_on, .began_ms = clock_monotonic_ms()};
}

static void add_count(char *text, size_t size, int64_t count, const char *word)
{
    size_t length = strlen(text);
    if (count > 0)
        snprintf(text + length, size - length, "  %s %s", local_count(count).text, word);
}

void progress_line_text(const struct batch_progress *progress, int64_t elapsed_ms, int64_t now_ms,
                        char *text, size_t size)
{
    int64_t ended = progress->accepted + progress->rejected + progress->unknown +
                    progress->not_sent + progress->duplicate;
    int64_t total = progress->to_send > 0 ? progress->to_send : 1;
    char bar[BAR_CELLS + 1];
    for (int i = 0; i < BAR_CELLS; i++)
        bar[i] = ended * BAR_CELLS / total > i ? '#' : '-';
    bar[BAR_CELLS] = '\0';
    snprintf(text, size, "[%s] ", bar);
    size_t length = strlen(text);
    progress_text(ended, progress->to_send, elapsed_ms, text + length, size - length);
    add_count(text, size, progress->rejected, text_of("rejected"));
    add_count(text, size, progress->unknown, text_of("unknown"));
    add_count(text, size, progress->not_sent, text_of("not sent"));
    add_count(text, size, progress->duplicate, text_of("sent before"));
    if (progress->waits_until > now_ms)
        add_count(text, size, (progress->waits_until - now_ms + 999) / 1000,
                  text_of("s to wait (asked by the server)"));
}

void progress_line_show(struct progress_line *line, const struct batch_progress *progress, bool now)
{
    int64_t at = clock_monotonic_ms();
    if (!line->is_on || (!now && line->is_shown && at - line->shown_ms < SHOW_EVERY_MS))
        return;
    char text[TEXT_SIZE];
    progress_line_text(progress, at - line->began_ms, at, text, sizeof text);
    fprintf(stderr, CLEAR_LINE "%s", text);
    fflush(stderr);
    line->is_shown = true;
    line->shown_ms = at;
}

void progress_line_clear(struct progress_line *line)
{
    if (!line->is_shown)
        return;
    fputs(CLEAR_LINE, stderr);
    fflush(stderr);
    line->is_shown = false;
}
