/* The languages that the rows of a list may name, as told and as found. */
#include "src/batch/languages.h"

#include <criterion/criterion.h>

static const struct template templates[] = {
    {.language = "de"}, {.language = "en_US"}, {.language = "pt_BR"}};

Test(languages, as_many_are_told_as_have_room)
{
    struct row_language items[3];
    char text[64];
    for (size_t i = 0; i < 3; i++)
        items[i] = (struct row_language){.template = &templates[i]};
    const struct row_languages languages = {.items = items, .count = 3};
    languages_list(&languages, text, sizeof text);
    cr_expect_str_eq(text, "de, en_US, pt_BR");
    languages_list(&languages, text, sizeof "de, en_US, … " + 2);
    cr_expect_str_eq(text, "de, en_US, …");
    languages_list(&languages, text, sizeof "de, … " + 2);
    cr_expect_str_eq(text, "de, …");
}

Test(languages, a_row_names_one_or_takes_the_usual_one)
{
    struct row_language items[3];
    for (size_t i = 0; i < 3; i++)
        items[i] = (struct row_language){.template = &templates[i]};
    const struct row_languages languages = {.items = items, .count = 3, .usual = &items[1]};
    cr_expect_eq(languages_find(&languages, ""), &items[1]);
    cr_expect_eq(languages_find(&languages, "  "), &items[1]);
    cr_expect_eq(languages_find(&languages, " pt_BR "), &items[2]);
    cr_expect_null(languages_find(&languages, "pt"));
    cr_expect_null(languages_find(&languages, "pt_BRA"));
}
