/* Case-blind comparison, one code point after the other, without copies of the text. */
#include "src/history/text_match.h"

#include <utf8proc.h>

#include "src/base/utf8.h"

/* Invalid bytes come as -1 and equal only themselves' kind, which is enough for a search. */
static int32_t fold_code_point(int32_t code_point)
{
    if (code_point >= 'A' && code_point <= 'Z')
        return code_point + ('a' - 'A');
    return code_point < 128 ? code_point : utf8proc_tolower(code_point);
}

static int32_t next_folded(const char *text, size_t length, size_t *position)
{
    unsigned char byte = (unsigned char)text[*position];
    if (byte < 128) {
        ++*position;
        return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
    }
    return fold_code_point(utf8_next(text, length, position));
}

void text_fold(struct strbuf *out, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        int32_t code_point = next_folded(text, length, &at);
        if (code_point < 0)
            strbuf_add(out, text + begin, at - begin);
        else
            strbuf_add_code_point(out, (unsigned long)code_point);
    }
}

/* Does the needle stand at `at`? *ret_end is where it ends in the text. */
static bool stands_at(const char *text, size_t length, size_t at, const char *folded,
                      size_t folded_length)
{
    for (size_t i = 0; i < folded_length;) {
        if (at >= length ||
            next_folded(text, length, &at) != next_folded(folded, folded_length, &i))
            return false;
    }
    return true;
}

bool text_contains(const char *text, size_t length, const char *folded, size_t folded_length)
{
    if (folded_length == 0)
        return true;
    size_t first_end = 0;
    int32_t first = next_folded(folded, folded_length, &first_end);
    for (size_t at = 0; at < length;) {
        size_t after = at;
        if (next_folded(text, length, &after) == first &&
            stands_at(text, length, after, folded + first_end, folded_length - first_end))
            return true;
        at = after;
    }
    return false;
}

bool text_equals(const char *text, size_t length, const char *folded, size_t folded_length)
{
    size_t at = 0, i = 0;
    while (at < length && i < folded_length)
        if (next_folded(text, length, &at) != next_folded(folded, folded_length, &i))
            return false;
    return at == length && i == folded_length;
}

bool text_matches(const char *text, size_t length, const char *folded_pattern,
                  size_t pattern_length)
{
    size_t at = 0, i = 0;
    size_t after_run = 0, retry_at = 0; /* where to go on when a run must take one more */
    bool has_run = false;
    while (at < length) {
        size_t next_at = at, next_i = i;
        int32_t wanted =
            i < pattern_length ? next_folded(folded_pattern, pattern_length, &next_i) : 0;
        if (i < pattern_length && wanted == GLOB_RUN) {
            has_run = true;
            after_run = i = next_i;
            retry_at = at;
            continue;
        }
        int32_t have = next_folded(text, length, &next_at);
        if (i < pattern_length && (wanted == GLOB_ONE || wanted == have)) {
            at = next_at;
            i = next_i;
            continue;
        }
        if (!has_run)
            return false;
        next_folded(text, length, &retry_at);
        at = retry_at;
        i = after_run;
    }
    while (i < pattern_length && folded_pattern[i] == GLOB_RUN)
        i++;
    return i == pattern_length;
}
