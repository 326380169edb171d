/* How far a long work is, in words. */
#include "src/base/progress_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "src/base/local_count.h"
#include "src/base/text.h"

enum { RATE_AFTER_MS = 1000 };

static void add_left(char *text, size_t size, int64_t seconds)
{
    size_t length = strlen(text);
    if (seconds < 120)
        snprintf(text + length, size - length, text_of(", %" PRId64 " s left"), seconds);
    else if (seconds < 7200)
        snprintf(text + length, size - length, text_of(", %" PRId64 " min left"), seconds / 60);
    else
        snprintf(text + length, size - length, text_of(", %" PRId64 " h left"), seconds / 3600);
}

void progress_text(int64_t ended, int64_t total, int64_t elapsed_ms, char *text, size_t size)
{
    snprintf(text, size, "%s/%s %d %%", local_count(ended).text, local_count(total).text,
             (int)(ended * 100 / (total > 0 ? total : 1)));
    if (elapsed_ms < RATE_AFTER_MS || ended == 0)
        return;
    size_t length = strlen(text);
    snprintf(text + length, size - length, "  %s/s", local_tenths(ended * 10000 / elapsed_ms).text);
    if (ended < total)
        add_left(text, size, (total - ended) * elapsed_ms / ended / 1000);
}
