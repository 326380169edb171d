/*
 * Files that were uploaded as public media, in memory; the oldest are forgotten
 * when there are too many or they are too large together. The caller's lock
 * guards it.
 */
#ifndef CHAKRA_SANDBOX_MEDIA_H
#define CHAKRA_SANDBOX_MEDIA_H

#include "src/base/err.h"
#include "src/base/uuid.h"

#include <stddef.h>

enum { MEDIA_FILES_MAX = 64, MEDIA_NAME_SIZE = 256 };

struct media_file {
    char id[UUID_TEXT_SIZE];
    char name[MEDIA_NAME_SIZE];
    char content_type[MEDIA_NAME_SIZE];
    char *bytes;
    size_t length;
};

struct media_shelf {
    struct media_file files[MEDIA_FILES_MAX]; /* oldest first */
    size_t count;
    size_t bytes; /* of all together */
};

/* Copies the bytes. *ret_file is borrowed until the next media_add(). */
enum err media_add(struct media_shelf *shelf, const char *name, const char *content_type,
                   const char *bytes, size_t length, const struct media_file **ret_file,
                   struct error *reterr);
const struct media_file *media_find(const struct media_shelf *shelf, const char *id);
void media_clear(struct media_shelf *shelf);

#endif
