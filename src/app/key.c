/* Keys and their text form. */
#include "src/app/key.h"

#include "src/base/utf8.h"

#include <stdio.h>
#include <string.h>

static const char *const code_names[KEYCODE_COUNT] = {
#define X(id, name) [KEYCODE_##id] = name,
    KEY_CODE_LIST(X)
#undef X
};

bool key_equals(struct key a, struct key b)
{
    return a.code == b.code && a.modifiers == b.modifiers &&
           (a.code != KEYCODE_TEXT || a.text == b.text);
}

bool key_is_text(struct key key)
{
    return key.code == KEYCODE_TEXT && key.modifiers == 0 && key.text >= 0x20 && key.text != 0x7F;
}

static bool take_modifier(const char **name, size_t *length, unsigned *modifiers)
{
    static const struct {
        char letter;
        unsigned modifier;
    } rows[] = {{'C', KEY_CONTROL}, {'M', KEY_META}, {'S', KEY_SHIFT}};
    if (*length < 3 || (*name)[1] != '-')
        return false;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((*name)[0] != rows[i].letter)
            continue;
        *modifiers |= rows[i].modifier;
        *name += 2;
        *length -= 2;
        return true;
    }
    return false;
}

bool key_parse(const char *name, size_t length, struct key *ret_key)
{
    struct key key = {.code = KEYCODE_NONE};
    while (take_modifier(&name, &length, &key.modifiers))
        continue;
    for (int code = KEYCODE_ENTER; code < KEYCODE_COUNT; code++) {
        if (strlen(code_names[code]) == length && memcmp(code_names[code], name, length) == 0)
            key.code = (enum key_code)code;
    }
    if (length == 5 && memcmp(name, "Space", 5) == 0) {
        key.code = KEYCODE_TEXT;
        key.text = ' ';
    }
    if (key.code == KEYCODE_NONE) {
        size_t position = 0;
        int32_t code_point = length > 0 ? utf8_next(name, length, &position) : -1;
        if (code_point < 0x20 || position != length || (key.modifiers & KEY_SHIFT) != 0)
            return false;
        key.code = KEYCODE_TEXT;
        key.text = (uint32_t)code_point;
    }
    *ret_key = key;
    return true;
}

void key_format(struct key key, char name[KEY_NAME_SIZE])
{
    char last[16] = "";
    if (key.code != KEYCODE_TEXT) {
        snprintf(last, sizeof last, "%s", code_names[key.code]);
    } else if (key.text == ' ') {
        snprintf(last, sizeof last, "Space");
    } else if (key.text < 0x80) { /* of every hint of every frame: no memory */
        snprintf(last, sizeof last, "%c", (int)key.text);
    } else {
        struct strbuf text;
        strbuf_init(&text, 8);
        strbuf_add_code_point(&text, key.text);
        snprintf(last, sizeof last, "%s", text.text);
        strbuf_release(&text);
    }
    snprintf(name, KEY_NAME_SIZE, "%s%s%s%s", (key.modifiers & KEY_CONTROL) != 0 ? "C-" : "",
             (key.modifiers & KEY_META) != 0 ? "M-" : "", (key.modifiers & KEY_SHIFT) != 0 ? "S-" : "",
             last);
}
