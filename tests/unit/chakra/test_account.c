/* Senders and template pages, in every shape that was seen. */
#include "src/chakra/account.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/paths.h"

static const char *const phone_lists[] = {
    "{\"_data\":[{\"id\":\"106540352242922\",\"waba\":\"102290129340398\","
    "\"displayPhoneNumber\":\"+44 20 7946 "
    "0018\",\"verifiedName\":\"Acme\",\"status\":\"CONNECTED\","
    "\"accountMode\":\"LIVE\",\"qualityScore\":{\"score\":\"GREEN\"},\"messagingLimitTier\":\"TIER_"
    "1K\"}]}",
    "{\"data\":[{\"id\":106540352242922,\"waba\":{\"id\":102290129340398},"
    "\"display_phone_number\":\"+44 20 7946 0018\",\"verified_name\":\"Acme\",\"chakraStatus\":"
    "\"CONNECTED\",\"account_mode\":\"LIVE\",\"quality_rating\":\"GREEN\","
    "\"messaging_limit_tier\":\"TIER_1K\"}]}",
    "[\"junk\",{\"noId\":1},{\"id\":\"106540352242922\",\"wabaId\":\"102290129340398\","
    "\"displayPhoneNumber\":\"+44 20 7946 "
    "0018\",\"verifiedName\":\"Acme\",\"status\":\"CONNECTED\","
    "\"accountMode\":\"LIVE\",\"qualityScore\":\"GREEN\",\"messagingLimitTier\":\"TIER_1K\"}]",
};

Test(account, phone_numbers_in_every_shape)
{
    for (size_t i = 0; i < COUNT_OF(phone_lists); i++) {
        struct arena arena;
        struct phone_number *items = NULL;
        size_t count = 0;
        arena_init(&arena);
        cr_assert_eq(account_parse_phone_numbers(phone_lists[i], strlen(phone_lists[i]), &arena,
                                                 &items, &count, NULL),
                     ERR_OK);
        cr_assert_eq(count, 1, "row %zu", i);
        cr_expect_str_eq(items[0].id, "106540352242922");
        cr_expect_str_eq(items[0].waba, "102290129340398");
        cr_expect_str_eq(items[0].display_number, "+44 20 7946 0018");
        cr_expect_str_eq(items[0].verified_name, "Acme");
        cr_expect_str_eq(items[0].status, "CONNECTED");
        cr_expect_str_eq(items[0].account_mode, "LIVE");
        cr_expect_str_eq(items[0].quality, "GREEN");
        cr_expect_str_eq(items[0].tier, "TIER_1K");
        arena_release(&arena);
    }
}

Test(account, long_ids_keep_all_digits)
{
    static const char body[] =
        "{\"_data\":[{\"id\":98765432109876543,\"waba\":12345678901234567890}]}";
    struct arena arena;
    struct phone_number *items = NULL;
    size_t count = 0;
    arena_init(&arena);
    cr_assert_eq(account_parse_phone_numbers(body, sizeof body - 1, &arena, &items, &count, NULL),
                 ERR_OK);
    cr_assert_eq(count, 1);
    cr_expect_str_eq(items[0].id, "98765432109876543");
    cr_expect_str_eq(items[0].waba, "12345678901234567890");
    cr_expect_str_eq(items[0].tier, "");
    arena_release(&arena);
}

Test(account, what_is_no_list_says_what_to_do)
{
    static const char *const bodies[] = {"",   "<html>", "{}",  "{\"_data\":{}}",
                                         "12", "null",   "\xFF"};
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct arena arena;
        struct phone_number *items = NULL;
        struct template_page page;
        struct error error = {0};
        size_t count = 0;
        arena_init(&arena);
        cr_expect_eq(account_parse_phone_numbers(bodies[i], strlen(bodies[i]), &arena, &items,
                                                 &count, &error),
                     ERR_INVALID);
        cr_expect_neq(error.next[0], '\0');
        cr_expect_eq(account_parse_templates(bodies[i], strlen(bodies[i]), &arena, &page, &error),
                     ERR_INVALID);
        cr_expect_eq(page.count, 0);
        arena_release(&arena);
    }
}

static void parse_page(const char *body, size_t length, struct arena *arena,
                       struct template_page *page)
{
    struct error error = {0};
    cr_assert_eq(account_parse_templates(body, length, arena, page, &error), ERR_OK, "%s",
                 error.what);
}

Test(account, sample_pages_follow_each_other)
{
    static const struct {
        const char *file;
        bool has_next;
    } pages[] = {{"list_page_1.json", true},
                 {"list_page_2.json", true},
                 {"list_page_3.json", false},
                 {"list_empty.json", false}};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        char path[512];
        struct strbuf body;
        struct arena arena;
        struct template_page page;
        snprintf(path, sizeof path, TEST_DATA "/samples/%s", pages[i].file);
        strbuf_init(&body, 1 << 20);
        arena_init(&arena);
        cr_assert_eq(paths_read_file(path, &body, NULL), ERR_OK);
        parse_page(body.text, body.length, &arena, &page);
        cr_expect_eq(page.next_cursor != NULL, pages[i].has_next, "%s", pages[i].file);
        cr_expect_eq(page.unreadable, 0, "%s", pages[i].file);
        cr_expect((page.count > 0) == (strcmp(pages[i].file, "list_empty.json") != 0));
        if (i == 0)
            cr_expect_str_eq(page.items[0]->name, "hello_world");
        arena_release(&arena);
        strbuf_release(&body);
    }
}

#define TEMPLATE "{\"name\":\"a\",\"language\":\"en\",\"status\":\"APPROVED\",\"components\":[]}"

Test(account, cursors_come_only_with_a_next_page)
{
    static const struct {
        const char *body;
        const char *cursor;
    } rows[] = {
        {"{\"data\":[" TEMPLATE "],\"paging\":{\"cursors\":{\"after\":\"Q\"}}}", NULL},
        {"{\"data\":[" TEMPLATE
         "],\"paging\":{\"cursors\":{\"after\":\"Q\"},\"next\":\"https://x\"}}",
         "Q"},
        {"{\"data\":[" TEMPLATE "],\"paging\":{\"next\":\"https://x?limit=1&after=Q%3D%3d&b=c\"}}",
         "Q=="},
        {"{\"data\":[" TEMPLATE "],\"paging\":{\"next\":\"https://x?limit=1\"}}", NULL},
        {"{\"_data\":{\"data\":[" TEMPLATE
         "],\"paging\":{\"next\":\"n\",\"cursors\":{\"after\":\"Z\"}}}}",
         "Z"},
        {"[" TEMPLATE "]", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena;
        struct template_page page;
        arena_init(&arena);
        parse_page(rows[i].body, strlen(rows[i].body), &arena, &page);
        cr_expect_eq(page.count, 1, "row %zu", i);
        if (rows[i].cursor == NULL)
            cr_expect_null(page.next_cursor, "row %zu", i);
        else
            cr_expect(page.next_cursor != NULL && strcmp(page.next_cursor, rows[i].cursor) == 0,
                      "row %zu: %s", i, page.next_cursor != NULL ? page.next_cursor : "(none)");
        arena_release(&arena);
    }
}

Test(account, unreadable_definitions_are_counted)
{
    static const char body[] = "{\"data\":[{\"language\":\"en\"},7," TEMPLATE ",null]}";
    struct arena arena;
    struct template_page page;
    arena_init(&arena);
    parse_page(body, sizeof body - 1, &arena, &page);
    cr_expect_eq(page.count, 1);
    cr_expect_eq(page.unreadable, 3);
    arena_release(&arena);
}
