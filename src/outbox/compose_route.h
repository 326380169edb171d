/* What depends on the route that a message goes: its URL, its body, what it cannot carry. Internal
 * to composing. Pure. */
#ifndef CHAKRA_OUTBOX_COMPOSE_ROUTE_H
#define CHAKRA_OUTBOX_COMPOSE_ROUTE_H

#include "src/outbox/compose.h"

/*
 * The URL as far as it can be built: with `for_show` a recipient or a record that is missing or
 * wrong is written as its name. `digits` is the recipient's, or "".
 */
enum err compose_url(const struct compose_options *options, const char *digits, bool for_show,
                     char **ret_url, struct error *reterr);
enum err compose_body(const struct message *message, const struct compose_options *options,
                      cJSON **ret_body, struct error *reterr);

#endif
