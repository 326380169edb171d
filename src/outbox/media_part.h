/*
 * Bytes that are fetched become a file: written beside its place, checked, put there. Whole or not
 * at all, readable by the operator alone, and over another file only where that was asked for.
 * media_part_finish() reads the whole file again and waits for the disk.
 */
#ifndef CHAKRA_OUTBOX_MEDIA_PART_H
#define CHAKRA_OUTBOX_MEDIA_PART_H

#include "src/chakra/discovery.h"

#include <stdbool.h>
#include <stdint.h>

/* WhatsApp's largest is a document of 100 MB. */
enum { MEDIA_PART_BYTES_MAX = 128 * 1024 * 1024 };

struct media_part {
    char *path;    /* of the unfinished file; NULL: there is none */
    int fd;        /* -1: there is none */
    bool replaces; /* what is at its place already */
};

/* ERR_CONTENT when something is at `path` that is not to be replaced. media_part_drop() in every
 * case. */
enum err media_part_open(const char *path, bool replaces, struct media_part *ret_part,
                         struct error *reterr);
/* Holds `bytes` and the digest against `info` where it has them, then puts the file to `path`. */
enum err media_part_finish(struct media_part *part, const char *path, const struct media_info *info,
                           int64_t bytes, struct error *reterr);
/* Closes, and takes what is unfinished away. */
void media_part_drop(struct media_part *part);

#endif
