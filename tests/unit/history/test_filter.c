/* The filter language: what each word becomes, and where each mistake is. */
#include "src/history/filter.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/base/clock.h"
#include "src/history/text_match.h"

/* 2026-11-23 09:30:00 UTC; the tests run in UTC. */
static const int64_t now = 1795426200000;
static const int64_t hour = 3600000, day = 86400000;

static struct filter filter;
static struct error error;

static void parse(const char *text)
{
    struct filter_place place;
    memset(&error, 0, sizeof error);
    cr_assert_eq(filter_parse(&filter, text, strlen(text), now, &place, &error), ERR_OK, "%s: %s",
                 text, error.what);
}

static const struct filter_term *only_term(const char *text)
{
    parse(text);
    cr_assert_eq(filter.count, 1, "%s: %zu terms", text, filter.count);
    return &filter.terms[0];
}

static void teardown(void)
{
    filter_release(&filter);
}

TestSuite(filter, .fini = teardown);

Test(filter, nothing_takes_everything)
{
    parse("");
    cr_expect_eq(filter.count, 0);
    filter_release(&filter);
    parse(" \t\n ");
    cr_expect_eq(filter.count, 0);
    filter_release(&filter);
    parse("* profile:*");
    cr_expect_eq(filter.count, 0);
    cr_expect(filter.names_profile);
}

struct good {
    const char *text;
    enum filter_field field;
    enum filter_match match;
    bool negated;
    const char *value; /* `*` and `?` for the signs of a pattern */
};

static const struct good goods[] = {
    {"asha", FILTER_WORD, MATCH_CONTAINS, false, "asha"},
    {"-asha", FILTER_WORD, MATCH_CONTAINS, true, "asha"},
    {"not:asha", FILTER_WORD, MATCH_CONTAINS, true, "asha"},
    {"\"Asha K\"", FILTER_WORD, MATCH_CONTAINS, false, "Asha K"},
    {"\"-asha\"", FILTER_WORD, MATCH_CONTAINS, false, "-asha"},
    {"-", FILTER_WORD, MATCH_CONTAINS, false, "-"},
    {"\"say \\\"hi\\\" \\\\\"", FILTER_WORD, MATCH_CONTAINS, false, "say \"hi\" \\"},
    {"ord*7", FILTER_WORD, MATCH_GLOB, false, "*ord*7*"},
    {"10:42", FILTER_WORD, MATCH_CONTAINS, false, "10:42"},
    {"\"to:1\"", FILTER_WORD, MATCH_CONTAINS, false, "to:1"},
    {"to:+91-99012.58433", FILTER_TO, MATCH_EXACT, false, "919901258433"},
    {"to:\"+91 99012 58433\"", FILTER_TO, MATCH_EXACT, false, "919901258433"},
    {"to:9199*", FILTER_TO, MATCH_GLOB, false, "9199*"},
    {"to:155500?1234", FILTER_TO, MATCH_GLOB, false, "155500?1234"},
    {"template:order_update", FILTER_TEMPLATE, MATCH_EXACT, false, "order_update"},
    {"template:Order_Update", FILTER_TEMPLATE, MATCH_GLOB, false, "Order_Update"},
    {"template:\"a*\"*", FILTER_TEMPLATE, MATCH_GLOB, false, "a\\*"},
    {"lang:en_US", FILTER_LANGUAGE, MATCH_EXACT, false, "en_US"},
    {"state:FAILED", FILTER_STATE, MATCH_EXACT, false, "failed"},
    {"not:state:read", FILTER_STATE, MATCH_EXACT, true, "read"},
    {"state:re*", FILTER_STATE, MATCH_GLOB, false, "re*"},
    {"plugin:d83e", FILTER_PLUGIN, MATCH_EXACT, false, "d83e"},
    {"from:106540352242922", FILTER_FROM, MATCH_EXACT, false, "106540352242922"},
    {"batch:spring", FILTER_BATCH, MATCH_EXACT, false, "spring"},
    {"wamid:wamid.HBg=", FILTER_WAMID, MATCH_EXACT, false, "wamid.HBg="},
    {"source:cli", FILTER_SOURCE, MATCH_EXACT, false, "cli"},
    {"operator:asha", FILTER_OPERATOR, MATCH_EXACT, false, "asha"},
    {"profile:acme", FILTER_PROFILE, MATCH_EXACT, false, "acme"},
    {"-profile:*", FILTER_PROFILE, MATCH_GLOB, true, "*"},
    {"category:UTILITY", FILTER_CATEGORY, MATCH_EXACT, false, "UTILITY"},
    {"tag:vip", FILTER_TAG, MATCH_EXACT, false, "vip"},
    {"note:\"called back\"", FILTER_NOTE, MATCH_CONTAINS, false, "called back"},
    {"note:call*back", FILTER_NOTE, MATCH_GLOB, false, "*call*back*"},
};

