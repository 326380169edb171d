/*
 * The message as the recipient will see it, with the values filled in: a list of
 * blocks of text, each with runs of style. Views draw it, `templates preview`
 * prints it, tests compare it. Pure; lives in the arena given.
 */
#ifndef CHAKRA_WHATSAPP_PREVIEW_H
#define CHAKRA_WHATSAPP_PREVIEW_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/whatsapp/message.h"

#include <stddef.h>

enum preview_block_kind {
    PREVIEW_HEADER_TEXT,
    PREVIEW_HEADER_MEDIA, /* "[image] https://…" */
    PREVIEW_OFFER,
    PREVIEW_BODY,
    PREVIEW_FOOTER,
    PREVIEW_BUTTON,     /* text is the label, `detail` the URL, number or code */
    PREVIEW_CARD_BEGIN, /* followed by the card's blocks */
    PREVIEW_CARD_END,
    PREVIEW_NOTE /* "cannot be shown: unknown component X" */
};

enum preview_style {
    STYLE_BOLD = 1,
    STYLE_ITALIC = 2,
    STYLE_STRIKE = 4,
    STYLE_CODE = 8,
    STYLE_VALUE = 16,    /* came from a value */
    STYLE_UNFILLED = 32, /* a slot without value, shown as ⟦key⟧ */
    STYLE_QUOTE = 64,
    STYLE_LIST = 128, /* a whole line; its sign is shown as "• " or "1. " */
    STYLE_BLOCK = 256 /* with STYLE_CODE: a ```block``` of its own */
};

struct style_run {
    size_t begin, end; /* bytes of the block's text */
    unsigned style;    /* of enum preview_style */
};

struct preview_block {
    enum preview_block_kind kind;
    const char *text;             /* UTF-8; markup characters removed in bodies */
    const char *resolved;         /* text with values, before markup; equals text elsewhere */
    const char *detail;           /* buttons: final URL, phone number, code; NULL */
    const char *type;             /* buttons and media headers: "URL", "IMAGE"; NULL */
    const struct style_run *runs; /* in order, not overlapping */
    size_t run_count;
    int card;   /* from 0; -1 */
    int button; /* index in the definition; -1 */
};

struct preview {
    struct preview_block *blocks;
    size_t count;
};

enum err preview_build(const struct message *message, struct arena *arena,
                       struct preview *ret_preview, struct error *reterr);

/* A definition's text with the values of `prefix` ("body.", "card.0.body.") put in, once;
 * unfilled ones as ⟦key⟧. In the arena; NULL when memory is out. */
const char *preview_resolve(const struct template_text *text, const char *prefix,
                            const struct values *values, struct arena *arena);

#endif
