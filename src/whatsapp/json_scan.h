/*
 * Reading JSON without the heap: a span points into the text it came from. For
 * checks that run at every key press. The text is validated once, by
 * json_scan_text(); nesting is limited to 64. Internal to whatsapp/. Pure.
 */
#ifndef CHAKRA_WHATSAPP_JSON_SCAN_H
#define CHAKRA_WHATSAPP_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_kind {
    JSON_NONE, /* not valid, or not there */
    JSON_OBJECT,
    JSON_ARRAY,
    JSON_STRING,
    JSON_NUMBER,
    JSON_WORD /* true, false, null */
};

struct json_span {
    const char *begin; /* first byte of the value */
    const char *end;   /* after its last */
    enum json_kind kind;
};

/* The whole text as one value; kind JSON_NONE when it is not valid JSON. */
struct json_span json_scan_text(const char *text);
/* The member of an object, or JSON_NONE. */
struct json_span json_scan_member(struct json_span object, const char *name);
/* Walks an array: begin with *position = NULL. False after the last element. */
bool json_scan_next(struct json_span array, const char **position, struct json_span *ret_element);
size_t json_scan_count(struct json_span container); /* an array or an object */
/* Copies a string without its escapes; false when it is no string or does not fit. */
bool json_scan_string(struct json_span span, char *text, size_t size);
/* The text that stands for a typed value: {"type":"currency","fallback_value":"…"}, WhatsApp's own
 * {"type":"currency","currency":{"fallback_value":"…"}} or {"type":"text","text":"…"}. */
struct json_span json_scan_shown(struct json_span typed);
/* A whole number. */
bool json_scan_integer(struct json_span span, int64_t *ret_number);

#endif
