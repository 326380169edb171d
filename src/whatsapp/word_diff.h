/*
 * What changed between two texts, word by word: the longest common subsequence
 * of words, placeholders, blanks and marks. Texts so different or so long that a
 * table of WORD_DIFF_CELLS_MAX would not do are shown as replaced as a whole.
 *
 * Pure; the runs live in the arena and point into the two texts.
 */
#ifndef CHAKRA_WHATSAPP_WORD_DIFF_H
#define CHAKRA_WHATSAPP_WORD_DIFF_H

#include "src/base/arena.h"
#include "src/base/err.h"

#include <stddef.h>

enum { WORD_DIFF_CELLS_MAX = 1024 * 1024 };

enum word_change { WORDS_KEPT, WORDS_REMOVED, WORDS_ADDED };

struct word_run {
    enum word_change change;
    const char *text; /* not terminated */
    size_t length;    /* bytes, never 0 */
};

struct word_diff {
    struct word_run *runs; /* in the order of reading, what was removed before what was added */
    size_t count;
};

/* Kept and removed runs make up `before`, kept and added ones `after`. */
enum err word_diff_make(const char *before, const char *after, struct arena *arena,
                        struct word_diff *ret_diff, struct error *reterr);

#endif
