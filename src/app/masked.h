/*
 * A text that nobody may see while it is typed: the token. It lives in one piece
 * of memory that never moves and is wiped, so that no copy of it stays behind; a
 * screen shows how long it is, nothing else. UI thread.
 */
#ifndef CHAKRA_APP_MASKED_H
#define CHAKRA_APP_MASKED_H

#include "src/app/key.h"

#include <stdbool.h>
#include <stddef.h>

enum { MASKED_BYTES_MAX = 8192 };

struct masked {
    char *bytes; /* MASKED_BYTES_MAX of them; NULL while nothing was typed */
    size_t length;
};

void masked_clear(struct masked *masked); /* wipes and frees */
/* Appends what is no blank, line end or control character. False: too long or no memory, and
 * nothing was added. */
bool masked_add(struct masked *masked, const char *text, size_t length);
/* Text, Backspace and C-u; false for other keys. */
bool masked_key(struct masked *masked, struct key key);

#endif
