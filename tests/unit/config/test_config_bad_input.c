/* Every way to get the settings wrong: the message names file and line and what to write. */
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/config/config.h"

#define FIFTY "12345678901234567890123456789012345678901234567890"
#define TWO_HUNDRED FIFTY FIFTY FIFTY FIFTY
#define PROFILE "[profile acme]\n"

struct bad {
    const char *text;
    int line;         /* 0: no line */
    const char *what; /* a piece of it */
    const char *next; /* a piece of it */
};

static const struct bad bads[] = {
    {"theme = dark\n", 1, "before the first section", "[chakra-tui]"},
    {"[chakra-tui]\nthme = dark\n", 2, "no setting thme", "Did you mean theme?"},
    {"[chakra-tui]\nzzzzzzzzzz = dark\n", 2, "no setting zzzzzzzzzz", "chakra-tui.ini.example"},
    {"[chakra-tui]\ntheme = pink\n", 2, "theme cannot be 'pink'", "high-contrast"},
    {"[chakra-tui]\ntheme = dark\ntheme = dark\n", 3, "line 2 already", "Take one"},
    {"[chakra-tui]\n[chakra-tui]\n", 2, "stands in line 1 already", "together"},
    {"[chakra-tui acme]\n", 1, "no name behind it", "[chakra-tui]"},
    {"[keys mine]\n", 1, "no name behind it", "[keys]"},
    {"[key]\n", 1, "no section [key]", "Did you mean [keys]?"},
    {"[keys]\nsend = F7\nsend = F8\n", 3, "line 2 already", "one line"},
    {"[keys]\nsend = F7 ;\n", 2, "semicolon", "Semicolon"},
    {"[keys]\nsend = " TWO_HUNDRED "\n", 2, "at most 198", "Write less"},
    {"[profile]\n", 1, "needs a name", "[profile NAME]"},
    {"[profil acme]\n", 1, "no section [profil acme]", "Did you mean [profile NAME]?"},
    {"[account]\n", 1, "no section [account]", "[phone NAME]"},
    {"[profile acme\n", 1, "] is missing", "[profile NAME]"},
    {"[profile acme] mode = live\n", 1, "after the section's ]", "line of its own"},
    {"[profile " FIFTY "]\n", 1, "at most 49", "shorter name"},
    {"[profile a ;b]\n", 1, "semicolon", "without a semicolon"},
    {"\n; comment\n\n[chakra-tui]\nnonsense\n", 5, "neither a setting nor a section",
     "NAME = VALUE"},
    {"[chakra-tui]\n= dark\n", 2, "neither a setting nor a section", "NAME = VALUE"},
    {"[chakra-tui]\n" FIFTY " = 1\n", 2, "50 bytes", "chakra-tui.ini.example"},
    {PROFILE "token = abc\n", 2, "token does not belong into this file", "token_command"},
    {PROFILE "token_env = " TWO_HUNDRED "\n", 2, "at most 198", "token_file = PATH"},
    {PROFILE "test_recipients = " TWO_HUNDRED "\n", 2, "at most 198", "add up"},
    {PROFILE "base_url = https://" TWO_HUNDRED "\n", 2, "at most 198", "Write less"},
    {PROFILE "token_env = EAAB-secret\n", 2, "not the name of a variable", "never the token"},
    {PROFILE "token_command = sh -c 'a ; b'\n", 2, "would begin a comment", "script"},
    {PROFILE "token_command = sh -c 'a  ; b'\n", 2, "does not end", "script"},
    {PROFILE "token_command =\n", 2, "empty", "command that prints"},
    {PROFILE "token_command = a\ntoken_file = /b\n", 3, "two sources", "Take one"},
    {PROFILE "token_file = token\n", 2, "not an absolute path", "~/"},
    {PROFILE "mode = production\n", 2, "mode cannot be 'production'", "test|live|read-only"},
    {PROFILE "base_url = http://api.chakrahq.com\n", 2, "not encrypted", "https://"},
    {PROFILE "base_url = http://127.0.0.1.evil.example\n", 2, "not encrypted", "https://"},
    {PROFILE "base_url = http://localhost@evil.example\n", 2, "cannot be", "https://"},
    {PROFILE "base_url = api.chakrahq.com\n", 2, "cannot be", "https://api.chakrahq.com"},
    {PROFILE "base_url = ftp://127.0.0.1\n", 2, "cannot be", "https://api.chakrahq.com"},
    {PROFILE "api_version = 24\n", 2, "cannot be '24'", "v24.0"},
    {PROFILE "test_recipients = Asha\n", 2, "does not begin with a phone number", "country code"},
    {PROFILE "test_recipients = +1555, +15550001234\n", 2, "'+1555'", "country code"},
    {PROFILE "label = x\n", 2, "no setting label in [profile]", ""},
    {"[chakra-tui]\ntimeout = soon\n", 2, "timeout cannot be 'soon'", "30s"},
    {"[chakra-tui]\ntimeout = 2h\n", 2, "timeout cannot be '2h'", "1h"},
    {"[chakra-tui]\ntimeout = 0\n", 2, "timeout cannot be '0'", "100ms"},
    {"[chakra-tui]\nduplicate_window = 401d\n", 2, "cannot be '401d'", "400d"},
    {"[chakra-tui]\nmax_attempts = 0\n", 2, "cannot be '0'", "1 to 10"},
    {"[chakra-tui]\nprofile = acm\n" PROFILE, 2, "no profile 'acm'", "Did you mean acme?"},
    {"[profile a]\n[profile b]\n", 0, "2 profiles, and none is chosen", "--profile NAME"},
    {PROFILE "[plugin support]\nprofile = acme\n", 2, "has no id", "id = "},
    {PROFILE "[plugin support]\nid = 12\n", 3, "cannot be '12'", "UUID"},
    {"[chakra-tui]\nprofile=a\n[profile a]\n[profile b]\n[plugin s]\n"
     "id = d83e1d23-50b8-4d87-8f92-842a0ac516f6\n",
     5, "does not say which profile", "profile = NAME"},
    {PROFILE "[plugin s]\nprofile = acmee\nid = d83e1d23-50b8-4d87-8f92-842a0ac516f6\n", 3,
     "no profile 'acmee'", "Did you mean acme?"},
    {PROFILE "[phone uk]\nplugin = suport\nid = 1\n[plugin support]\n"
             "id = d83e1d23-50b8-4d87-8f92-842a0ac516f6\n",
     3, "no plugin 'suport'", "Did you mean support?"},
    {PROFILE "[phone uk]\nid = +44 20\n", 3, "cannot be '+44 20'", "digits only"},
    {"[chakra-tui]\r\ntheme = pink\r\n", 2, "theme cannot be 'pink'", "auto"},
    {"[chakra-tui]\ntheme = \xFF\n", 2, "not UTF-8", "UTF-8"},
    {"[chakra-tui]\ntheme = a\x01\n", 2, "control character (0x01)", "Take it out"},
};

