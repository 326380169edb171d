/* Words, their longest common subsequence, and the runs that it leaves. */
#include "src/whatsapp/word_diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/whatsapp/ascii.h"

struct word {
    const char *text;
    size_t length;
};

struct words {
    struct word *items;
    size_t count;
};

/* A letter or digit of a script that puts blanks between its words. */
static bool is_word_byte(const char *text, size_t length, size_t at)
{
    unsigned char byte = (unsigned char)text[at];
    if (byte < 0x80)
        return ascii_is_alnum(byte) || byte == '_';
    size_t end = utf8_cluster_end(text, length, at);
    return utf8_cluster_width(text + at, end - at) == 1;
}

/* The end of the {{name}} that begins at `at`; `at` when none does. */
static size_t placeholder_end(const char *text, size_t at)
{
    const char *end = text + at;
    if (strncmp(end, "{{", 2) != 0)
        return at;
    end += 2;
    while (ascii_is_blank((unsigned char)*end))
        end++;
    while (ascii_is_alnum((unsigned char)*end) || *end == '_')
        end++;
    while (ascii_is_blank((unsigned char)*end))
        end++;
    return strncmp(end, "}}", 2) == 0 ? (size_t)(end - text) + 2 : at;
}

/* The end of the word at `at`: a placeholder, letters, blanks, or one other character. */
static size_t word_end(const char *text, size_t length, size_t at)
{
    size_t end = placeholder_end(text, at);
    if (end > at)
        return end;
    if (ascii_is_blank((unsigned char)text[at])) {
        while (end < length && ascii_is_blank((unsigned char)text[end]))
            end++;
        return end;
    }
    while (end < length && is_word_byte(text, length, end))
        end = utf8_cluster_end(text, length, end);
    return end > at ? end : utf8_cluster_end(text, length, at);
}

static bool split(const char *text, struct arena *arena, struct words *words)
{
    size_t length = strlen(text);
    words->items = arena_alloc(arena, length + 1, sizeof *words->items);
    if (words->items == NULL)
        return false;
    for (size_t at = 0; at < length;) {
        size_t end = word_end(text, length, at);
        words->items[words->count++] = (struct word){text + at, end - at};
        at = end;
    }
    return true;
}

static bool words_equal(const struct word *left, const struct word *right)
{
    return left->length == right->length && memcmp(left->text, right->text, left->length) == 0;
}

/* What stands before and after the part that differs is kept as it is. */
struct middle {
    size_t head, tail;
    struct words before, after;
};

static struct middle trim(const struct words *before, const struct words *after)
{
    size_t least = before->count < after->count ? before->count : after->count;
    struct middle middle = {0};
    while (middle.head < least &&
           words_equal(&before->items[middle.head], &after->items[middle.head]))
        middle.head++;
    while (middle.tail < least - middle.head &&
           words_equal(&before->items[before->count - 1 - middle.tail],
                       &after->items[after->count - 1 - middle.tail]))
        middle.tail++;
    size_t same = middle.head + middle.tail;
    middle.before = (struct words){before->items + middle.head, before->count - same};
    middle.after = (struct words){after->items + middle.head, after->count - same};
    return middle;
}

struct writer {
    struct word_diff *diff;
    size_t removed, added; /* where the run of each kind since the last kept one is, plus 1 */
};

/* Adds to the open run of that kind: what is added between two kept words is one run. */
static void write_word(struct writer *writer, enum word_change change, const struct word *word)
{
    struct word_diff *diff = writer->diff;
    size_t *open = change == WORDS_REMOVED ? &writer->removed : &writer->added;
    struct word_run *last = diff->count > 0 ? &diff->runs[diff->count - 1] : NULL;
    if (change == WORDS_KEPT) {
        writer->removed = writer->added = 0;
        if (last != NULL && last->change == WORDS_KEPT && last->text + last->length == word->text) {
            last->length += word->length;
            return;
        }
    } else if (*open != 0) {
        diff->runs[*open - 1].length += word->length;
        return;
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): word_diff_make() gives room for all */
    diff->runs[diff->count++] = (struct word_run){change, word->text, word->length};
    if (change != WORDS_KEPT)
        *open = diff->count;
    /* Removed before added. */
    if (change == WORDS_REMOVED && writer->added != 0) {
        struct word_run added = diff->runs[writer->added - 1];
        diff->runs[writer->added - 1] = diff->runs[diff->count - 1];
        diff->runs[diff->count - 1] = added;
        writer->removed = writer->added;
        writer->added = diff->count;
    }
}

