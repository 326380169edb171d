/*
 * WhatsApp's text markup: *bold* _italic_ ~strike~ `code` ```block```, quotes and
 * lists (rules and vectors: template reference section 14). Pure.
 */
#ifndef CHAKRA_WHATSAPP_MARKUP_H
#define CHAKRA_WHATSAPP_MARKUP_H

#include "src/base/arena.h"
#include "src/whatsapp/preview.h"

#include <stdbool.h>
#include <stddef.h>

/* Removes the marks and says in runs what they meant. Results live in the arena. False: no memory.
 */
bool markup_parse(const char *text, struct arena *arena, const char **ret_text,
                  const struct style_run **ret_runs, size_t *ret_run_count);

#endif
