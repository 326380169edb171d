/*
 * The body of ChakraHQ's own send routes turned into WhatsApp's, so that one check
 * judges all three. What it has too much or too little of becomes too many or too
 * few parameters there, and is refused as the platform does. Pure.
 */
#ifndef CHAKRA_SANDBOX_MAPPING_BODY_H
#define CHAKRA_SANDBOX_MAPPING_BODY_H

#include "src/sandbox/catalogue.h"

#include <cjson/cJSON.h>

/* WhatsApp's body for `to`, the caller's; NULL when memory is out. `given` is an object. A template
 * that is not known goes into it with its name and language all the same. */
cJSON *mapping_to_message(const struct catalogue *catalogue, const cJSON *given, const char *to);

#endif
