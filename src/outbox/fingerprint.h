/*
 * What makes two sends "the same message": sender, recipient, template,
 * language and values. Pure; SHA-256 from libcrypto.
 */
#ifndef CHAKRA_OUTBOX_FINGERPRINT_H
#define CHAKRA_OUTBOX_FINGERPRINT_H

#include "src/base/err.h"
#include "src/whatsapp/values.h"

enum { FINGERPRINT_SIZE = 65 };

/* Lower-case hex of SHA-256 over the length-prefixed parts; `run` may be NULL (see `test`). */
enum err fingerprint_make(const char *phone_number_id, const char *to, const char *template,
                          const char *language, const struct values *values, const char *run,
                          char text[FINGERPRINT_SIZE], struct error *reterr);

/* The same of a file's content, read piece by piece. ERR_CONTENT when it cannot be read. */
enum err fingerprint_file(const char *path, char text[FINGERPRINT_SIZE], struct error *reterr);

#endif