static void check(const struct scratch *scratch, const struct bad *bad)
{
    scratch_write_ini(scratch, bad->text, strlen(bad->text));
    struct config_flags flags = {0};
    struct config config;
    struct error error = {0};
    cr_expect_eq(config_load(&flags, &config, &error), ERR_CONFIG, "accepted: %s", bad->text);
    char where[160] = "";
    if (bad->line > 0)
        snprintf(where, sizeof where, "%s:%d", scratch->ini, bad->line);
    cr_expect_eq(error.code, ERR_CONFIG, "code of: %s", bad->text);
    cr_expect_str_eq(error.where, where, "%s: '%s'", bad->text, error.where);
    cr_expect_not_null(strstr(error.what, bad->what), "%s: '%s'", bad->text, error.what);
    cr_expect_not_null(strstr(error.next, bad->next), "%s: '%s'", bad->text, error.next);
    cr_expect_neq(error.next[0], '\0', "no next step: %s", bad->text);
    cr_expect_eq(strlen(error.next) < sizeof error.next - 1, true, "cut: '%s'", error.next);
}

Test(config_bad_input, names_file_line_and_what_to_write)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    for (size_t i = 0; i < sizeof bads / sizeof bads[0]; i++)
        check(&scratch, &bads[i]);
    scratch_end(&scratch);
}

