/* What an exchange with the account says, row by row. */
#include <criterion/criterion.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/outbox/check_account.h"

/* libcurl's numbers; only the transport may include its header. */
enum { RESOLVE_HOST = 6, COULDNT_CONNECT = 7, TIMED_OUT = 28, TLS_CONNECT = 35, NOT_TRUSTED = 60 };

static enum check_state state_of(const struct check_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return list->items[i].state;
    return CHECK_STATE_COUNT;
}

static const char *next_of(const struct check_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return list->items[i].next;
    return "";
}

Test(check_account, each_step_of_a_connection_has_its_row)
{
    static const struct {
        const char *url;
        struct exchange_facts facts;
        enum err err;
        enum check_state name, connection, tls, api;
        int exit_status;
    } rows[] = {
        {"https://a.example",
         {true, STAGE_NOTHING, RESOLVE_HOST, 0, 0, 0, 1},
         ERR_NOT_SENT,
         CHECK_FAILED,
         CHECK_SKIPPED,
         CHECK_STATE_COUNT,
         CHECK_SKIPPED,
         7},
        {"https://a.example",
         {true, STAGE_NOTHING, COULDNT_CONNECT, 0, 0, 0, 1},
         ERR_NOT_SENT,
         CHECK_OK,
         CHECK_FAILED,
         CHECK_STATE_COUNT,
         CHECK_SKIPPED,
         7},
        {"https://a.example",
         {true, STAGE_NOTHING, TIMED_OUT, 0, 0, 0, 1},
         ERR_NOT_SENT,
         CHECK_OK,
         CHECK_FAILED,
         CHECK_STATE_COUNT,
         CHECK_SKIPPED,
         7},
        {"https://a.example",
         {true, STAGE_NOTHING, TLS_CONNECT, 0, 0, 0, 1},
         ERR_NOT_SENT,
         CHECK_OK,
         CHECK_OK,
         CHECK_FAILED,
         CHECK_SKIPPED,
         7},
        {"https://a.example",
         {true, STAGE_NOTHING, NOT_TRUSTED, 0, 0, 0, 1},
         ERR_NOT_SENT,
         CHECK_OK,
         CHECK_OK,
         CHECK_FAILED,
         CHECK_SKIPPED,
         7},
        {"https://a.example",
         {true, STAGE_REQUEST_SENT, TIMED_OUT, 0, 0, 0, 1},
         ERR_NOT_SENT,
         CHECK_OK,
         CHECK_OK,
         CHECK_OK,
         CHECK_FAILED,
         7},
        {"https://a.example",
         {true, STAGE_REPLY_WHOLE, 0, 401, 1000, 1000, 1},
         ERR_AUTH,
         CHECK_OK,
         CHECK_OK,
         CHECK_OK,
         CHECK_FAILED,
         3},
        {"https://a.example",
         {true, STAGE_REPLY_WHOLE, 0, 429, 1000, 1000, 1},
         ERR_THROTTLED,
         CHECK_OK,
         CHECK_OK,
         CHECK_OK,
         CHECK_FAILED,
         8},
        {"http://127.0.0.1:1",
         {true, STAGE_REPLY_WHOLE, 0, 200, 1000, 1000, 1},
         ERR_OK,
         CHECK_OK,
         CHECK_OK,
         CHECK_SKIPPED,
         CHECK_OK,
         0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct check_list list = {.count = 0};
        struct job_event done = {.facts = rows[i].facts};
        done.error.code = rows[i].err;
        check_exchange(&list, rows[i].url, &done);
        cr_expect_eq(state_of(&list, "name"), rows[i].name, "row %zu", i);
        cr_expect_eq(state_of(&list, "connection"), rows[i].connection, "row %zu", i);
        cr_expect_eq(state_of(&list, "tls"), rows[i].tls, "row %zu", i);
        cr_expect_eq(state_of(&list, "api"), rows[i].api, "row %zu", i);
        const struct check *failed = check_first_failed(&list);
        cr_expect_eq(failed != NULL ? err_exit_status(failed->code) : 0, rows[i].exit_status,
                     "row %zu", i);
    }
}

Test(check_account, a_missing_role_is_told_from_a_bad_token)
{
    struct check_list list = {.count = 0};
    struct job_event done = {.facts = {true, STAGE_REPLY_WHOLE, 0, 403, 0, 0, 1}};
    done.error.code = ERR_AUTH;
    check_exchange(&list, "https://a.example", &done);
    cr_expect_not_null(strstr(next_of(&list, "api"), "role"));
    list.count = 0;
    done.facts.http_status = 401;
    check_exchange(&list, "https://a.example", &done);
    cr_expect_not_null(strstr(next_of(&list, "api"), "access token"));
}

Test(check_account, the_clock_is_compared_with_the_servers)
{
    static const struct {
        int64_t server, ours;
        enum check_state state;
        const char *word;
    } rows[] = {
        {0, 1000000, CHECK_SKIPPED, "does not say"},
        {1000000, 1004000, CHECK_OK, "within"},
        {1000000, 996000, CHECK_OK, "within"},
        {1000000, 1090000, CHECK_WARNING, "90 seconds ahead of"},
        {1000000, 880000, CHECK_WARNING, "120 seconds behind"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct check_list list = {.count = 0};
        struct job_event done = {
            .facts = {true, STAGE_REPLY_WHOLE, 0, 200, rows[i].server, rows[i].ours, 10}};
        check_exchange(&list, "https://a.example", &done);
        const struct check *clock = NULL;
        for (size_t j = 0; j < list.count; j++)
            clock = strcmp(list.items[j].name, "clock") == 0 ? &list.items[j] : clock;
        cr_assert_not_null(clock, "row %zu", i);
        cr_expect_eq(clock->state, rows[i].state, "row %zu", i);
        cr_expect_not_null(strstr(clock->found, rows[i].word), "row %zu: %s", i, clock->found);
    }
}

static struct phone_number phone(const char *status, const char *quality)
{
    return (struct phone_number){.id = "42",
                                 .waba = "43",
                                 .display_number = "+1 555 000 9999",
                                 .verified_name = "Acme",
                                 .status = status,
                                 .quality = quality,
                                 .tier = "TIER_1K",
                                 .account_mode = "LIVE"};
}

Test(check_account, senders_are_judged_by_status_and_quality)
{
    static const struct {
        const char *status, *quality;
        enum check_state state;
    } rows[] = {{"CONNECTED", "GREEN", CHECK_OK},
                {"", "", CHECK_OK},
                {"FLAGGED", "GREEN", CHECK_WARNING},
                {"CONNECTED", "RED", CHECK_WARNING}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct phone_number one = phone(rows[i].status, rows[i].quality);
        struct job_event phones = {.phones = &one, .phone_count = 1};
        struct check_list list = {.count = 0};
        check_senders(&list, &phones);
        cr_expect_eq(state_of(&list, "sender"), rows[i].state, "row %zu", i);
    }
    struct check_list list = {.count = 0};
    check_senders(&list, &(struct job_event){.phone_count = 0});
    cr_expect_eq(state_of(&list, "senders"), CHECK_WARNING);
}

Test(check_account, a_phone_that_the_account_lacks_is_a_wrong_setting)
{
    struct phone_number one = phone("CONNECTED", "GREEN");
    struct job_event phones = {.phones = &one, .phone_count = 1};
    char name[] = "main", right[] = "42", wrong[] = "99";
    struct check_list list = {.count = 0};
    check_sender(&list, &(struct profile_phone){.name = name, .id = right}, &phones);
    cr_expect_null(check_first_failed(&list));
    check_sender(&list, &(struct profile_phone){.name = name, .id = wrong}, &phones);
    cr_assert_not_null(check_first_failed(&list));
    cr_expect_eq(err_exit_status(check_first_failed(&list)->code), 3);
    cr_expect_not_null(strstr(check_first_failed(&list)->next, "42"));
}

Test(check_account, a_full_list_stays_in_its_bounds)
{
    struct check_list list = {.count = 0};
    for (int i = 0; i < 3 * CHECKS_MAX; i++)
        check_ok(&list, "row", "%d", i);
    cr_expect_eq(list.count, CHECKS_MAX);
    cr_expect_str_eq(list.items[CHECKS_MAX - 1].found, "95");
}
