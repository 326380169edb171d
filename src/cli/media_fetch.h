/* A media id becomes a file: whole or not at all, and never over another one. */
#ifndef CHAKRA_CLI_MEDIA_FETCH_H
#define CHAKRA_CLI_MEDIA_FETCH_H

#include "src/chakra/discovery.h"
#include "src/cli/session.h"

/* What WhatsApp says of the id. Texts live in the arena. */
enum err media_fetch_info(struct session *session, const char *id, struct arena *arena,
                          struct media_info *ret_info, struct error *reterr);

/*
 * Writes its bytes to `path`, which must not exist. Size and digest are held against `info` where
 * it has them. Nothing is left behind after an error.
 */
enum err media_fetch_file(struct session *session, const char *id, const struct media_info *info,
                          const char *path, int64_t *ret_bytes, struct error *reterr);

#endif
