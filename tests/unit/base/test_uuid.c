/* Random identifiers. */
#include "src/base/uuid.h"

#include <criterion/criterion.h>
#include <stddef.h>
#include <string.h>

Test(uuid, made_ones_are_valid_version_4_and_differ)
{
    char last[UUID_TEXT_SIZE] = "";
    for (int i = 0; i < 1000; i++) {
        char text[UUID_TEXT_SIZE];
        struct error error;
        cr_assert_eq(uuid_make(text, &error), ERR_OK);
        cr_assert(uuid_is_valid(text), "%s", text);
        cr_assert_eq(text[14], '4');
        cr_assert_not_null(strchr("89ab", text[19]));
        cr_assert_str_neq(text, last);
        memcpy(last, text, sizeof last);
    }
}

Test(uuid, form)
{
    static const struct {
        const char *text;
        bool valid;
    } rows[] = {
        {"d83e1d23-50b8-4d87-8f92-842a0ac516f6", true},
        {"D83E1D23-50B8-4D87-8F92-842A0AC516F6", true},
        {"", false},
        {"d83e1d23", false},
        {"d83e1d23-50b8-4d87-8f92-842a0ac516f", false},
        {"d83e1d23-50b8-4d87-8f92-842a0ac516f66", false},
        {"d83e1d23-50b8-4d87-8f92-842a0ac516fg", false},
        {"d83e1d2350b8-4d87-8f92-842a0ac516f6-", false},
        {"d83e1d23_50b8_4d87_8f92_842a0ac516f6", false},
        {" d83e1d23-50b8-4d87-8f92-842a0ac516f6", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(uuid_is_valid(rows[i].text), rows[i].valid, "%s", rows[i].text);
}
