/* The sandbox's sending numbers: two, so that choosing one can be tried. */
#include "src/sandbox/catalogue.h"

#include "src/base/mem.h"

#include <string.h>

static const struct sandbox_sender senders[] = {
    {SANDBOX_PHONE_NUMBER_ID, SANDBOX_SENDER_NUMBER, "+1 555-000-9999", SANDBOX_SENDER_NAME,
     "GREEN", "TIER_1K"},
    {"200000000000002", "15550009998", "+1 555-000-9998", "Sandbox Two", "YELLOW", "TIER_250"},
};

const struct sandbox_sender *sandbox_senders(size_t *ret_count)
{
    *ret_count = COUNT_OF(senders);
    return senders;
}

const struct sandbox_sender *sandbox_sender_find(const char *id)
{
    for (size_t i = 0; i < COUNT_OF(senders); i++)
        if (strcmp(senders[i].id, id) == 0)
            return &senders[i];
    return NULL;
}
