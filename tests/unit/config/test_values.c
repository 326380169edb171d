/* The small parsers: durations, words of a command, near names, base URLs. */
#include <criterion/criterion.h>
#include <string.h>

#include "src/config/nearest.h"
#include "src/config/options.h"
#include "src/config/profile.h"
#include "src/config/words.h"

Test(values, durations)
{
    static const struct {
        const char *text;
        long ms; /* -1: refused */
    } rows[] = {{"30", 30000},   {"30s", 30000},  {"500ms", 500},
                {"10m", 600000}, {"2h", 7200000}, {"400d", 34560000000L},
                {"0", 0},        {"", -1},        {"s", -1},
                {"-1s", -1},     {"1.5s", -1},    {"10 m", -1},
                {"10M", -1},     {"1w", -1},      {"9999999999", -1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        long ms = -1;
        bool ok = option_parse_duration(rows[i].text, &ms);
        cr_expect_eq(ok, rows[i].ms >= 0, "'%s'", rows[i].text);
        cr_expect_eq(ms, rows[i].ms, "'%s': %ld", rows[i].text, ms);
    }
}

Test(values, words_of_a_command)
{
    struct words words;
    cr_assert_eq(words_split("  a  'b  c'\t\"d\\\"e\"f g\\ h '' ", &words, NULL), ERR_OK);
    static const char *const expected[] = {"a", "b  c", "d\"ef", "g h", ""};
    cr_assert_eq(words.count, 5);
    for (size_t i = 0; i < 5; i++)
        cr_expect_str_eq(words.items[i], expected[i]);
    cr_expect_null(words.items[5]);
    words_release(&words);
    static const char *const wrong[] = {"", "  ", "'a", "\"a", "a\\"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_expect_eq(words_split(wrong[i], &words, NULL), ERR_CONFIG, "%s", wrong[i]);
}

Test(values, nearest_name)
{
    static const char *const names[] = {"send", "templates", "history", "sandbox"};
    static const struct {
        const char *wanted, *best;
    } rows[] = {{"sned", "send"},       {"template", "templates"}, {"HISTORY", "history"},
                {"sandbax", "sandbox"}, {"frobnicate", NULL},      {"x", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct nearest nearest;
        nearest_init(&nearest, rows[i].wanted);
        nearest_offer(&nearest, NULL);
        for (size_t j = 0; j < sizeof names / sizeof names[0]; j++)
            nearest_offer(&nearest, names[j]);
        if (rows[i].best == NULL)
            cr_expect_null(nearest.best, "%s: %s", rows[i].wanted, nearest.best);
        else
            cr_expect_str_eq(nearest.best, rows[i].best);
    }
}

Test(values, base_urls)
{
    static const struct {
        const char *url;
        bool right, loopback;
    } rows[] = {{"https://api.chakrahq.com", true, false},
                {"https://api.chakrahq.com:8443/x", true, false},
                {"http://127.0.0.1:8080", true, true},
                {"http://127.255.0.9", true, true},
                {"http://[::1]:1", true, true},
                {"http://localhost:1/", true, true},
                {"http://127.0.0.1.example.com", false, false},
                {"http://127.1", false, false},
                {"http://1270.0.0.1", false, false},
                {"http://[::1].example.com", false, false},
                {"http://localhost.example.com", false, false},
                {"http://127.0.0.1@example.com", false, false},
                {"http://0.0.0.0", false, false},
                {"https://", false, false},
                {"https://a b", false, false},
                {"https://a?b", false, false},
                {"https://a:port", false, false},
                {"HTTPS//a", false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct error error = {0};
        enum err err = profile_check_base_url(rows[i].url, &error);
        cr_expect_eq(err == ERR_OK, rows[i].right, "%s", rows[i].url);
        cr_expect_eq(profile_url_is_loopback(rows[i].url), rows[i].loopback, "%s", rows[i].url);
        if (err != ERR_OK)
            cr_expect_neq(error.next[0], '\0');
    }
}

Test(values, table_is_whole)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &option_table[i];
        cr_assert_not_null(option->name, "row %zu", i);
        cr_expect_not_null(option->doc, "%s", option->name);
        cr_expect_eq(option_find(option->section, option->name), option);
        if (option->default_value != NULL)
            cr_expect_eq(option_check(option, option->default_value, NULL), ERR_OK, "%s",
                         option->name);
    }
}
