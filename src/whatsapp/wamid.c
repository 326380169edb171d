/*
 * The known layout of a message id: `wamid.` and the base64 of
 * 1C 18 LEN phone 15 02 00 (11 business | 12 user) 18 LEN key 00.
 */
#include "src/whatsapp/wamid.h"

#include "src/whatsapp/ascii.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { MOST_BYTES = 192, FROM_BUSINESS = 0x11, FROM_USER = 0x12 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char prefix[] = "wamid.";

/* Strict: whole groups of four, `=` only at the end. Returns the count, 0 for anything else. */
static size_t decode_base64(const char *text, unsigned char bytes[MOST_BYTES])
{
    size_t length = strlen(text);
    if (length % 4 != 0 || length / 4 * 3 > MOST_BYTES)
        return 0;
    size_t count = 0;
    for (size_t i = 0; i < length; i += 4) {
        unsigned group = 0;
        size_t kept = 0;
        for (size_t j = 0; j < 4; j++) {
            const char *found = strchr(alphabet, text[i + j]);
            if (found == NULL && (text[i + j] != '=' || i + 4 != length || j < 2))
                return 0;
            if (found != NULL && kept < j)
                return 0; /* a letter after `=` */
            kept += found != NULL ? 1 : 0;
            group = group << 6 | (found != NULL ? (unsigned)(found - alphabet) : 0U);
        }
        for (size_t j = 0; j + 1 < kept; j++)
            bytes[count++] = (unsigned char)(group >> (16 - 8 * j));
    }
    return count;
}

struct cursor {
    const unsigned char *bytes;
    size_t left;
    bool ok;
};

static unsigned take(struct cursor *cursor)
{
    if (cursor->left == 0) {
        cursor->ok = false;
        return 0;
    }
    cursor->left--;
    return *cursor->bytes++;
}

static void expect(struct cursor *cursor, unsigned byte)
{
    if (take(cursor) != byte)
        cursor->ok = false;
}

static void take_text(struct cursor *cursor, char *text, size_t size)
{
    expect(cursor, 0x18);
    size_t length = take(cursor);
    if (length >= size || length > cursor->left)
        cursor->ok = false;
    if (!cursor->ok)
        return;
    memcpy(text, cursor->bytes, length);
    text[length] = '\0';
    cursor->bytes += length;
    cursor->left -= length;
}

static bool is_hex_text(const char *text)
{
    while (ascii_is_digit((unsigned char)*text) || (*text >= 'A' && *text <= 'F'))
        text++;
    return *text == '\0';
}

bool wamid_decode(const char *wamid, struct wamid_parts *ret_parts)
{
    if (strncmp(wamid, prefix, sizeof prefix - 1) != 0)
        return false;
    unsigned char bytes[MOST_BYTES];
    size_t count = decode_base64(wamid + sizeof prefix - 1, bytes);
    struct cursor cursor = {.bytes = bytes, .left = count, .ok = true};
    struct wamid_parts parts = {.phone = ""};
    expect(&cursor, 0x1C);
    take_text(&cursor, parts.phone, sizeof parts.phone);
    expect(&cursor, 0x15);
    expect(&cursor, 0x02);
    expect(&cursor, 0x00);
    unsigned direction = take(&cursor);
    take_text(&cursor, parts.key, sizeof parts.key);
    expect(&cursor, 0x00);
    if (!cursor.ok || cursor.left != 0 || (direction != FROM_BUSINESS && direction != FROM_USER) ||
        !ascii_all_digits(parts.phone) || !is_hex_text(parts.key))
        return false;
    parts.from_business = direction == FROM_BUSINESS;
    *ret_parts = parts;
    return true;
}

static size_t put_text(unsigned char *bytes, const char *text)
{
    size_t length = strlen(text);
    bytes[0] = 0x18;
    bytes[1] = (unsigned char)length;
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): bytes, not a text */
    memcpy(bytes + 2, text, length);
    return length + 2;
}

static void encode_base64(const unsigned char *bytes, size_t count, char *text)
{
    for (size_t i = 0; i < count; i += 3, text += 4) {
        unsigned group = (unsigned)bytes[i] << 16;
        group |= i + 1 < count ? (unsigned)bytes[i + 1] << 8 : 0U;
        group |= i + 2 < count ? bytes[i + 2] : 0U;
        for (size_t j = 0; j < 4; j++)
            text[j] = i + j > count ? '=' : alphabet[group >> (18 - 6 * j) & 0x3F];
    }
    *text = '\0';
}

bool wamid_encode(const char *phone, const char *key, char *text, unsigned long size)
{
    static const unsigned char middle[] = {0x15, 0x02, 0x00, FROM_BUSINESS};
    struct wamid_parts parts;
    if (strlen(phone) >= sizeof parts.phone || strlen(key) >= sizeof parts.key)
        return false;
    unsigned char bytes[MOST_BYTES] = {0x1C};
    size_t count = 1 + put_text(bytes + 1, phone);
    memcpy(bytes + count, middle, sizeof middle);
    count += sizeof middle;
    count += put_text(bytes + count, key);
    bytes[count++] = 0x00;
    if (sizeof prefix + (count + 2) / 3 * 4 > size)
        return false;
    memcpy(text, prefix, sizeof prefix - 1);
    encode_base64(bytes, count, text + sizeof prefix - 1);
    return true;
}
