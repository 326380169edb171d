/* Lines of a reply's header. */
#include "src/chakra/reply_header.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "src/base/mem.h"

void header_value(const char *line, size_t length, const char *name, char *value, size_t size)
{
    size_t name_length = strlen(name);
    if (length <= name_length || strncasecmp(line, name, name_length) != 0)
        return;
    line += name_length;
    length -= name_length;
    while (length > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        length--;
    }
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        length--;
    if (length < size)
        snprintf(value, size, "%.*s", (int)length, line);
}

/* What support asks for, and what explains a wait. None of ChakraHQ's own is documented; these are
 * the names that its clients look for. */
static const char *const kept_headers[] = {
    "Content-Type:", "Retry-After:",      "X-Chakra-Request-Id:",
    "X-Request-Id:", "X-Amzn-RequestId:", "X-FB-Trace-Id:"};

void header_note(const char *line, size_t length, char *headers, size_t size)
{
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        length--;
    for (size_t i = 0; i < COUNT_OF(kept_headers); i++) {
        size_t used = strlen(headers);
        size_t name_length = strlen(kept_headers[i]);
        if (length > name_length && strncasecmp(line, kept_headers[i], name_length) == 0 &&
            used + length + 3 < size)
            snprintf(headers + used, size - used, "%s%.*s", used > 0 ? ", " : "", (int)length,
                     line);
    }
}
