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

bool key_is_function(struct key key)
{
    return key.code >= KEYCODE_F1 && key.code <= KEYCODE_F12;
}

const char *key_sent_as(struct key key)
{
    static const struct {
        char letter;
        const char *name;
    } rows[] = {{'i', "Tab"}, {'m', "Enter"}, {'j', "Enter"}, {'[', "Esc"}, {'h', "Backspace"}};
    if (key.code != KEYCODE_TEXT || (key.modifiers & KEY_CONTROL) == 0)
        return NULL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (key.text == (uint32_t)rows[i].letter)
            return rows[i].name;
    return NULL;
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

static enum key_code find_code(const char *name, size_t length)
{
    for (int code = KEYCODE_ENTER; code < KEYCODE_COUNT; code++)
        if (strlen(code_names[code]) == length && memcmp(code_names[code], name, length) == 0)
            return (enum key_code)code;
    return KEYCODE_NONE;
}

/* One character, by itself or by the name of one that cannot stand everywhere; -1 for neither. */
static int32_t find_character(const char *name, size_t length)
{
    static const struct {
        const char *name;
        int32_t character;
    } rows[] = {{"Space", ' '}, {"Semicolon", ';'}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strlen(rows[i].name) == length && memcmp(rows[i].name, name, length) == 0)
            return rows[i].character;
    size_t position = 0;
    int32_t code_point = length > 0 ? utf8_next(name, length, &position) : -1;
    return code_point >= 0x20 && code_point != 0x7F && position == length ? code_point : -1;
}

bool key_parse(const char *name, size_t length, struct key *ret_key)
{
    struct key key = {.code = KEYCODE_NONE};
    while (take_modifier(&name, &length, &key.modifiers))
        continue;
    key.code = find_code(name, length);
    if (key.code == KEYCODE_NONE) {
        int32_t character = find_character(name, length);
        bool has_control = (key.modifiers & KEY_CONTROL) != 0;
        if (character < 0 || (key.modifiers & KEY_SHIFT) != 0 || (has_control && character >= 0x80))
            return false;
        if (has_control && character >= 'A' && character <= 'Z')
            character += 'a' - 'A';
        key.code = KEYCODE_TEXT;
        key.text = (uint32_t)character;
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
             (key.modifiers & KEY_META) != 0 ? "M-" : "",
             (key.modifiers & KEY_SHIFT) != 0 ? "S-" : "", last);
}
