/*
 * A definition's text with the values put in: each value once, braces inside of
 * values are not looked at again. Internal to whatsapp/. Pure.
 */
#ifndef CHAKRA_WHATSAPP_RESOLVE_H
#define CHAKRA_WHATSAPP_RESOLVE_H

#include "src/whatsapp/markup_mark.h"
#include "src/whatsapp/message.h"

struct resolve_source {
    const struct template_text *text;
    const char *prefix; /* of the keys: "body." */
    const struct values *values;
    const char *first_key; /* key of the first variable instead of prefix + name ("otp"); NULL */
};

/*
 * The text, with STYLE_VALUE and STYLE_UNFILLED where they belong; a variable
 * without value becomes ⟦key⟧. A text that would grow beyond 4 MB is cut with an
 * ellipsis. False: no memory.
 */
bool resolve_text(const struct resolve_source *source, struct arena *arena,
                  struct marked_text *ret_marked);

/* What the recipient reads for a value: a typed one is shown by its fallback_value. Borrowed, or in
 * the arena; NULL when memory is out. */
const char *resolve_shown_value(const struct value *value, struct arena *arena);

/* ⟦key⟧ in the arena. */
const char *resolve_unfilled(const char *key, struct arena *arena);

#endif
