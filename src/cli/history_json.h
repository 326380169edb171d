/* Rows of the history as JSON, with the keys that are documented. */
#ifndef CHAKRA_CLI_HISTORY_JSON_H
#define CHAKRA_CLI_HISTORY_JSON_H

#include "src/history/store.h"

#include <cjson/cJSON.h>

/* The caller's; NULL when memory is out. */
cJSON *history_row_json(const struct send_row *row);
cJSON *history_detail_json(const struct send_detail *detail, const struct send_event *events,
                           size_t event_count);

/* route, message_id, delivery_status: what is kept of request and answer. False: no memory. */
bool history_add_answer(cJSON *object, const struct send_detail *detail);

#endif
