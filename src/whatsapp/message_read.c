/* Look-ups of slots and values by their place in the template. */
#include "src/whatsapp/message_read.h"

#include "src/whatsapp/ascii.h"

#include <stdio.h>
#include <string.h>

enum { MOST_USER_ID = 128 };

const struct slot *message_slot(const struct message *message, struct place place, const char *leaf)
{
    for (size_t i = 0; i < message->slots->count; i++) {
        const struct slot *slot = &message->slots->items[i];
        if (slot->card == place.card && slot->part == place.part && slot->button == place.button &&
            strcmp(slot->leaf, leaf) == 0)
            return slot;
    }
    return NULL;
}

const struct value *message_value(const struct message *message, struct place place,
                                  const char *leaf)
{
    const struct slot *slot = message_slot(message, place, leaf);
    const struct value *value = slot != NULL ? values_find(message->values, slot->key) : NULL;
    return value != NULL && value->text[0] != '\0' ? value : NULL;
}

const char *message_text(const struct message *message, struct place place, const char *leaf)
{
    const struct value *value = message_value(message, place, leaf);
    return value != NULL ? value->text : NULL;
}

const char *message_code(const struct message *message)
{
    return message_text(message, (struct place){-1, SLOT_IN_BODY, -1}, "otp");
}

void message_prefix(int card, const char *part, char *prefix, size_t size)
{
    if (card >= 0)
        snprintf(prefix, size, "card.%d.%s.", card, part);
    else
        snprintf(prefix, size, "%s.", part);
}

bool message_is_user_id(const char *to)
{
    return ascii_is_letter((unsigned char)to[0]) && ascii_is_letter((unsigned char)to[1]) &&
           to[2] == '.';
}

bool message_user_id_is_valid(const char *to)
{
    if (!message_is_user_id(to) || ascii_upper((unsigned char)to[0]) != to[0] ||
        ascii_upper((unsigned char)to[1]) != to[1])
        return false;
    const char *id = to + (strncmp(to + 3, "ENT.", 4) == 0 ? 7 : 3);
    size_t length = 0;
    while (ascii_is_alnum((unsigned char)id[length]))
        length++;
    return length >= 1 && length <= MOST_USER_ID && id[length] == '\0';
}
