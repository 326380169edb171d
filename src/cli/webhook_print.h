/* What `listen` prints: one line for each thing that was new. */
#ifndef CHAKRA_CLI_WEBHOOK_PRINT_H
#define CHAKRA_CLI_WEBHOOK_PRINT_H

#include "src/history/store.h"
#include "src/webhook/receive.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* False: no memory. A status that was known already prints nothing. */
bool webhook_print_status(const struct webhook_status *status, const struct status_outcome *outcome,
                          bool json);
bool webhook_print_message(const struct webhook_message *message, bool json);
bool webhook_print_other(const struct webhook_other *other, bool json);

/* The same as JSON, the caller's; NULL: no memory. */
cJSON *webhook_status_json(const struct webhook_status *status,
                           const struct status_outcome *outcome);
cJSON *webhook_message_json(const struct webhook_message *message);
cJSON *webhook_other_json(const struct webhook_other *other);

#endif
