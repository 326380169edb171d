/*
 * Hard values: one row for each kind, with what is to become of it. Made from a
 * message that is right as it is; the rules have the last word. Pure.
 */
#ifndef CHAKRA_TRIAL_HARD_VALUES_H
#define CHAKRA_TRIAL_HARD_VALUES_H

#include "src/whatsapp/message.h"
#include "src/whatsapp/rules.h"

#include <stdbool.h>

/* Kinds, in the order in which they are written. */
size_t hard_value_count(void);
const char *hard_value_name(size_t kind); /* "longest" */

/*
 * The values of this kind, made from `base` (whose message has no errors). False: the kind says
 * nothing new about this template, or nothing of it would end as it should. Else *ret_rule is the
 * rule that refuses them, static, or NULL when they are to be accepted.
 */
bool hard_value_make(size_t kind, const struct message *base, struct values *ret_values,
                     const char **ret_rule, struct error *reterr);

/* The first error of this message: its rule, static; NULL when there is none, "" when memory is
 * out. */
const char *hard_value_judge(const struct message *message);

#endif
