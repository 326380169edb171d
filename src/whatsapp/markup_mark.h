/*
 * Markup on a text in place: for each byte its styles, and whether it is shown.
 * Preview adds styles of its own (values, unfilled slots) before the bytes are
 * put together. Internal to whatsapp/. Pure.
 */
#ifndef CHAKRA_WHATSAPP_MARKUP_MARK_H
#define CHAKRA_WHATSAPP_MARKUP_MARK_H

#include "src/base/arena.h"
#include "src/whatsapp/preview.h"

#include <stdbool.h>
#include <stddef.h>

struct marked_text {
    const char *text;
    size_t length;
    unsigned short *styles; /* of enum preview_style, for each byte */
    unsigned char *shown;   /* of enum markup_shown, for each byte */
};

enum markup_shown { MARKUP_KEEP, MARKUP_DROP, MARKUP_BULLET };

/* All bytes kept, no styles. False: no memory. */
bool marked_text_init(struct marked_text *marked, const char *text, struct arena *arena);
/* Finds the marks. Bytes that have STYLE_UNFILLED already are never marks. */
void marked_text_parse(struct marked_text *marked);
/* The text without its marks, and runs of equal style. False: no memory. */
bool marked_text_finish(const struct marked_text *marked, struct arena *arena,
                        const char **ret_text, const struct style_run **ret_runs,
                        size_t *ret_run_count);

#endif
