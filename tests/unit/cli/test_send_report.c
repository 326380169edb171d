/* What `send --json` prints, byte for byte. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>

#include "src/cli/given_values.h"
#include "src/cli/output.h"
#include "src/cli/send_report.h"

static void redirect(void)
{
    cr_redirect_stdout();
    cr_redirect_stderr();
}

static const struct error no_error = {0};

Test(send_report, accepted, .init = redirect)
{
    struct send_detail detail = {.row = {.id = 41,
                                         .state = SEND_ACCEPTED,
                                         .wamid = "wamid.A",
                                         .http_status = 200,
                                         .to = "15550001234",
                                         .latency_ms = 231}};
    struct send_report report = {.to = "+1 555",
                                 .template = "order_update",
                                 .language = "en_US",
                                 .detail = &detail,
                                 .error = &no_error};
    send_report_print(&report, true);
    fflush(stdout);
    cr_assert_stdout_eq_str(
        "{\"id\":41,\"state\":\"accepted\",\"wamid\":\"wamid.A\",\"http_status\":200,"
        "\"to\":\"15550001234\",\"template\":\"order_update\",\"language\":\"en_US\","
        "\"latency_ms\":231,\"error\":null}\n");
}

Test(send_report, rejected, .init = redirect)
{
    struct send_detail detail = {.row = {.id = 42,
                                         .state = SEND_REJECTED,
                                         .http_status = 400,
                                         .to = "1",
                                         .error_code = 132000,
                                         .latency_ms = 0},
                                 .error_title = "Number of parameters does not match",
                                 .error_details = "body: \xFF",
                                 .error_slot = "body.2",
                                 .error_next = "Fill it in."};
    struct error error = {.code = ERR_REJECTED, .what = "132000: …", .next = "other"};
    struct send_report report = {
        .template = "t", .language = "en", .detail = &detail, .error = &error};
    send_report_print(&report, true);
    fflush(stdout);
    cr_assert_stdout_eq_str(
        "{\"id\":42,\"state\":\"rejected\",\"wamid\":null,\"http_status\":400,\"to\":\"1\","
        "\"template\":\"t\",\"language\":\"en\",\"latency_ms\":0,\"error\":{\"code\":132000,"
        "\"title\":\"Number of parameters does not match\",\"details\":\"body: \xEF\xBF\xBD\","
        "\"slot\":\"body.2\",\"next\":\"Fill it in.\"}}\n");
}

Test(send_report, stopped_by_problems, .init = redirect)
{
    struct problem_list problems;
    problem_list_init(&problems);
    cr_assert_eq(problems_add(&problems, "body.1", "V7", 132012, "Missing %d.", 1), ERR_OK);
    struct send_report report = {
        .to = "1", .template = "t", .language = "en", .problems = &problems};
    send_report_print(&report, true);
    fflush(stdout);
    problem_list_release(&problems);
    cr_assert_stdout_eq_str(
        "{\"id\":null,\"state\":null,\"wamid\":null,\"http_status\":null,\"to\":\"1\","
        "\"template\":\"t\",\"language\":\"en\",\"latency_ms\":null,\"error\":null,\"problems\":"
        "[{\"slot\":\"body.1\",\"rule\":\"V7\",\"level\":\"error\",\"message\":\"Missing 1.\","
        "\"prevents\":132012}]}\n");
}

Test(send_report, not_sent_without_a_row, .init = redirect)
{
    struct error error = {.code = ERR_NOT_SENT, .what = "no network", .next = "Check it."};
    struct send_report report = {
        .to = "1", .template = "t", .language = "en", .state = "not_sent", .error = &error};
    send_report_print(&report, true);
    fflush(stdout);
    cr_assert_stdout_eq_str(
        "{\"id\":null,\"state\":\"not_sent\",\"wamid\":null,\"http_status\":null,\"to\":\"1\","
        "\"template\":\"t\",\"language\":\"en\",\"latency_ms\":null,\"error\":{\"code\":null,"
        "\"title\":\"no network\",\"details\":null,\"slot\":null,\"next\":\"Check it.\"}}\n");
}

Test(send_report, lines_for_people_are_harmless, .init = redirect)
{
    struct send_detail detail = {
        .row = {.id = 42, .state = SEND_REJECTED, .to = "1", .error_code = 1, .latency_ms = 5},
        .error_next = "Do\033[2Jthis."};
    struct error error = {.code = ERR_REJECTED, .what = "evil\033[31m"};
    struct send_report report = {
        .template = "t", .language = "en", .detail = &detail, .error = &error};
    send_report_print(&report, false);
    fflush(stdout);
    cr_assert_stdout_eq_str("rejected  #42  to 1  t en  5 ms\n  evil␛[31m\n  Do␛[2Jthis.\n");
}

Test(output, table_is_aligned_by_cells, .init = redirect)
{
    struct output_table table;
    table_begin(&table, 3);
    static const char *const cells[] = {"a", "日本", "x", "long", "b", "", "e", NULL, "y\n"};
    for (size_t i = 0; i < 9; i++)
        table_add(&table, cells[i]);
    table_print(&table, stdout);
    fflush(stdout);
    cr_assert_stdout_eq_str("a     日本  x\nlong  b\ne           y␊\n");
}
