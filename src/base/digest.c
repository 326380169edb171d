/* SHA-256 as text. */
#include "src/base/digest.h"

#include <openssl/evp.h>
#include <stdio.h>

bool digest_sha256(const void *bytes, size_t length, char text[DIGEST_TEXT_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    text[0] = '\0';
    if (EVP_Digest(bytes, length, digest, NULL, EVP_sha256(), NULL) != 1)
        return false;
    for (size_t i = 0; i < (DIGEST_TEXT_SIZE - 1) / 2; i++)
        snprintf(text + 2 * i, 3, "%02x", (unsigned)digest[i]);
    return true;
}
