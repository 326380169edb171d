/*
 * One file made a public link, as `media upload` and `send` do it: progress on a
 * terminal, once more after a refused token that a command can renew.
 */
#ifndef CHAKRA_CLI_UPLOAD_H
#define CHAKRA_CLI_UPLOAD_H

#include "src/cli/exchange.h"
#include "src/outbox/send_files.h"
#include "src/whatsapp/template.h"

/*
 * ERR_OK: exchange->result holds the link. ERR_CONTENT and ERR_TOO_BIG are about
 * the file or the profile, the others about the server. exchange_release() in
 * every case.
 */
enum err upload_run(struct session *session, const char *plugin_id, const char *path,
                    enum header_format upload_for, struct exchange *ret_exchange,
                    struct error *reterr);

/*
 * Uploads all, and puts the links into `values`. ERR_CONTENT and ERR_TOO_BIG are
 * about the file *ret_failed; nothing is to be sent after any error.
 */
enum err upload_files(const struct send_files *files, struct session *session,
                      const char *plugin_id, struct values *values,
                      const struct send_file **ret_failed, struct error *reterr);

#endif
