/*
 * The receiver of webhooks inside the terminal program (`listen_port`): checks signatures, reads
 * statuses and hands them on. What is answered with 200 was handed on.
 */
#ifndef CHAKRA_CLI_INNER_LISTENER_H
#define CHAKRA_CLI_INNER_LISTENER_H

#include "src/config/profile.h"
#include "src/history/store.h"

struct inner_listener;

/* On the server's thread; borrowed for the call. */
typedef enum err inner_listener_take(void *context, const struct status_update *updates,
                                     size_t count, struct error *reterr);

/* Reads the profile's webhook secret, whose command may ask on the terminal: before the screen is
 * taken. Errors: no secret, the port is in use. */
enum err inner_listener_start(const struct profile *profile, inner_listener_take *take,
                              void *context, struct inner_listener **ret_listener,
                              struct error *reterr);
void inner_listener_stop(struct inner_listener *listener); /* NULL does nothing */

#endif
