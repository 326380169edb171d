/* Undo and redo. */
#include "src/app/undo.h"

#include "src/base/mem.h"

#include <string.h>

static void release_change(struct undo *undo, struct undo_change *change)
{
    undo->bytes -= change->before_length + change->after_length;
    mem_wipe(change->before, change->before_length);
    mem_wipe(change->after, change->after_length);
    mem_free(change->before);
    mem_free(change->after);
    *change = (struct undo_change){.at = 0};
}

void undo_release(struct undo *undo)
{
    for (size_t i = 0; i < undo->count; i++)
        release_change(undo, &undo->changes[i]);
    mem_free(undo->changes);
    *undo = (struct undo){.count = 0};
}

static void drop_oldest(struct undo *undo)
{
    release_change(undo, &undo->changes[0]);
    undo->count--;
    undo->done = undo->done > 0 ? undo->done - 1 : 0;
    memmove(undo->changes, undo->changes + 1, undo->count * sizeof *undo->changes);
}

static void drop_undone(struct undo *undo)
{
    while (undo->count > undo->done)
        release_change(undo, &undo->changes[--undo->count]);
}

/* A word typed letter by letter is one change, up to the next blank. */
static bool grows(const struct undo *undo, size_t at, size_t removed, const char *text,
                  size_t added)
{
    if (!undo->is_open || undo->done == 0 || removed != 0 || added == 0 || added > 32)
        return false;
    const struct undo_change *last = &undo->changes[undo->done - 1];
    bool begins_word =
        text[0] != ' ' && last->after_length > 0 && last->after[last->after_length - 1] == ' ';
    return last->before_length == 0 && last->at + last->after_length == at && !begins_word;
}

static bool grow_last(struct undo *undo, const char *text, size_t added)
{
    struct undo_change *last = &undo->changes[undo->done - 1];
    char *after = mem_realloc(last->after, last->after_length + added + 1);
    if (after == NULL)
        return false;
    memcpy(after + last->after_length, text, added);
    last->after = after;
    last->after_length += added;
    undo->bytes += added;
    return true;
}

static bool add_change(struct undo *undo, const struct strbuf *now, size_t at, size_t removed,
                       const char *text, size_t added)
{
    if (undo->count == UNDO_CHANGES_MAX)
        drop_oldest(undo);
    struct undo_change *changes = mem_grow(undo->changes, undo->count + 1, sizeof *changes);
    if (changes == NULL)
        return false;
    undo->changes = changes;
    struct undo_change change = {.at = at,
                                 .before = mem_strndup(now->text + at, removed),
                                 .after = mem_strndup(text, added),
                                 .before_length = removed,
                                 .after_length = added};
    if (change.before == NULL || change.after == NULL) {
        mem_free(change.before);
        mem_free(change.after);
        return false;
    }
    undo->changes[undo->count++] = change;
    undo->done = undo->count;
    undo->bytes += removed + added;
    return true;
}

void undo_record(struct undo *undo, const struct strbuf *now, size_t at, size_t removed,
                 const char *text, size_t added)
{
    drop_undone(undo);
    bool kept = grows(undo, at, removed, text, added)
                    ? grow_last(undo, text, added)
                    : add_change(undo, now, at, removed, text, added);
    if (!kept) { /* what came before could not be undone rightly any more */
        undo_release(undo);
        return;
    }
    undo->is_open = true;
    while (undo->count > 1 && undo->bytes > UNDO_BYTES_MAX)
        drop_oldest(undo);
}

void undo_close(struct undo *undo)
{
    undo->is_open = false;
}

static bool replace(struct strbuf *text, size_t at, size_t removed, const char *with, size_t added)
{
    strbuf_insert(text, at, with, added);
    if (text->failed) {
        text->failed = false;
        return false;
    }
    strbuf_remove(text, at + added, removed);
    return true;
}

bool undo_back(struct undo *undo, struct strbuf *text, size_t *ret_cursor)
{
    undo->is_open = false;
    if (undo->done == 0)
        return false;
    const struct undo_change *change = &undo->changes[undo->done - 1];
    if (!replace(text, change->at, change->after_length, change->before, change->before_length))
        return false;
    *ret_cursor = change->at + change->before_length;
    undo->done--;
    return true;
}

bool undo_again(struct undo *undo, struct strbuf *text, size_t *ret_cursor)
{
    undo->is_open = false;
    if (undo->done == undo->count)
        return false;
    const struct undo_change *change = &undo->changes[undo->done];
    if (!replace(text, change->at, change->before_length, change->after, change->after_length))
        return false;
    *ret_cursor = change->at + change->after_length;
    undo->done++;
    return true;
}
