/* One request and its answer, for commands that have no job of their own. */
#ifndef CHAKRA_CLI_CALL_H
#define CHAKRA_CLI_CALL_H

#include "src/chakra/route.h"
#include "src/cli/exchange.h"

#include <stdint.h>

struct call {
    const char *method;
    const char *url;
    const char *body; /* NULL: none */
    bool is_read;
    bool keeps_headers;
    bool saves; /* the good answer's body goes into save_fd, save_most bytes at most */
    int save_fd;
    int64_t save_most;
};

/*
 * ERR_OK: a whole answer is in exchange->result->answer, whatever its status. Asked once more with
 * a fresh token after a 401, where a command gives it. exchange_release() in every case.
 */
enum err call_run(struct session *session, const struct call *call, struct exchange *ret_exchange,
                  struct error *reterr);

/* The same with a route of the table that is a read, and its status looked at: what is no success
 * is an error, with `what` for people. */
enum err call_read(struct session *session, enum route route, const struct route_parameter *path,
                   const struct route_parameter *query, const char *what,
                   struct exchange *ret_exchange, struct error *reterr);

#endif
