/*
 * The request body for a message: exactly the shape of WhatsApp's send request
 * as ChakraHQ's page lists it (language with policy and code, components always
 * present). Pure.
 */
#ifndef CHAKRA_WHATSAPP_PAYLOAD_H
#define CHAKRA_WHATSAPP_PAYLOAD_H

#include "src/base/err.h"
#include "src/base/strbuf.h"
#include "src/whatsapp/message.h"

#include <cjson/cJSON.h>

/*
 * Builds the body as far as the values allow: a slot without a value is left
 * out (rules_check says so before). *ret_body is the caller's (cJSON_Delete).
 * Fails only when memory is out.
 */
enum err payload_build(const struct message *message, cJSON **ret_body, struct error *reterr);

/* Appends a URL suffix as it goes out: unreserved and reserved bytes and valid %XX kept,
 * everything else percent-encoded (vectors: tests/data/url-suffix-vectors.json). */
void payload_encode_suffix(struct strbuf *out, const char *suffix);

#endif
