/*
 * The rules of definitions: a sound one passes; each edit of it breaks the rule
 * that it is to break, at its place; and languages are compared.
 */
#include "src/base/json.h"
#include "src/whatsapp/definition_check.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define X10 "xxxxxxxxxx"
#define X30 X10 X10 X10
#define X70 X30 X30 X10
#define X200 X70 X70 X30 X30
#define X1100 X200 X200 X200 X200 X200 X70 X30

static struct template *parse(const char *text, struct arena *arena)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    struct template *template = NULL;
    struct error error = {0};
    cr_assert_eq(json_parse(text, strlen(text), &root, &error), ERR_OK, "%s %s", text, error.where);
    cr_assert_eq(template_parse(root, arena, &template, NULL), ERR_OK);
    return template;
}

#define BODY "{\"type\":\"BODY\",\"text\":\"Hi {{1}}, bye.\",\"example\":{\"body_text\":[[\"a\"]]}}"
#define OF(category, components)                                                                 \
    "{\"name\":\"n\",\"language\":\"en\",\"status\":\"APPROVED\",\"category\":\"" category "\"," \
    "\"components\":[" components "]}"
#define UTILITY(components) OF("UTILITY", components)
#define TEXT(type, text) "{\"type\":\"" type "\",\"format\":\"TEXT\",\"text\":\"" text "\"}"
#define BUTTONS(list) "{\"type\":\"BUTTONS\",\"buttons\":[" list "]}"
#define REPLY(text) "{\"type\":\"QUICK_REPLY\",\"text\":\"" text "\"}"
#define URL(url) "{\"type\":\"URL\",\"text\":\"u\",\"url\":\"" url "\"}"
#define CARD(buttons)                                                                            \
    "{\"components\":[{\"type\":\"HEADER\",\"format\":\"IMAGE\",\"example\":{\"header_handle\":" \
    "[\"h\"]}},{\"type\":\"BUTTONS\",\"buttons\":[" buttons "]}]}"
#define CAROUSEL(cards) "{\"type\":\"CAROUSEL\",\"cards\":[" cards "]}"

struct row {
    const char *definition;
    const char *rule, *where;
    int subcode;
};

