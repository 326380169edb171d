/*
 * Keys as the program knows them, whatever terminal library read them. A key is
 * a named key or a code point, with modifiers; its text form ("C-p", "S-Tab",
 * "M-f", "F5", "?") is the same in bindings, help and the hint bar. Pure.
 */
#ifndef CHAKRA_APP_KEY_H
#define CHAKRA_APP_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* id, name in bindings */
#define KEY_CODE_LIST(X)      \
    X(NONE, "")               \
    X(TEXT, "")               \
    X(ENTER, "Enter")         \
    X(TAB, "Tab")             \
    X(ESCAPE, "Esc")          \
    X(BACKSPACE, "Backspace") \
    X(DELETE, "Delete")       \
    X(INSERT, "Insert")       \
    X(UP, "Up")               \
    X(DOWN, "Down")           \
    X(LEFT, "Left")           \
    X(RIGHT, "Right")         \
    X(HOME, "Home")           \
    X(END, "End")             \
    X(PAGE_UP, "PageUp")      \
    X(PAGE_DOWN, "PageDown")  \
    X(F1, "F1")               \
    X(F2, "F2")               \
    X(F3, "F3")               \
    X(F4, "F4")               \
    X(F5, "F5")               \
    X(F6, "F6")               \
    X(F7, "F7")               \
    X(F8, "F8")               \
    X(F9, "F9")               \
    X(F10, "F10")             \
    X(F11, "F11")             \
    X(F12, "F12")

enum key_code {
#define X(id, name) KEYCODE_##id,
    KEY_CODE_LIST(X)
#undef X
        KEYCODE_COUNT
};

enum key_modifier { KEY_CONTROL = 1, KEY_META = 2, KEY_SHIFT = 4 };

struct key {
    enum key_code code;
    uint32_t text;      /* code point, for KEYCODE_TEXT; lower case with KEY_CONTROL */
    unsigned modifiers; /* of enum key_modifier; KEY_SHIFT only on named keys */
};

enum { KEY_NAME_SIZE = 24 };

bool key_equals(struct key a, struct key b);
/* A character that a text field takes. */
bool key_is_text(struct key key);
/* F1 to F12, with whatever modifiers. */
bool key_is_function(struct key key);
/* Parses the text form of `length` bytes; false when it names no key, or one that no terminal can
 * send: Ctrl with a sign beyond ASCII, Shift with a character. "Space" and "Semicolon" stand for
 * characters that the settings file cannot hold by themselves. */
bool key_parse(const char *name, size_t length, struct key *ret_key);
/* How the key that a terminal sends for this one is named, when it is another one: Ctrl-I is Tab.
 * NULL when it is itself. */
const char *key_sent_as(struct key key);
void key_format(struct key key, char name[KEY_NAME_SIZE]);

#endif
