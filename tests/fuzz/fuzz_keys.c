/* Any bytes from a terminal, in pieces: the same keys however they are torn, nothing that is no
 * key becomes text, and after a silence the next key is a key again. */
#include "src/app/key_decode.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

struct trace {
    size_t keys, pastes, mice;
    uint32_t sum; /* of keys and pasted bytes, in order */
};

static void add(struct trace *trace, uint32_t number)
{
    trace->sum = trace->sum * 31U + number;
}

static void note(struct trace *trace, const struct key_decoder *decoder,
                 const struct decoded *decoded)
{
    char name[KEY_NAME_SIZE];
    if (decoded->kind == DECODED_KEY) {
        trace->keys++;
        key_format(decoded->key, name);
        FUZZ_CHECK(name[0] != '\0' && decoded->key.code != KEYCODE_NONE);
        bool is_character = decoded->key.code == KEYCODE_TEXT;
        FUZZ_CHECK(!is_character ||
                   (decoded->key.text >= 0x20 && decoded->key.text != 0x7F &&
                    decoded->key.text < 0x110000 && (decoded->key.text & ~0x7FFU) != 0xD800));
        FUZZ_CHECK(!is_character || (decoded->key.modifiers & KEY_SHIFT) == 0);
        add(trace, decoded->key.text * 64U + (uint32_t)decoded->key.code);
        add(trace, decoded->key.modifiers);
    } else if (decoded->kind == DECODED_PASTE) {
        trace->pastes++;
        FUZZ_CHECK(decoder->paste.length <= PASTE_BYTES_MAX);
        for (size_t i = 0; i < decoder->paste.length; i++)
            add(trace, (unsigned char)decoder->paste.text[i]);
    } else if (decoded->kind == DECODED_MOUSE) {
        trace->mice++;
        add(trace, (uint32_t)decoded->mouse.row);
    }
}

static struct trace read_all(const uint8_t *bytes, size_t length, size_t step)
{
    struct key_decoder decoder;
    struct decoded decoded;
    struct trace trace = {.keys = 0};
    key_decoder_init(&decoder);
    for (size_t at = 0; at < length;) {
        size_t end = length - at < step ? length : at + step;
        while (at < end) {
            size_t used = key_decoder_feed(&decoder, (const char *)bytes + at, end - at, &decoded);
            FUZZ_CHECK(used > 0 && used <= end - at);
            at += used;
            note(&trace, &decoder, &decoded);
        }
    }
    key_decoder_give_up(&decoder, &decoded);
    note(&trace, &decoder, &decoded);
    FUZZ_CHECK(!key_decoder_is_open(&decoder));
    FUZZ_CHECK(key_decoder_feed(&decoder, "q", 1, &decoded) == 1);
    FUZZ_CHECK(decoded.kind == DECODED_KEY && decoded.key.text == 'q');
    key_decoder_release(&decoder);
    return trace;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct trace whole = read_all(bytes, length, length > 0 ? length : 1);
    struct trace torn = read_all(bytes, length, 1);
    struct trace pieces = read_all(bytes, length, 7);
    FUZZ_CHECK(memcmp(&whole, &torn, sizeof whole) == 0);
    FUZZ_CHECK(memcmp(&whole, &pieces, sizeof whole) == 0);
    return 0;
}
