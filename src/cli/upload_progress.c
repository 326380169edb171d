/* The line of progress. */
#include "src/cli/upload_progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/text.h"
#include "src/chakra/media.h"

#define CLEAR_LINE "\r\033[K"

static bool can_write_over(void)
{
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) != 0 && terminal != NULL && terminal[0] != '\0' &&
           strcmp(terminal, "dumb") != 0;
}

bool download_progress_show(int64_t taken, int64_t total)
{
    if (!can_write_over())
        return false;
    char size[32];
    media_size_text(total > 0 ? total : taken, size, sizeof size);
    fputs(CLEAR_LINE, stderr);
    if (total > 0)
        fprintf(stderr, text_of("fetching  %3d %% of %s"), (int)(taken * 100 / total), size);
    else
        fprintf(stderr, text_of("fetching  %s"), size);
    fflush(stderr);
    return true;
}

bool upload_progress_show(int64_t sent, int64_t total)
{
    if (total <= 0 || !can_write_over())
        return false;
    char size[32];
    media_size_text(total, size, sizeof size);
    fputs(CLEAR_LINE, stderr);
    fprintf(stderr, text_of("uploading  %3d %% of %s"), (int)(sent * 100 / total), size);
    fflush(stderr);
    return true;
}

void upload_progress_clear(void)
{
    fputs(CLEAR_LINE, stderr);
    fflush(stderr);
}
