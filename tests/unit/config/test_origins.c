/* `config show` names every setting and where it comes from. */
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/config/config.h"
#include "src/config/options.h"

static const struct config_setting_value *find(const struct config *config, const char *section,
                                               const char *name)
{
    const struct config_setting_value *found = NULL;
    for (size_t i = 0; i < config->value_count; i++) {
        const struct config_setting_value *value = &config->values[i];
        if (strcmp(value->section, section) != 0 || strcmp(value->name, name) != 0)
            continue;
        cr_expect(found == NULL || strcmp(name, "test_recipients") == 0, "%s %s stands twice",
                  section, name);
        found = value;
    }
    return found;
}

static void expect(const struct config *config, const char *section, const char *name,
                   const char *value, const char *origin)
{
    const struct config_setting_value *found = find(config, section, name);
    cr_assert_not_null(found, "%s %s is not listed", section, name);
    cr_expect_str_eq(found->value, value, "%s %s", section, name);
    cr_expect_str_eq(found->origin, origin, "%s %s", section, name);
}

static void expect_whole(const struct config *config, enum option_section kind, const char *section)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (option_table[i].section != kind)
            continue;
        const struct config_setting_value *found = find(config, section, option_table[i].name);
        cr_assert_not_null(found, "%s %s is not listed", section, option_table[i].name);
        cr_expect(found->origin[0] != '\0', "%s %s has no origin", section, option_table[i].name);
    }
}

#define INI                                                                   \
    "[chakra-tui]\nprofile = acme\nretain = 30d\n"                            \
    "[profile acme]\ntoken_env = ACME_TOKEN\npoll = no\n"                     \
    "[profile other]\nmode = live\ntoken_command = pass show other\n"         \
    "[plugin p]\nprofile = acme\nid = 11111111-50b8-4d87-8f92-842a0ac516f6\n" \
    "[phone f]\nplugin = p\nid = 42\n"                                        \
    "[filter bad]\nquery = state:failed\n"

Test(origins, every_option_of_every_section_is_listed)
{
    struct scratch scratch;
    struct config config;
    struct error error = {0};
    char origin[200];
    scratch_begin(&scratch);
    scratch_write_ini(&scratch, INI, strlen(INI));
    setenv("CHAKRA_TUI_THEME", "dark", 1);
    const struct config_flags flags = {.timeout = "7"};
    cr_assert_eq(config_load(&flags, &config, &error), ERR_OK, "%s: %s", error.where, error.what);
    expect_whole(&config, OPTION_GENERAL, "chakra-tui");
    expect_whole(&config, OPTION_PROFILE, "profile acme");
    expect_whole(&config, OPTION_PROFILE, "profile other");
    expect_whole(&config, OPTION_PLUGIN, "plugin p");
    expect_whole(&config, OPTION_PHONE, "phone f");
    expect_whole(&config, OPTION_FILTER, "filter bad");
    expect(&config, "chakra-tui", "timeout", "7", "--timeout");
    expect(&config, "chakra-tui", "theme", "dark", "environment CHAKRA_TUI_THEME");
    snprintf(origin, sizeof origin, "%s:3", scratch.ini);
    expect(&config, "chakra-tui", "retain", "30d", origin);
    snprintf(origin, sizeof origin, "%s:5", scratch.ini);
    expect(&config, "profile acme", "token_env", "ACME_TOKEN", origin);
    expect(&config, "profile acme", "token_command", "", "default");
    expect(&config, "profile acme", "webhook_secret_file", "", "default");
    expect(&config, "profile acme", "confirm", "always", "default");
    snprintf(origin, sizeof origin, "%s:15", scratch.ini);
    expect(&config, "phone f", "id", "42", origin);
    expect(&config, "phone f", "waba", "", "default");
    expect(&config, "chosen", "from", "42", "the only one");
    config_release(&config);
    scratch_end(&scratch);
}

/* What is shown must be what is in force. */
Test(origins, the_mode_of_a_profile_without_a_file_is_told)
{
    static const struct {
        struct config_flags flags;
        const char *section, *mode, *origin;
    } rows[] = {
        {{.sandbox = true}, "profile sandbox", "sandbox", "--sandbox"},
        {{.base_url = "http://127.0.0.1:9"}, "profile sandbox", "sandbox", "loopback address"},
        {{.base_url = "https://example.com"},
         "profile default",
         "live",
         "--base-url without a profile"},
        {{.sandbox = false}, "profile default", "test", "default"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct scratch scratch;
        struct config config;
        scratch_begin(&scratch);
        cr_assert_eq(config_load(&rows[i].flags, &config, NULL), ERR_OK);
        expect(&config, rows[i].section, "mode", rows[i].mode, rows[i].origin);
        cr_expect_eq(config.is_empty, i == 3, "row %zu", i);
        config_release(&config);
        scratch_end(&scratch);
    }
}

Test(origins, only_nothing_at_all_is_empty)
{
    static const char *const variables[][2] = {
        {"CHAKRA_TOKEN", "abc"},
        {"CHAKRA_TUI_TOKEN_FILE", "/nowhere"},
        {"CHAKRA_TUI_BASE_URL", "https://example.com"},
        {"CHAKRA_TUI_PLUGIN", "11111111-50b8-4d87-8f92-842a0ac516f6"}};
    for (size_t i = 0; i < COUNT_OF(variables); i++) {
        struct scratch scratch;
        struct config config;
        scratch_begin(&scratch);
        setenv(variables[i][0], variables[i][1], 1);
        cr_assert_eq(config_load(&(struct config_flags){0}, &config, NULL), ERR_OK);
        cr_expect_eq(config.is_empty, false, "%s", variables[i][0]);
        config_release(&config);
        unsetenv(variables[i][0]);
        scratch_end(&scratch);
    }
}
