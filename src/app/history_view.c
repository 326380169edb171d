/* The window of rows and its selection. */
#include "src/app/history_view.h"

void history_view_init(struct history_view *view)
{
    *view = (struct history_view){.at_newest = true, .follows = true};
    arena_init(&view->arena);
    textedit_init(&view->filter);
}

void history_view_release(struct history_view *view)
{
    arena_release(&view->arena);
    textedit_release(&view->filter);
    history_view_init(view);
}

void history_view_take(struct history_view *view, struct arena *arena, struct history_item *items,
                       size_t count, bool at_newest, bool has_older)
{
    size_t screen_row = view->selected - view->top;
    bool followed = view->selected_id == 0 || (view->follows && at_newest);
    arena_release(&view->arena);
    view->arena = *arena;
    arena_init(arena);
    view->items = items;
    view->count = count;
    view->at_newest = at_newest;
    view->has_older = has_older;
    view->is_loading = false;
    size_t found = count;
    for (size_t i = 0; i < count && !followed; i++)
        if (items[i].id == view->selected_id)
            found = i;
    if (followed)
        found = 0;
    else if (found == count)
        found = view->selected < count ? view->selected : count > 0 ? count - 1 : 0;
    view->selected = found;
    view->selected_id = count > 0 ? items[found].id : 0;
    view->top = found > screen_row ? found - screen_row : 0;
}

static bool copy_item(struct arena *arena, const struct history_item *from, struct history_item *to)
{
    *to = *from;
    to->to = arena_strdup(arena, from->to);
    to->template = arena_strdup(arena, from->template);
    to->language = arena_strdup(arena, from->language);
    to->wamid = arena_strdup(arena, from->wamid);
    to->error_text = arena_strdup(arena, from->error_text);
    return to->to != NULL && to->template != NULL && to->language != NULL &&
           (to->wamid != NULL || from->wamid == NULL) &&
           (to->error_text != NULL || from->error_text == NULL);
}

bool history_view_append(struct history_view *view, const struct history_item *items, size_t count)
{
    struct history_item *all = arena_alloc(&view->arena, view->count + count + 1, sizeof *all);
    if (all == NULL)
        return false;
    for (size_t i = 0; i < view->count; i++)
        all[i] = view->items[i];
    for (size_t i = 0; i < count; i++)
        if (!copy_item(&view->arena, &items[i], &all[view->count + i]))
            return false;
    view->items = all;
    view->count += count;
    if (view->selected_id == 0 && view->count > 0)
        view->selected_id = all[view->selected < view->count ? view->selected : 0].id;
    return true;
}

bool history_view_move(struct history_view *view, long rows, size_t height,
                       enum history_move *ret_move)
{
    if (view->count == 0)
        return false;
    view->follows = false;
    long last = (long)view->count - 1;
    long wanted = (long)view->selected + rows;
    if (wanted > last)
        wanted = last;
    view->selected = wanted > 0 ? (size_t)wanted : 0;
    view->selected_id = view->items[view->selected].id;
    history_view_scroll(view, height);
    if (view->is_loading)
        return false;
    if (rows > 0 && view->has_older && view->selected + HISTORY_MARGIN_ROWS >= view->count) {
        *ret_move = HISTORY_OLDER;
        return true;
    }
    if (rows < 0 && !view->at_newest && view->selected < HISTORY_MARGIN_ROWS) {
        *ret_move = HISTORY_NEWER;
        return true;
    }
    return false;
}

void history_view_forget_selection(struct history_view *view)
{
    view->selected = 0;
    view->selected_id = 0;
    view->top = 0;
}

void history_view_scroll(struct history_view *view, size_t height)
{
    if (height == 0)
        return;
    if (view->selected < view->top)
        view->top = view->selected;
    if (view->selected >= view->top + height)
        view->top = view->selected - height + 1;
    if (view->top + height > view->count)
        view->top = view->count > height ? view->count - height : 0;
}

const struct history_item *history_view_selected(const struct history_view *view)
{
    return view->selected < view->count ? &view->items[view->selected] : NULL;
}

const struct history_item *history_view_find(const struct history_view *view, int64_t id)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->items[i].id == id)
            return &view->items[i];
    return NULL;
}

bool history_view_has_pending(const struct history_view *view)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->items[i].is_pending)
            return true;
    return false;
}
