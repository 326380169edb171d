/*
 * A template to try a new set-up with, and values that make it whole: for the dry
 * run at the end of the set-up. Pure.
 */
#ifndef CHAKRA_WHATSAPP_TRIAL_H
#define CHAKRA_WHATSAPP_TRIAL_H

#include "src/whatsapp/slots.h"
#include "src/whatsapp/values.h"

/* The approved one that needs the fewest values, hello_world before others; NULL: none can be sent.
 */
const struct template *trial_choose(struct template *const *templates, size_t count);

/* A value for each slot that must have one: the definition's example, or something harmless. */
enum err trial_fill(const struct slot_list *slots, struct values *values, struct error *reterr);

#endif
