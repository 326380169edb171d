/* Bytes of a terminal as keys: one state machine, tables for what the sequences mean. */
#include "src/app/key_decode.h"

#include "src/app/key_sequence.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <string.h>

enum state {
    STATE_GROUND,
    STATE_ESCAPE,    /* after ESC */
    STATE_CSI,       /* after ESC [ */
    STATE_SS3,       /* after ESC O */
    STATE_CONSOLE,   /* after ESC [ [ of the Linux console */
    STATE_STRING,    /* after ESC ] and the like: up to BEL or ESC \ */
    STATE_CHARACTER, /* inside a UTF-8 character */
    STATE_OLD_MOUSE, /* after ESC [ M: three bytes */
    STATE_PASTE
};

enum { ASCII_BELL = 7, ASCII_ESCAPE = 27, ASCII_DELETE = 127, LONGEST_PASTE = 1 << 28 };

static const char paste_end[] = "\033[201~";

void key_decoder_init(struct key_decoder *decoder)
{
    *decoder = (struct key_decoder){.state = STATE_GROUND};
    strbuf_init(&decoder->paste, PASTE_BYTES_MAX);
}

void key_decoder_release(struct key_decoder *decoder)
{
    key_decoder_forget_paste(decoder);
    strbuf_release(&decoder->paste);
}

void key_decoder_add(struct key_decoder *decoder, const char *sequence, struct key key)
{
    size_t length = strlen(sequence);
    if (sequence[0] != ASCII_ESCAPE || length < 2 || length >= KEY_EXTRA_BYTES ||
        decoder->extra_count == KEY_EXTRA_MAX)
        return;
    struct key_extra *extra = &decoder->extra[decoder->extra_count++];
    memcpy(extra->bytes, sequence, length + 1);
    extra->key = key;
}

void key_decoder_forget_paste(struct key_decoder *decoder)
{
    mem_wipe(decoder->paste.text, decoder->paste.length);
    strbuf_clear(&decoder->paste);
    decoder->paste_lost = 0;
}

bool key_decoder_is_open(const struct key_decoder *decoder)
{
    return decoder->state != STATE_GROUND;
}

bool key_decoder_is_at_escape(const struct key_decoder *decoder)
{
    bool begins = decoder->length == (decoder->has_meta ? 3 : 2);
    return decoder->state == STATE_ESCAPE ||
           (begins && (decoder->state == STATE_CSI || decoder->state == STATE_SS3 ||
                       decoder->state == STATE_STRING));
}

static void reset(struct key_decoder *decoder)
{
    decoder->state = STATE_GROUND;
    decoder->has_meta = false;
    decoder->length = 0;
    decoder->missing = 0;
    decoder->matched = 0;
}

static void give_key(struct key_decoder *decoder, struct decoded *decoded, struct key key)
{
    if (decoder->has_meta)
        key.modifiers |= KEY_META;
    reset(decoder);
    if (key.code == KEYCODE_NONE)
        return;
    decoded->kind = DECODED_KEY;
    decoded->key = key;
}

/* ---- the end of a sequence ---------------------------------------------- */

static bool give_extra(struct key_decoder *decoder, struct decoded *decoded)
{
    size_t skip = decoder->has_meta ? 1 : 0;
    size_t length = decoder->length - skip;
    for (size_t i = 0; i < decoder->extra_count; i++) {
        const struct key_extra *extra = &decoder->extra[i];
        if (strlen(extra->bytes) == length &&
            memcmp(extra->bytes, decoder->bytes + skip, length) == 0) {
            give_key(decoder, decoded, extra->key);
            return true;
        }
    }
    return false;
}

static void end_sequence(struct key_decoder *decoder, struct decoded *decoded)
{
    struct key_sequence sequence;
    size_t skip = decoder->has_meta ? 3 : 2;
    if (give_extra(decoder, decoded))
        return;
    key_sequence_parse(decoder->bytes + skip, decoder->length - skip, &sequence);
    if (key_sequence_begins_paste(&sequence)) {
        bool was_escape = decoder->has_meta; /* nobody holds Alt to paste */
        reset(decoder);
        if (was_escape)
            give_key(decoder, decoded, (struct key){.code = KEYCODE_ESCAPE});
        key_decoder_forget_paste(decoder);
        decoder->state = STATE_PASTE;
    } else if (key_sequence_is_old_mouse(&sequence)) {
        decoder->state = STATE_OLD_MOUSE;
        decoder->missing = 3;
    } else if (key_sequence_is_mouse(&sequence)) {
        decoded->kind = DECODED_MOUSE;
        decoded->mouse = (struct decoded_mouse){.button = sequence.parameters[0],
                                                .column = sequence.parameters[1],
                                                .row = sequence.parameters[2],
                                                .is_release = sequence.last == 'm'};
        reset(decoder);
    } else if (key_sequence_is_focus(&sequence)) {
        decoded->kind = DECODED_FOCUS;
        decoded->has_focus = sequence.last == 'I';
        reset(decoder);
    } else {
        give_key(decoder, decoded, key_sequence_key(&sequence));
    }
}

