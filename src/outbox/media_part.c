/* The file is linked to its place: a link never replaces what is there already. */
#include "src/outbox/media_part.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/base/text.h"
#include "src/outbox/fingerprint.h"

enum { PATH_BYTES_MAX = 64 * 1024, SHA256_HEX = 64 };

static enum err exists_already(const char *path, struct error *reterr)
{
    return error_set(reterr, ERR_CONTENT, "Choose another name, or move that file away.",
                     "there is a file %.300s already", path);
}

/* Only a regular file is replaced; a link is looked at itself, not what it leads to. */
static enum err check_place(const char *path, bool replaces, struct error *reterr)
{
    struct stat about;
    if (lstat(path, &about) != 0)
        return ERR_OK; /* what else is wrong with it shows when the part is made */
    if (S_ISDIR(about.st_mode))
        return error_set(reterr, ERR_CONTENT, "Add a name for the file to it.",
                         "%.300s is a folder", path);
    return replaces && S_ISREG(about.st_mode) ? ERR_OK : exists_already(path, reterr);
}

enum err media_part_open(const char *path, bool replaces, struct media_part *ret_part,
                         struct error *reterr)
{
    *ret_part = (struct media_part){.fd = -1, .replaces = replaces};
    enum err err = check_place(path, replaces, reterr);
    if (err != ERR_OK)
        return err;
    struct strbuf name;
    strbuf_init(&name, PATH_BYTES_MAX);
    strbuf_addf(&name, "%s.part-XXXXXX", path);
    ret_part->path = strbuf_take(&name);
    strbuf_release(&name);
    if (ret_part->path == NULL)
        return error_nomem(reterr);
    ret_part->fd = mkstemp(ret_part->path);
    if (ret_part->fd >= 0)
        return ERR_OK;
    mem_free(ret_part->path);
    ret_part->path = NULL;
    return error_set(reterr, ERR_IO, "Choose a folder that you can write to.",
                     "cannot write beside %.300s: %s", path, strerror(errno));
}

void media_part_drop(struct media_part *part)
{
    if (part->fd >= 0)
        close(part->fd);
    if (part->path != NULL)
        unlink(part->path);
    mem_free(part->path);
    *part = (struct media_part){.fd = -1};
}

static enum err check_content(const struct media_part *part, const struct media_info *info,
                              int64_t bytes, struct error *reterr)
{
    static const char next[] = TEXT("Fetch it again; nothing was kept of this one.");
    char digest[FINGERPRINT_SIZE];
    if (info->bytes >= 0 && info->bytes != bytes)
        return error_set(reterr, ERR_IO, next,
                         "%" PRId64 " bytes came, and it should have been %" PRId64, bytes,
                         info->bytes);
    if (info->sha256 == NULL || strlen(info->sha256) != SHA256_HEX)
        return ERR_OK;
    enum err err = fingerprint_file(part->path, digest, reterr);
    if (err == ERR_OK && strcasecmp(digest, info->sha256) != 0)
        err = error_set(reterr, ERR_IO, next,
                        "what came is not what WhatsApp has: its SHA-256 "
                        "differs");
    return err;
}

static enum err put_in_place(struct media_part *part, const char *path, struct error *reterr)
{
    if (fsync(part->fd) != 0)
        return error_set(reterr, ERR_IO, "Make room on the disk, then try again.",
                         "%.300s cannot be written: %s", path, strerror(errno));
    enum err err = check_place(path, part->replaces, reterr);
    if (err != ERR_OK)
        return err;
    if (part->replaces ? rename(part->path, path) == 0 : link(part->path, path) == 0)
        return ERR_OK;
    if (errno == EEXIST)
        return exists_already(path, reterr);
    /* Some file systems know no links; a second look is the best that is left. */
    if (access(path, F_OK) != 0 && rename(part->path, path) == 0)
        return ERR_OK;
    return error_set(reterr, ERR_IO, "Choose another folder.", "%.300s cannot be made: %s", path,
                     strerror(errno));
}

enum err media_part_finish(struct media_part *part, const char *path, const struct media_info *info,
                           int64_t bytes, struct error *reterr)
{
    enum err err = check_content(part, info, bytes, reterr);
    return err == ERR_OK ? put_in_place(part, path, reterr) : err;
}
