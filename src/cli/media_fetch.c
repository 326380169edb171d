/* Fetching media: the transfer. */
#include "src/cli/media_fetch.h"

#include "src/base/mem.h"
#include "src/cli/call.h"
#include "src/outbox/call_answer.h"
#include "src/outbox/media_part.h"

enum { HTTP_NOT_FOUND = 404 };

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

static enum err fetch_by(struct session *session, enum route route, const char *id,
                         const struct media_part *part, struct exchange *exchange,
                         struct error *reterr)
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
                              .save_most = MEDIA_PART_BYTES_MAX};
    return err == ERR_OK ? call_run(session, &call, exchange, reterr) : err;
}

/* The newer address first; accounts that do not have it answer 404. */
static enum err fetch(struct session *session, const char *id, const struct media_part *part,
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

enum err media_fetch_file(struct session *session, const char *id, const struct media_info *info,
                          const char *path, int64_t *ret_bytes, struct error *reterr)
{
    struct media_part part;
    enum err err = media_part_open(path, false, &part, reterr);
    if (err == ERR_OK)
        err = fetch(session, id, &part, ret_bytes, reterr);
    if (err == ERR_OK)
        err = media_part_finish(&part, path, info, *ret_bytes, reterr);
    media_part_drop(&part);
    return err;
}
