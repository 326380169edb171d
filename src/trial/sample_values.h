/* Values made up for a template: its own examples, or what is sure to be taken. Pure. */
#ifndef CHAKRA_TRIAL_SAMPLE_VALUES_H
#define CHAKRA_TRIAL_SAMPLE_VALUES_H

#include "src/whatsapp/slots.h"
#include "src/whatsapp/values.h"

/* A value for each slot that needs one. */
enum err sample_values_fill(const struct slot_list *slots, struct values *values,
                            struct error *reterr);

#endif