static const struct row rows[] = {
    {"{\"name\":\"N-x\",\"language\":\"en\",\"category\":\"UTILITY\",\"components\":[" BODY "]}",
     "V70", "name", 0},
    {"{\"name\":\"n\",\"language\":\"en_us\",\"category\":\"UTILITY\",\"components\":[" BODY "]}",
     "V7", "language", 0},
    {OF("OTHER", BODY), "V70", "category", 0},
    {UTILITY(TEXT("FOOTER", "f")), "V70", "body.text", 0},
    {UTILITY(BODY "," BODY), "V70", "components", 0},
    {UTILITY(BODY ",{\"type\":\"NEW\"}"), "V70", "components", 0},
    {UTILITY(BODY "," TEXT("HEADER", X70)), "V70", "header.text", 2388040},
    {UTILITY(BODY "," TEXT("FOOTER", X70)), "V70", "footer.text", 2388040},
    {UTILITY(TEXT("BODY", X1100)), "V70", "body.text", 2388040},
    {UTILITY(BODY "," TEXT("HEADER", "*x*")), "V70", "header.text", 2388047},
    {UTILITY(BODY "," TEXT("HEADER", "a\\nb")), "V70", "header.text", 2388047},
    {UTILITY(BODY "," TEXT("HEADER", "👍")), "V70", "header.text", 2388047},
    {UTILITY(BODY "," TEXT("HEADER", "{{1}} {{2}}")), "V70", "header.text", 2388047},
    {UTILITY(BODY ",{\"type\":\"HEADER\",\"format\":\"SOUND\"}"), "V70", "header.format", 2388047},
    {UTILITY(TEXT("BODY", "a\\n\\n\\nb")), "V70", "body.text", 2388072},
    {UTILITY(BODY "," TEXT("FOOTER", "{{1}}")), "V70", "footer.text", 2388073},
    {UTILITY(TEXT("BODY", "a {{1}} b {{3}} c d e")), "V70", "body.text", 0},
    {UTILITY(TEXT("BODY", "{{1}} a b c")), "V70", "body.text", 2388299},
    {UTILITY(TEXT("BODY", "a b c {{1}} ")), "V70", "body.text", 2388299},
    {UTILITY(TEXT("BODY", "a b {{1}}{{2}} c d e f")), "V70", "body.text", 0},
    {UTILITY(TEXT("BODY", "a {{1}} {{2}} {{3}}.")), "V70", "body.text", 2388293},
    {UTILITY(TEXT("BODY", "a b {{1}} c d.")), "V70", "body.text", 0},
    {UTILITY(BODY ",{\"type\":\"HEADER\",\"format\":\"IMAGE\"}"), "V70", "header.example", 0},
    {UTILITY(BODY "," BUTTONS(REPLY(X30))), "V70", "button.0.text", 2388060},
    {UTILITY(BODY "," BUTTONS(REPLY(""))), "V70", "button.0.text", 2388060},
    {UTILITY(BODY "," BUTTONS(REPLY("a") "," REPLY("{{1}}"))), "V70", "button.1.text", 2388060},
    {UTILITY(BODY "," BUTTONS(URL("https://a") "," URL("https://b") "," URL("https://c"))), "V70",
     "buttons", 0},
    {UTILITY(BODY "," BUTTONS(REPLY("a") "," URL("https://b") "," REPLY("c"))), "V70", "buttons",
     0},
    {UTILITY(BODY "," BUTTONS(URL("a.example"))), "V70", "button.0.url", 0},
    {UTILITY(BODY "," BUTTONS(URL("https://a/{{1}}/b"))), "V70", "button.0.url", 0},
    {UTILITY(BODY "," BUTTONS(URL("https://a/{{1}}"))), "V70", "button.0.url", 0},
    {UTILITY(BODY "," BUTTONS("{\"type\":\"PHONE_NUMBER\",\"text\":\"c\"}")), "V70",
     "button.0.phone_number", 0},
    {UTILITY(BODY "," BUTTONS("{\"type\":\"COPY_CODE\"}")), "V70", "button.0.example", 0},
    {UTILITY(BODY "," BUTTONS("{\"type\":\"SPARKLE\",\"text\":\"c\"}")), "V70", "button.0.type", 0},
    {OF("MARKETING", BODY "," CAROUSEL(CARD(REPLY("a")))), "V70", "carousel", 0},
    {OF("MARKETING", BODY "," CAROUSEL(CARD(REPLY("a")) "," CARD(URL("https://a")))), "V70",
     "card.1", 0},
    {OF("MARKETING",
        BODY "," TEXT("FOOTER", "f") "," CAROUSEL(CARD(REPLY("a")) "," CARD(REPLY("a")))),
     "V70", "carousel", 0},
    {OF("MARKETING", BODY "," TEXT("FOOTER", "f") ",{\"type\":\"LIMITED_TIME_OFFER\","
                                                  "\"limited_time_offer\":{\"text\":\"now\"}}"),
     "V69", "footer", 0},
    {UTILITY(BODY ",{\"type\":\"LIMITED_TIME_OFFER\",\"limited_time_offer\":{\"text\":\"now\"}}"),
     "V69", "category", 0},
    {OF("MARKETING", BODY ",{\"type\":\"LIMITED_TIME_OFFER\",\"limited_time_offer\":{\"text\":"
                          "\"much longer than 16\"}}"),
     "V70", "limited_time_offer.text", 2388040},
};

static const struct definition_problem *find(const struct definition_problems *problems,
                                             const struct row *row)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct definition_problem *problem = &problems->items[i];
        if (strcmp(problem->rule, row->rule) == 0 && strcmp(problem->where, row->where) == 0 &&
            problem->subcode == row->subcode)
            return problem;
    }
    return NULL;
}

