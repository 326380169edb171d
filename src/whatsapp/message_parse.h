/*
 * The way back from a request body to what a form holds: template name, language,
 * recipient, and a value for each slot key. For bodies that people paste, so every
 * shape is possible and nothing is trusted. Pure.
 */
#ifndef CHAKRA_WHATSAPP_MESSAGE_PARSE_H
#define CHAKRA_WHATSAPP_MESSAGE_PARSE_H

#include "src/base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* The body of a template message; nothing is said of whether the template exists. */
bool message_is_template(const cJSON *body);

/*
 * A new object {"template", "language", "to", "values": {"body.1": …}}, the caller's
 * (cJSON_Delete). Parameters that have no slot are left out, and counted. ERR_INVALID
 * when `body` is no template message, ERR_NOMEM. A one-time code comes as body.1, which
 * the form then has no place for: it is to be typed anew.
 */
enum err message_parse(const cJSON *body, cJSON **ret_form, size_t *ret_left_out,
                       struct error *reterr);

#endif
