/* The token's memory, and two of its three sources (the third is secret_command.c). */
#include "src/config/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"

/* Real tokens have some hundred bytes; a header of more than this no server takes. */
enum { LONGEST_TOKEN = 8192, LONGEST_VARIABLE = 40 };

void secret_init(struct secret *secret)
{
    *secret = (struct secret){0};
}

void secret_release(struct secret *secret)
{
    if (secret->hidden != NULL)
        mem_wipe(secret->hidden, secret->length);
    mem_free(secret->hidden);
    secret_init(secret);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Nothing of the bytes may get into a message. */
static enum err check_bytes(const char *bytes, size_t length, struct error *reterr)
{
    if (length == 0)
        return error_set(reterr, ERR_SECRET, "Put the token there, or name another source.",
                         "the token is empty");
    if (length > LONGEST_TOKEN)
        return error_set(reterr, ERR_SECRET, "Name the source of the token itself.",
                         "what should be the token has %zu bytes", length);
    for (size_t i = 0; i < length; i++) {
        if (is_space(bytes[i]))
            return error_set(reterr, ERR_SECRET,
                             "The source must give the token alone, in one line and without the "
                             "word Bearer.",
                             "the token has blanks or line ends inside");
        if ((unsigned char)bytes[i] < '!' || (unsigned char)bytes[i] > '~')
            return error_set(reterr, ERR_SECRET, "Copy the token again, as plain text.",
                             "the token has characters that no token has");
    }
    return ERR_OK;
}

enum err secret_set(struct secret *secret, const char *bytes, size_t length, struct error *reterr)
{
    while (length > 0 && is_space(bytes[0])) {
        bytes++;
        length--;
    }
    while (length > 0 && is_space(bytes[length - 1]))
        length--;
    enum err err = check_bytes(bytes, length, reterr);
    if (err != ERR_OK)
        return err;
    char *copy = mem_strndup(bytes, length);
    if (copy == NULL)
        return error_nomem(reterr);
    secret_release(secret);
    secret->hidden = copy;
    secret->length = length;
    return ERR_OK;
}

enum err secret_copy(struct secret *to, const struct secret *from, struct error *reterr)
{
    if (!secret_is_set(from)) {
        secret_release(to);
        return ERR_OK;
    }
    return secret_set(to, from->hidden, from->length, reterr);
}

bool secret_is_set(const struct secret *secret)
{
    return secret->hidden != NULL;
}

const char *secret_bytes(const struct secret *secret)
{
    return secret->hidden != NULL ? secret->hidden : "";
}

/* A buffer of one size, so that no piece of the token stays behind in memory given back. */
static enum err read_token(int file, const char *path, struct secret *secret, struct error *reterr)
{
    size_t size = LONGEST_TOKEN + 64, count = 0;
    char *bytes = mem_alloc(size);
    if (bytes == NULL)
        return error_nomem(reterr);
    enum err err = ERR_OK;
    while (count < size) {
        ssize_t got = read(file, bytes + count, size - count);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            err = error_set(reterr, ERR_SECRET, "Check the disk, then try again.",
                            "cannot read the token from %s: %s", path, strerror(errno));
        if (got <= 0)
            break;
        count += (size_t)got;
    }
    if (err == ERR_OK)
        err = secret_set(secret, bytes, count, reterr);
    mem_wipe(bytes, size);
    mem_free(bytes);
    return err;
}

enum err secret_from_file(struct secret *secret, const char *file, struct error *reterr)
{
    enum err err = paths_check_private_file(file, reterr);
    if (err != ERR_OK) {
        if (reterr != NULL)
            reterr->code = ERR_SECRET;
        return ERR_SECRET;
    }
    int descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        error_set(reterr, ERR_SECRET, "Check the path and your rights to read it.",
                  "cannot open the token file %s: %s", file, strerror(errno));
        return ERR_SECRET;
    }
    err = read_token(descriptor, file, secret, reterr);
    if (err != ERR_OK)
        error_set_where(reterr, "%s", file);
    close(descriptor);
    return err;
}

enum err secret_from_environment(struct secret *secret, const char *variable, struct error *reterr)
{
    const char *value = getenv(variable);
    /* A name as long as a token may be one, put into the wrong place: it is not repeated. */
    bool is_name = strlen(variable) <= LONGEST_VARIABLE;
    if (value == NULL)
        return error_set(reterr, ERR_SECRET, "Set the variable, or name another source.",
                         "the token should be in %s%s, which is not set",
                         is_name ? "the variable " : "a variable with a long name",
                         is_name ? variable : "");
    enum err err = secret_set(secret, value, strlen(value), reterr);
    if (err != ERR_OK)
        error_set_where(reterr, "environment %s", variable);
    return err;
}

enum err secret_write_new_file(const struct secret *secret, const char *path, struct error *reterr)
{
    if (!secret_is_set(secret))
        return error_set(reterr, ERR_SECRET, "Type the token again.", "there is no token to keep");
    const char *slash = strrchr(path, '/');
    CLEANUP(mem_freep)
    char *folder =
        slash != NULL && slash != path ? mem_strndup(path, (size_t)(slash - path)) : NULL;
    size_t size = secret->length + 1;
    char *line = mem_alloc(size);
    if (line == NULL)
        return error_nomem(reterr);
    memcpy(line, secret->hidden, secret->length);
    line[secret->length] = '\n';
    enum err err = folder != NULL ? paths_make_private_folder(folder, reterr) : ERR_OK;
    if (err == ERR_OK)
        err = paths_write_new_private_file(path, line, size, reterr);
    mem_wipe(line, size);
    mem_free(line);
    return err;
}
