/*
 * The bearer token, in a type that nothing can print: the bytes are reachable
 * only through secret_bytes(), which the transport calls and no other file may
 * (a check in the test run greps for it). Wiped when released.
 *
 * Not thread safe; copy it to hand it to another thread.
 */
#ifndef CHAKRA_CONFIG_SECRET_H
#define CHAKRA_CONFIG_SECRET_H

#include "src/base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct secret {
    char *hidden; /* do not touch: use the functions */
    size_t length;
};

void secret_init(struct secret *secret);
void secret_release(struct secret *secret); /* wipes */
/* Takes a copy; trims white space at both ends; a token with control characters, blanks inside or
 * nothing in it is ERR_SECRET. */
enum err secret_set(struct secret *secret, const char *bytes, size_t length, struct error *reterr);
enum err secret_copy(struct secret *to, const struct secret *from, struct error *reterr);
bool secret_is_set(const struct secret *secret);
/* For the transport's Authorization header only. */
const char *secret_bytes(const struct secret *secret);

/* The three sources. `command` is split into words and run without a shell, 60 s at most, without
 * the token variables in its environment; `file` must be 0600 or stricter. */
enum err secret_from_command(struct secret *secret, const char *command, struct error *reterr);
enum err secret_from_file(struct secret *secret, const char *file, struct error *reterr);
enum err secret_from_environment(struct secret *secret, const char *variable, struct error *reterr);

/* Writes the token into a new file of mode 0600; the folder is made if need be. ERR_SECRET or
 * ERR_IO when it cannot be written or there is such a file already. */
enum err secret_write_new_file(const struct secret *secret, const char *path, struct error *reterr);

#endif
