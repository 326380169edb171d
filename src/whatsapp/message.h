/*
 * A message that is about to be checked, shown or built: borrowed pointers to
 * its parts, nothing owned. What rules, payload and preview take.
 */
#ifndef CHAKRA_WHATSAPP_MESSAGE_H
#define CHAKRA_WHATSAPP_MESSAGE_H

#include "src/whatsapp/slots.h"
#include "src/whatsapp/values.h"

struct message {
    const struct template *template;
    const struct slot_list *slots; /* of that template */
    const struct values *values;
    const char *to;            /* as typed; may be NULL */
    const char *sender_number; /* digits of the sender's display number; NULL when not known */
};

#endif
