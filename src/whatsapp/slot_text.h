/*
 * Texts and limits of slots: headings, the sentence around a variable, how long
 * a body may become. Internal to whatsapp/. Pure.
 */
#ifndef CHAKRA_WHATSAPP_SLOT_TEXT_H
#define CHAKRA_WHATSAPP_SLOT_TEXT_H

#include "src/whatsapp/slots.h"

/* "header", "header · image"; static. */
const char *slot_header_group(enum header_format format);
/* "button 0 · url" in the arena; NULL when memory is out. */
const char *slot_button_group(enum button_type type, int index, struct arena *arena);
/* The sentence of `text` in which {{name}} stands first; NULL when memory is out. */
const char *slot_sentence(const char *text, const char *name, struct arena *arena);

/* Code points that the resolved body (of a card from 0, or -1: of the message) may have; for a
 * template that is nothing but a body, code points of each value. */
size_t slots_body_limit(const struct template *template, int card);

#endif
