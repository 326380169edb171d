/* A right settings file: what it says is what comes out, with its origin. */
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/config/config.h"

#define PLUGIN "d83e1d23-50b8-4d87-8f92-842a0ac516f6"

static const char whole[] =
    "\xEF\xBB\xBF[chakra-tui]\r\n"
    "profile = acme            ; the profile used when none is named\r\n"
    "  theme = dark\r\n"
    "# a comment that is longer than inih's line: "
    "----------------------------------------------------------------------------------------------"
    "----------------------------------------------------------------------------------------------"
    "\r\n"
    "timeout = 5\r\n"
    "duplicate_window: 2h\r\n"
    "[profile acme]\r\n"
    "base_url = https://api.example.com/\r\n"
    "token_command = pass show 'chakra acme'   ; or token_file\r\n"
    "mode = live ; live\r\n"
    "test_recipients = +1 (555) 000-1234 Asha Rao, +15550004321\r\n"
    "test_recipients = 4917012345678 Zoë\r\n"
    "[profile other]\r\n"
    "token_env = OTHER_TOKEN\r\n"
    "[plugin support]\r\n"
    "profile = acme\r\n"
    "id = " PLUGIN "\r\n"
    "[phone uk]\r\n"
    "plugin = support\r\n"
    "id = 106540352242922\r\n"
    "waba = 102290129340398\r\n"
    "label = +44 20 7946 0018 Support;UK\r\n"
    "[phone any]\r\n"
    "id = 7";

static const char *origin_of(const struct config *config, const char *section, const char *name)
{
    for (size_t i = 0; i < config->value_count; i++)
        if (strcmp(config->values[i].section, section) == 0 &&
            strcmp(config->values[i].name, name) == 0)
            return config->values[i].origin;
    return "none";
}

static void load(const struct config_flags *flags, struct config *config)
{
    struct error error = {0};
    cr_assert_eq(config_load(flags, config, &error), ERR_OK, "%s: %s", error.where, error.what);
}

Test(config_file, everything_is_read)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    scratch_write_ini(&scratch, whole, strlen(whole));
    struct config config;
    load(&(struct config_flags){0}, &config);
    cr_expect_str_eq(config.file, scratch.ini);
    cr_expect_str_eq(config.screen.theme, "dark");
    cr_expect_str_eq(config.log_level, "off");
    cr_expect_null(config.log_file);
    cr_assert_eq(config.profile_count, 2);
    cr_assert_eq(config.current, 0);
    const struct profile *acme = &config.profiles[0];
    cr_expect_str_eq(acme->name, "acme");
    cr_expect_str_eq(acme->base_url, "https://api.example.com");
    cr_expect_str_eq(acme->api_version, "v24.0");
    cr_expect_eq(acme->mode, MODE_LIVE);
    cr_expect_eq(acme->confirm, CONFIRM_ALWAYS);
    cr_expect_eq(acme->token_source, TOKEN_COMMAND);
    cr_expect_str_eq(acme->token_from, "pass show 'chakra acme'");
    cr_expect_str_eq(acme->hidden_variables, "OTHER_TOKEN ");
    cr_expect_eq(acme->timeout_ms, 5000);
    cr_expect_eq(acme->duplicate_window_ms, 7200000);
    cr_expect_eq(acme->max_attempts, 3);
    cr_assert_eq(acme->test_recipient_count, 3);
    cr_expect_str_eq(acme->test_recipients[0].digits, "15550001234");
    cr_expect_str_eq(acme->test_recipients[0].name, "Asha Rao");
    cr_expect_str_eq(acme->test_recipients[1].digits, "15550004321");
    cr_expect_str_eq(acme->test_recipients[1].name, "");
    cr_expect_str_eq(acme->test_recipients[2].name, "Zoë");
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_file, plugins_and_phones_go_to_their_profile)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    scratch_write_ini(&scratch, whole, strlen(whole));
    struct config config;
    load(&(struct config_flags){0}, &config);
    const struct profile *acme = &config.profiles[0], *other = &config.profiles[1];
    cr_assert_eq(acme->plugin_count, 1);
    cr_expect_str_eq(acme->plugins[0].name, "support");
    cr_expect_str_eq(acme->plugins[0].id, PLUGIN);
    cr_assert_eq(acme->phone_count, 2);
    cr_expect_str_eq(acme->phones[0].waba, "102290129340398");
    cr_expect_str_eq(acme->phones[0].label, "+44 20 7946 0018 Support;UK");
    cr_expect_eq(other->plugin_count, 0);
    cr_assert_eq(other->phone_count, 1);
    cr_expect_str_eq(other->phones[0].name, "any");
    cr_expect_str_eq(other->phones[0].waba, "");
    cr_expect_eq(other->mode, MODE_TEST, "no mode is test");
    cr_expect_eq(other->token_source, TOKEN_ENVIRONMENT);
    cr_expect_str_eq(config.plugin_id, PLUGIN);
    cr_expect_null(config.phone_number_id, "two phones: to be chosen");
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_file, origins_are_told)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    scratch_write_ini(&scratch, whole, strlen(whole));
    setenv("CHAKRA_TUI_THEME", "mono", 1);
    setenv("CHAKRA_TUI_DUPLICATE_WINDOW", "", 1); /* empty: not set */
    struct config config;
    load(&(struct config_flags){.timeout = "7", .data_folder = "/tmp/x"}, &config);
    char line[128];
    cr_expect_str_eq(origin_of(&config, "chakra-tui", "timeout"), "--timeout");
    cr_expect_str_eq(origin_of(&config, "chakra-tui", "theme"), "environment CHAKRA_TUI_THEME");
    snprintf(line, sizeof line, "%s:6", scratch.ini);
    cr_expect_str_eq(origin_of(&config, "chakra-tui", "duplicate_window"), line);
    cr_expect_str_eq(origin_of(&config, "chakra-tui", "max_attempts"), "default");
    cr_expect_str_eq(origin_of(&config, "chakra-tui", "data"), "--data");
    snprintf(line, sizeof line, "%s:9", scratch.ini);
    cr_expect_str_eq(origin_of(&config, "profile acme", "token_command"), line);
    cr_expect_str_eq(origin_of(&config, "profile acme", "api_version"), "default");
    cr_expect_eq(config.profiles[0].timeout_ms, 7000);
    cr_expect_eq(config.profiles[1].timeout_ms, 7000);
    cr_expect_str_eq(config.screen.theme, "mono");
    cr_expect_str_eq(config.data_folder, "/tmp/x");
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_file, example_is_right_and_safe)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    struct config config;
    load(&(struct config_flags){.config_file = TEST_SOURCE_DIR "/chakra-tui.ini.example"}, &config);
    const struct profile *profile = &config.profiles[config.current];
    cr_expect_str_eq(profile->base_url, "https://api.chakrahq.com");
    cr_expect_eq(profile->mode, MODE_TEST);
    cr_expect_eq(profile->plugin_count, 1);
    cr_expect_eq(profile->phone_count, 1);
    config_release(&config);
    scratch_end(&scratch);
}

