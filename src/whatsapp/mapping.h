/*
 * The body of ChakraHQ's own send routes (*Send Whatsapp Template Message For A
 * Phone Number* and *For Process*): flat mappings in place of WhatsApp's
 * components, made from the same slots. Sources: the pages api-11312774 and
 * api-11312599, and the types of ChakraHQ's public SDK (fact sheet, section 3B).
 *
 * The form says less than WhatsApp's own: what it has no place for is a gap, and
 * a message with gaps is refused instead of being sent without a part. Pure.
 */
#ifndef CHAKRA_WHATSAPP_MAPPING_H
#define CHAKRA_WHATSAPP_MAPPING_H

#include "src/base/err.h"
#include "src/whatsapp/message.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Builds the body as far as the values and the form allow. The recipient is not in it: the path
 * names him, or the record. *ret_body is the caller's. Fails only when memory is out.
 */
enum err mapping_build(const struct message *message, const char *phone_number_id, cJSON **ret_body,
                       struct error *reterr);

/* The next slot from *position on that this form cannot carry, and why, in static words; NULL when
 * there is none left. Begin with *position 0. */
const struct slot *mapping_next_gap(const struct message *message, size_t *position,
                                    const char **ret_why);

#endif
