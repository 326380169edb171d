/* Editing of one line, by grapheme clusters. */
#include "src/app/textedit.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <string.h>

void textedit_init(struct textedit *edit)
{
    *edit = (struct textedit){.cursor = 0};
    /* The new text goes in before the old one goes out. */
    strbuf_init(&edit->text, (size_t)2 * TEXTEDIT_BYTES_MAX);
}

void textedit_release(struct textedit *edit)
{
    strbuf_release(&edit->text);
    undo_release(&edit->undo);
    edit->cursor = 0;
}

/* The one place where the text changes. False: it is as it was. */
static bool replace(struct textedit *edit, size_t at, size_t removed, const char *text,
                    size_t added)
{
    if (removed == 0 && added == 0)
        return true;
    if (edit->text.length - removed > TEXTEDIT_BYTES_MAX - added || added > TEXTEDIT_BYTES_MAX)
        return false;
    undo_record(&edit->undo, &edit->text, at, removed, text, added);
    strbuf_insert(&edit->text, at, text, added);
    if (edit->text.failed) {
        edit->text.failed = false;
        undo_release(&edit->undo);
        return false;
    }
    strbuf_remove(&edit->text, at + added, removed);
    edit->cursor = at + added;
    return true;
}

bool textedit_set(struct textedit *edit, const char *text)
{
    undo_close(&edit->undo);
    kill_ring_break(edit->ring);
    if (strcmp(edit->text.text, text) == 0) {
        edit->cursor = edit->text.length;
        return true;
    }
    bool is_set = replace(edit, 0, edit->text.length, text, strlen(text));
    undo_close(&edit->undo);
    return is_set;
}

bool textedit_begin(struct textedit *edit, const char *text)
{
    bool is_set = textedit_set(edit, text);
    undo_release(&edit->undo);
    return is_set;
}

bool textedit_insert(struct textedit *edit, const char *text, size_t length)
{
    struct strbuf line;
    strbuf_init(&line, TEXTEDIT_BYTES_MAX);
    strbuf_add(&line, text, length);
    for (size_t i = 0; i < line.length; i++)
        if (line.text[i] == '\n' || line.text[i] == '\r' || line.text[i] == '\t')
            line.text[i] = ' ';
    kill_ring_break(edit->ring);
    bool inserted = !line.failed && replace(edit, edit->cursor, 0, line.text, line.length);
    strbuf_release(&line);
    return inserted;
}

/* ---- places --------------------------------------------------------------- */

static size_t left_of(const struct textedit *edit, size_t at)
{
    return utf8_cluster_start_before(edit->text.text, edit->text.length, at);
}

static size_t right_of(const struct textedit *edit, size_t at)
{
    return utf8_cluster_end(edit->text.text, edit->text.length, at);
}

/* The cluster that begins at `at` is a part of a word. */
static bool is_word_at(const struct textedit *edit, size_t at)
{
    int32_t code_point = utf8_next(edit->text.text, edit->text.length, &at);
    return utf8_is_word(code_point);
}

static size_t word_left(const struct textedit *edit)
{
    size_t at = edit->cursor;
    while (at > 0 && !is_word_at(edit, left_of(edit, at)))
        at = left_of(edit, at);
    while (at > 0 && is_word_at(edit, left_of(edit, at)))
        at = left_of(edit, at);
    return at;
}

static size_t word_right(const struct textedit *edit)
{
    size_t at = edit->cursor;
    while (at < edit->text.length && !is_word_at(edit, at))
        at = right_of(edit, at);
    while (at < edit->text.length && is_word_at(edit, at))
        at = right_of(edit, at);
    return at;
}

/* ---- what keys do ---------------------------------------------------------- */

static enum textedit_result move_to(struct textedit *edit, size_t at)
{
    undo_close(&edit->undo);
    kill_ring_break(edit->ring);
    edit->cursor = at;
    return TEXTEDIT_MOVED;
}

static enum textedit_result remove_between(struct textedit *edit, size_t from, size_t to)
{
    if (from == to || !replace(edit, from, to - from, "", 0))
        return TEXTEDIT_MOVED;
    undo_close(&edit->undo);
    return TEXTEDIT_CHANGED;
}

static enum textedit_result delete_between(struct textedit *edit, size_t from, size_t to)
{
    kill_ring_break(edit->ring);
    return remove_between(edit, from, to);
}

static enum textedit_result cut_between(struct textedit *edit, size_t from, size_t to)
{
    kill_ring_add(edit->ring, edit->text.text + from, to - from, to == edit->cursor);
    return remove_between(edit, from, to);
}

static enum textedit_result put(struct textedit *edit, size_t at, size_t removed, size_t turn)
{
    struct kill_ring *ring = edit->ring;
    if (!replace(edit, at, removed, ring->entries[turn], strlen(ring->entries[turn])))
        return TEXTEDIT_MOVED;
    undo_close(&edit->undo);
    kill_ring_break(ring);
    ring->is_putting = true;
    ring->turn = turn;
    ring->put_at = at;
    ring->put_end = edit->cursor;
    return TEXTEDIT_CHANGED;
}