/* ---- one byte in a state -------------------------------------------------- */

static void keep(struct key_decoder *decoder, unsigned char byte)
{
    if (decoder->length < KEY_SEQUENCE_MAX)
        decoder->bytes[decoder->length++] = byte;
}

static size_t continuation_bytes(unsigned char byte)
{
    return byte >= 0xF0 && byte < 0xF8 ? 3 : byte >= 0xE0 ? 2 : 1;
}

static void take_ground(struct key_decoder *decoder, unsigned char byte, struct decoded *decoded)
{
    if (byte == ASCII_ESCAPE) {
        keep(decoder, byte);
        decoder->state = STATE_ESCAPE;
    } else if (byte >= 0xC2 && byte < 0xF5) {
        decoder->length = 0;
        keep(decoder, byte);
        decoder->missing = continuation_bytes(byte);
        decoder->state = STATE_CHARACTER;
    } else if (byte >= 0x80) {
        reset(decoder); /* no character begins so */
    } else {
        give_key(decoder, decoded, key_of_ascii(byte));
    }
}

static void take_character(struct key_decoder *decoder, unsigned char byte, struct decoded *decoded)
{
    size_t position = 0;
    if ((byte & 0xC0) != 0x80) { /* torn: the rest of it is not coming */
        reset(decoder);
        take_ground(decoder, byte, decoded);
        return;
    }
    keep(decoder, byte);
    if (--decoder->missing > 0)
        return;
    int32_t code_point = utf8_next((const char *)decoder->bytes, decoder->length, &position);
    bool is_whole = code_point >= 0xA0 && position == decoder->length;
    give_key(decoder, decoded,
             is_whole ? (struct key){.code = KEYCODE_TEXT, .text = (uint32_t)code_point}
                      : (struct key){.code = KEYCODE_NONE});
}

static void take_escape(struct key_decoder *decoder, unsigned char byte, struct decoded *decoded)
{
    switch (byte) {
    case ASCII_ESCAPE:
        if (decoder->has_meta) { /* a third one: the first was the key */
            decoder->has_meta = false;
            give_key(decoder, decoded, (struct key){.code = KEYCODE_ESCAPE});
        }
        decoder->has_meta = decoded->kind == DECODED_NOTHING;
        decoder->length = decoder->has_meta ? 1 : 0;
        keep(decoder, byte);
        decoder->state = STATE_ESCAPE;
        return;
    case '[':
        decoder->state = STATE_CSI;
        break;
    case 'O':
        decoder->state = STATE_SS3;
        break;
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
        decoder->state = STATE_STRING;
        break;
    default:
        decoder->has_meta = true;
        decoder->length = 0;
        decoder->state = STATE_GROUND;
        take_ground(decoder, byte, decoded);
        return;
    }
    keep(decoder, byte);
}

/* Control characters end a sequence that was torn, and are what they are. */
static bool tears(struct key_decoder *decoder, unsigned char byte, struct decoded *decoded)
{
    if (byte >= 0x20 && byte < 0x80)
        return false;
    reset(decoder);
    take_ground(decoder, byte, decoded);
    return true;
}

static void take_csi(struct key_decoder *decoder, unsigned char byte, struct decoded *decoded)
{
    size_t begin = decoder->has_meta ? 3 : 2;
    if (tears(decoder, byte, decoded))
        return;
    bool is_first = decoder->length == begin;
    bool is_private = decoder->length > begin && decoder->bytes[begin] >= '<';
    bool is_report = is_private && decoder->bytes[begin] == '<';
    keep(decoder, byte);
    if (is_first && byte == '[')
        decoder->state = STATE_CONSOLE;
    else if (byte == ASCII_DELETE)
        reset(decoder);
    else if (is_report && byte >= '@' && byte != 'M' && byte != 'm')
        return; /* a broken mouse report: what follows up to its end is no text either */
    else if (byte >= '@' || (byte == '$' && !is_private)) /* rxvt ends Shift with a $ */
        end_sequence(decoder, decoded);
}

/* ESC O, perhaps digits for modifiers, one letter. */
static void take_ss3(struct key_decoder *decoder, unsigned char byte, struct decoded *decoded)
{
    if (tears(decoder, byte, decoded))
        return;
    keep(decoder, byte);
    if ((byte >= '0' && byte <= '9') || byte == ';')
        return;
    size_t skip = decoder->has_meta ? 3 : 2;
    if (!give_extra(decoder, decoded))
        give_key(decoder, decoded, key_of_ss3(decoder->bytes + skip, decoder->length - skip));
}

