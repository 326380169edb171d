/* Where the secret of webhooks comes from, that it is never shown, and that no child gets it. */
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/config/config.h"

static struct scratch scratch;

static void init(void)
{
    scratch_begin(&scratch);
    unsetenv("CHAKRA_WEBHOOK_SECRET");
}

static void fini(void)
{
    scratch_end(&scratch);
}

TestSuite(webhook_secret, .init = init, .fini = fini);

static struct config load(const char *ini)
{
    struct config config;
    struct error error = {0};
    scratch_write_ini(&scratch, ini, strlen(ini));
    cr_assert_eq(config_load(&(struct config_flags){0}, &config, &error), ERR_OK, "%s: %s",
                 error.where, error.what);
    return config;
}

static void expect_secret(const char *ini, const char *wanted)
{
    struct config config = load(ini);
    struct secret secret;
    struct error error = {0};
    secret_init(&secret);
    cr_assert_eq(config_read_webhook_secret(&config.profiles[0], &secret, &error), ERR_OK, "%s",
                 error.what);
    cr_expect_str_eq(secret.hidden, wanted);
    for (size_t i = 0; i < config.value_count; i++)
        cr_expect_null(strstr(config.values[i].value, wanted), "%s", config.values[i].name);
    secret_release(&secret);
    config_release(&config);
}

Test(webhook_secret, from_a_file)
{
    char ini[256];
    const char *path = scratch_write(&scratch, "secret", "whsec-file\n", 0600);
    snprintf(ini, sizeof ini, "[profile a]\nwebhook_secret_file = %s\n", path);
    expect_secret(ini, "whsec-file");
    expect_secret("[profile a]\nwebhook_secret_file = ~/secret\n", "whsec-file");
}

Test(webhook_secret, from_a_variable)
{
    setenv("OTHER", "whsec-other", 1);
    expect_secret("[profile a]\nwebhook_secret_env = OTHER\n", "whsec-other");
    setenv("CHAKRA_WEBHOOK_SECRET", "whsec-strong", 1);
    expect_secret("[profile a]\nwebhook_secret_env = OTHER\n", "whsec-strong");
    expect_secret("", "whsec-strong");
}

/* It is not the token's source, and its child sees neither secret. */
Test(webhook_secret, from_a_command)
{
    const char *script = scratch_write(&scratch, "command",
                                       "#!/bin/sh\necho \"whsec-"
                                       "${CHAKRA_TOKEN-}${CHAKRA_WEBHOOK_SECRET-}${OTHER-}"
                                       "${THIRD-}end\"\n",
                                       0700);
    char ini[400];
    snprintf(ini, sizeof ini,
             "[profile a]\nwebhook_secret_command = %s\ntoken_env = OTHER\n"
             "[profile b]\nwebhook_secret_env = THIRD\n[chakra-tui]\nprofile = a\n",
             script);
    setenv("OTHER", "leaked", 1);
    setenv("THIRD", "leaked", 1);
    expect_secret(ini, "whsec-end");
}

Test(webhook_secret, none_and_two)
{
    struct secret secret;
    struct error error = {0};
    struct config config = load("[profile a]\ntoken_env = X\n");
    secret_init(&secret);
    cr_expect_eq(config_read_webhook_secret(&config.profiles[0], &secret, &error), ERR_SECRET);
    cr_expect_not_null(strstr(error.next, "webhook_secret_file"));
    cr_expect_not_null(strstr(error.next, "CHAKRA_WEBHOOK_SECRET"));
    config_release(&config);
    static const char *const wrong[][2] = {
        {"[profile a]\nwebhook_secret_env = X\nwebhook_secret_command = y\n", "two sources"},
        {"[profile a]\nwebhook_secret = whsec\n", "webhook_secret"},
        {"[profile a]\nwebhook_secret_file = relative\n", "webhook_secret_file"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        scratch_write_ini(&scratch, wrong[i][0], strlen(wrong[i][0]));
        cr_expect_eq(config_load(&(struct config_flags){0}, &config, &error), ERR_CONFIG);
        cr_expect_not_null(strstr(error.what, wrong[i][1]), "%s", error.what);
        cr_expect_null(strstr(error.what, "whsec"));
    }
}

Test(webhook_secret, messages_name_the_secret_and_not_the_token)
{
    struct secret secret;
    struct error error = {0};
    struct config config = load("[profile a]\nwebhook_secret_env = NOT_SET\n");
    secret_init(&secret);
    cr_expect_eq(config_read_webhook_secret(&config.profiles[0], &secret, &error), ERR_SECRET);
    cr_expect_not_null(strstr(error.what, "webhook secret"), "%s", error.what);
    cr_expect_not_null(strstr(error.what, "NOT_SET"));
    config_release(&config);
}

Test(webhook_secret, the_sandbox_has_one)
{
    struct config config;
    struct secret secret;
    secret_init(&secret);
    cr_assert_eq(config_load(&(struct config_flags){.sandbox = true}, &config, NULL), ERR_OK);
    cr_assert_eq(config_read_webhook_secret(&config.profiles[config.current], &secret, NULL),
                 ERR_OK);
    cr_expect_str_eq(secret.hidden, "sandbox");
    secret_release(&secret);
    config_release(&config);
}
