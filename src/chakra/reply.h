/*
 * What a reply says: every documented success (S1-S4) and error (E1-E11) shape of
 * the API, read tolerantly. Knows no curl: bytes in, facts out. Pure.
 */
#ifndef CHAKRA_CHAKRA_REPLY_H
#define CHAKRA_CHAKRA_REPLY_H

#include "src/base/arena.h"
#include "src/base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REPLY_BYTES_MAX = 8 * 1024 * 1024 };

struct reply_error {
    int code;             /* WhatsApp's numeric code, also dug out of "(#132000) …"; 0: none */
    const char *title;    /* from the table of codes when known, else the server's; NULL */
    const char *message;  /* the server's own text, whole, unsanitized */
    const char *details;  /* the part after the title: what exactly is wrong; NULL */
    const char *trace_id; /* fbtrace_id; NULL */
};

struct reply {
    int http_status;
    bool is_json;
    bool has_error; /* an error shape was found, or the status is no 2xx */
    struct reply_error error;
    const char *wamid;           /* NULL when there is none */
    const char *message_id;      /* ChakraHQ's own id (S4); NULL */
    const char *delivery_status; /* _data.deliveryStatus (S4), as it came; NULL */
    const char *wa_id;           /* contacts[0].wa_id; NULL */
    const char *message_status;  /* accepted, held_for_quality_assessment, paused; NULL */
    int64_t retry_after_ms;      /* from the header or the body's hints; -1: none */
};

/* Texts live in the arena. Never fails on content; ERR_NOMEM only. `retry_after` is the header's
 * value or NULL; `now_ms` turns an HTTP date into a wait. */
enum err reply_parse(int http_status, const char *retry_after, int64_t now_ms, const char *bytes,
                     size_t length, struct arena *arena, struct reply *ret_reply,
                     struct error *reterr);

/* An error a reader can be shown: for reads (template list, phone numbers). Maps 401/403 to
 * ERR_AUTH, 402 and billing texts to ERR_BILLING, throttling to ERR_THROTTLED,
 * others to ERR_REJECTED; a 404 asks "route changed?". */
enum err reply_to_error(const struct reply *reply, const char *what, struct error *reterr);

/* True for an explicit throttling answer: 429, or code 4, 80007, 130429, 131056. */
bool reply_is_throttled(const struct reply *reply);
/* 401, 403, or a code that is about the token or its role. */
bool reply_is_auth(const struct reply *reply);
bool reply_is_billing(const struct reply *reply); /* 402, 131042, or the "disabled" text */

#endif
