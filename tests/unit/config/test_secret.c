/* The token: trimmed, checked, from its three sources, and never repeated in a message. */
#include "scratch.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/clock.h"
#include "src/config/secret.h"
#include "src/config/secret_command.h"

/* Looks at the member itself: secret_bytes() is for the transport only. */
static void expect_token(enum err err, const struct error *error, struct secret *secret,
                         const char *text)
{
    cr_expect_eq(err, ERR_OK, "%s", error->what);
    cr_expect_str_eq(secret->hidden, text);
    secret_release(secret);
    cr_expect(!secret_is_set(secret));
}

Test(secret, set_trims_and_refuses)
{
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    enum err err = secret_set(&secret, " \r\nEAAB.c-d_e\n", 14, &error);
    expect_token(err, &error, &secret, "EAAB.c-d_e");
    static const char *const wrong[] = {"",
                                        "  \n",
                                        "Bearer EAAB",
                                        "EAAB\nEAAC",
                                        ("EA\x01"
                                         "AB"),
                                        "EA\xC3\xA4"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_expect_eq(secret_set(&secret, wrong[i], strlen(wrong[i]), &error), ERR_SECRET);
        cr_expect_null(strstr(error.what, "EA"));
        cr_expect_neq(error.next[0], '\0');
    }
}

Test(secret, failed_set_keeps_the_old_one_and_copy_is_deep)
{
    struct secret one, two;
    secret_init(&one);
    secret_init(&two);
    cr_assert_eq(secret_set(&one, "abc", 3, NULL), ERR_OK);
    cr_expect_eq(secret_set(&one, "a b", 3, NULL), ERR_SECRET);
    cr_assert_eq(secret_copy(&two, &one, NULL), ERR_OK);
    secret_release(&one);
    cr_expect_str_eq(two.hidden, "abc");
    cr_assert_eq(secret_copy(&two, &one, NULL), ERR_OK);
    cr_expect(!secret_is_set(&two));
}

Test(secret, file_must_be_private)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    const char *path = scratch_write(&scratch, "token", "EAAB\n", 0600);
    enum err err = secret_from_file(&secret, path, &error);
    expect_token(err, &error, &secret, "EAAB");
    path = scratch_write(&scratch, "open", "EAAB\n", 0640);
    cr_expect_eq(secret_from_file(&secret, path, &error), ERR_SECRET);
    cr_expect_eq(error.code, ERR_SECRET);
    cr_expect_not_null(strstr(error.next, "chmod 600"));
    cr_expect_eq(secret_from_file(&secret, "/nonexistent/token", &error), ERR_SECRET);
    cr_expect_eq(error.code, ERR_SECRET);
    path = scratch_write(&scratch, "empty", "", 0600);
    cr_expect_eq(secret_from_file(&secret, path, &error), ERR_SECRET);
    cr_expect_str_eq(error.where, path);
    cr_expect_eq(secret_from_file(&secret, scratch.folder, &error), ERR_SECRET);
    scratch_end(&scratch);
}

Test(secret, long_token_of_a_file_is_whole)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    char text[401];
    memset(text, 'x', 400);
    text[400] = '\0';
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    enum err err = secret_from_file(&secret, scratch_write(&scratch, "t", text, 0600), &error);
    expect_token(err, &error, &secret, text);
    scratch_end(&scratch);
}

Test(secret, environment)
{
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    setenv("K_TOKEN", "EAAB", 1);
    enum err err = secret_from_environment(&secret, "K_TOKEN", &error);
    expect_token(err, &error, &secret, "EAAB");
    unsetenv("K_TOKEN");
    cr_expect_eq(secret_from_environment(&secret, "K_TOKEN", &error), ERR_SECRET);
    cr_expect_not_null(strstr(error.what, "K_TOKEN"));
}

Test(secret, command_gives_the_token)
{
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    enum err err = secret_from_command(&secret, "printf '%s\\n' \"EA'AB\"", &error);
    expect_token(err, &error, &secret, "EA'AB");
    err = secret_from_command(&secret, "echo $HOME", &error);
    expect_token(err, &error, &secret, "$HOME"); /* no shell */
    err = secret_from_command(&secret, "sh -c 'echo noise >&2; echo EAAB'", &error);
    expect_token(err, &error, &secret, "EAAB");
}

Test(secret, command_gets_no_token_and_no_descriptor)
{
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    setenv("CHAKRA_TOKEN", "hidden", 1);
    setenv("OTHER_TOKEN", "hidden", 1);
    setenv("OTHER", "seen", 1);
    int file = open("/dev/null", O_RDONLY);
    cr_assert_geq(file, 3);
    char command[256];
    snprintf(command, sizeof command,
             "sh -c 'test -e /dev/fd/%d && echo open; echo [$CHAKRA_TOKEN$OTHER_TOKEN$OTHER]'",
             file);
    enum err err = secret_from_command_within(&secret, command, 10000, "A OTHER_TOKEN ", &error);
    expect_token(err, &error, &secret, "[seen]");
    close(file);
}

Test(secret, command_that_fails_is_quoted)
{
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    cr_expect_eq(secret_from_command(&secret,
                                     "sh -c 'echo EAAB; printf \"no\\033 key\\n\" >&2; "
                                     "exit 3'",
                                     &error),
                 ERR_SECRET);
    cr_expect_not_null(strstr(error.what, "status 3: no"), "%s", error.what);
    cr_expect_null(strchr(error.what, '\033'));
    cr_expect_null(strstr(error.what, "EAAB"));
    cr_expect_eq(secret_from_command(&secret, "/nonexistent/command", &error), ERR_SECRET);
    cr_expect_not_null(strstr(error.what, "cannot run it"), "%s", error.what);
    cr_expect_eq(secret_from_command(&secret, "sh -c 'kill -9 $$'", &error), ERR_SECRET);
    cr_expect_not_null(strstr(error.what, "signal 9"), "%s", error.what);
    cr_expect_eq(secret_from_command(&secret, "true", &error), ERR_SECRET);
    cr_expect_not_null(strstr(error.what, "empty"), "%s", error.what);
    cr_expect_eq(secret_from_command(&secret, "head -c 100000 /dev/zero", &error), ERR_SECRET);
    cr_expect_not_null(strstr(error.what, "more than a token"), "%s", error.what);
    cr_expect_eq(secret_from_command(&secret, "'open", &error), ERR_CONFIG);
}

Test(secret, command_has_a_limit_of_time)
{
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    int64_t begin = clock_monotonic_ms();
    cr_expect_eq(secret_from_command_within(&secret, "sleep 30", 200, NULL, &error), ERR_SECRET);
    cr_expect_lt(clock_monotonic_ms() - begin, 10000);
    cr_expect_not_null(strstr(error.what, "longer than"), "%s", error.what);
}

Test(secret, grandchild_that_keeps_the_pipe_does_not_hold_up)
{
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    int64_t begin = clock_monotonic_ms();
    enum err err =
        secret_from_command_within(&secret, "sh -c 'sleep 20 & echo EAAB'", 15000, NULL, &error);
    expect_token(err, &error, &secret, "EAAB");
    cr_expect_lt(clock_monotonic_ms() - begin, 10000);
}