/* lengths[i * width + j]: the longest common subsequence of the words from i and from j on. */
static uint32_t *measure(const struct middle *middle)
{
    size_t rows = middle->before.count + 1, width = middle->after.count + 1;
    if (rows > WORD_DIFF_CELLS_MAX / width)
        return NULL;
    uint32_t *lengths = mem_zalloc(rows * width, sizeof *lengths);
    if (lengths == NULL)
        return NULL;
    for (size_t i = rows - 1; i-- > 0;)
        for (size_t j = width - 1; j-- > 0;) {
            uint32_t down = lengths[(i + 1) * width + j], right = lengths[i * width + j + 1];
            uint32_t best = down > right ? down : right;
            if (words_equal(&middle->before.items[i], &middle->after.items[j]))
                best = lengths[(i + 1) * width + j + 1] + 1;
            lengths[i * width + j] = best;
        }
    return lengths;
}

/* A blank between two words that were both replaced reads better as a part of them. */
static bool joins_changes(const struct writer *writer, const struct middle *middle, size_t i,
                          size_t j)
{
    const struct words *before = &middle->before, *after = &middle->after;
    return writer->removed != 0 && writer->added != 0 && i + 1 < before->count &&
           j + 1 < after->count && ascii_is_blank((unsigned char)before->items[i].text[0]) &&
           !words_equal(&before->items[i + 1], &after->items[j + 1]);
}

/* Without a table (too long, or no memory for it) nothing of the middle is common. */
static void write_middle(struct writer *writer, const struct middle *middle,
                         const uint32_t *lengths)
{
    const struct words *before = &middle->before, *after = &middle->after;
    size_t width = after->count + 1, i = 0, j = 0;
    while (i < before->count || j < after->count) {
        bool both = i < before->count && j < after->count;
        if (both && lengths != NULL && words_equal(&before->items[i], &after->items[j])) {
            bool joins = joins_changes(writer, middle, i, j);
            write_word(writer, joins ? WORDS_REMOVED : WORDS_KEPT, &before->items[i++]);
            if (joins)
                write_word(writer, WORDS_ADDED, &after->items[j]);
            j++;
        } else if (i < before->count &&
                   (!both || lengths == NULL ||
                    lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
            write_word(writer, WORDS_REMOVED, &before->items[i++]);
        } else {
            write_word(writer, WORDS_ADDED, &after->items[j++]);
        }
    }
}

enum err word_diff_make(const char *before, const char *after, struct arena *arena,
                        struct word_diff *ret_diff, struct error *reterr)
{
    struct words old = {0}, new = {0};
    *ret_diff = (struct word_diff){0};
    if (!split(before, arena, &old) || !split(after, arena, &new))
        return error_nomem(reterr);
    ret_diff->runs = arena_alloc(arena, old.count + new.count + 1, sizeof *ret_diff->runs);
    if (ret_diff->runs == NULL)
        return error_nomem(reterr);
    struct middle middle = trim(&old, &new);
    struct writer writer = {.diff = ret_diff};
    for (size_t i = 0; i < middle.head; i++)
        write_word(&writer, WORDS_KEPT, &old.items[i]);
    uint32_t *lengths = measure(&middle);
    write_middle(&writer, &middle, lengths);
    mem_free(lengths);
    for (size_t i = old.count - middle.tail; i < old.count; i++)
        write_word(&writer, WORDS_KEPT, &old.items[i]);
    return ERR_OK;
}
