/*
 * Case files made from the account's definitions: for every template that can be
 * sent, in every language, one case of the definition's own examples, and hard
 * ones: the longest and shortest values, too long ones, markup, right-to-left,
 * emoji, digits, URLs, line breaks, blanks, none. Each expectation is looked up
 * in the rules before it is written down. Pure.
 */
#ifndef CHAKRA_TRIAL_GENERATE_H
#define CHAKRA_TRIAL_GENERATE_H

#include "src/base/err.h"
#include "src/whatsapp/template.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct generate_options {
    struct template *const *templates;
    size_t template_count;
    const char *const *names; /* only these, with patterns; none: all */
    size_t name_count;
    const char *to;     /* recipient of all cases */
    bool examples_only; /* no hard ones */
};

struct generate_counts {
    size_t templates, cases;
    size_t unsendable; /* not approved, or of a kind that cannot be sent */
    size_t unfillable; /* whose values nobody can make up */
};

/* *ret_file is the caller's (cJSON_Delete). ERR_CONTENT: a name that the account does not have, or
 * nothing that can be sent. */
enum err generate_cases(const struct generate_options *options, cJSON **ret_file,
                        struct generate_counts *ret_counts, struct error *reterr);

#endif
