/* The record of a failure and the table of exit statuses. */
#include "src/base/err.h"

#include "src/base/utf8.h"

#include <criterion/criterion.h>
#include <string.h>

Test(err, set_fills_all_and_returns_the_code)
{
    struct error error = {.where = "left over"};
    cr_assert_eq(error_set(&error, ERR_IO, "Check the path.", "cannot open %s", "a.ini"), ERR_IO);
    cr_assert_eq(error.code, ERR_IO);
    cr_assert_str_eq(error.what, "cannot open a.ini");
    cr_assert_str_eq(error.next, "Check the path.");
    cr_assert_str_eq(error.where, "");
    cr_assert_eq(error_set_where(&error, "line %d", 7), ERR_IO);
    cr_assert_str_eq(error.where, "line 7");
}

Test(err, null_record_still_gives_the_code)
{
    cr_assert_eq(error_set(NULL, ERR_AUTH, "x", "y"), ERR_AUTH);
    cr_assert_eq(error_set_where(NULL, "x"), ERR_OK);
    cr_assert_eq(error_nomem(NULL), ERR_NOMEM);
}

Test(err, null_next_step_is_empty)
{
    struct error error;
    error_set(&error, ERR_IO, NULL, "x");
    cr_assert_str_eq(error.next, "");
}

/* Wrapping a cause reads the texts of the record that it overwrites. */
Test(err, arguments_may_come_from_the_same_record)
{
    struct error error;
    error_set(&error, ERR_INVALID, "Correct it.", "not valid JSON at line 2");
    error_set_where(&error, "a.json");
    error_set(&error, error.code, error.next, "%s: %s", error.where, error.what);
    error_set_where(&error, "case 3 (%s)", error.where);
    cr_assert_str_eq(error.what, "a.json: not valid JSON at line 2");
    cr_assert_str_eq(error.next, "Correct it.");
    error_set_where(&error, "first");
    error_set_where(&error, "%s, second", error.where);
    cr_assert_str_eq(error.where, "first, second");
}

Test(err, long_text_is_cut_between_code_points)
{
    char text[2048];
    struct error error;
    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 'x', shift);
        for (size_t at = shift; at + 4 < sizeof text; at += 4)
            memcpy(text + at, "\xF0\x9F\x98\x80", 5);
        error_set(&error, ERR_IO, text, "%s", text);
        error_set_where(&error, "%s", text);
        const char *const members[] = {error.what, error.next, error.where};
        const size_t sizes[] = {sizeof error.what, sizeof error.next, sizeof error.where};
        for (size_t i = 0; i < 3; i++) {
            size_t length = strlen(members[i]);
            cr_assert(utf8_is_valid(members[i], length));
            cr_assert_lt(length, sizes[i]);
            cr_assert_gt(length, sizes[i] - 9);
        }
    }
}

Test(err, text_that_just_fits_is_whole)
{
    struct error error;
    char text[sizeof error.next];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    error_set(&error, ERR_IO, text, "x");
    cr_assert_str_eq(error.next, text);
}

Test(err, exit_statuses_are_those_of_the_manual)
{
    static const struct {
        enum err code;
        int status;
    } rows[] = {
        {ERR_OK, 0},        {ERR_CASE, 1},     {ERR_USAGE, 2},         {ERR_CONFIG, 3},
        {ERR_SECRET, 3},    {ERR_AUTH, 3},     {ERR_CONTENT, 4},       {ERR_NOT_FOUND, 4},
        {ERR_DUPLICATE, 4}, {ERR_REJECTED, 5}, {ERR_UNKNOWN, 6},       {ERR_NOT_SENT, 7},
        {ERR_THROTTLED, 8}, {ERR_BILLING, 8},  {ERR_INTERRUPTED, 130},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(err_exit_status(rows[i].code), rows[i].status, "%s", err_name(rows[i].code));
}

Test(err, every_code_has_name_and_text)
{
    for (int code = 0; code < ERR_COUNT; code++) {
        cr_assert_gt(strlen(err_name((enum err)code)), 0);
        cr_assert_gt(strlen(err_text((enum err)code)), 0);
    }
    cr_assert_str_eq(err_name(ERR_NOT_SENT), "NOT_SENT");
}

/* A precision counts bytes: a name from outside was cut in the middle of a code point. */
Test(err, what_is_valid_whatever_a_precision_cuts)
{
    struct error error;
    error_set(&error, ERR_IO, "Next.", "no %.4s here", "ab\xE2\x9F\xA6");
    cr_assert_str_eq(error.what, "no ab?? here");
}
