/*
 * What can stand where the cursor is: the candidates, and what they are made from. Reads settings
 * and the kept lists of templates; never the network, and writes nothing.
 */
#ifndef CHAKRA_CLI_COMPLETION_H
#define CHAKRA_CLI_COMPLETION_H

#include "src/base/arena.h"
#include "src/cli/complete_line.h"
#include "src/config/config.h"
#include "src/sandbox/catalogue.h"
#include "src/whatsapp/template.h"

#include <stdbool.h>
#include <stddef.h>

struct completion {
    const struct complete_line *line;
    const char *prefix; /* begin of the word that all candidates share, as typed: "--template=" */
    const char *word;   /* the rest of it, which a candidate has to begin with */
    size_t offered;
    struct arena arena;
    struct config config;
    bool knows_config, has_config; /* it was read; it could be */
    struct catalogue catalogue;    /* the sandbox's own, while nothing of it is kept */
    struct template **templates;   /* sorted by name, then language; NULL until asked for */
    size_t template_count;
};

void completion_init(struct completion *completion, const struct complete_line *line);
void completion_release(struct completion *completion);

/* Prints "CANDIDATE\tDESCRIPTION" if it begins like the word. What the word could not hold without
 * quoting (blanks, control characters) is left out. `text` may be NULL. */
void completion_offer(struct completion *completion, const char *value, const char *text);
/* The same for "live|test|read-only". */
void completion_offer_choices(struct completion *completion, const char *choices);
/* Candidates are names of files, or of folders: the shell knows them. */
void completion_offer_paths(const struct completion *completion, bool folders_only);
/* From here on, all up to and with the first `mark` of the word is prefix. False: it has none. */
bool completion_split(struct completion *completion, char mark);

/* The profile that the line uses; NULL when the settings cannot be read. */
const struct profile *completion_profile(struct completion *completion);
/* Fills `templates` from what is kept for the profile. */
void completion_read_templates(struct completion *completion);

/* complete_values.c: the values of an option; the operands of a command. False: not known. */
bool complete_option_value(struct completion *completion, enum argument_id id);
bool complete_operand(struct completion *completion);

#endif
