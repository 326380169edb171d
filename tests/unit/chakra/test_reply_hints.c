/* How long to wait: the four forms, the cap, and nonsense; and what kind of refusal it is. */
#include "src/chakra/reply.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"

static const struct {
    const char *header;
    const char *body;
    int64_t wait_ms;
} hints[] = {
    {"2", "", 2000},
    {" 120 ", "", 120000},
    {"0", "", 0},
    {"1.5", "", 1500},
    {"Mon, 23 Nov 2026 08:00:10 GMT", "", 10000},
    {"Mon, 23 Nov 2026 07:59:00 GMT", "", 0},
    {"Mon, 23 Foo 2026 08:00:10 GMT", "", -1},
    {"999999999999999999999999", "", 86400000},
    {"-5", "", -1},
    {"soon", "", -1},
    {"2 weeks", "", -1},
    {NULL, "", -1},
    {NULL, "{\"retry_after_ms\":1500}", 1500},
    {NULL, "{\"retryAfterMs\":\"250\"}", 250},
    {NULL, "{\"retry_after\":3}", 3000},
    {NULL, "{\"_meta\":{\"retryAfter\":0.5}}", 500},
    {NULL, "{\"_errors\":[{\"message\":\"x\",\"retry_after\":\"4\"}]}", 4000},
    {NULL, "{\"error\":{\"message\":\"x\",\"retryAfterMs\":70}}", 70},
    {NULL, "{\"retry_after\":-3}", -1},
    {NULL, "{\"retry_after\":1e300}", 86400000},
    {NULL, "{\"retry_after\":null,\"retryAfter\":9}", 9000},
    {NULL, "{\"_errors\":[\"Too many requests, retry after 1200 ms\"]}", 1200},
    {NULL, "{\"_errors\":[\"Please Retry After 3 seconds.\"]}", 3000},
    {NULL, "{\"_errors\":[\"retry after lunch, retry after 2s\"]}", 2000},
    {NULL, "{\"_errors\":[\"retry after 5\"]}", -1},
    {NULL, "retry after 700 ms", 700},
    {"1", "{\"retry_after\":30}", 1000},
};

Test(reply_hint, every_form)
{
    int64_t now = 0;
    cr_assert(clock_parse_utc("2026-11-23T08:00:00Z", &now));
    for (size_t i = 0; i < COUNT_OF(hints); i++) {
        struct arena arena;
        struct reply reply;
        arena_init(&arena);
        cr_assert_eq(reply_parse(429, hints[i].header, now, hints[i].body, strlen(hints[i].body),
                                 &arena, &reply, NULL),
                     ERR_OK);
        cr_expect_eq(reply.retry_after_ms, hints[i].wait_ms, "row %zu: %lld", i,
                     (long long)reply.retry_after_ms);
        arena_release(&arena);
    }
}

static const struct {
    int http_status;
    const char *body;
    enum err err;
} kinds[] = {
    {200, "{\"_data\":[]}", ERR_OK},
    {401, "", ERR_AUTH},
    {403, "{\"_errors\":[\"no\"]}", ERR_AUTH},
    {400, "{\"error\":{\"message\":\"x\",\"code\":190}}", ERR_AUTH},
    {402, "{\"_errors\":[\"pay\"]}", ERR_BILLING},
    {400, "{\"_errors\":[\"Template Message SENDING IS DISABLED here\"]}", ERR_BILLING},
    {400, "{\"_errors\":[\"(#131042) x\"]}", ERR_BILLING},
    {429, "", ERR_THROTTLED},
    {400, "{\"_errors\":[\"(#4) x\"]}", ERR_THROTTLED},
    {400, "{\"_errors\":[\"(#80007) x\"]}", ERR_THROTTLED},
    {400, "{\"_errors\":[\"(#130429) x\"]}", ERR_THROTTLED},
    {400, "{\"_errors\":[\"(#131056) x\"]}", ERR_THROTTLED},
    {404, "{\"message\":\"Not Found\"}", ERR_REJECTED},
    {400, "{\"_errors\":[\"plugin was not found\"]}", ERR_REJECTED},
    {400, "{\"_errors\":[\"(#132000) x\"]}", ERR_REJECTED},
    {500, "", ERR_REJECTED},
    {200, "{\"_errors\":[\"x\"]}", ERR_REJECTED},
};

Test(reply_error, kinds_of_refusal)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct arena arena;
        struct reply reply;
        struct error error = {0};
        arena_init(&arena);
        cr_assert_eq(reply_parse(kinds[i].http_status, NULL, 0, kinds[i].body,
                                 strlen(kinds[i].body), &arena, &reply, NULL),
                     ERR_OK);
        enum err err = reply_to_error(&reply, "the list", &error);
        cr_expect_eq(err, kinds[i].err, "row %zu: %s", i, err_name(err));
        cr_expect_eq(error.code, kinds[i].err, "row %zu", i);
        cr_expect((error.next[0] != '\0') == (err != ERR_OK), "row %zu: no next step", i);
        arena_release(&arena);
    }
}

Test(reply_error, a_changed_route_is_named_as_such)
{
    struct arena arena;
    struct reply reply;
    struct error error = {0};
    static const char body[] = "{\"message\":\"Not Found\"}";
    arena_init(&arena);
    reply_parse(404, NULL, 0, body, sizeof body - 1, &arena, &reply, NULL);
    reply_to_error(&reply, "the list of templates", &error);
    cr_assert_str_eq(error.what, "the list of templates: the server does not know this address "
                                 "(route changed?): HTTP 404: Not Found");
    arena_release(&arena);
}
