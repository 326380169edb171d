/* Lists to choose from. */
#include "src/app/picker.h"

#include "src/base/mem.h"

#include <string.h>
#include <strings.h>

void picker_init(struct picker *picker)
{
    *picker = (struct picker){.title = "", .empty_text = ""};
    arena_init(&picker->arena);
    textedit_init(&picker->filter);
}

void picker_release(struct picker *picker)
{
    arena_release(&picker->arena);
    mem_free(picker->items);
    mem_free(picker->shown);
    textedit_release(&picker->filter);
    picker_init(picker);
}

bool picker_open(struct picker *picker, const char *title, const char *empty_text)
{
    arena_clear(&picker->arena);
    picker->item_count = 0;
    picker->shown_count = 0;
    picker->selected = 0;
    picker->top = 0;
    picker->loading = false;
    picker->title = arena_strdup(&picker->arena, title);
    picker->empty_text = arena_strdup(&picker->arena, empty_text);
    bool copied = picker->title != NULL && picker->empty_text != NULL;
    if (!copied) {
        picker->title = "";
        picker->empty_text = "";
    }
    return textedit_set(&picker->filter, "") && copied;
}

static bool grow(struct picker *picker)
{
    if (picker->item_count < picker->item_size)
        return true;
    size_t size = picker->item_size < 64 ? 64 : picker->item_size * 2;
    struct picker_item *items = mem_grow(picker->items, size, sizeof *items);
    if (items == NULL)
        return false;
    picker->items = items;
    size_t *shown = mem_grow(picker->shown, size, sizeof *shown);
    if (shown == NULL)
        return false;
    picker->shown = shown;
    picker->item_size = size;
    return true;
}

bool picker_add(struct picker *picker, const struct picker_item *item)
{
    if (!grow(picker))
        return false;
    struct picker_item copy = {
        .label = arena_strdup(&picker->arena, item->label),
        .detail = arena_strdup(&picker->arena, item->detail != NULL ? item->detail : ""),
        .reason = arena_strdup(&picker->arena, item->reason),
        .search = arena_strdup(&picker->arena, item->search != NULL ? item->search : ""),
        .index = item->index,
    };
    if (copy.label == NULL || copy.detail == NULL || copy.search == NULL ||
        (copy.reason == NULL && item->reason != NULL))
        return false;
    picker->items[picker->item_count++] = copy;
    return true;
}

static bool contains(const char *text, const char *word, size_t length)
{
    for (; *text != '\0'; text++)
        if (strncasecmp(text, word, length) == 0)
            return true;
    return length == 0;
}

enum picker_match picker_item_match(const struct picker_item *item, const char *filter)
{
    enum picker_match match = MATCH_BEGIN;
    for (;;) {
        filter += strspn(filter, " ");
        size_t length = strcspn(filter, " ");
        if (length == 0)
            return match;
        enum picker_match word =
            strncasecmp(item->label, filter, length) == 0 ? MATCH_BEGIN
            : contains(item->label, filter, length)       ? MATCH_LABEL
            : contains(item->detail, filter, length) || contains(item->search, filter, length)
                ? MATCH_TEXT
                : MATCH_NONE;
        if (word < match)
            match = word;
        filter += length;
    }
}

void picker_apply_filter(struct picker *picker)
{
    const struct picker_item *marked = picker_selected(picker);
    size_t marked_index = marked != NULL ? marked->index : 0;
    picker->shown_count = 0;
    picker->selected = 0;
    const char *filter = picker->filter.text.text;
    bool has_filter = filter[strspn(filter, " ")] != '\0';
    /* What is named so comes before what only mentions it; without a filter all are alike. */
    for (int match = MATCH_BEGIN; match > (has_filter ? MATCH_NONE : MATCH_LABEL); match--)
        for (size_t i = 0; i < picker->item_count; i++)
            if (picker_item_match(&picker->items[i], filter) == (enum picker_match)match)
                picker->shown[picker->shown_count++] = i;
    if (marked != NULL)
        picker_select_index(picker, marked_index);
}

void picker_select_index(struct picker *picker, size_t index)
{
    for (size_t i = 0; i < picker->shown_count; i++)
        if (picker->items[picker->shown[i]].index == index)
            picker->selected = i;
}

void picker_select_label(struct picker *picker, const char *label)
{
    for (size_t i = 0; label != NULL && i < picker->shown_count; i++)
        if (strcmp(picker->items[picker->shown[i]].label, label) == 0)
            picker->selected = i;
}

void picker_move(struct picker *picker, long rows)
{
    long last = (long)picker->shown_count - 1;
    long wanted = (long)picker->selected + rows;
    if (wanted > last)
        wanted = last;
    picker->selected = wanted > 0 ? (size_t)wanted : 0;
}

void picker_scroll(struct picker *picker, size_t height)
{
    if (picker->selected < picker->top)
        picker->top = picker->selected;
    if (height > 0 && picker->selected >= picker->top + height)
        picker->top = picker->selected - height + 1;
    if (picker->top + height > picker->shown_count)
        picker->top = picker->shown_count > height ? picker->shown_count - height : 0;
}

const struct picker_item *picker_selected(const struct picker *picker)
{
    return picker->selected < picker->shown_count ? &picker->items[picker->shown[picker->selected]]
                                                  : NULL;
}