Test(config_bad_input, no_secret_is_repeated)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    static const char *const texts[] = {PROFILE "token = EAAB-secret\n",
                                        PROFILE "token_env = EAAB-secret\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        scratch_write_ini(&scratch, texts[i], strlen(texts[i]));
        struct config config;
        struct error error = {0};
        cr_expect_eq(config_load(&(struct config_flags){0}, &config, &error), ERR_CONFIG);
        cr_expect_null(strstr(error.what, "EAAB"));
        cr_expect_null(strstr(error.next, "EAAB"));
    }
    scratch_end(&scratch);
}

Test(config_bad_input, named_file_that_is_missing)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    struct config_flags flags = {.config_file = "/nonexistent/chakra.ini"};
    struct config config;
    struct error error = {0};
    cr_expect_eq(config_load(&flags, &config, &error), ERR_CONFIG);
    cr_expect_str_eq(error.where, "/nonexistent/chakra.ini");
    cr_expect_neq(error.next[0], '\0');
    scratch_end(&scratch);
}

Test(config_bad_input, file_that_is_a_folder_or_cannot_be_read)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    cr_assert_eq(mkdir(scratch.ini, 0700), 0);
    struct config config;
    struct error error = {0};
    cr_expect_eq(config_load(&(struct config_flags){0}, &config, &error), ERR_CONFIG);
    cr_expect_not_null(strstr(error.what, scratch.ini), "%s", error.what);
    cr_expect_neq(error.next[0], '\0');
    cr_assert_eq(rmdir(scratch.ini), 0);
    scratch_write_ini(&scratch, "", 0);
    cr_assert_eq(chmod(scratch.ini, 0), 0);
    if (geteuid() != 0) { /* root reads everything */
        cr_expect_eq(config_load(&(struct config_flags){0}, &config, &error), ERR_CONFIG);
        cr_expect_str_eq(error.where, scratch.ini);
    }
    scratch_end(&scratch);
}

Test(config_bad_input, flags_and_environment_are_checked_too)
{
    struct scratch scratch;
    scratch_begin(&scratch);
    struct config config;
    struct error error = {0};
    struct config_flags flags = {.timeout = "soon"};
    cr_expect_eq(config_load(&flags, &config, &error), ERR_USAGE);
    cr_expect_str_eq(error.where, "--timeout");
    setenv("CHAKRA_TUI_THEME", "pink", 1);
    cr_expect_eq(config_load(&(struct config_flags){0}, &config, &error), ERR_CONFIG);
    cr_expect_str_eq(error.where, "environment CHAKRA_TUI_THEME");
    unsetenv("CHAKRA_TUI_THEME");
    flags = (struct config_flags){.profile = "acme"};
    cr_expect_eq(config_load(&flags, &config, &error), ERR_CONFIG);
    cr_expect_str_eq(error.where, "--profile");
    flags = (struct config_flags){.sandbox = true, .base_url = "https://api.chakrahq.com"};
    cr_expect_eq(config_load(&flags, &config, &error), ERR_CONFIG);
    flags = (struct config_flags){.base_url = "http://example.com"};
    cr_expect_eq(config_load(&flags, &config, &error), ERR_CONFIG);
    cr_expect_str_eq(error.where, "--base-url");
    flags = (struct config_flags){.plugin = "suport"};
    cr_expect_eq(config_load(&flags, &config, &error), ERR_CONFIG);
    cr_expect_not_null(strstr(error.what, "no plugin 'suport'"));
    flags = (struct config_flags){.from = "support-uk"};
    cr_expect_eq(config_load(&flags, &config, &error), ERR_CONFIG);
    cr_expect_not_null(strstr(error.what, "no phone 'support-uk'"));
    scratch_end(&scratch);
}