static enum textedit_result put_newest(struct textedit *edit)
{
    if (edit->ring == NULL || edit->ring->count == 0)
        return TEXTEDIT_MOVED;
    return put(edit, edit->cursor, 0, 0);
}

/* Only where the last key put something in: the cursor still stands behind it. */
static enum textedit_result put_earlier(struct textedit *edit)
{
    const struct kill_ring *ring = edit->ring;
    if (ring == NULL || !ring->is_putting || ring->put_end != edit->cursor)
        return TEXTEDIT_MOVED;
    return put(edit, ring->put_at, ring->put_end - ring->put_at, (ring->turn + 1) % ring->count);
}

/* At the end of the text: the last two. */
static enum textedit_result swap(struct textedit *edit)
{
    size_t middle = edit->cursor < edit->text.length ? edit->cursor : left_of(edit, edit->cursor);
    size_t from = left_of(edit, middle);
    size_t to = right_of(edit, middle);
    kill_ring_break(edit->ring);
    if (middle == 0 || edit->text.length == 0)
        return TEXTEDIT_MOVED;
    struct strbuf swapped;
    strbuf_init(&swapped, TEXTEDIT_BYTES_MAX);
    strbuf_add(&swapped, edit->text.text + middle, to - middle);
    strbuf_add(&swapped, edit->text.text + from, middle - from);
    bool done = !swapped.failed && replace(edit, from, to - from, swapped.text, swapped.length);
    strbuf_release(&swapped);
    undo_close(&edit->undo);
    return done ? TEXTEDIT_CHANGED : TEXTEDIT_MOVED;
}

static enum textedit_result change_back(struct textedit *edit, bool again)
{
    kill_ring_break(edit->ring);
    bool changed = again ? undo_again(&edit->undo, &edit->text, &edit->cursor)
                         : undo_back(&edit->undo, &edit->text, &edit->cursor);
    return changed ? TEXTEDIT_CHANGED : TEXTEDIT_MOVED;
}

enum textedit_result textedit_do(struct textedit *edit, enum edit what)
{
    size_t at = edit->cursor;
    switch (what) {
    case TEXT_EDIT_LEFT:
        return move_to(edit, left_of(edit, at));
    case TEXT_EDIT_RIGHT:
        return move_to(edit, right_of(edit, at));
    case TEXT_EDIT_WORD_LEFT:
        return move_to(edit, word_left(edit));
    case TEXT_EDIT_WORD_RIGHT:
        return move_to(edit, word_right(edit));
    case TEXT_EDIT_BEGIN:
        return move_to(edit, 0);
    case TEXT_EDIT_END:
        return move_to(edit, edit->text.length);
    case TEXT_EDIT_DELETE_LEFT:
        return delete_between(edit, left_of(edit, at), at);
    case TEXT_EDIT_DELETE_RIGHT:
        return delete_between(edit, at, right_of(edit, at));
    case TEXT_EDIT_CUT_WORD_LEFT:
        return cut_between(edit, word_left(edit), at);
    case TEXT_EDIT_CUT_WORD_RIGHT:
        return cut_between(edit, at, word_right(edit));
    case TEXT_EDIT_CUT_TO_BEGIN:
        return cut_between(edit, 0, at);
    case TEXT_EDIT_CUT_TO_END:
        return cut_between(edit, at, edit->text.length);
    case TEXT_EDIT_PUT:
        return put_newest(edit);
    case TEXT_EDIT_PUT_EARLIER:
        return put_earlier(edit);
    case TEXT_EDIT_SWAP:
        return swap(edit);
    case TEXT_EDIT_UNDO:
        return change_back(edit, false);
    case TEXT_EDIT_REDO:
        return change_back(edit, true);
    case TEXT_EDIT_COUNT:
        break;
    }
    return TEXTEDIT_IGNORED;
}

static const char *const default_keys[TEXT_EDIT_COUNT] = {
#define X(id, name, contexts, keys, hint, help) [TEXT_##id] = keys,
    EDIT_LIST(X)
#undef X
};

struct key textedit_first_key(enum edit edit)
{
    struct key key = {.code = KEYCODE_NONE};
    (void)key_parse(default_keys[edit], strcspn(default_keys[edit], " "), &key);
    return key;
}

bool textedit_find_key(struct key key, enum edit *ret_edit)
{
    for (int i = 0; i < TEXT_EDIT_COUNT; i++) {
        for (const char *keys = default_keys[i]; *keys != '\0'; keys += strspn(keys, " ")) {
            size_t length = strcspn(keys, " ");
            struct key candidate;
            if (key_parse(keys, length, &candidate) && key_equals(candidate, key)) {
                *ret_edit = (enum edit)i;
                return true;
            }
            keys += length;
        }
    }
    return false;
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

enum textedit_result textedit_key(struct textedit *edit, struct key key)
{
    enum edit what = TEXT_EDIT_COUNT;
    if (key_is_text(key))
        return insert_code_point(edit, key.text);
    return textedit_find_key(key, &what) ? textedit_do(edit, what) : TEXTEDIT_IGNORED;
}
