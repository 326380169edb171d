/* Shares and the spinner. */
#include "src/app/looks.h"

int looks_moved_share(int share, int step)
{
    share += step;
    if (share < LOOKS_SHARE_LEAST)
        return LOOKS_SHARE_LEAST;
    return share > LOOKS_SHARE_MOST ? LOOKS_SHARE_MOST : share;
}

const char *looks_spinner(int64_t monotonic_ms, bool ascii)
{
    static const char *const pictures[2][8] = {
        {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠇"},
        {"|", "/", "-", "\\", "|", "/", "-", "\\"},
    };
    return pictures[ascii][(uint64_t)monotonic_ms / LOOKS_SPIN_MS % 8];
}
