/* Texts pass a door where a catalogue may change them; without one they stay. */
#include "src/base/text.h"

#include "src/base/err.h"
#include "tests/support/catalogue.h"

#include <criterion/criterion.h>

/* In ascending order. */
static const struct translation rows[] = {
    {"Ask for %d of them.", "Bitte %d davon."},
    {"Write it there.", "Dorthin damit."},
    {"there is no profile '%s'", "kein Profil '%s'"},
};

Test(text, without_a_catalogue_a_text_is_itself)
{
    const char *text = "there is no profile '%s'";
    cr_assert_eq(text_of(text), text);
    cr_assert_str_eq(text_of(""), "");
    cr_assert_null(text_of(NULL));
    cr_assert_str_eq(text_count("%d row", "%d rows", 1), "%d row");
    cr_assert_str_eq(text_count("%d row", "%d rows", 0), "%d rows");
    cr_assert_str_eq(text_count("%d row", "%d rows", 2), "%d rows");
}

Test(text, an_error_speaks_the_language_of_the_catalogue)
{
    struct error error;
    if (!catalogue_use(rows, sizeof rows / sizeof rows[0]))
        cr_skip_test("this C library has no gettext for C.UTF-8");
    cr_assert_eq(error_set(&error, ERR_CONFIG, "Write it there.", "there is no profile '%s'", "a"),
                 ERR_CONFIG);
    cr_assert_str_eq(error.what, "kein Profil 'a'");
    cr_assert_str_eq(error.next, "Dorthin damit.");
    cr_assert_str_eq(text_of(""), ""); /* not the catalogue's head */
    cr_assert_str_eq(text_of("nobody translated this"), "nobody translated this");
}
