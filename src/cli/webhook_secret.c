/* Kept apart so that the check of the sources can name the one file that sees the bytes. */
#include "src/cli/webhook_secret.h"

#include "src/webhook/signature.h"

bool webhook_is_signed(const struct secret *secret, const void *body, size_t length,
                       const char *signature)
{
    return signature_matches(secret_bytes(secret), body, length, signature);
}
