/*
 * Checks of definitions themselves: the rules V69 to V73 of the template
 * reference (with V7 for the language), a listed template's state, and parity
 * over the languages of one name. Nothing here forbids a send: an approved
 * template that breaks a rule of creation can be sent all the same.
 *
 * Pure. All problems are returned at once.
 */
#ifndef CHAKRA_WHATSAPP_DEFINITION_CHECK_H
#define CHAKRA_WHATSAPP_DEFINITION_CHECK_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/whatsapp/definition.h"
#include "src/whatsapp/rules.h"

#include <stddef.h>

enum definition_stage {
    DEFINITION_LISTED, /* as the account has it: breaking a rule of creation is a warning */
    DEFINITION_CREATED /* about to be created or edited: it is an error */
};

struct definition_problem {
    const struct template *template;
    char where[64];   /* "body.text", "button.0.text", "status"; "" for the whole */
    const char *rule; /* "V70", "status", "parity"; static */
    enum problem_level level;
    int subcode;       /* WhatsApp's error_subcode that it prevents; 0: none is known */
    char message[280]; /* what is wrong and the next step, one line */
};

struct definition_problems {
    struct definition_problem *items;
    size_t count, size;
    bool failed; /* no memory */
};

void definition_problems_init(struct definition_problems *problems);
void definition_problems_release(struct definition_problems *problems);
size_t definition_problems_errors(const struct definition_problems *problems);

/* Adds what is wrong with one definition. */
enum err definition_check(const struct template *template, enum definition_stage stage,
                          struct definition_problems *problems, struct error *reterr);

/* Adds where a name's languages do not fit each other; the set's order brings them together. */
enum err definition_check_parity(const struct definition_set *set,
                                 struct definition_problems *problems, struct error *reterr);

#endif
