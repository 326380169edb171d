/* URLs: every placeholder filled and encoded, nothing sent anywhere else by a value. */
#include "src/chakra/route.h"

#include <criterion/criterion.h>

#include "src/base/mem.h"

static const struct route_parameter send_path[] = {
    {"pluginId", "d83e1d23-50b8-4d87-8f92-842a0ac516f6"},
    {"version", "v24.0"},
    {"phoneNumberId", "106540352242922"},
    {NULL, NULL},
};

Test(route, send_url_is_the_documented_one)
{
    char *url = NULL;
    cr_assert_eq(
        route_url("https://api.chakrahq.com", ROUTE_SEND_MESSAGE, send_path, NULL, &url, NULL),
        ERR_OK);
    cr_assert_str_eq(url,
                     "https://api.chakrahq.com/v1/ext/plugin/whatsapp/"
                     "d83e1d23-50b8-4d87-8f92-842a0ac516f6/api/v24.0/106540352242922/messages");
    mem_free(url);
    cr_assert_str_eq(route_method(ROUTE_SEND_MESSAGE), "POST");
    cr_assert(!route_is_read(ROUTE_SEND_MESSAGE));
}

Test(route, trailing_slashes_of_the_base_do_not_double)
{
    char *url = NULL;
    cr_assert_eq(
        route_url("http://127.0.0.1:8080//", ROUTE_LIST_PHONE_NUMBERS, NULL, NULL, &url, NULL),
        ERR_OK);
    cr_assert_str_eq(url, "http://127.0.0.1:8080/v1/ext/whatsapp-phone-number");
    mem_free(url);
}

Test(route, query_leaves_out_what_is_not_set_and_encodes_the_rest)
{
    const struct route_parameter path[] = {{"version", "v24.0"}, {"wabaId", "1"}, {NULL, NULL}};
    const struct route_parameter query[] = {
        {"fields", NULL}, {"limit", "100"}, {"after", "QVFI+a/b==&x"}, {NULL, NULL}};
    char *url = NULL;
    cr_assert_eq(route_url("https://h", ROUTE_LIST_TEMPLATES, path, query, &url, NULL), ERR_OK);
    cr_assert_str_eq(url, "https://h/v1/ext/plugin/whatsapp/api/v24.0/1/message_templates"
                          "?limit=100&after=QVFI%2Ba%2Fb%3D%3D%26x");
    mem_free(url);
}

Test(route, a_value_cannot_leave_its_segment)
{
    const struct route_parameter path[] = {
        {"version", "v24.0"}, {"wabaId", "../../evil?x=#\xC3\xA9 "}, {NULL, NULL}};
    char *url = NULL;
    cr_assert_eq(route_url("https://h", ROUTE_LIST_TEMPLATES, path, NULL, &url, NULL), ERR_OK);
    cr_assert_str_eq(url, "https://h/v1/ext/plugin/whatsapp/api/v24.0/"
                          "..%2F..%2Fevil%3Fx%3D%23%C3%A9%20/message_templates");
    mem_free(url);
}

Test(route, a_missing_part_is_named)
{
    struct route_parameter path[] = {
        {"pluginId", ""}, {"version", "v24.0"}, {"phoneNumberId", "1"}, {NULL, NULL}};
    struct error error = {0};
    char *url = NULL;
    cr_assert_eq(route_url("https://h", ROUTE_SEND_MESSAGE, path, NULL, &url, &error), ERR_CONFIG);
    cr_assert_null(url);
    cr_assert_str_eq(error.what, "the URL needs pluginId, which is not set");
    cr_assert_neq(error.next[0], '\0');
    cr_assert_eq(route_url("", ROUTE_SEND_MESSAGE, send_path, NULL, &url, &error), ERR_CONFIG);
}

Test(route, memory_can_run_out)
{
    char *url = NULL;
    for (size_t countdown = 1; countdown < 20; countdown++) {
        mem_test_fail_after(countdown);
        enum err err = route_url("https://h", ROUTE_SEND_MESSAGE, send_path, NULL, &url, NULL);
        mem_test_fail_after(0);
        if (err == ERR_OK) {
            mem_free(url);
            cr_assert_gt(countdown, 1);
            return;
        }
        cr_assert_eq(err, ERR_NOMEM);
        cr_assert_null(url);
    }
    cr_assert_fail("the URL never came about");
}
