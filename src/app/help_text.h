/*
 * The help as text: what can be pressed in one place, then everything else, with the keys
 * that are bound now; version and build at the end. Made from the table of actions. Pure.
 */
#ifndef CHAKRA_APP_HELP_TEXT_H
#define CHAKRA_APP_HELP_TEXT_H

#include "src/app/keymap.h"
#include "src/base/strbuf.h"

#include <stddef.h>

/* Lines of at most `width` cells, further lines of a help text indented below its first. */
void help_write(struct strbuf *out, const struct keymap *keymap, unsigned context, size_t width);

/* The keys of an action that work in a context, blanks between, those it prefers first. */
void help_keys_here(const struct keymap *keymap, enum action action, unsigned context, char *text,
                    size_t size);

#endif
