/* Fetching media. The file is written beside its place, checked, and linked there: a link never
 * replaces what is there already. */
#include "src/cli/media_fetch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/cli/call.h"
#include "src/outbox/call_answer.h"
#include "src/outbox/fingerprint.h"

/* WhatsApp's largest is a document of 100 MB. */
enum { MEDIA_BYTES_MAX = 128 * 1024 * 1024, HTTP_NOT_FOUND = 404, SHA256_HEX = 64 };

struct part {
    char *path; /* of the unfinished file; NULL once it is gone */
    int fd;
};

enum err media_fetch_info(struct session *session, const char *id, struct arena *arena,
                          struct media_info *ret_info, struct error *reterr)
{
    const struct route_parameter path[] = {
        {"version", session_profile(session)->api_version}, {"mediaId", id}, {NULL, NULL}};
    struct exchange exchange = {0};
    enum err err = call_read(session, ROUTE_SHOW_MEDIA, path, NULL, "the media", &exchange, reterr);
    if (err == ERR_OK)
        err = discovery_read_media(exchange.result->answer.body, exchange.result->answer.length,
                                   arena, ret_info, reterr);
    exchange_release(&exchange);
    return err;
}

static enum err exists_already(const char *path, struct error *reterr)
{
    return error_set(reterr, ERR_CONTENT, "Choose another name, or move that file away.",
                     "there is a file %.300s already", path);
}

static enum err open_part(const char *path, struct part *part, struct error *reterr)
{
    if (access(path, F_OK) == 0)
        return exists_already(path, reterr);
    struct strbuf name;
    strbuf_init(&name, 64 * 1024);
    strbuf_addf(&name, "%s.part-XXXXXX", path);
    part->path = strbuf_take(&name);
    strbuf_release(&name);
    if (part->path == NULL)
        return error_nomem(reterr);
    part->fd = mkstemp(part->path);
    if (part->fd >= 0)
        return ERR_OK;
    mem_free(part->path);
    part->path = NULL;
    return error_set(reterr, ERR_IO, "Choose a folder that you can write to.",
                     "cannot write beside %.300s: %s", path, strerror(errno));
}

static void drop_part(struct part *part)
{
    if (part->fd >= 0)
        close(part->fd);
    if (part->path != NULL)
        unlink(part->path);
    mem_free(part->path);
    *part = (struct part){.fd = -1};
}

static enum err fetch_by(struct session *session, enum route route, const char *id,
                         const struct part *part, struct exchange *exchange, struct error *reterr)
{
    const struct route_parameter path[] = {
        {"version", session_profile(session)->api_version}, {"mediaId", id}, {NULL, NULL}};
    CLEANUP(mem_freep) char *url = NULL;
    enum err err = route_url(session_profile(session)->base_url, route, path, NULL, &url, reterr);
    const struct call call = {.method = "GET",
                              .url = url,
                              .is_read = true,
                              .saves = true,
                              .save_fd = part->fd,
                              .save_most = MEDIA_BYTES_MAX};
    return err == ERR_OK ? call_run(session, &call, exchange, reterr) : err;
}

/* The newer address first; accounts that do not have it answer 404. */
static enum err fetch(struct session *session, const char *id, const struct part *part,
                      int64_t *ret_bytes, struct error *reterr)
{
    struct exchange exchange = {0};
    enum err err = fetch_by(session, ROUTE_FETCH_MEDIA, id, part, &exchange, reterr);
    if (err == ERR_OK && exchange.result->answer.http_status == HTTP_NOT_FOUND) {
        exchange_release(&exchange);
        err = fetch_by(session, ROUTE_FETCH_MEDIA_OLDER, id, part, &exchange, reterr);
    }
    if (err == ERR_OK)
        err = call_answer_check(&exchange.result->answer, "the media", reterr);
    if (err == ERR_OK)
        *ret_bytes = exchange.result->answer.bytes_saved;
    exchange_release(&exchange);
    return err;
}

static enum err check_content(const struct part *part, const struct media_info *info, int64_t bytes,
                              struct error *reterr)
{
    static const char next[] = "Fetch it again; nothing was kept of this one.";
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

static enum err put_in_place(struct part *part, const char *path, struct error *reterr)
{
    if (fsync(part->fd) != 0)
        return error_set(reterr, ERR_IO, "Make room on the disk, then try again.",
                         "%.300s cannot be written: %s", path, strerror(errno));
    if (link(part->path, path) == 0)
        return ERR_OK;
    if (errno == EEXIST)
        return exists_already(path, reterr);
    /* Some file systems know no links; a second look is the best that is left. */
    if (access(path, F_OK) != 0 && rename(part->path, path) == 0)
        return ERR_OK;
    return error_set(reterr, ERR_IO, "Choose another folder.", "%.300s cannot be made: %s", path,
                     strerror(errno));
}

enum err media_fetch_file(struct session *session, const char *id, const struct media_info *info,
                          const char *path, int64_t *ret_bytes, struct error *reterr)
{
    struct part part = {.fd = -1};
    enum err err = open_part(path, &part, reterr);
    if (err == ERR_OK)
        err = fetch(session, id, &part, ret_bytes, reterr);
    if (err == ERR_OK)
        err = check_content(&part, info, *ret_bytes, reterr);
    if (err == ERR_OK)
        err = put_in_place(&part, path, reterr);
    drop_part(&part);
    return err;
}
