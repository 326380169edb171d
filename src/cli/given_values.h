/* What --values and --set say: --set over the file. `to` is kept apart from the slots. */
#ifndef CHAKRA_CLI_GIVEN_VALUES_H
#define CHAKRA_CLI_GIVEN_VALUES_H

#include "src/cli/arguments.h"
#include "src/whatsapp/rules.h"
#include "src/whatsapp/slots.h"
#include "src/whatsapp/values.h"

struct given_values {
    struct values values;
    char *to; /* --to, else the values' `to`; NULL when nobody says */
    /* Of a preset (src/whatsapp/message_file.h) given as --values: what the options may leave out,
     * NULL where it says nothing, and its own values, whose variables are still to be expanded. */
    char *template, *language;
    struct values preset;
};

enum err given_values_read(const struct arguments *arguments, struct given_values *ret_given,
                           struct error *reterr);
/* Expands the variables of the preset's values, but for those that --set has replaced. */
enum err given_values_expand(struct given_values *given, const char *hidden_variables,
                             struct error *reterr);
void given_values_release(struct given_values *given);

/* For the product carousels, whose number of cards is the sender's choice; 0 when not given. */
size_t given_values_card_count(const struct given_values *given);

/* A problem for each key that the slots do not have, with the nearest; and JSON given as text for
 * slots that take JSON is marked as such. */
enum err given_values_match(struct given_values *given, const struct slot_list *slots,
                            struct problem_list *problems, struct error *reterr);

#endif
