/* Which profile is in force, from flags, environment and file. */
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/config/config.h"

#define INI                                                   \
    "[profile acme]\ntoken_env = ACME_TOKEN\nmode = live\n"   \
    "[plugin p]\nid = 11111111-50b8-4d87-8f92-842a0ac516f6\n" \
    "[phone f]\nplugin = p\nid = 42\nwaba = 43\n"

static void load(const struct config_flags *flags, struct config *config)
{
    struct error error = {0};
    cr_assert_eq(config_load(flags, config, &error), ERR_OK, "%s: %s", error.where, error.what);
}

static void begin(struct scratch *scratch, const char *ini)
{
    scratch_begin(scratch);
    if (ini != NULL)
        scratch_write_ini(scratch, ini, strlen(ini));
}

Test(config_profiles, nothing_at_all_is_a_test_profile)
{
    struct scratch scratch;
    begin(&scratch, NULL);
    struct config config;
    load(&(struct config_flags){0}, &config);
    cr_assert_eq(config.profile_count, 1);
    cr_expect_str_eq(config.profiles[0].name, "default");
    cr_expect_eq(config.profiles[0].mode, MODE_TEST);
    cr_expect_eq(config.profiles[0].token_source, TOKEN_NONE);
    cr_expect_eq(config.uses_sandbox, false);
    cr_expect_null(config.file);
    char folder[96];
    snprintf(folder, sizeof folder, "%s/chakra-tui", scratch.folder);
    cr_expect_str_eq(config.data_folder, folder);
    config_release(&config);
    scratch_end(&scratch);
}

static void expect_sandbox(const struct config *config)
{
    cr_assert_eq(config->profile_count, 1);
    const struct profile *profile = &config->profiles[0];
    cr_expect_str_eq(profile->name, "sandbox");
    cr_expect_eq(profile->mode, MODE_SANDBOX);
    cr_expect_eq(profile->confirm, CONFIRM_NEVER);
    cr_expect_eq(profile->token_source, TOKEN_NONE, "nothing of the file's profile");
    cr_expect_str_eq(config->plugin_id, SANDBOX_PLUGIN_ID);
    cr_expect_str_eq(config->phone_number_id, SANDBOX_PHONE_NUMBER_ID);
    cr_expect_str_eq(profile->phones[0].waba, SANDBOX_WABA_ID);
}

Test(config_profiles, sandbox_takes_nothing_of_the_file)
{
    struct scratch scratch;
    begin(&scratch, INI);
    struct config config;
    load(&(struct config_flags){.sandbox = true}, &config);
    expect_sandbox(&config);
    cr_expect_eq(config.uses_sandbox, true);
    char folder[96];
    snprintf(folder, sizeof folder, "%s/chakra-tui/sandbox", scratch.folder);
    cr_expect_str_eq(config.data_folder, folder);
    cr_assert_eq(config_use_sandbox_port(&config, 4711, NULL), ERR_OK);
    cr_expect_str_eq(config.profiles[0].base_url, "http://127.0.0.1:4711");
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_profiles, sandbox_with_a_base_url_uses_that_server)
{
    struct scratch scratch;
    begin(&scratch, INI);
    struct config config;
    load(&(struct config_flags){.sandbox = true, .base_url = "http://127.0.0.1:1"}, &config);
    expect_sandbox(&config);
    cr_expect_eq(config.uses_sandbox, false);
    cr_expect_str_eq(config.profiles[0].base_url, "http://127.0.0.1:1");
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_profiles, loopback_without_a_profile_is_the_sandbox)
{
    struct scratch scratch;
    begin(&scratch, INI);
    static const char *const urls[] = {"http://127.0.0.1:8080", "http://[::1]:8080",
                                       "http://localhost", "http://127.9.9.9/",
                                       "https://LOCALHOST"};
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct config config;
        load(&(struct config_flags){.base_url = urls[i]}, &config);
        expect_sandbox(&config);
        cr_expect_eq(config.uses_sandbox, false);
        config_release(&config);
    }
    scratch_end(&scratch);
}

