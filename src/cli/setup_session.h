/*
 * A session for looking at the account while the set-up is not known to be good:
 * no history is opened or made, nothing is written, nothing can be sent.
 */
#ifndef CHAKRA_CLI_SETUP_SESSION_H
#define CHAKRA_CLI_SETUP_SESSION_H

#include <stdio.h>

#include "src/cli/exchange.h"
#include "src/config/check.h"

/* The worker, and the sandbox where the settings use it. session->config and token must be there;
 * session_close() in every case. Blocks signals: commands that may ask on the terminal run before.
 */
enum err setup_session_open(struct session *session, struct error *reterr);

/* Asks for the senders (of one plugin; NULL: all) or for the templates of a WABA.
 * exchange_release() in every case; ERR_OK says only that the answer, whatever it is, is there. */
enum err setup_ask_phones(struct session *session, const char *plugin_id, struct exchange *answer,
                          struct error *reterr);
enum err setup_ask_templates(struct session *session, const char *waba, struct exchange *answer,
                             struct error *reterr);

/* The rows as a table for people. */
void setup_print_checks(const struct check_list *list, FILE *out);

#endif
