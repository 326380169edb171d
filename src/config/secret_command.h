/*
 * The token command with its limits as parameters: tests do not wait a minute.
 * Forks; call it from the main thread, never while the screen is taken.
 */
#ifndef CHAKRA_CONFIG_SECRET_COMMAND_H
#define CHAKRA_CONFIG_SECRET_COMMAND_H

#include "src/config/secret.h"

/* `hidden_variables` (names with blanks between them; may be NULL) are kept from the command, as
 * CHAKRA_TOKEN and CHAKRA_WEBHOOK_SECRET always are. */
enum err secret_from_command_within(struct secret *secret, const char *command, long limit_ms,
                                    const char *hidden_variables, struct error *reterr);

#endif
