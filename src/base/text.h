/*
 * The door to other languages: what an operator reads passes here, and is looked
 * up in a catalogue by its own English words (gettext). Without a catalogue, and
 * where the C library has no gettext, every text stays as it stands in the source.
 * Which functions pass their texts through, and which do not yet: docs/TEXT.md.
 *
 * text_begin() at the start, before threads; text_of() from any thread.
 */
#ifndef CHAKRA_BASE_TEXT_H
#define CHAKRA_BASE_TEXT_H

/* Folder of the catalogues, FOLDER/LANGUAGE/LC_MESSAGES/chakra-tui.mo. After setlocale(). */
void text_begin(const char *folder);

/* The text in the operator's language, UTF-8, or itself. Never freed. */
__attribute__((format_arg(1))) const char *text_of(const char *text);

#endif
