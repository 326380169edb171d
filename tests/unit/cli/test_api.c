/* The request of `api`: fields, pages, paths, and what a profile may do. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/cli/api_fields.h"
#include "src/cli/api_pages.h"

static const struct {
    const char *fields[4];
    const char *json; /* NULL: refused */
} objects[] = {
    {{"a=x", "b=1", "c=true", "d=null"}, "{\"a\":\"x\",\"b\":1,\"c\":true,\"d\":null}"},
    {{"a=-5", "b=007", "c=1.5", "d="}, "{\"a\":-5,\"b\":\"007\",\"c\":\"1.5\",\"d\":\"\"}"},
    {{"id=123456789012345678"}, "{\"id\":123456789012345678}"},
    {{"id=1234567890123456789"}, "{\"id\":\"1234567890123456789\"}"},
    {{"a=b=c"}, "{\"a\":\"b=c\"}"},
    {{"a[b][c]=1", "a[b][d]=2", "a[e]=3"}, "{\"a\":{\"b\":{\"c\":1,\"d\":2},\"e\":3}}"},
    {{"a[]=1", "a[]=x"}, "{\"a\":[1,\"x\"]}"},
    {{"a[][b]=1"}, "{\"a\":[{\"b\":1}]}"},
    {{"a=1", "a=2"}, "{\"a\":2}"},
    {{"a=1", "a[b]=2"}, NULL},
    {{"a[]=1", "a[b]=2"}, NULL},
    {{"a[b]=1", "a[]=2"}, NULL},
    {{"=x"}, NULL},
    {{"a"}, NULL},
    {{"a[b=1"}, NULL},
    {{"a]b[=1"}, NULL},
    {{"a=@/nonexistent/file"}, NULL},
};

static size_t count_fields(const char *const *fields)
{
    size_t count = 0;
    while (count < 4 && fields[count] != NULL)
        count++;
    return count;
}

Test(api, fields)
{
    for (size_t i = 0; i < COUNT_OF(objects); i++) {
        CLEANUP(json_deletep) cJSON *object = NULL;
        enum err err =
            api_fields_object(objects[i].fields, count_fields(objects[i].fields), &object, NULL);
        cr_expect_eq(err == ERR_OK, objects[i].json != NULL, "%s", objects[i].fields[0]);
        CLEANUP(mem_freep) char *text = object != NULL ? json_print(object) : NULL;
        if (text != NULL && objects[i].json != NULL)
            cr_expect_str_eq(text, objects[i].json);
    }
}

Test(api, fields_of_a_query)
{
    static const char *const fields[] = {"a=x y", "b&=1", "limit=100"};
    struct strbuf query;
    strbuf_init(&query, 1024);
    cr_assert_eq(api_fields_query(fields, 3, &query, NULL), ERR_OK);
    cr_expect_str_eq(query.text, "?a=x%20y&b%26=1&limit=100");
    cr_expect_eq(api_fields_query((const char *const[]){"x"}, 1, &query, NULL), ERR_USAGE);
    strbuf_release(&query);
}

static void begin(struct api_request *request, const char *method, const char *path,
                  const char *query, const char *body)
{
    api_request_init(request);
    snprintf(request->method, sizeof request->method, "%s", method);
    strbuf_add_text(&request->path, path);
    strbuf_add_text(&request->query, query);
    strbuf_add_text(&request->body, body);
    request->has_body = body != NULL;
    request->effect = api_effect_of(method, path);
}

static bool next_page(struct api_pager *pager, const struct api_request *request,
                      const char *answer)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    bool more = false;
    json_parse(answer, strlen(answer), &root, NULL);
    cr_assert_eq(api_pager_next(pager, request, root, &more, NULL), ERR_OK);
    return more;
}

static void expect_next_body(const struct api_pager *pager, const char *expected)
{
    CLEANUP(mem_freep) char *text = json_print(pager->body);
    cr_expect_str_eq(text, expected);
}

Test(api, pages_by_cursor_keep_the_rest_of_the_query)
{
    struct api_request request;
    struct api_pager pager;
    begin(&request, "GET", "/x", "?limit=2&after=old&fields=a", NULL);
    api_pager_init(&pager);
    cr_expect(next_page(&pager, &request,
                        "{\"data\":[1],\"paging\":{\"cursors\":{\"after\":\"a/b=\"},\"next\":"
                        "\"https://evil.example/\"}}"));
    cr_expect_str_eq(pager.query, "?limit=2&fields=a&after=a%2Fb%3D");
    cr_expect(
        next_page(&pager, &request,
                  "{\"data\":[1],\"paging\":{\"cursors\":{\"after\":\"c\"},\"next\":\"x\"}}"));
    cr_expect(!next_page(&pager, &request,
                         "{\"data\":[1],\"paging\":{\"cursors\":{\"after\":\"a/b=\"},\"next\":"
                         "\"x\"}}"),
              "a circle");
    cr_expect(pager.stopped_early);
    api_pager_release(&pager);
    api_request_release(&request);
}

