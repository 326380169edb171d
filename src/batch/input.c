/* Opening, spooling and reading the file of a batch. */
#include "src/batch/input.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"

enum { BLOCK_BYTES = 65536 };

static enum err input_error(const char *name, const char *verb, struct error *reterr)
{
    if (errno == ENOMEM)
        return error_nomem(reterr);
    error_set(reterr, ERR_IO, "Check the path and the disk, then try again.", "cannot %s: %s",
              text_of(verb), strerror(errno));
    error_set_where(reterr, "%s", name);
    return ERR_IO;
}

int input_make_private(const char *folder)
{
    CLEANUP(mem_freep) char *path = paths_join(folder, "batch-XXXXXX");
    if (path == NULL) {
        errno = ENOMEM;
        return -1;
    }
    int fd = mkstemp(path); /* 0600 */
    if (fd < 0)
        return -1;
    unlink(path);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

static bool write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

/* Standard input and pipes: all of it goes into a private file first. */
static enum err spool(int from, const char *data_folder, struct input *input, struct error *reterr)
{
    enum err err = paths_make_private_folder(data_folder, reterr);
    if (err != ERR_OK)
        return err;
    input->fd = input_make_private(data_folder);
    if (input->fd < 0)
        return input_error(data_folder, "keep the list in this folder", reterr);
    char *block = mem_alloc(BLOCK_BYTES);
    if (block == NULL)
        return error_nomem(reterr);
    ssize_t count = 0;
    while (err == ERR_OK &&
           ((count = read(from, block, BLOCK_BYTES)) > 0 || (count < 0 && errno == EINTR)))
        if (count > 0 && !write_all(input->fd, block, (size_t)count))
            err = input_error(data_folder, "keep the list in this folder", reterr);
    if (err == ERR_OK && count < 0)
        err = input_error(input->name, "read", reterr);
    mem_wipe(block, BLOCK_BYTES);
    mem_free(block);
    return err;
}

enum err input_open(const char *path, const char *data_folder, struct input *ret_input,
                    struct error *reterr)
{
    bool is_standard = strcmp(path, "-") == 0;
    *ret_input = (struct input){.fd = -1};
    ret_input->name = mem_strdup(is_standard ? "standard input" : path);
    if (ret_input->name == NULL)
        return error_nomem(reterr);
    int fd = is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    enum err err = ERR_OK;
    if (fd < 0 || fstat(fd, &ret_input->seen) != 0)
        err = input_error(path, "open the list", reterr);
    else if (S_ISDIR(ret_input->seen.st_mode))
        err = error_set(reterr, ERR_IO, "Name a CSV file.", "%.200s is a folder", path);
    bool is_own = err == ERR_OK && S_ISREG(ret_input->seen.st_mode) && !is_standard;
    if (is_own)
        ret_input->fd = fd;
    else if (err == ERR_OK)
        err = spool(fd, data_folder, ret_input, reterr);
    if (fd >= 0 && !is_standard && !is_own)
        close(fd);
    if (err == ERR_OK && fstat(ret_input->fd, &ret_input->seen) != 0)
        err = input_error(path, "read", reterr);
    if (err != ERR_OK)
        input_release(ret_input);
    return err;
}

void input_release(struct input *input)
{
    if (input->name != NULL && input->fd >= 0)
        close(input->fd);
    mem_free(input->name);
    *input = (struct input){.fd = -1};
}

static ssize_t read_at(int fd, char *bytes, size_t size, off_t at)
{
    ssize_t count;
    do
        count = pread(fd, bytes, size, at);
    while (count < 0 && errno == EINTR);
    return count;
}

enum err input_digest(const struct input *input, unsigned char digest[INPUT_DIGEST_SIZE],
                      struct error *reterr)
{
    char *block = mem_alloc(BLOCK_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ok =
        block != NULL && context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;
    off_t at = 0;
    ssize_t count = 0;
    while (ok && (count = read_at(input->fd, block, BLOCK_BYTES, at)) > 0) {
        ok = EVP_DigestUpdate(context, block, (size_t)count) == 1;
        at += count;
    }
    enum err err = ok ? ERR_OK : error_nomem(reterr);
    if (ok && count < 0)
        err = input_error(input->name, "read", reterr);
    else if (ok && EVP_DigestFinal_ex(context, digest, NULL) != 1)
        err = error_nomem(reterr);
    EVP_MD_CTX_free(context);
    mem_free(block);
    return err;
}

enum err input_check_unchanged(const struct input *input, struct error *reterr)
{
    struct stat now;
    if (fstat(input->fd, &now) != 0)
        return input_error(input->name, "read", reterr);
    if (now.st_size == input->seen.st_size && now.st_mtim.tv_sec == input->seen.st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == input->seen.st_mtim.tv_nsec)
        return ERR_OK;
    error_set(reterr, ERR_CONTENT,
              "Put the file back as it was to go on with --resume; a changed file is another list.",
              "the list was changed after it was checked");
    error_set_where(reterr, "%s", input->name);
    return ERR_CONTENT;
}

static enum err read_input(void *context, char *bytes, size_t size, size_t *ret_count,
                           struct error *reterr)
{
    struct cursor *cursor = context;
    ssize_t count = read_at(cursor->input->fd, bytes, size, cursor->at);
    *ret_count = count > 0 ? (size_t)count : 0;
    cursor->at += count > 0 ? count : 0;
    return count < 0 ? input_error(cursor->input->name, "read", reterr) : ERR_OK;
}

enum err cursor_open(struct cursor *cursor, const struct input *input, const char *encoding,
                     struct error *reterr)
{
    *cursor = (struct cursor){.input = input};
    struct byte_source source = {read_input, cursor};
    enum err err = ERR_OK;
    if (encoding != NULL) {
        err = decoder_open(encoding, &source, &cursor->decoder, reterr);
        if (err == ERR_OK)
            source = decoder_source(cursor->decoder);
    }
    if (err == ERR_OK)
        err = csv_open(&source, 0, &cursor->reader, reterr);
    if (err != ERR_OK)
        cursor_close(cursor);
    return err;
}

void cursor_close(struct cursor *cursor)
{
    csv_close(cursor->reader);
    decoder_close(cursor->decoder);
    *cursor = (struct cursor){0};
}
