/*
 * From the bytes of a terminal to keys, without a terminal library: control
 * sequences of xterm and its kin, rxvt, the Linux console and VT220, Alt as an
 * escape before the key, modifiers in xterm's and in CSI u form, bracketed paste.
 * What is not known is swallowed whole: no byte of a sequence ever becomes text.
 *
 * Sources: ECMA-48 (grammar), xterm's "Control Sequences" (modifyOtherKeys, mouse,
 * paste), fixterms / kitty keyboard protocol (CSI u). Pure; one reader, one decoder.
 */
#ifndef CHAKRA_APP_KEY_DECODE_H
#define CHAKRA_APP_KEY_DECODE_H

#include "src/app/key.h"
#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    PASTE_BYTES_MAX = 1 << 20, /* more than that is counted, not kept */
    KEY_SEQUENCE_MAX = 64,     /* of a control sequence; a longer one is swallowed */
    KEY_EXTRA_MAX = 48,
    KEY_EXTRA_BYTES = 12
};

enum decoded_kind {
    DECODED_NOTHING, /* all bytes are used up, or were no key */
    DECODED_KEY,
    DECODED_PASTE, /* decoder->paste is whole, decoder->paste_lost bytes did not fit */
    DECODED_MOUSE,
    DECODED_FOCUS /* the window is used, or not any more */
};

/* A mouse report as the terminal sent it (SGR form). */
struct decoded_mouse {
    int button;      /* xterm's number with its bits for modifiers, motion and wheel */
    int row, column; /* from 1 */
    bool is_release;
};

struct decoded {
    enum decoded_kind kind;
    struct key key;
    struct decoded_mouse mouse;
    bool has_focus;
};

/* A sequence that terminfo names for a key. */
struct key_extra {
    char bytes[KEY_EXTRA_BYTES];
    struct key key;
};

struct key_decoder {
    int state;                             /* of enum state in key_decode.c */
    bool has_meta;                         /* an escape came before */
    unsigned char bytes[KEY_SEQUENCE_MAX]; /* of the sequence, from its first escape */
    size_t length;
    size_t missing; /* bytes of a UTF-8 character or an old mouse report that are to come */
    size_t matched; /* bytes of the mark that ends a paste */
    struct strbuf paste;
    size_t paste_lost;
    struct key_extra extra[KEY_EXTRA_MAX];
    size_t extra_count;
};

void key_decoder_init(struct key_decoder *decoder);
void key_decoder_release(struct key_decoder *decoder);
/* A sequence of this terminal for a key; without an escape in front, or too long: not needed. */
void key_decoder_add(struct key_decoder *decoder, const char *sequence, struct key key);

/* Takes bytes up to the end of the next thing that they mean. Returns how many; call again with
 * the rest. */
size_t key_decoder_feed(struct key_decoder *decoder, const char *bytes, size_t length,
                        struct decoded *ret_decoded);

/* An escape is open that may be the key Esc: wait a moment (25 ms), then key_decoder_pause(). */
bool key_decoder_is_at_escape(const struct key_decoder *decoder);
/* Something is open: a sequence or a paste. After a long silence: key_decoder_give_up(). */
bool key_decoder_is_open(const struct key_decoder *decoder);

/* Nothing came behind an escape: it was the key, or Alt with [ or O. */
void key_decoder_pause(struct key_decoder *decoder, struct decoded *ret_decoded);
/* Ends what is open: a paste without its end mark is given as it is, a torn sequence dropped. */
void key_decoder_give_up(struct key_decoder *decoder, struct decoded *ret_decoded);
/* Overwrites what was pasted, once it has been used: it may hold a token. */
void key_decoder_forget_paste(struct key_decoder *decoder);

#endif