Test(filter, words_become_terms)
{
    for (size_t i = 0; i < sizeof goods / sizeof goods[0]; i++) {
        const struct good *good = &goods[i];
        const struct filter_term *term = only_term(good->text);
        char value[100];
        snprintf(value, sizeof value, "%s", term->text);
        bool literal_star = strchr(value, '*') != NULL;
        for (char *at = value; *at != '\0'; at++)
            *at = *at == GLOB_RUN ? (literal_star ? '\\' : '*') : *at == GLOB_ONE ? '?' : *at;
        cr_expect_eq(term->field, good->field, "%s", good->text);
        cr_expect_eq(term->match, good->match, "%s", good->text);
        cr_expect_eq(term->negated, good->negated, "%s", good->text);
        if (literal_star)
            cr_expect_str_eq(value, "a*\\", "%s", good->text);
        else
            cr_expect_str_eq(value, good->value, "%s", good->text);
        cr_expect_eq(term->offset, 0);
        cr_expect_eq(term->length, strlen(good->text));
        filter_release(&filter);
    }
}

static const struct {
    const char *text;
    int64_t low, high;
} ranges[] = {
    {"code:131026", 131026, 131026},
    {"code:132000..132099", 132000, 132099},
    {"code:132000..", 132000, INT64_MAX},
    {"code:..132000", 0, 132000},
    {"code:*", 0, INT64_MAX},
    {"since:2h", 1795426200000 - 2 * 3600000, INT64_MAX},
    {"since:7d", 1795426200000 - 7 * INT64_C(86400000), INT64_MAX},
    {"since:today", 1795392000000, INT64_MAX},
    {"until:yesterday", INT64_MIN, 1795392000000 - 1},
    {"since:2026-11-01", 1793491200000, INT64_MAX},
    {"until:2026-11-01", INT64_MIN, 1793491200000 + 86400000 - 1},
    {"since:2026-11-01..", 1793491200000, INT64_MAX},
    {"since:2026-11-01..2026-11-02", 1793491200000, 1793491200000 + 2 * 86400000 - 1},
    {"since:..2026-11-01", INT64_MIN, 1793491200000 + 86400000 - 1},
    {"since:2026-11-01T09:30", 1793491200000 + 9 * 3600000 + 30 * 60000, INT64_MAX},
    {"until:2026-11-01T09:30", INT64_MIN, 1793491200000 + 9 * 3600000 + 31 * 60000 - 1},
    {"since:\"2026-11-01 09:30\"", 1793491200000 + 9 * 3600000 + 30 * 60000, INT64_MAX},
    {"since:2026-11-01T09:30:15", 1793491200000 + 9 * 3600000 + 30 * 60000 + 15000, INT64_MAX},
    {"since:2026-11-01T09:30:00+01:00", 1793491200000 + 8 * 3600000 + 30 * 60000, INT64_MAX},
    {"since:2024-02-29", 1709164800000, INT64_MAX},
};

Test(filter, ranges_have_both_ends)
{
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        const struct filter_term *term = only_term(ranges[i].text);
        cr_expect_eq(term->match, MATCH_RANGE, "%s", ranges[i].text);
        cr_expect_eq(term->low, ranges[i].low, "%s: %lld", ranges[i].text, (long long)term->low);
        cr_expect_eq(term->high, ranges[i].high, "%s: %lld", ranges[i].text, (long long)term->high);
        filter_release(&filter);
    }
}

/* A day in a place with summer time has 23 or 25 hours, and "2h" is not concerned. */
Test(filter, days_are_those_of_the_place)
{
    setenv("TZ", "Europe/Berlin", 1);
    tzset();
    const struct filter_term *term = only_term("since:2026-10-25..2026-10-25");
    cr_expect_eq(term->high - term->low + 1, 25 * hour);
    filter_release(&filter);
    cr_expect_eq(only_term("since:2h")->low, now - 2 * hour);
    filter_release(&filter);
    cr_expect_eq(only_term("since:1d")->low, now - day);
}

/* Half past two comes twice when summer time ends: since is from the first, until to the second. */
Test(filter, a_time_that_comes_twice_is_both)
{
    setenv("TZ", "Europe/Berlin", 1);
    tzset();
    const int64_t first = 1761438600000; /* 2025-10-26T00:30:00Z */
    cr_expect_eq(only_term("since:2025-10-26T02:30")->low, first);
    filter_release(&filter);
    cr_expect_eq(only_term("until:2025-10-26T02:30")->high, first + hour + 60000 - 1);
    filter_release(&filter);
    /* It does not come at all when summer time begins. */
    cr_expect_eq(only_term("since:2025-03-30T02:30")->low, 1743298200000);
    filter_release(&filter);
    cr_expect_eq(only_term("since:2025-07-01T02:30")->low, 1751329800000);
}

Test(filter, many_words_keep_their_places)
{
    parse("  asha -state:read  note:\"a b\" ");
    cr_assert_eq(filter.count, 3);
    cr_expect_eq(filter.terms[0].offset, 2);
    cr_expect_eq(filter.terms[1].offset, 7);
    cr_expect_eq(filter.terms[1].length, 11);
    cr_expect_eq(filter.terms[2].offset, 20);
    cr_expect_str_eq(filter.terms[2].text, "a b");
}

