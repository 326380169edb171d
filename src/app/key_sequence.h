/* What a control sequence means once it is whole. Internal to key_decode.c. Pure. */
#ifndef CHAKRA_APP_KEY_SEQUENCE_H
#define CHAKRA_APP_KEY_SEQUENCE_H

#include "src/app/key.h"

#include <stdbool.h>
#include <stddef.h>

/* ESC [ intro parameters last: ECMA-48, section 5.4, with kitty's sub-parameters behind colons. */
struct key_sequence {
    unsigned char intro; /* one of < = > ?; 0 for none */
    int parameters[4];   /* 0 where not given */
    int further[4];      /* the first sub-parameter of each */
    size_t count;
    unsigned char last;
};

/* From the bytes behind ESC [, the last one included. */
void key_sequence_parse(const unsigned char *bytes, size_t length,
                        struct key_sequence *ret_sequence);
bool key_sequence_begins_paste(const struct key_sequence *sequence);
bool key_sequence_is_mouse(const struct key_sequence *sequence);
/* ESC [ I and ESC [ O (xterm's mode 1004). */
bool key_sequence_is_focus(const struct key_sequence *sequence);
bool key_sequence_is_old_mouse(const struct key_sequence *sequence);
/* KEYCODE_NONE for what is no key or not known. */
struct key key_sequence_key(const struct key_sequence *sequence);

/* From the bytes behind ESC O: digits for modifiers, then a letter. */
struct key key_of_ss3(const unsigned char *bytes, size_t length);
/* The byte behind ESC [ [ of the Linux console. */
struct key key_of_console(unsigned char byte);
/* A byte below 0x80 that is no escape. */
struct key key_of_ascii(unsigned char byte);

#endif