Test(definition_check, each_rule_finds_what_breaks_it)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (int stage = DEFINITION_LISTED; stage <= DEFINITION_CREATED; stage++) {
            struct arena arena;
            struct definition_problems problems;
            arena_init(&arena);
            definition_problems_init(&problems);
            cr_assert_eq(definition_check(parse(rows[i].definition, &arena),
                                          (enum definition_stage)stage, &problems, NULL),
                         ERR_OK);
            const struct definition_problem *problem = find(&problems, &rows[i]);
            cr_expect_not_null(problem, "row %zu: %s", i, rows[i].definition);
            bool is_soft = strcmp(rows[i].rule, "V7") == 0 || rows[i].subcode == 2388293;
            if (problem != NULL)
                cr_expect_eq(problem->level, stage == DEFINITION_CREATED && !is_soft
                                                 ? PROBLEM_ERROR
                                                 : PROBLEM_WARNING);
            definition_problems_release(&problems);
            arena_release(&arena);
        }
}

Test(definition_check, time_to_live_and_state)
{
    static const struct {
        const char *category, *members, *rule; /* NULL: nothing is found */
        enum problem_level level;
    } states[] = {
        {"UTILITY", "\"message_send_ttl_seconds\":30", NULL, 0},
        {"UTILITY", "\"message_send_ttl_seconds\":\"43200\"", NULL, 0},
        {"UTILITY", "\"message_send_ttl_seconds\":-1", NULL, 0},
        {"UTILITY", "\"message_send_ttl_seconds\":43201", "V73", PROBLEM_WARNING},
        {"UTILITY", "\"message_send_ttl_seconds\":29", "V73", PROBLEM_WARNING},
        {"AUTHENTICATION", "\"message_send_ttl_seconds\":900", NULL, 0},
        {"AUTHENTICATION", "\"message_send_ttl_seconds\":901", "V73", PROBLEM_WARNING},
        {"MARKETING", "\"message_send_ttl_seconds\":43200", NULL, 0},
        {"MARKETING", "\"message_send_ttl_seconds\":-1", "V73", PROBLEM_WARNING},
        {"MARKETING", "\"message_send_ttl_seconds\":\"soon\"", "V73", PROBLEM_WARNING},
        {"UTILITY", "\"status\":\"PENDING\"", "status", PROBLEM_WARNING},
        {"UTILITY", "\"status\":\"REJECTED\"", "status", PROBLEM_ERROR},
        {"UTILITY", "\"status\":\"PAUSED\"", "status", PROBLEM_ERROR},
        {"UTILITY", "\"status\":\"DISABLED\"", "status", PROBLEM_ERROR},
        {"UTILITY", "\"status\":\"SOMETHING_NEW\"", "status", PROBLEM_ERROR},
        {"UTILITY", "\"quality_score\":{\"score\":\"RED\"}", "V72", PROBLEM_WARNING},
        {"UTILITY", "\"quality_score\":{\"score\":\"YELLOW\"}", NULL, 0},
        {"UTILITY", "\"correct_category\":\"MARKETING\"", "category", PROBLEM_WARNING},
        {"UTILITY", "\"previous_category\":\"MARKETING\"", "category", PROBLEM_WARNING},
        {"UTILITY", "\"previous_category\":\"UTILITY\"", NULL, 0},
    };
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        struct arena arena;
        struct definition_problems problems;
        char text[600];
        bool has_status = strstr(states[i].members, "\"status\"") != NULL;
        snprintf(
            text, sizeof text,
            "{\"name\":\"n\",\"language\":\"en\",\"category\":\"%s\",%s%s,\"components\":[" BODY
            "]}",
            states[i].category, has_status ? "" : "\"status\":\"APPROVED\",", states[i].members);
        arena_init(&arena);
        definition_problems_init(&problems);
        cr_assert_eq(definition_check(parse(text, &arena), DEFINITION_LISTED, &problems, NULL),
                     ERR_OK);
        cr_assert_eq(problems.count, states[i].rule != NULL ? 1 : 0, "row %zu: %zu", i,
                     problems.count);
        if (states[i].rule != NULL) {
            cr_expect_str_eq(problems.items[0].rule, states[i].rule);
            cr_expect_eq(problems.items[0].level, states[i].level, "row %zu", i);
        }
        definition_problems_release(&problems);
        arena_release(&arena);
    }
}

