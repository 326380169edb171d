/* The only place where the secret of webhooks is looked at. Any thread, while nobody changes it. */
#ifndef CHAKRA_CLI_WEBHOOK_SECRET_H
#define CHAKRA_CLI_WEBHOOK_SECRET_H

#include "src/config/secret.h"

#include <stdbool.h>
#include <stddef.h>

/* `signature` is the header's value, or NULL. */
bool webhook_is_signed(const struct secret *secret, const void *body, size_t length,
                       const char *signature);

#endif
