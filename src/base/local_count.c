/* Counts as the operator's locale groups them. */
#include "src/base/local_count.h"

#include <inttypes.h>
#include <monetary.h>
#include <stdio.h>
#include <string.h>

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
