/*
 * Reading a message's values by place instead of by key: what payload, preview
 * and rules share. Internal to whatsapp/. Pure; allocates nothing.
 */
#ifndef CHAKRA_WHATSAPP_MESSAGE_READ_H
#define CHAKRA_WHATSAPP_MESSAGE_READ_H

#include "src/whatsapp/message.h"

/* Where slots stand: `card` and `button` are -1 outside of cards and buttons. */
struct place {
    int card;
    enum slot_part part;
    int button;
};

/* The slot with that last part of the key; NULL when the template has none. */
const struct slot *message_slot(const struct message *message, struct place place,
                                const char *leaf);
/* Its value; NULL when there is none or it is empty. */
const struct value *message_value(const struct message *message, struct place place,
                                  const char *leaf);
const char *message_text(const struct message *message, struct place place, const char *leaf);

/* The one-time code of an authentication template; NULL when missing. */
const char *message_code(const struct message *message);

/* Slot key "body." + name and the like are made from these; "" outside of cards. */
void message_prefix(int card, const char *part, char *prefix, size_t size);

/* The recipient is written as a business-scoped user id (`US.123…`), good or bad. */
bool message_is_user_id(const char *to);
bool message_user_id_is_valid(const char *to);

#endif
