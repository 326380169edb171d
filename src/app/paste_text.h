/*
 * What a pasted text is, when it is more than a value: a `chakra-tui send …` line, a
 * curl command that sends a template message, a request body or a preset as JSON. Read
 * into a form. Tokens, headers and everything else of a curl command are dropped. Pure.
 */
#ifndef CHAKRA_APP_PASTE_TEXT_H
#define CHAKRA_APP_PASTE_TEXT_H

#include "src/base/err.h"

#include <cjson/cJSON.h>
#include <stddef.h>

enum paste_kind {
    PASTE_IS_VALUE,   /* nothing but a text */
    PASTE_IS_COMMAND, /* chakra-tui send … */
    PASTE_IS_CURL,
    PASTE_IS_MESSAGE, /* JSON */
    PASTE_IS_PRIVATE  /* a curl command that sends no template message: it may hold a token */
};

/* A form that was read: {"template", "language", "from", "to", "values"}, and what it left out. */
struct pasted_form {
    enum paste_kind kind;
    cJSON *form;     /* the caller's (cJSON_Delete); NULL unless COMMAND, CURL or MESSAGE */
    char notes[200]; /* what was not taken over; "" */
};

/* ERR_NOMEM only; what cannot be read is a value, or private. */
enum err paste_read(const char *text, size_t length, struct pasted_form *ret_form,
                    struct error *reterr);

#endif
