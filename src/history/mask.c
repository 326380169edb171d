/* Finding the number's last digits in every disguise, and stars over the whole of it. */
#include "src/history/mask.h"

#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"

enum { TAIL_DIGITS = 8, KEPT_DIGITS = 2, MOST_BETWEEN = 4 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_base64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '+' ||
           c == '/' || c == '-' || c == '_' || c == '=';
}

/* The letters that depend on the digits alone when they begin `skip` bytes into a group of three.
 */
static void encode_inside(const char *digits, size_t skip, char *text)
{
    size_t bits = 8 * strlen(digits);
    size_t at = (6 - 8 * skip % 6) % 6; /* of the first whole letter */
    for (; at + 6 <= bits; at += 6) {
        unsigned value = 0;
        for (size_t bit = at; bit < at + 6; bit++)
            value = value << 1 | ((unsigned)(unsigned char)digits[bit / 8] >> (7 - bit % 8) & 1U);
        *text++ = alphabet[value];
    }
    *text = '\0';
}

void mask_init(struct mask *mask, const char *number)
{
    *mask = (struct mask){.is_on = false};
    size_t count = 0;
    for (; number != NULL && *number != '\0' && count + 1 < sizeof mask->digits; number++)
        if (is_digit(*number))
            mask->digits[count++] = *number;
    if (count == 0)
        return;
    mask->is_on = true;
    const char *tail = count > TAIL_DIGITS ? mask->digits + count - TAIL_DIGITS : mask->digits;
    snprintf(mask->tail, sizeof mask->tail, "%s", tail);
    for (size_t skip = 0; skip < COUNT_OF(mask->base64); skip++)
        encode_inside(mask->tail, skip, mask->base64[skip]);
}

/* Bytes of what may stand between two digits of a number; 0: nothing of the kind. */
static size_t separator_length(const char *text, size_t length)
{
    if (length == 0)
        return 0;
    if (strchr(" -.()/+\t", *text) != NULL && *text != '\0')
        return 1;
    if (length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0) /* no-break space */
        return 2;
    if (length >= 3 && (memcmp(text, "\xE2\x80\xAF", 3) == 0 || /* narrow no-break space */
                        memcmp(text, "\xE2\x80\x91", 3) == 0))  /* no-break hyphen */
        return 3;
    return 0;
}

/* Where the tail that begins at `at` ends; 0: it does not stand there. */
static size_t tail_end(const struct mask *mask, const char *text, size_t length, size_t at)
{
    for (const char *digit = mask->tail; *digit != '\0'; digit++) {
        for (int i = 0; digit != mask->tail && i < MOST_BETWEEN; i++)
            at += separator_length(text + at, length - at);
        if (at >= length || text[at] != *digit)
            return 0;
        at++;
    }
    return at;
}

/* Stars over the digits of text[begin, end) but the last two; all else stays. */
static void add_stars(struct strbuf *out, const char *text, size_t begin, size_t end)
{
    size_t digits = 0;
    for (size_t i = begin; i < end; i++)
        digits += is_digit(text[i]) ? 1 : 0;
    for (size_t i = begin; i < end; i++) {
        bool star = is_digit(text[i]) && digits > KEPT_DIGITS;
        digits -= is_digit(text[i]) ? 1 : 0;
        strbuf_add_char(out, star ? '*' : text[i]);
    }
}

/* Digits of the same number in front of its tail are in `out` already: stars over them too. */
static void cover_front(const struct mask *mask, struct strbuf *out)
{
    size_t left = strlen(mask->digits) - strlen(mask->tail);
    size_t between = 0;
    for (size_t at = out->length; at > 0 && left > 0 && between <= MOST_BETWEEN; at--) {
        char *c = &out->text[at - 1];
        if (is_digit(*c) && *c == mask->digits[left - 1]) {
            *c = '*';
            left--;
            between = 0;
        } else if (is_digit(*c) || strchr(" -.()/+\t", *c) == NULL) {
            return;
        } else {
            between++;
        }
    }
}

/* Does this run of letters hold the number in base64? */
static bool holds_number(const struct mask *mask, const char *run, size_t length)
{
    for (size_t i = 0; i < COUNT_OF(mask->base64); i++) {
        size_t wanted = strlen(mask->base64[i]);
        for (size_t at = 0; wanted > 0 && at + wanted <= length; at++)
            if (memcmp(run + at, mask->base64[i], wanted) == 0)
                return true;
    }
    return false;
}

void mask_add(const struct mask *mask, struct strbuf *out, const char *text, size_t length)
{
    if (!mask->is_on) {
        strbuf_add(out, text, length);
        return;
    }
    size_t run_end = 0; /* of the run of base64 letters that is known to be harmless */
    for (size_t at = 0; at < length;) {
        if (at >= run_end && is_base64(text[at])) {
            run_end = at;
            while (run_end < length && is_base64(text[run_end]))
                run_end++;
            if (holds_number(mask, text + at, run_end - at)) {
                strbuf_add_text(out, "***");
                at = run_end;
                continue;
            }
        }
        size_t end = is_digit(text[at]) ? tail_end(mask, text, length, at) : 0;
        if (end == 0) {
            strbuf_add_char(out, text[at++]);
            continue;
        }
        cover_front(mask, out);
        add_stars(out, text, at, end);
        at = end;
    }
}