Test(api, the_last_page_has_a_cursor_too)
{
    struct api_request request;
    struct api_pager pager;
    begin(&request, "GET", "/x", "", NULL);
    api_pager_init(&pager);
    cr_expect(
        !next_page(&pager, &request, "{\"data\":[1],\"paging\":{\"cursors\":{\"after\":\"z\"}}}"));
    cr_expect(!pager.stopped_early);
    api_pager_release(&pager);
    api_request_release(&request);
}

Test(api, pages_by_number)
{
    struct api_request request;
    struct api_pager pager;
    begin(&request, "POST", "/v1/ext/chat", "", "{\"limit\":2}");
    api_pager_init(&pager);
    cr_expect(next_page(&pager, &request, "{\"_data\":[1,2]}"));
    expect_next_body(&pager, "{\"limit\":2,\"page\":2}");
    cr_expect(next_page(&pager, &request, "{\"_data\":[1,2]}"));
    expect_next_body(&pager, "{\"limit\":2,\"page\":3}");
    cr_expect(!next_page(&pager, &request, "{\"_data\":[]}"));
    api_pager_release(&pager);
    api_request_release(&request);
}

Test(api, pages_by_skip)
{
    struct api_request request;
    struct api_pager pager;
    begin(&request, "POST", "/v1/ext/procedure/lead/process/list", "", NULL);
    api_pager_init(&pager);
    cr_expect(next_page(&pager, &request, "{\"_data\":[1,2],\"_meta\":{\"hasMore\":true}}"));
    expect_next_body(&pager, "{\"skip\":2}");
    cr_expect(next_page(&pager, &request, "{\"_data\":[1],\"_meta\":{\"hasMore\":true}}"));
    expect_next_body(&pager, "{\"skip\":3}");
    cr_expect(!next_page(&pager, &request, "{\"_data\":[1],\"_meta\":{\"hasMore\":false}}"));
    api_pager_release(&pager);
    api_request_release(&request);
}

Test(api, lists_without_an_end_are_left)
{
    struct api_request request;
    struct api_pager pager;
    size_t pages = 1;
    begin(&request, "POST", "/v1/ext/chat", "", "{}");
    api_pager_init(&pager);
    while (next_page(&pager, &request, "{\"_data\":[1]}"))
        pages++;
    cr_expect_eq(pages, API_PAGES_MAX);
    cr_expect(pager.stopped_early);
    api_pager_release(&pager);
    api_request_release(&request);
}

static const struct {
    enum profile_mode mode;
    bool allowed[API_UNKNOWN + 1]; /* read, change, harm, send, unknown; without --yes */
} modes[] = {
    {MODE_READ_ONLY, {[API_READS] = true}},
    {MODE_TEST, {[API_READS] = true, [API_CHANGES] = true}},
    {MODE_LIVE,
     {[API_READS] = true, [API_CHANGES] = true, [API_SENDS] = true, [API_UNKNOWN] = true}},
    {MODE_SANDBOX,
     {[API_READS] = true,
      [API_CHANGES] = true,
      [API_HARMS] = true,
      [API_SENDS] = true,
      [API_UNKNOWN] = true}},
};

Test(api, what_a_profile_may_do)
{
    static char name[] = "p";
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        const struct profile profile = {.name = name, .mode = modes[i].mode};
        for (int effect = API_READS; effect <= API_UNKNOWN; effect++) {
            struct api_request request;
            begin(&request, "POST", "/x", "", "{}");
            request.effect = (enum api_effect)effect;
            struct error error = {0};
            enum err err = api_request_allowed(&request, &profile, false, &error);
            cr_expect_eq(err, modes[i].allowed[effect] ? ERR_OK : ERR_CONTENT, "mode %zu: %s", i,
                         api_effect_word((enum api_effect)effect));
            cr_expect(err == ERR_OK || error.next[0] != '\0');
            bool is_sure_enough = modes[i].mode != MODE_READ_ONLY;
            if (effect == API_HARMS)
                cr_expect_eq(api_request_allowed(&request, &profile, true, NULL),
                             is_sure_enough ? ERR_OK : ERR_CONTENT);
            api_request_release(&request);
        }
    }
}
