/*
 * What the editor starts with for a structured value: its shape as JSON with
 * lines of explanation (they begin with // and are dropped on return). Pure.
 */
#ifndef CHAKRA_WHATSAPP_SKELETON_H
#define CHAKRA_WHATSAPP_SKELETON_H

#include "src/base/strbuf.h"
#include "src/whatsapp/slots.h"

/* Appends the explanation, then `value` indented when there is one, else the skeleton. */
void skeleton_write(struct strbuf *out, const struct slot *slot, const char *value);

#endif
