/*
 * Checks a send as the real platform does: envelope, recipient, template,
 * status, header, body, lengths, special components, buttons, in this order
 * (template reference section 18; rules V1 to V63 of section 21). The first
 * thing that is wrong decides the refusal. Pure.
 */
#ifndef CHAKRA_SANDBOX_PLATFORM_H
#define CHAKRA_SANDBOX_PLATFORM_H

#include "src/base/strbuf.h"
#include "src/sandbox/catalogue.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

enum {
    REFUSAL_TEXT_SIZE = 512,
    RECIPIENT_SIZE = 144 /* E.164 digits, or a user id of at most 3 + 4 + 128 characters */
};

struct refusal {
    int code;
    int subcode;                     /* 0: none */
    int http_status;                 /* 0: the one of the table of codes */
    char message[REFUSAL_TEXT_SIZE]; /* stands in place of the code's title and has no details */
    char details[REFUSAL_TEXT_SIZE];
};

struct send_request {
    const struct catalogue *catalogue;
    const struct sandbox_sender *sender;
    bool for_marketing; /* came to WhatsApp's marketing_messages */
    const cJSON *body;
};

struct accepted_send {
    const struct template *template; /* the catalogue's */
    char to[RECIPIENT_SIZE];
    bool to_is_number;  /* digits; else a user id */
    struct strbuf text; /* the body with its values; init and release are the caller's */
};

/* False with the reason in `ret_refusal`. Running out of memory is a refusal with code 131000. */
bool platform_check(const struct send_request *request, struct accepted_send *accepted,
                    struct refusal *ret_refusal);

#endif
