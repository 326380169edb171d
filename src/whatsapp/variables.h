/*
 * Variables in the values of a preset: ${today}, ${now}, ${env:NAME}; "$${" is a plain "${".
 * Expanded once, when the preset is taken, so that what goes out is seen first. Pure.
 */
#ifndef CHAKRA_WHATSAPP_VARIABLES_H
#define CHAKRA_WHATSAPP_VARIABLES_H

#include "src/base/err.h"
#include "src/base/strbuf.h"
#include "src/whatsapp/values.h"

struct variables {
    const char *today;        /* "2026-11-23", local */
    const char *now;          /* "2026-11-23 10:42:11", local */
    char *const *environment; /* "NAME=value", NULL-ended; without secrets (child_environment()) */
};

/* Appends the text to `out`. ERR_INVALID names a variable that is unknown, not set or not closed.
 */
enum err variables_expand(const char *text, const struct variables *variables, struct strbuf *out,
                          struct error *reterr);

/* The same on every value; an error also says which slot. */
enum err variables_expand_values(struct values *values, const struct variables *variables,
                                 struct error *reterr);

#endif
