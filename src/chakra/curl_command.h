/*
 * A request as a curl command that a shell takes as it is, with $CHAKRA_TOKEN in
 * the place of the token. Pure.
 */
#ifndef CHAKRA_CHAKRA_CURL_COMMAND_H
#define CHAKRA_CHAKRA_CURL_COMMAND_H

#include "src/base/strbuf.h"

#include <cjson/cJSON.h>

/* `request` has the members method, url and body, as a dry run prints them. */
void curl_command_write(struct strbuf *out, const cJSON *request);

#endif
