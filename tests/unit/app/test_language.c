/* What is looked up in the catalogue, and what is never. */
#include "src/app/effects_internal.h"
#include "src/base/strbuf.h"
#include "src/history/store.h"
#include "tests/support/catalogue.h"

#include <criterion/criterion.h>

/* In ascending order. */
static const struct translation rows[] = {
    {"\nMedia: M saves what has an id, and copies a link\n", "\nMedien: M\n"},
    {"header", "Überschrift"},
    {"header.id", "Überschrift.Nummer"},
    {"header.link", "Überschrift.Link"},
};

Test(language, the_keys_of_media_are_the_same_in_all)
{
    struct strbuf out;
    struct send_detail detail = {.values = "{\"header.id\":\"123\",\"card.0.header.link\":\"u\"}"};
    if (!catalogue_use(rows, sizeof rows / sizeof rows[0]))
        cr_skip_test("this C library has no gettext for C.UTF-8");
    strbuf_init(&out, 1000);
    effects_write_media(&out, &detail);
    cr_expect_str_eq(out.text, "\nMedien: M\n"
                               "  Überschrift   id 123\n"
                               "  card 0 header link u\n");
    strbuf_release(&out);
}