static void take_string(struct key_decoder *decoder, unsigned char byte)
{
    bool after_escape = decoder->bytes[decoder->length - 1] == ASCII_ESCAPE;
    if (byte == ASCII_BELL || (after_escape && byte == '\\'))
        reset(decoder);
    else if (decoder->length < KEY_SEQUENCE_MAX)
        keep(decoder, byte);
    else
        decoder->bytes[KEY_SEQUENCE_MAX - 1] = byte;
}

static void take_byte(struct key_decoder *decoder, unsigned char byte, struct decoded *decoded)
{
    switch ((enum state)decoder->state) {
    case STATE_GROUND:
        take_ground(decoder, byte, decoded);
        break;
    case STATE_ESCAPE:
        take_escape(decoder, byte, decoded);
        break;
    case STATE_CSI:
        take_csi(decoder, byte, decoded);
        break;
    case STATE_SS3:
        take_ss3(decoder, byte, decoded);
        break;
    case STATE_CONSOLE:
        give_key(decoder, decoded, key_of_console(byte));
        break;
    case STATE_STRING:
        take_string(decoder, byte);
        break;
    case STATE_CHARACTER:
        take_character(decoder, byte, decoded);
        break;
    case STATE_OLD_MOUSE:
        if (--decoder->missing == 0)
            reset(decoder);
        break;
    case STATE_PASTE:
        break; /* take_paste */
    }
}

/* ---- paste --------------------------------------------------------------- */

static void keep_pasted(struct key_decoder *decoder, const char *bytes, size_t length)
{
    size_t room = PASTE_BYTES_MAX - decoder->paste.length;
    size_t kept = decoder->paste_lost > 0 ? 0 : length < room ? length : room;
    strbuf_add(&decoder->paste, bytes, kept);
    if (decoder->paste.failed)
        kept = 0;
    if (decoder->paste_lost < LONGEST_PASTE)
        decoder->paste_lost += length - kept;
}

/* A mark that was only begun is text after all. */
static void keep_matched(struct key_decoder *decoder)
{
    keep_pasted(decoder, paste_end, decoder->matched);
    decoder->matched = 0;
}

/* Up to the end mark, which may be torn between two reads. */
static size_t take_paste(struct key_decoder *decoder, const char *bytes, size_t length,
                         struct decoded *decoded)
{
    size_t at = 0;
    while (at < length) {
        if (decoder->matched == 0) {
            const char *escape = memchr(bytes + at, ASCII_ESCAPE, length - at);
            size_t plain = escape != NULL ? (size_t)(escape - bytes) - at : length - at;
            keep_pasted(decoder, bytes + at, plain);
            at += plain;
            if (escape == NULL)
                return at;
        }
        if (bytes[at] != paste_end[decoder->matched]) {
            keep_matched(decoder);
            continue;
        }
        at++;
        if (paste_end[++decoder->matched] == '\0') {
            reset(decoder);
            decoded->kind = DECODED_PASTE;
            return at;
        }
    }
    return at;
}

size_t key_decoder_feed(struct key_decoder *decoder, const char *bytes, size_t length,
                        struct decoded *ret_decoded)
{
    size_t at = 0;
    *ret_decoded = (struct decoded){.kind = DECODED_NOTHING};
    while (at < length && ret_decoded->kind == DECODED_NOTHING) {
        if (decoder->state == STATE_PASTE)
            at += take_paste(decoder, bytes + at, length - at, ret_decoded);
        else
            take_byte(decoder, (unsigned char)bytes[at++], ret_decoded);
    }
    return at;
}

void key_decoder_pause(struct key_decoder *decoder, struct decoded *ret_decoded)
{
    *ret_decoded = (struct decoded){.kind = DECODED_NOTHING};
    if (!key_decoder_is_at_escape(decoder))
        return;
    struct key key = {.code = KEYCODE_ESCAPE};
    if (decoder->state != STATE_ESCAPE) { /* Alt with the character that begins sequences */
        key = (struct key){.code = KEYCODE_TEXT,
                           .text = decoder->bytes[decoder->length - 1],
                           .modifiers = KEY_META};
    }
    decoder->has_meta = false;
    give_key(decoder, ret_decoded, key);
}

void key_decoder_give_up(struct key_decoder *decoder, struct decoded *ret_decoded)
{
    *ret_decoded = (struct decoded){.kind = DECODED_NOTHING};
    if (key_decoder_is_at_escape(decoder)) {
        key_decoder_pause(decoder, ret_decoded);
    } else if (decoder->state == STATE_PASTE) {
        keep_matched(decoder);
        reset(decoder);
        ret_decoded->kind = DECODED_PASTE;
    } else {
        reset(decoder);
    }
}
