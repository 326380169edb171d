/* Collects the pages of the template list. */
#include "src/outbox/listing.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"

struct listing *listing_new(void)
{
    struct listing *listing = mem_zalloc(1, sizeof *listing);
    if (listing != NULL)
        arena_init(&listing->arena);
    return listing;
}

void listing_free(struct listing *listing)
{
    if (listing == NULL)
        return;
    arena_release(&listing->arena);
    mem_free(listing->templates);
    mem_free(listing);
}

const char *listing_cursor(const struct listing *listing)
{
    return listing->cursor_count > 0 ? listing->cursors[listing->cursor_count - 1] : NULL;
}

static bool add_templates(struct listing *listing, const struct template_page *page)
{
    if (listing->count + page->count > listing->size) {
        size_t size = listing->count + page->count + 256;
        struct template **grown = mem_grow(listing->templates, size, sizeof(struct template *));
        if (grown == NULL)
            return false;
        listing->templates = grown;
        listing->size = size;
    }
    for (size_t i = 0; i < page->count; i++)
        listing->templates[listing->count++] = page->items[i];
    listing->unreadable += page->unreadable;
    return true;
}

static bool was_followed(const struct listing *listing, const char *cursor)
{
    for (size_t i = 0; i < listing->cursor_count; i++) {
        if (strcmp(listing->cursors[i], cursor) == 0)
            return true;
    }
    return false;
}

static enum err never_ends(const struct listing *listing, const char *why, struct error *reterr)
{
    return error_set(reterr, ERR_INVALID,
                     "The templates read so far can be used; report this to ChakraHQ.",
                     "the server's list of templates does not end: %s (%zu templates on %zu pages)",
                     why, listing->count, listing->pages);
}

enum err listing_add_page(struct listing *listing, const struct template_page *page, size_t bytes,
                          bool *ret_more, struct error *reterr)
{
    *ret_more = false;
    if (!add_templates(listing, page))
        return error_nomem(reterr);
    listing->pages++;
    listing->bytes += bytes;
    bool is_empty = page->count == 0 && page->unreadable == 0;
    listing->empty_pages = is_empty ? listing->empty_pages + 1 : 0;
    if (page->next_cursor == NULL)
        return ERR_OK;
    if (was_followed(listing, page->next_cursor))
        return never_ends(listing, "a page points back to an earlier one", reterr);
    if (listing->empty_pages >= LISTING_EMPTY_PAGES_MAX)
        return never_ends(listing, "empty pages follow each other", reterr);
    if (listing->pages >= LISTING_PAGES_MAX)
        return never_ends(listing, "too many pages", reterr);
    if (listing->bytes >= LISTING_BYTES_MAX)
        return never_ends(listing, "too many bytes", reterr);
    const char *cursor = arena_strdup(&listing->arena, page->next_cursor);
    if (cursor == NULL)
        return error_nomem(reterr);
    listing->cursors[listing->cursor_count++] = cursor;
    *ret_more = true;
    return ERR_OK;
}

struct place {
    const struct template *template;
    size_t index;
};

/* Name, language, approved before others, then the order of the list. */
static int compare_places(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    int order = strcmp(a->template->name, b->template->name);
    if (order == 0)
        order = strcmp(a->template->language, b->template->language);
    if (order == 0)
        order = (int)template_is_approved(b->template) - (int)template_is_approved(a->template);
    if (order == 0)
        order = a->index < b->index ? -1 : 1;
    return order;
}

enum err listing_drop_doubles(struct listing *listing, struct error *reterr)
{
    struct place *places = mem_zalloc(listing->count + 1, sizeof *places);
    if (places == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < listing->count; i++)
        places[i] = (struct place){listing->templates[i], i};
    qsort(places, listing->count, sizeof *places, compare_places);
    for (size_t i = 1; i < listing->count; i++) {
        const struct template *before = places[i - 1].template;
        const struct template *here = places[i].template;
        if (strcmp(before->name, here->name) == 0 && strcmp(before->language, here->language) == 0)
            listing->templates[places[i].index] = NULL;
    }
    mem_free(places);
    size_t kept = 0;
    for (size_t i = 0; i < listing->count; i++) {
        if (listing->templates[i] != NULL)
            listing->templates[kept++] = listing->templates[i];
    }
    listing->count = kept;
    return ERR_OK;
}
