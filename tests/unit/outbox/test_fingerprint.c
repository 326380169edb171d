/* What makes two sends the same, and what does not. */
#include "src/outbox/fingerprint.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"

static void set(struct values *values, const char *key, const char *text)
{
    cr_assert_eq(values_set(values, key, text, false, NULL), ERR_OK);
}

static void make(const char *from, const char *to, const char *name, const char *language,
                 const struct values *values, const char *run, char text[FINGERPRINT_SIZE])
{
    cr_assert_eq(fingerprint_make(from, to, name, language, values, run, text, NULL), ERR_OK);
    cr_assert_eq(strlen(text), FINGERPRINT_SIZE - 1);
    cr_assert_eq(strspn(text, "0123456789abcdef"), FINGERPRINT_SIZE - 1);
}

Test(fingerprint, the_order_of_filling_does_not_matter)
{
    struct values a;
    struct values b;
    char first[FINGERPRINT_SIZE];
    char second[FINGERPRINT_SIZE];
    values_init(&a);
    values_init(&b);
    set(&a, "body.1", "x");
    set(&a, "body.2", "y");
    set(&b, "body.2", "y");
    set(&b, "body.1", "x");
    make("1", "2", "t", "en", &a, NULL, first);
    make("1", "2", "t", "en", &b, NULL, second);
    cr_assert_str_eq(first, second);
    values_release(&a);
    values_release(&b);
}

Test(fingerprint, every_part_matters_and_parts_do_not_run_together)
{
    static const struct {
        const char *from, *to, *name, *language, *key, *value, *run;
    } rows[] = {
        {"1", "2", "t", "en", "body.1", "x", NULL},
        {"9", "2", "t", "en", "body.1", "x", NULL},
        {"1", "9", "t", "en", "body.1", "x", NULL},
        {"1", "2", "u", "en", "body.1", "x", NULL},
        {"1", "2", "t", "de", "body.1", "x", NULL},
        {"1", "2", "t", "en", "body.2", "x", NULL},
        {"1", "2", "t", "en", "body.1", "y", NULL},
        {"1", "2", "t", "en", "body.1", "x", "run-1"},
        {"1", "2", "t", "en", "body.1", "x", "run-2"},
        {"12", "", "t", "en", "body.1", "x", NULL},
        {"1", "2", "te", "n", "body.1", "x", NULL},
        {"1", "2", "t", "en", "body.1x", "", NULL},
        {"1", "2", "t", "en", "body.1", "", NULL},
        {"1", "2", "t", "en", NULL, NULL, NULL},
    };
    char texts[COUNT_OF(rows)][FINGERPRINT_SIZE];
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct values values;
        values_init(&values);
        if (rows[i].key != NULL)
            set(&values, rows[i].key, rows[i].value);
        make(rows[i].from, rows[i].to, rows[i].name, rows[i].language, &values, rows[i].run,
             texts[i]);
        values_release(&values);
        for (size_t j = 0; j < i; j++)
            cr_expect_str_neq(texts[i], texts[j], "rows %zu and %zu are the same", i, j);
    }
}

Test(fingerprint, is_sha_256_over_the_documented_text)
{
    struct values values;
    char text[FINGERPRINT_SIZE];
    values_init(&values);
    /* printf '1:11:21:t2:en0:0;' | sha256sum */
    make("1", "2", "t", "en", &values, NULL, text);
    cr_assert_str_eq(text, "11ad862ff8aa514e092c14648c042bc5b2ed440f1d663f0c8f3ce7c5d8a36d39");
    values_release(&values);
}

Test(fingerprint, memory_can_run_out)
{
    struct values values;
    char text[FINGERPRINT_SIZE];
    values_init(&values);
    set(&values, "body.1", "x");
    for (size_t countdown = 1; countdown <= 2; countdown++) {
        mem_test_fail_after(countdown);
        enum err err = fingerprint_make("1", "2", "t", "en", &values, NULL, text, NULL);
        mem_test_fail_after(0);
        cr_expect_eq(err, ERR_NOMEM);
        cr_expect_str_eq(text, "");
    }
    values_release(&values);
}

Test(fingerprint, a_file_is_told_by_its_content)
{
    char path[] = "/tmp/chakra-fingerprint-XXXXXX";
    char text[FINGERPRINT_SIZE];
    struct error error = {0};
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    cr_assert_eq(write(fd, "abc", 3), 3);
    cr_assert_eq(fingerprint_file(path, text, &error), ERR_OK, "%s", error.what);
    cr_expect_str_eq(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    /* A million times "a", as the standard has it: more than one piece. */
    cr_assert_eq(ftruncate(fd, 0), 0);
    for (int i = 0; i < 1000; i++) {
        char bytes[1000];
        memset(bytes, 'a', sizeof bytes);
        cr_assert_eq(pwrite(fd, bytes, sizeof bytes, (off_t)i * 1000), 1000);
    }
    cr_assert_eq(fingerprint_file(path, text, &error), ERR_OK, "%s", error.what);
    cr_expect_str_eq(text, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    close(fd);
    unlink(path);
    cr_expect_eq(fingerprint_file(path, text, &error), ERR_IO);
    cr_expect_str_eq(text, "");
}
