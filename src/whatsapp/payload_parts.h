/*
 * The pieces of a request body: parameters and components. Internal to building
 * the payload; all share one builder, whose `failed` says that memory ran out.
 */
#ifndef CHAKRA_WHATSAPP_PAYLOAD_PARTS_H
#define CHAKRA_WHATSAPP_PAYLOAD_PARTS_H

#include "src/whatsapp/message_read.h"

#include <cjson/cJSON.h>

struct payload_builder {
    const struct message *message;
    bool failed;
};

/* These add to `object` or `list`, which may be NULL after a failure; `node` is taken. */
void payload_put(struct payload_builder *builder, cJSON *object, const char *name, cJSON *node);
void payload_put_text(struct payload_builder *builder, cJSON *object, const char *name,
                      const char *text);
cJSON *payload_new_object(struct payload_builder *builder);
/* Appends a new object with that `type` and returns it, borrowed. */
cJSON *payload_append(struct payload_builder *builder, cJSON *list, const char *type);

/* Takes `parameters`. Without any the component is left out. */
void payload_add_component(struct payload_builder *builder, cJSON *list, const char *type,
                           cJSON *parameters);

void payload_add_header(struct payload_builder *builder, cJSON *list,
                        const struct template_header *header, int card);
void payload_add_body(struct payload_builder *builder, cJSON *list,
                      const struct template_text *body, int card);
void payload_add_buttons(struct payload_builder *builder, cJSON *list,
                         const struct template_part *part, int card);

/* One byte of a URL suffix as it goes out; returns the bytes written, 1 or 3. */
size_t payload_encode_byte(const char *at, char out[4]);

/* The JSON that a structured value holds, the caller's; NULL when it is none (or no memory). */
cJSON *payload_parse_value(struct payload_builder *builder, const struct value *value);

#endif
