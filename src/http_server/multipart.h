/*
 * Reads a multipart/form-data body (RFC 7578) that is in memory as a whole.
 * Pure; the results point into the body.
 */
#ifndef CHAKRA_HTTP_SERVER_MULTIPART_H
#define CHAKRA_HTTP_SERVER_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

enum { MULTIPART_NAME_SIZE = 256 };

struct multipart_part {
    const char *bytes;
    size_t length;
    char filename[MULTIPART_NAME_SIZE];     /* "" when the part names none */
    char content_type[MULTIPART_NAME_SIZE]; /* "" when the part names none */
};

/* Finds the first part called `name`. False when there is none or the body is not well formed. */
bool multipart_find(const char *content_type, const char *body, size_t length, const char *name,
                    struct multipart_part *ret_part);

#endif
