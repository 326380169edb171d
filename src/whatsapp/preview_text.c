/* Previews as plain lines. */
#include "src/whatsapp/preview_text.h"

void preview_write_text(struct strbuf *out, const struct preview *preview)
{
    for (size_t i = 0; i < preview->count; i++) {
        const struct preview_block *block = &preview->blocks[i];
        if (block->kind == PREVIEW_CARD_END)
            continue;
        if (block->kind == PREVIEW_CARD_BEGIN)
            strbuf_addf(out, "\n[card %d]", block->card);
        else if (block->kind == PREVIEW_BUTTON)
            strbuf_addf(out, "[%s] %s", block->text, block->detail != NULL ? block->detail : "");
        else if (block->resolved != NULL)
            strbuf_add_text(out, block->resolved);
        strbuf_add_char(out, '\n');
    }
}

static void write_seen(struct strbuf *out, const struct preview_block *block)
{
    switch (block->kind) {
    case PREVIEW_CARD_BEGIN:
        strbuf_addf(out, "-- card %d\n", block->card);
        return;
    case PREVIEW_CARD_END:
        strbuf_add_text(out, "--\n");
        return;
    case PREVIEW_BUTTON:
        strbuf_addf(out, "[ %s ]", block->text);
        break;
    case PREVIEW_NOTE:
        strbuf_addf(out, "! %s", block->text);
        break;
    default:
        strbuf_add_text(out, block->text);
        break;
    }
    if (block->detail != NULL && block->detail[0] != '\0')
        strbuf_addf(out, "  %s", block->detail);
    strbuf_add_char(out, '\n');
}

void preview_write_seen(struct strbuf *out, const struct preview *preview)
{
    for (size_t i = 0; i < preview->count; i++)
        write_seen(out, &preview->blocks[i]);
}
