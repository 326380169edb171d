/* SHA-256 as text (libcrypto). Any thread. */
#ifndef CHAKRA_BASE_DIGEST_H
#define CHAKRA_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

enum { DIGEST_TEXT_SIZE = 65 };

/* Lower-case hex; false (and "") when libcrypto has no memory. */
bool digest_sha256(const void *bytes, size_t length, char text[DIGEST_TEXT_SIZE]);

#endif