/* What WhatsApp approved has nothing that creation would refuse, but for what these are about. */
Test(definition_check, approved_definitions_are_sound)
{
    static const char *const known[] = {"repeated_variable"};
    size_t count = 0;
    char **names = data_names("templates", &count);
    for (size_t i = 0; i < count; i++) {
        struct fixture fixture;
        struct definition_problems problems;
        fixture_load(&fixture, names[i]);
        definition_problems_init(&problems);
        cr_assert_eq(definition_check(fixture.template, DEFINITION_CREATED, &problems, NULL),
                     ERR_OK);
        bool is_known = !template_is_approved(fixture.template);
        for (size_t k = 0; k < COUNT_OF(known); k++)
            is_known = is_known || strcmp(names[i], known[k]) == 0;
        for (size_t k = 0; k < problems.count; k++)
            cr_expect(is_known || problems.items[k].level == PROBLEM_WARNING, "%s: %s %s: %s",
                      names[i], problems.items[k].rule, problems.items[k].where,
                      problems.items[k].message);
        definition_problems_release(&problems);
        fixture_release(&fixture);
    }
    data_free_names(names, count);
}

#define IN(language, components)               \
    "{\"name\":\"n\",\"language\":\"" language \
    "\",\"category\":\"UTILITY\",\"components\":[" components "]}"

Test(definition_parity, languages_are_compared_with_the_first)
{
    static const struct {
        const char *other;
        const char *where; /* "" when they fit */
    } others[] = {
        {IN("en", TEXT("BODY", "b {{1}}.")), ""},
        {IN("en", TEXT("BODY", "b.")), "body.1"},
        {IN("en", TEXT("BODY", "b {{1}} {{2}}.")), "body.2"},
        {IN("en", TEXT("BODY", "b {{1}}.") ",{\"type\":\"HEADER\",\"format\":\"IMAGE\"}"),
         "header.format"},
        {IN("en", TEXT("BODY", "b {{1}}.") "," BUTTONS(REPLY("a"))), "buttons"},
        {IN("en", TEXT("BODY", "b {{who}}.")), "parameter_format"},
        {"{\"name\":\"n\",\"language\":\"en\",\"category\":\"MARKETING\",\"components\":["
         "{\"type\":\"BODY\",\"text\":\"b {{1}}.\"}]}",
         "category"},
        {"{\"name\":\"m\",\"language\":\"en\",\"category\":\"MARKETING\",\"components\":["
         "{\"type\":\"BODY\",\"text\":\"b.\"}]}",
         ""},
    };
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        struct arena arena;
        struct definition_set set;
        struct definition_problems problems;
        arena_init(&arena);
        definition_problems_init(&problems);
        struct template *templates[] = {parse(others[i].other, &arena),
                                        parse(IN("de", TEXT("BODY", "a {{1}}.")), &arena)};
        cr_assert_eq(definition_set_make(templates, 2, &arena, &set, NULL), ERR_OK);
        cr_assert_eq(definition_check_parity(&set, &problems, NULL), ERR_OK);
        if (others[i].where[0] == '\0') {
            cr_expect_eq(problems.count, 0, "row %zu", i);
        } else {
            cr_assert_gt(problems.count, 0, "row %zu", i);
            cr_expect_str_eq(problems.items[0].where, others[i].where);
            cr_expect_eq(problems.items[0].level, PROBLEM_ERROR);
            cr_expect_str_eq(problems.items[0].template->language, "en");
        }
        definition_problems_release(&problems);
        arena_release(&arena);
    }
}