Test(config_file, running_out_of_memory_is_an_error_each_time)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    scratch_write_ini(&scratch, whole, strlen(whole));
    enum err err = ERR_NOMEM;
    size_t n = 1;
    for (; err != ERR_OK && n < 2000; n++) {
        struct config config;
        struct error error = {0};
        mem_test_fail_after(n);
        err = config_load(&(struct config_flags){0}, &config, &error);
        mem_test_fail_after(0);
        if (err == ERR_OK)
            config_release(&config);
    }
    cr_expect_eq(err, ERR_OK);
    cr_expect_gt(n, 50, "the whole file takes more than %zu allocations", n);
    scratch_end(&scratch);
}

/* Config knows no actions: any name is kept as it stands, for the screen program to judge. */
Test(config_file, rows_of_keys_are_kept_raw)
{
    static const char text[] = "[keys]\n"
                               "send = F7 C-g\n"
                               "no-such-action = Ctrl+   ; a comment\n"
                               "palette = :\n"
                               "quit-anywhere = none\n";
    struct scratch scratch;
    struct config_flags flags = {0};
    struct config config;
    scratch_begin(&scratch);
    scratch_write_ini(&scratch, text, sizeof text - 1);
    load(&flags, &config);
    cr_assert_eq(config.keys_count, 4);
    cr_assert_str_eq(config.keys[0].action, "send");
    cr_assert_str_eq(config.keys[0].keys, "F7 C-g");
    cr_assert_eq(config.keys[0].line, 2);
    cr_assert_str_eq(config.keys[1].action, "no-such-action");
    cr_assert_str_eq(config.keys[1].keys, "Ctrl+");
    cr_assert_str_eq(config.keys[2].keys, ":");
    cr_assert_eq(config.keys[3].line, 5);
    char origin[200];
    snprintf(origin, sizeof origin, "%s:2", scratch.ini);
    cr_assert_str_eq(origin_of(&config, "keys", "send"), origin);
    config_release(&config);
    scratch_end(&scratch);
}
