/*
 * X-Chakra-Signature-256: HMAC-SHA256 over the body as it came, lower-case hex,
 * no prefix, keyed with the team's webhook secret. Pure; any thread.
 */
#ifndef CHAKRA_WEBHOOK_SIGNATURE_H
#define CHAKRA_WEBHOOK_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

enum { SIGNATURE_TEXT_SIZE = 65 };

#define SIGNATURE_HEADER "X-Chakra-Signature-256"

/* False when libcrypto cannot (no memory); `text` is "" then. */
bool signature_make(const char *secret, const void *body, size_t length,
                    char text[SIGNATURE_TEXT_SIZE]);

/*
 * Is `given` (the header's value; NULL when there was none) the body's signature? Compared in
 * constant time. False for an empty secret: nothing can be signed with it.
 */
bool signature_matches(const char *secret, const void *body, size_t length, const char *given);

#endif
