/* The longest prefix wins: 1242 is the Bahamas, 1 the rest of North America. */
#include "src/whatsapp/calling_code.h"

#include <string.h>

const struct calling_code *calling_code_find(const char *digits)
{
    const struct calling_code *best = NULL;
    size_t best_length = 0;
    for (size_t i = 0; i < calling_code_count; i++) {
        size_t length = strlen(calling_codes[i].prefix);
        if (length > best_length && strncmp(digits, calling_codes[i].prefix, length) == 0) {
            best = &calling_codes[i];
            best_length = length;
        }
    }
    return best;
}
