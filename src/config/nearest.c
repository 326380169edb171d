/* Edit distance over short names (Levenshtein, one row kept). */
#include "src/config/nearest.h"

#include <string.h>
#include <strings.h>

enum { LONGEST_NAME = 64 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Names longer than the limit are compared by their beginning: enough for a suggestion. */
static size_t edit_distance(const char *from, const char *to)
{
    size_t from_length = smaller(strlen(from), LONGEST_NAME);
    size_t to_length = smaller(strlen(to), LONGEST_NAME);
    size_t row[LONGEST_NAME + 1];
    for (size_t j = 0; j <= to_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= from_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= to_length; j++) {
            size_t replaced = diagonal + (strncasecmp(&from[i - 1], &to[j - 1], 1) == 0 ? 0 : 1);
            diagonal = row[j];
            row[j] = smaller(replaced, smaller(row[j], row[j - 1]) + 1);
        }
    }
    return row[to_length];
}

void nearest_init(struct nearest *nearest, const char *wanted)
{
    *nearest = (struct nearest){.wanted = wanted};
    size_t length = strlen(wanted);
    nearest->distance = 1 + (length < 3 ? 1 : length / 3 + 1);
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
    if (candidate == NULL)
        return;
    size_t distance = edit_distance(nearest->wanted, candidate);
    if (distance < nearest->distance) {
        nearest->distance = distance;
        nearest->best = candidate;
    }
}
