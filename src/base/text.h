/*
 * The door to other languages: what an operator reads passes here, and is looked
 * up in a catalogue by its own English words (gettext). Without a catalogue, and
 * where the C library has no gettext, every text stays as it stands in the source.
 * What passes and what never does: docs/TEXT.md.
 *
 * text_begin() at the start, before threads; the others from any thread.
 */
#ifndef CHAKRA_BASE_TEXT_H
#define CHAKRA_BASE_TEXT_H

#include <stdint.h>

/* Marks a text of a table for the catalogue; who shows it calls text_of(). */
#define TEXT(text) text

/* Folder of the catalogues, FOLDER/LANGUAGE/LC_MESSAGES/chakra-tui.mo. After setlocale(). */
void text_begin(const char *folder);

/* The text in the operator's language, UTF-8, or itself. Never freed. */
__attribute__((format_arg(1))) const char *text_of(const char *text);

/* The same by a number: `one` for 1, `many` for others; some languages have more forms. Each is a
 * whole phrase, as a rule with the number in it. */
__attribute__((format_arg(1), format_arg(2))) const char *
text_count(const char *one, const char *many, int64_t count);

#endif
