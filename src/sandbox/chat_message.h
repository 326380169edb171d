/* What the three routes of chats share: paging, and messages as ChakraHQ shows them. */
#ifndef CHAKRA_SANDBOX_CHAT_MESSAGE_H
#define CHAKRA_SANDBOX_CHAT_MESSAGE_H

#include "src/sandbox/routes.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* `limit` and `page` (from 1) of a body. False, and answered, for values that make no sense. */
bool chat_read_paging(struct route_call *call, const cJSON *body, size_t *ret_skip,
                      size_t *ret_limit);

/* Messages to one recipient, newest first; the caller's, NULL when memory is out. */
cJSON *chat_list_messages(struct sandbox *sandbox, const char *to, size_t skip, size_t limit);

#endif
