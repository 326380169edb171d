/* A slot's label and group as an operator reads them, in the language of the catalogue. The slot
 * itself keeps them as they stand in --json. Any thread. */
#ifndef CHAKRA_WHATSAPP_SLOT_WORDS_H
#define CHAKRA_WHATSAPP_SLOT_WORDS_H

#include "src/whatsapp/slots.h"

/* A variable's name is the template's own word and stays. Lives as long as the slot. */
const char *slot_label_words(const struct slot *slot);

enum { SLOT_GROUP_SIZE = 160 };

/* The same for its group: "card 1 · button 0 · url". Returns `text`. */
const char *slot_group_words(const struct slot *slot, char text[SLOT_GROUP_SIZE]);

#endif
