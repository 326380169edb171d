/* Random identifiers (RFC 9562, version 4) and their form. Any thread. */
#ifndef CHAKRA_BASE_UUID_H
#define CHAKRA_BASE_UUID_H

#include "src/base/err.h"

#include <stdbool.h>

enum { UUID_TEXT_SIZE = 37 };

/* Lower-case text; ERR_IO when the system gives no random bytes. */
enum err uuid_make(char text[UUID_TEXT_SIZE], struct error *reterr);
bool uuid_is_valid(const char *text); /* either case */

#endif
