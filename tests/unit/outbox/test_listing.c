/* The guards of the template list, and what is kept of doubles. */
#include "src/outbox/listing.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"

static struct template make_template(const char *name, const char *language,
                                     enum template_status status)
{
    return (struct template){.name = name, .language = language, .status = status, .json = "{}"};
}

static enum err add(struct listing *listing, struct template **items, size_t count,
                    const char *cursor, bool *ret_more, struct error *reterr)
{
    const struct template_page page = {.items = items, .count = count, .next_cursor = cursor};
    return listing_add_page(listing, &page, 1000, ret_more, reterr);
}

Test(listing, pages_are_followed_to_the_end)
{
    struct listing *listing = listing_new();
    struct template one = make_template("a", "en", TEMPLATE_APPROVED);
    struct template *items[] = {&one};
    bool more = false;
    cr_assert_null(listing_cursor(listing));
    cr_assert_eq(add(listing, items, 1, "P2", &more, NULL), ERR_OK);
    cr_assert(more);
    cr_assert_str_eq(listing_cursor(listing), "P2");
    cr_assert_eq(add(listing, NULL, 0, "P3", &more, NULL), ERR_OK);
    cr_assert(more, "one empty page is not the end");
    cr_assert_eq(add(listing, items, 1, NULL, &more, NULL), ERR_OK);
    cr_assert(!more);
    cr_assert_eq(listing->count, 2);
    listing_free(listing);
}

Test(listing, a_cursor_that_comes_back_ends_it)
{
    struct listing *listing = listing_new();
    struct template one = make_template("a", "en", TEMPLATE_APPROVED);
    struct template *items[] = {&one};
    struct error error = {0};
    bool more = false;
    cr_assert_eq(add(listing, items, 1, "P2", &more, NULL), ERR_OK);
    cr_assert_eq(add(listing, items, 1, "P3", &more, NULL), ERR_OK);
    cr_assert_eq(add(listing, items, 1, "P2", &more, &error), ERR_INVALID);
    cr_assert(!more);
    cr_assert_eq(listing->count, 3);
    cr_assert_not_null(strstr(error.what, "points back"));
    listing_free(listing);
}

Test(listing, empty_pages_in_a_row_end_it)
{
    struct listing *listing = listing_new();
    struct error error = {0};
    bool more = false;
    cr_assert_eq(add(listing, NULL, 0, "A", &more, NULL), ERR_OK);
    cr_assert_eq(add(listing, NULL, 0, "B", &more, NULL), ERR_OK);
    cr_assert_eq(add(listing, NULL, 0, "C", &more, &error), ERR_INVALID);
    cr_assert_not_null(strstr(error.what, "empty pages"));
    listing_free(listing);
}

Test(listing, too_many_pages_end_it)
{
    struct listing *listing = listing_new();
    struct template one = make_template("a", "en", TEMPLATE_APPROVED);
    struct template *items[] = {&one};
    struct error error = {0};
    bool more = true;
    size_t pages = 0;
    while (more) {
        char cursor[32];
        snprintf(cursor, sizeof cursor, "P%zu", ++pages);
        add(listing, items, 1, cursor, &more, &error);
    }
    cr_assert_eq(pages, LISTING_PAGES_MAX);
    cr_assert_not_null(strstr(error.what, "too many pages"));
    listing_free(listing);
}

Test(listing, too_many_bytes_end_it)
{
    struct listing *listing = listing_new();
    struct template one = make_template("a", "en", TEMPLATE_APPROVED);
    struct template *items[] = {&one};
    const struct template_page page = {.items = items, .count = 1, .next_cursor = "P2"};
    struct error error = {0};
    bool more = false;
    cr_assert_eq(listing_add_page(listing, &page, LISTING_BYTES_MAX, &more, &error), ERR_INVALID);
    cr_assert(!more);
    listing_free(listing);
}

Test(listing, the_first_approved_double_stays)
{
    struct template templates[] = {
        make_template("b", "en", TEMPLATE_REJECTED), make_template("a", "en", TEMPLATE_PAUSED),
        make_template("b", "en", TEMPLATE_APPROVED), make_template("b", "de", TEMPLATE_PENDING),
        make_template("b", "en", TEMPLATE_APPROVED), make_template("a", "en", TEMPLATE_REJECTED),
    };
    struct template *items[COUNT_OF(templates)];
    struct listing *listing = listing_new();
    bool more = false;
    for (size_t i = 0; i < COUNT_OF(templates); i++)
        items[i] = &templates[i];
    cr_assert_eq(add(listing, items, COUNT_OF(items), NULL, &more, NULL), ERR_OK);
    cr_assert_eq(listing_drop_doubles(listing, NULL), ERR_OK);
    cr_assert_eq(listing->count, 3);
    cr_expect_eq(listing->templates[0], &templates[1]);
    cr_expect_eq(listing->templates[1], &templates[2]);
    cr_expect_eq(listing->templates[2], &templates[3]);
    listing_free(listing);
}
