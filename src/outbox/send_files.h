/*
 * Files in the values of a send (header.file, card.INDEX.header.file): each is
 * looked at before anything else, uploaded when all checks have passed, and
 * replaced by its link. The record of the send holds the link.
 */
#ifndef CHAKRA_OUTBOX_SEND_FILES_H
#define CHAKRA_OUTBOX_SEND_FILES_H

#include "src/base/arena.h"
#include "src/chakra/media.h"
#include "src/outbox/fingerprint.h"
#include "src/whatsapp/rules.h"
#include "src/whatsapp/slots.h"
#include "src/whatsapp/values.h"

struct send_file {
    const char *key;      /* "header.file" */
    const char *link_key; /* "header.link" */
    const char *given;    /* the path as it was written */
    const char *path;     /* found from the folder */
    enum header_format format;
    char digest[FINGERPRINT_SIZE]; /* of the content that was uploaded */
    struct media_file media;       /* of type MEDIA_UNKNOWN when it could not be looked at */
};

struct send_files {
    struct send_file *items; /* in the arena given */
    size_t count;
};

/*
 * Takes the files out of `values` and checks them: what is wrong becomes a
 * problem on its slot, and a good one a warning that its link will be public.
 * A document without a file name gets the file's. Paths are found from `folder`;
 * NULL and "": from where the program runs.
 */
enum err send_files_take(struct values *values, const struct slot_list *slots, const char *folder,
                         struct arena *arena, struct problem_list *problems,
                         struct send_files *ret_files, struct error *reterr);

/* For the rules only: as `values` will be after the upload, with links that lead nowhere. */
enum err send_files_stand_in(const struct send_files *files, const struct values *values,
                             struct values *ret_values, struct error *reterr);

/* Notes what is in each file, for the guard. Errors are about the file *ret_failed. */
enum err send_files_digest(struct send_files *files, const struct send_file **ret_failed,
                           struct error *reterr);

/* For the guard against sending twice: `values` with the content of each file for its link. */
enum err send_files_guard_values(const struct send_files *files, const struct values *values,
                                 struct values *ret_values, struct error *reterr);

#endif
