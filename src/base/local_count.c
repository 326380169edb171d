/* Counts as the operator's locale groups them. */
#include "src/base/local_count.h"

#include <inttypes.h>
#include <monetary.h>
#include <stdio.h>
#include <string.h>

#include "src/base/utf8.h"

struct local_count local_count(int64_t count)
{
    /* A double holds every count below exactly. */
    static const int64_t most = INT64_C(1) << 53;
    struct local_count grouped = {.text = ""};
    char money[LOCAL_COUNT_SIZE];
    /* No symbol, no decimals; some locales leave a blank where the symbol would be. */
    if (count >= 1000 && count < most && strfmon(money, sizeof money, "%!.0n", (double)count) > 0)
        snprintf(grouped.text, sizeof grouped.text, "%s", money + strspn(money, " "));
    else
        snprintf(grouped.text, sizeof grouped.text, "%" PRId64, count);
    return grouped;
}

struct local_count local_tenths(int64_t tenths)
{
    struct local_count grouped = {.text = ""};
    char money[LOCAL_COUNT_SIZE];
    /* Where the locale has no sign for it there may be nothing between the digits. */
    if (strfmon(money, sizeof money, "%!.1n", (double)tenths / 10) > 0 &&
        strspn(money, " 0123456789") < strlen(money))
        snprintf(grouped.text, sizeof grouped.text, "%s", money + strspn(money, " "));
    else
        snprintf(grouped.text, sizeof grouped.text, "%.1f", (double)tenths / 10);
    return grouped;
}

struct local_count local_count_in(int64_t count, size_t cells)
{
    enum { MOST_CELLS = 20 };
    struct local_count grouped = local_count(count);
    struct local_count padded;
    /* A separator is one cell, whatever its bytes. */
    size_t width = utf8_width(grouped.text, strlen(grouped.text));
    size_t blanks = cells > width ? cells - width : 0;
    snprintf(padded.text, sizeof padded.text, "%*s%s",
             blanks < MOST_CELLS ? (int)blanks : MOST_CELLS, "", grouped.text);
    return padded;
}
