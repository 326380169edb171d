/*
 * The file of a batch: opened once, read several times from its beginning, and
 * watched, because what was checked must be what is sent. What cannot be read twice
 * (standard input, a pipe) is kept in a private file that has no name.
 */
#ifndef CHAKRA_BATCH_INPUT_H
#define CHAKRA_BATCH_INPUT_H

#include "src/base/csv.h"
#include "src/base/decoder.h"

#include <sys/stat.h>
#include <sys/types.h>

enum { INPUT_DIGEST_SIZE = 32 };

struct input {
    int fd;
    char *name; /* for messages */
    struct stat seen;
};

enum err input_open(const char *path, const char *data_folder, struct input *ret_input,
                    struct error *reterr);
void input_release(struct input *input);
/* SHA-256 of the bytes. */
enum err input_digest(const struct input *input, unsigned char digest[INPUT_DIGEST_SIZE],
                      struct error *reterr);
/* ERR_CONTENT when somebody wrote to the file since it was opened. */
enum err input_check_unchanged(const struct input *input, struct error *reterr);

/* A private file in `folder` without a name; -1 and errno. */
int input_make_private(const char *folder);

/* One reading of it. */
struct cursor {
    const struct input *input;
    off_t at;
    struct decoder *decoder;
    struct csv_reader *reader;
};

enum err cursor_open(struct cursor *cursor, const struct input *input, const char *encoding,
                     struct error *reterr);
void cursor_close(struct cursor *cursor);

#endif
