/* Variables in the values of presets. */
#include "src/whatsapp/variables.h"

#include <criterion/criterion.h>
#include <string.h>

static char *environment[] = {(char[]){"SHOP=Marlow"}, (char[]){"SHOPS=2"}, (char[]){"EMPTY="},
                              NULL};
static const struct variables variables = {
    .today = "2026-11-23", .now = "2026-11-23 10:42:11", .environment = environment};

static const struct {
    const char *text, *wanted; /* NULL: refused */
} rows[] = {
    {"", ""},
    {"plain $ {text} }", "plain $ {text} }"},
    {"${today}", "2026-11-23"},
    {"at ${now}!", "at 2026-11-23 10:42:11!"},
    {"${env:SHOP}${env:SHOPS}${env:EMPTY}", "Marlow2"},
    {"$${today} $$${today}", "${today} $${today}"},
    {"{{1}} ${today}", "{{1}} 2026-11-23"},
    {"${tomorrow}", NULL},
    {"${env:SHO}", NULL},
    {"${env:}", NULL},
    {"${}", NULL},
    {"${today", NULL},
    {"x ${env:NAME", NULL},
};

Test(variables, each_is_expanded_or_refused_with_a_next_step)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct strbuf out;
        struct error error = {0};
        strbuf_init(&out, 1000);
        enum err err = variables_expand(rows[i].text, &variables, &out, &error);
        if (rows[i].wanted != NULL) {
            cr_expect_eq(err, ERR_OK, "%s: %s", rows[i].text, error.what);
            cr_expect_str_eq(out.text, rows[i].wanted);
        } else {
            cr_expect_eq(err, ERR_INVALID, "%s", rows[i].text);
            cr_expect_neq(error.next[0], '\0');
        }
        strbuf_release(&out);
    }
}

Test(variables, values_are_expanded_once_and_errors_name_the_slot)
{
    struct values values;
    struct error error = {0};
    values_init(&values);
    cr_assert_eq(values_set(&values, "body.1", "${env:SHOP}", false, NULL), ERR_OK);
    cr_assert_eq(values_set(&values, "body.2", "plain", false, NULL), ERR_OK);
    cr_assert_eq(variables_expand_values(&values, &variables, &error), ERR_OK);
    cr_expect_str_eq(values_get(&values, "body.1"), "Marlow");
    cr_expect_str_eq(values_get(&values, "body.2"), "plain");
    cr_assert_eq(values_set(&values, "body.2", "${nobody}", false, NULL), ERR_OK);
    cr_expect_eq(variables_expand_values(&values, &variables, &error), ERR_INVALID);
    cr_expect_str_eq(error.where, "body.2");
    values_release(&values);
}
