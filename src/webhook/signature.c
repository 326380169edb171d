/* The signature of a webhook, made and compared. */
#include "src/webhook/signature.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>

enum { DIGEST_SIZE = 32 };

bool signature_make(const char *secret, const void *body, size_t length,
                    char text[SIGNATURE_TEXT_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    size_t secret_length = strlen(secret);
    text[0] = '\0';
    if (secret_length > INT_MAX ||
        HMAC(EVP_sha256(), secret, (int)secret_length, body, length, digest, &size) == NULL ||
        size != DIGEST_SIZE)
        return false;
    for (size_t i = 0; i < DIGEST_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", (unsigned)digest[i]);
    return true;
}

bool signature_matches(const char *secret, const void *body, size_t length, const char *given)
{
    char wanted[SIGNATURE_TEXT_SIZE];
    if (given == NULL || secret[0] == '\0' || strlen(given) != SIGNATURE_TEXT_SIZE - 1 ||
        !signature_make(secret, body, length, wanted))
        return false;
    bool same = CRYPTO_memcmp(wanted, given, SIGNATURE_TEXT_SIZE - 1) == 0;
    OPENSSL_cleanse(wanted, sizeof wanted); /* a right one is as good as the secret for this body */
    return same;
}
