/* The table of recipients that make something happen. */
#include "src/sandbox/faults.h"

#include "src/base/mem.h"
#include "src/whatsapp/graph_error.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *digits;
    enum fault_kind kind;
} special_recipients[] = {
    {"15550000402", FAULT_BILLING}, {"15550000429", FAULT_THROTTLED},
    {"15550000502", FAULT_GATEWAY}, {"15550000997", FAULT_SLOW},
    {"15550000998", FAULT_CLOSE},   {"15550000999", FAULT_HOLD},
};

static const struct {
    const char *prefix; /* followed by a code of 7 digits */
    enum fault_kind kind;
} code_recipients[] = {
    {"1555", FAULT_REFUSE},
    {"1556", FAULT_FAIL_LATER},
};

enum { PREFIX_LENGTH = 4, CODE_LENGTH = 7 };

struct fault fault_find(const char *digits)
{
    for (size_t i = 0; i < COUNT_OF(special_recipients); i++)
        if (strcmp(special_recipients[i].digits, digits) == 0)
            return (struct fault){.kind = special_recipients[i].kind};
    if (strlen(digits) != PREFIX_LENGTH + CODE_LENGTH)
        return (struct fault){0};
    int code = (int)strtol(digits + PREFIX_LENGTH, NULL, 10);
    if (code == 0 || graph_error_find(code) == NULL)
        return (struct fault){0};
    for (size_t i = 0; i < COUNT_OF(code_recipients); i++)
        if (strncmp(code_recipients[i].prefix, digits, PREFIX_LENGTH) == 0)
            return (struct fault){.kind = code_recipients[i].kind, .code = code};
    return (struct fault){0};
}
