/*
 * What differs between two definitions of one template: each text by words, each
 * other member by value, and the slots that came or went. Paths are those of the
 * message: "body.text", "button.0.url", "card.1.header.format", "category".
 *
 * Pure; everything lives in the arena given, and texts may point into it.
 */
#ifndef CHAKRA_WHATSAPP_DEFINITION_DIFF_H
#define CHAKRA_WHATSAPP_DEFINITION_DIFF_H

#include "src/whatsapp/definition.h"
#include "src/whatsapp/word_diff.h"

#include <stdbool.h>

struct definition_change {
    const char *path;
    const char *before, *after; /* NULL: it was not there, or is not there any more */
    struct word_diff words;     /* when both are there */
};

struct slot_change {
    const char *key;
    bool is_added; /* else removed */
    bool is_required;
};

struct definition_diff {
    struct definition_change *changes; /* by path */
    size_t change_count;
    struct slot_change *slots; /* removed ones, then added ones, each in the order of the form */
    size_t slot_count;
};

/* Equal hashes give an empty diff. */
enum err definition_diff_make(const struct definition *before, const struct definition *after,
                              struct arena *arena, struct definition_diff *ret_diff,
                              struct error *reterr);

/* Two sets side by side: one row for each name and language of either, in order. */
struct definition_pair {
    const struct definition *before, *after; /* one may be NULL */
};

/* Calls `visit` for each pair; stops at the first error. */
typedef enum err definition_visitor(const struct definition_pair *pair, void *context,
                                    struct error *reterr);
enum err definition_each_pair(const struct definition_set *before,
                              const struct definition_set *after, definition_visitor *visit,
                              void *context, struct error *reterr);
/* Missing on one side, or another hash. */
bool definition_pair_differs(const struct definition_pair *pair);

#endif
