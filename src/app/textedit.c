/* Editing of one line, by grapheme clusters. */
#include "src/app/textedit.h"

#include "src/base/utf8.h"

#include <string.h>

void textedit_init(struct textedit *edit)
{
    strbuf_init(&edit->text, TEXTEDIT_BYTES_MAX);
    edit->cursor = 0;
}

void textedit_release(struct textedit *edit)
{
    strbuf_release(&edit->text);
    edit->cursor = 0;
}

bool textedit_set(struct textedit *edit, const char *text)
{
    size_t length = strlen(text);
    if (length > TEXTEDIT_BYTES_MAX)
        return false;
    size_t before = edit->text.length;
    strbuf_insert(&edit->text, 0, text, length);
    if (edit->text.failed) {
        edit->text.failed = false;
        return false;
    }
    strbuf_remove(&edit->text, length, before);
    edit->cursor = length;
    return true;
}

bool textedit_insert(struct textedit *edit, const char *text, size_t length)
{
    size_t before = edit->text.length;
    strbuf_insert(&edit->text, edit->cursor, text, length);
    if (edit->text.failed) {
        edit->text.failed = false;
        return false;
    }
    size_t added = edit->text.length - before;
    for (size_t i = edit->cursor; i < edit->cursor + added; i++) {
        char byte = edit->text.text[i];
        if (byte == '\n' || byte == '\r' || byte == '\t')
            edit->text.text[i] = ' ';
    }
    edit->cursor += added;
    return true;
}

static size_t left_of(const struct textedit *edit, size_t at)
{
    return utf8_cluster_start_before(edit->text.text, edit->text.length, at);
}

static size_t right_of(const struct textedit *edit, size_t at)
{
    return utf8_cluster_end(edit->text.text, edit->text.length, at);
}

static bool is_word_byte(char byte)
{
    unsigned char c = (unsigned char)byte;
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           c == '_';
}

static size_t word_left(const struct textedit *edit)
{
    const char *text = edit->text.text;
    size_t at = edit->cursor;
    while (at > 0 && !is_word_byte(text[left_of(edit, at)]))
        at = left_of(edit, at);
    while (at > 0 && is_word_byte(text[left_of(edit, at)]))
        at = left_of(edit, at);
    return at;
}

static size_t word_right(const struct textedit *edit)
{
    const char *text = edit->text.text;
    size_t at = edit->cursor;
    while (at < edit->text.length && !is_word_byte(text[at]))
        at = right_of(edit, at);
    while (at < edit->text.length && is_word_byte(text[at]))
        at = right_of(edit, at);
    return at;
}

static enum textedit_result move_to(struct textedit *edit, size_t at)
{
    edit->cursor = at;
    return TEXTEDIT_MOVED;
}

static enum textedit_result remove_between(struct textedit *edit, size_t from, size_t to)
{
    if (from == to)
        return TEXTEDIT_MOVED;
    strbuf_remove(&edit->text, from, to - from);
    edit->cursor = from;
    return TEXTEDIT_CHANGED;
}

static enum textedit_result insert_code_point(struct textedit *edit, uint32_t code_point)
{
    struct strbuf bytes;
    strbuf_init(&bytes, 8);
    strbuf_add_code_point(&bytes, code_point);
    bool inserted = textedit_insert(edit, bytes.text, bytes.length);
    strbuf_release(&bytes);
    return inserted ? TEXTEDIT_CHANGED : TEXTEDIT_MOVED;
}

static enum textedit_result control_key(struct textedit *edit, uint32_t letter)
{
    switch (letter) {
    case 'a':
        return move_to(edit, 0);
    case 'e':
        return move_to(edit, edit->text.length);
    case 'b':
        return move_to(edit, left_of(edit, edit->cursor));
    case 'f':
        return move_to(edit, right_of(edit, edit->cursor));
    case 'd':
        return remove_between(edit, edit->cursor, right_of(edit, edit->cursor));
    case 'h':
        return remove_between(edit, left_of(edit, edit->cursor), edit->cursor);
    case 'k':
        return remove_between(edit, edit->cursor, edit->text.length);
    case 'u':
        return remove_between(edit, 0, edit->cursor);
    case 'w':
        return remove_between(edit, word_left(edit), edit->cursor);
    default:
        return TEXTEDIT_IGNORED;
    }
}

static enum textedit_result meta_key(struct textedit *edit, uint32_t letter)
{
    switch (letter) {
    case 'b':
        return move_to(edit, word_left(edit));
    case 'f':
        return move_to(edit, word_right(edit));
    case 'd':
        return remove_between(edit, edit->cursor, word_right(edit));
    default:
        return TEXTEDIT_IGNORED;
    }
}

static enum textedit_result named_key(struct textedit *edit, struct key key)
{
    bool by_word = (key.modifiers & (KEY_CONTROL | KEY_META)) != 0;
    switch (key.code) {
    case KEYCODE_LEFT:
        return move_to(edit, by_word ? word_left(edit) : left_of(edit, edit->cursor));
    case KEYCODE_RIGHT:
        return move_to(edit, by_word ? word_right(edit) : right_of(edit, edit->cursor));
    case KEYCODE_HOME:
        return move_to(edit, 0);
    case KEYCODE_END:
        return move_to(edit, edit->text.length);
    case KEYCODE_BACKSPACE:
        return remove_between(edit, by_word ? word_left(edit) : left_of(edit, edit->cursor),
                              edit->cursor);
    case KEYCODE_DELETE:
        return remove_between(edit, edit->cursor, right_of(edit, edit->cursor));
    default:
        return TEXTEDIT_IGNORED;
    }
}

enum textedit_result textedit_key(struct textedit *edit, struct key key)
{
    if (key_is_text(key))
        return insert_code_point(edit, key.text);
    if (key.code != KEYCODE_TEXT)
        return named_key(edit, key);
    if (key.modifiers == KEY_CONTROL)
        return control_key(edit, key.text);
    if (key.modifiers == KEY_META)
        return meta_key(edit, key.text);
    return TEXTEDIT_IGNORED;
}
