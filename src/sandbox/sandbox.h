/*
 * The built-in sandbox: a double of the parts of ChakraHQ that this program uses,
 * on loopback only. Same server for `chakra-tui sandbox`
 * and for --sandbox inside another command.
 *
 * Runs on libmicrohttpd's threads; start and stop from one thread.
 */
#ifndef CHAKRA_SANDBOX_SANDBOX_H
#define CHAKRA_SANDBOX_SANDBOX_H

#include "src/base/err.h"

#include <stdbool.h>

struct sandbox;

struct sandbox_options {
    int port;                    /* 0: any free one */
    const char *store_folder;    /* keeps what was accepted between runs; NULL: in memory only */
    const char *template_folder; /* definitions (list form) in place of the built-in ones; NULL */
    bool error_shape_meta;       /* WhatsApp's own error shape instead of ChakraHQ's */
    bool limits;                 /* enforce the pair rate: one message to one recipient in 6 s */
};

enum err sandbox_start(const struct sandbox_options *options, struct sandbox **ret_sandbox,
                       struct error *reterr);
int sandbox_port(const struct sandbox *sandbox);
/* Drops held connections and ends within a second. */
void sandbox_stop(struct sandbox *sandbox);

#endif
