/* Templates, slots and previews as JSON, with the keys that are documented. */
#ifndef CHAKRA_CLI_TEMPLATE_JSON_H
#define CHAKRA_CLI_TEMPLATE_JSON_H

#include "src/whatsapp/preview.h"
#include "src/whatsapp/slots.h"
#include "src/whatsapp/template.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* Can it be sent, by status and kind? If not, why, with the next step. */
enum { TEMPLATE_REASON_SIZE = 400 };
bool template_sendable(const struct template *template, char *reason, size_t size);

/* The caller's; NULL when memory is out. */
cJSON *template_list_json(const struct template *template);
cJSON *template_show_json(const struct template *template, const struct slot_list *slots);
cJSON *preview_json(const struct template *template, const struct preview *preview);

#endif
