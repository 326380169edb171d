/*
 * The languages that the rows of a list may be in: one for all rows, or, with a
 * column `language`, each that the template has. A language has slots of its own,
 * so each knows which column fills which of them. Pure.
 */
#ifndef CHAKRA_BATCH_LANGUAGES_H
#define CHAKRA_BATCH_LANGUAGES_H

#include "src/base/arena.h"
#include "src/whatsapp/slots.h"
#include "src/whatsapp/template.h"

#include <stddef.h>

struct row_language {
    const struct template *template;
    struct slot_list slots;
    const struct slot **of_column; /* by the column's index; NULL: it has no such slot, or the
                                      column fills none in any language */
};

struct row_languages {
    struct row_language *items; /* in the arena */
    size_t count;
    const struct row_language *usual; /* of a row that names none; NULL: each has to */
};

struct language_choice {
    const struct template *const *templates;
    size_t count;
    const struct template *usual; /* one of them, or NULL */
};

/* What each column fills in each language; a key may be NULL: it fills nothing. */
enum err languages_build(const struct language_choice *choice, size_t card_count,
                         const char *const *keys, size_t key_count, struct arena *arena,
                         struct row_languages *ret_languages, struct error *reterr);

/* NULL: the template has no such language. "" is the usual one. Blanks around it do not count. */
const struct row_language *languages_find(const struct row_languages *languages, const char *code);

/* The slot of a key in the usual language, else in the first that has it; NULL: none has. */
const struct slot *languages_find_slot(const struct row_languages *languages, const char *key);

/* "de, en_US, …" as far as there is room. */
void languages_list(const struct row_languages *languages, char *text, size_t size);

#endif
