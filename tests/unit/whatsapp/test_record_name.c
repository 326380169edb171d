/* A record's name has two parts. */
#include "src/whatsapp/record_name.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

struct row {
    char name[300];
    bool ok;
    char short_id[40], key[40];
};

ParameterizedTestParameters(record_name, split)
{
    static const struct row rows[] = {
        {"lead/1", true, "lead", "1"}, {"lead/LEAD/1", true, "lead", "LEAD/1"},
        {"", false, "", ""},           {"lead", false, "", ""},
        {"lead/", false, "", ""},      {"/1", false, "", ""},
    };
    struct row *copy = cr_malloc(sizeof rows);
    memcpy(copy, rows, sizeof rows);
    return cr_make_param_array(struct row, copy, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct row *row, record_name, split)
{
    char short_id[RECORD_PART_SIZE], key[RECORD_PART_SIZE];
    cr_assert_eq(record_name_split(row->name, short_id, key), row->ok, "%s", row->name);
    if (!row->ok)
        return;
    cr_expect_str_eq(short_id, row->short_id);
    cr_expect_str_eq(key, row->key);
}

Test(record_name, a_part_that_is_too_long_is_no_name)
{
    char short_id[RECORD_PART_SIZE], key[RECORD_PART_SIZE], name[RECORD_PART_SIZE + 10] = "";
    memset(name, 'a', sizeof name - 3);
    memcpy(name + sizeof name - 3, "/1", 3);
    cr_expect_not(record_name_split(name, short_id, key));
    cr_expect_not(record_name_split(NULL, short_id, key));
}