static const struct {
    const char *text;
    size_t offset, length;
    const char *what, *next;
} wrongs[] = {
    {"asha stat:failed", 5, 11, "no field 'stat:'", "state:"},
    {"state:faild", 0, 11, "no state 'faild'", "failed"},
    {"asha \"abc", 5, 4, "a quote is opened", "Close it"},
    {"note:\"abc def", 5, 8, "a quote is opened", "Close it"},
    {"to:", 0, 3, "to has no value", "value behind it"},
    {"x -to:", 2, 4, "to has no value", "value behind it"},
    {"not:", 0, 4, "- has no value", "value behind it"},
    {"\"\"", 0, 2, "nothing between the quotes", "between the quotes"},
    {"to:asha", 0, 7, "'asha' is no number", "digits"},
    {"code:abc", 0, 8, "'abc' is no error code", "code:131026"},
    {"code:1*", 0, 7, "'1*' is no error code", "code:*"},
    {"code:..", 0, 7, "no error code", "code:131026"},
    {"code:5..3", 0, 9, "nothing lies between", "smaller end first"},
    {"code:99999999999", 0, 16, "no error code", "code:131026"},
    {"since:2026-02-30", 0, 16, "no day 2026-02-30", "calendar"},
    {"since:2025-02-29", 0, 16, "no day 2025-02-29", "calendar"},
    {"since:2026-13-01", 0, 16, "no day 2026-13-01", "calendar"},
    {"since:1969-12-31", 0, 16, "no day 1969-12-31", "1970"},
    {"since:2026-11-01T24:00", 0, 22, "no time 24:00", "23:59"},
    {"since:2026-11-01T9", 0, 18, "is no time", "2026-11-01"},
    {"until:tomorow", 0, 13, "'tomorow' is no time", "yesterday"},
    {"since:2x", 0, 8, "'2x' is no time", "2h"},
    {"since:2026-11-02..2026-11-01", 0, 28, "nothing lies between", "smaller end first"},
    {"until:1d..2d", 0, 12, "one time, not a range", "since:A..B"},
    {"a\x01"
     "b",
     1, 1, "cannot be searched for", "Take it out"},
    {"ab\xFF", 2, 1, "cannot be searched for", "Take it out"},
};

Test(filter, mistakes_have_a_place_and_a_next_step)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        struct filter_place place = {99, 99};
        struct error wrong = {0};
        const char *text = wrongs[i].text;
        cr_expect_eq(filter_parse(&filter, text, strlen(text), now, &place, &wrong), ERR_USAGE,
                     "%s", text);
        cr_expect_eq(place.offset, wrongs[i].offset, "%s: %zu", text, place.offset);
        cr_expect_eq(place.length, wrongs[i].length, "%s: %zu", text, place.length);
        cr_expect_not_null(strstr(wrong.what, wrongs[i].what), "%s: %s", text, wrong.what);
        cr_expect_not_null(strstr(wrong.next, wrongs[i].next), "%s: %s", text, wrong.next);
        filter_release(&filter);
    }
}

Test(filter, ten_thousand_characters_are_refused)
{
    char text[10001];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct filter_place place = {0, 0};
    cr_expect_eq(filter_parse(&filter, text, strlen(text), now, &place, &error), ERR_USAGE);
    cr_expect_eq(place.offset, FILTER_LONGEST);
    cr_expect_not_null(strstr(error.what, "10000 bytes"), "%s", error.what);
    filter_release(&filter);
    char words[200] = "";
    for (int i = 0; i < FILTER_MOST_TERMS + 1; i++)
        strncat(words, "a ", sizeof words - strlen(words) - 1);
    cr_expect_eq(filter_parse(&filter, words, strlen(words), now, &place, &error), ERR_USAGE);
    cr_expect_not_null(strstr(error.what, "more than 64 words"), "%s", error.what);
    cr_expect_eq(place.offset, 128);
}

static bool contains(const char *text, const char *folded)
{
    return text_contains(text, strlen(text), folded, strlen(folded));
}

static bool matches(const char *text, const char *pattern)
{
    return text_matches(text, strlen(text), pattern, strlen(pattern));
}

Test(filter, texts_are_compared_without_case)
{
    cr_expect(contains("Hi ASHA!", "asha"));
    cr_expect(contains("привет, Иван", "иван"));
    cr_expect(contains("aab", "ab"));
    cr_expect_not(contains("aa", "ab"));
    cr_expect_not(contains("", "a"));
    cr_expect(contains("", ""));
    cr_expect(contains("李娜 你好", "你"));
    cr_expect_not(contains("\xFF\xFE", "a"));
    cr_expect(matches("order_update", "order_\1"));
    cr_expect(matches("ORDER", "\1der"));
    cr_expect(matches("aXbXc", "a\1b\1c"));
    cr_expect(matches("李娜", "\2\2"));
    cr_expect_not(matches("李娜", "\2"));
    cr_expect_not(matches("order", "orde"));
    cr_expect_not(matches("orde", "order"));
    cr_expect(matches("", "\1\1"));
    cr_expect(matches("aaaaaaaaab", "a\1a\1b"));
    cr_expect(text_equals("En_us", 5, "en_us", 5));
    cr_expect_not(text_equals("En_u", 4, "en_us", 5));
}