Test(config_profiles, loopback_with_a_profile_is_that_profile)
{
    struct scratch scratch;
    begin(&scratch, INI);
    struct config config;
    load(&(struct config_flags){.base_url = "http://127.0.0.1:1", .profile = "acme"}, &config);
    cr_expect_str_eq(config.profiles[0].name, "acme");
    cr_expect_eq(config.profiles[0].mode, MODE_LIVE);
    cr_expect_str_eq(config.profiles[0].base_url, "http://127.0.0.1:1");
    cr_expect_eq(config.profiles[0].token_source, TOKEN_ENVIRONMENT);
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_profiles, other_base_url_without_a_profile_is_live_and_has_no_token_of_the_file)
{
    struct scratch scratch;
    begin(&scratch, INI);
    struct config config;
    load(&(struct config_flags){.base_url = "https://example.com",
                                .plugin = "22222222-50b8-4d87-8f92-842a0ac516f6",
                                .from = "77"},
         &config);
    cr_assert_eq(config.profile_count, 1);
    cr_expect_eq(config.profiles[0].mode, MODE_LIVE);
    cr_expect_eq(config.profiles[0].token_source, TOKEN_NONE);
    cr_expect_str_eq(config.plugin_id, "22222222-50b8-4d87-8f92-842a0ac516f6");
    cr_expect_str_eq(config.phone_number_id, "77");
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_profiles, plugin_and_phone_by_name)
{
    struct scratch scratch;
    begin(&scratch, INI "[phone g]\nid = 44\n[plugin q]\n"
                        "id = 33333333-50b8-4d87-8f92-842a0ac516f6\n");
    struct config config;
    load(&(struct config_flags){.from = "f"}, &config);
    cr_expect_str_eq(config.phone_number_id, "42");
    cr_expect_str_eq(config.plugin_id, "11111111-50b8-4d87-8f92-842a0ac516f6", "by its phone");
    config_release(&config);
    load(&(struct config_flags){.plugin = "q", .from = "44"}, &config);
    cr_expect_str_eq(config.plugin_id, "33333333-50b8-4d87-8f92-842a0ac516f6");
    cr_expect_str_eq(config.phone_number_id, "44");
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_profiles, token_sources_by_weight)
{
    struct scratch scratch;
    begin(&scratch, INI);
    struct config config;
    setenv("CHAKRA_TOKEN", "abc", 1);
    load(&(struct config_flags){0}, &config);
    cr_expect_eq(config.profiles[0].token_source, TOKEN_ENVIRONMENT);
    cr_expect_str_eq(config.profiles[0].token_from, "CHAKRA_TOKEN");
    for (size_t i = 0; i < config.value_count; i++)
        cr_expect_null(strstr(config.values[i].value, "abc"), "the token is never shown");
    config_release(&config);
    load(&(struct config_flags){.token_file = "/t"}, &config);
    cr_expect_eq(config.profiles[0].token_source, TOKEN_FILE);
    cr_expect_str_eq(config.profiles[0].token_from, "/t");
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_profiles, who_may_be_sent_to)
{
    struct scratch scratch;
    begin(&scratch, "[profile a]\ntest_recipients = +15550001234 Asha\n");
    struct config config;
    struct error error = {0};
    load(&(struct config_flags){0}, &config);
    struct profile *profile = &config.profiles[0];
    cr_expect_eq(profile_allows_send(profile, "15550001234", &error), ERR_OK);
    cr_expect_eq(profile_allows_send(profile, "15550001235", &error), ERR_CONTENT);
    cr_expect_not_null(strstr(error.what, "15550001235"));
    cr_expect_not_null(strstr(error.next, "test_recipients"));
    profile->mode = MODE_READ_ONLY;
    cr_expect_eq(profile_allows_send(profile, "15550001234", &error), ERR_CONTENT);
    profile->mode = MODE_LIVE;
    cr_expect_eq(profile_allows_send(profile, "15550001235", &error), ERR_OK);
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_profiles, sandbox_needs_no_token_and_others_say_where_to_put_it)
{
    struct scratch scratch;
    begin(&scratch, NULL);
    struct config config;
    struct secret token;
    struct error error = {0};
    secret_init(&token);
    load(&(struct config_flags){0}, &config);
    cr_expect_eq(config_read_token(&config.profiles[0], &token, &error), ERR_SECRET);
    cr_expect_not_null(strstr(error.next, "CHAKRA_TOKEN"));
    config_release(&config);
    load(&(struct config_flags){.sandbox = true}, &config);
    cr_expect_eq(config_read_token(&config.profiles[0], &token, &error), ERR_OK);
    cr_expect(secret_is_set(&token));
    secret_release(&token);
    config_release(&config);
    scratch_end(&scratch);
}
