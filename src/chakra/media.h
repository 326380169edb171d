/*
 * A file before it is uploaded as the media of a header: can it be read, what is
 * it by its content (a name proves nothing), and does the header take it. Types
 * and sizes are WhatsApp's (template reference, section 12).
 *
 * Reads the disk on the caller's thread; any thread. Every refusal of a file is
 * ERR_CONTENT or ERR_TOO_BIG, which no answer of a server is.
 */
#ifndef CHAKRA_CHAKRA_MEDIA_H
#define CHAKRA_CHAKRA_MEDIA_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/chakra/media_type.h"
#include "src/whatsapp/template.h"

#include <stddef.h>
#include <stdint.h>

enum { MEDIA_NAME_BYTES = 256, MEDIA_WARNING_BYTES = 320 };

struct media_file {
    enum media_type type;
    int64_t bytes;
    char name[MEDIA_NAME_BYTES];       /* last part of the path, valid UTF-8 */
    char warning[MEDIA_WARNING_BYTES]; /* odd, but it can be sent; "": nothing */
};

/* A folder, a pipe, an empty, missing or unreadable file is ERR_CONTENT. */
enum err media_look(const char *path, struct media_file *ret_file, struct error *reterr);

/* The same, and *ret_fd stays open for reading (the caller closes it), so that what was looked at
 * is what is read, whatever happens to the name meanwhile. -1 after a failure. */
enum err media_open(const char *path, struct media_file *ret_file, int *ret_fd,
                    struct error *reterr);

/* Does a header of this format take it? HEADER_NONE: does any? */
enum err media_fits(const struct media_file *file, enum header_format format, struct error *reterr);

/* "4.2 MB" in the caller's buffer. */
void media_size_text(int64_t bytes, char *text, size_t size);

/* The link in the answer to an upload, in the arena; ERR_UNKNOWN when the answer holds none that
 * can be used. */
enum err media_parse_uploaded(const char *bytes, size_t length, struct arena *arena,
                              const char **ret_url, struct error *reterr);

#endif
