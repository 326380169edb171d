/* The outer members of a send request and its recipient (V1 to V5, V9 to V14). */
#ifndef CHAKRA_SANDBOX_ENVELOPE_H
#define CHAKRA_SANDBOX_ENVELOPE_H

#include "src/sandbox/check.h"

/* Everything of the envelope but the recipient. */
bool check_envelope(struct check *check);
/* Writes the recipient into check->accepted. */
bool check_envelope_recipient(struct check *check);
/* `template` itself: its members, name and language. */
bool check_template_members(struct check *check);

#endif
