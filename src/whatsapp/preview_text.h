/* A preview as plain lines: for pages, pipes and reports. Pure. */
#ifndef CHAKRA_WHATSAPP_PREVIEW_TEXT_H
#define CHAKRA_WHATSAPP_PREVIEW_TEXT_H

#include "src/base/strbuf.h"
#include "src/whatsapp/preview.h"

/*
 * Each block on lines of its own, texts with their values but with WhatsApp's markup as it is
 * sent; a button as "[label] what it opens", a card after "[card N]" (from 0). Server text goes in
 * as it came: whoever shows it sanitizes it.
 */
void preview_write_text(struct strbuf *out, const struct preview *preview);

/*
 * The same as the recipient reads it, without the marks of the markup, as `templates preview`
 * prints it: a button as "[ label ]  what it opens", a card between "-- card 0" and "--".
 */
void preview_write_seen(struct strbuf *out, const struct preview *preview);

#endif
