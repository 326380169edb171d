/* New settings read back as what was meant, or are refused; files are written whole or not at all.
 */
#include "scratch.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/config/config.h"
#include "src/config/ini_file.h"
#include "src/config/new_settings.h"

#define PLUGIN "d83e1d23-50b8-4d87-8f92-842a0ac516f6"

static const struct new_settings whole = {
    .profile = "acme",
    .base_url = "https://api.chakrahq.com",
    .token_source = TOKEN_COMMAND,
    .token_from = "sh -c 'pass show chakra; true'",
    .plugin_id = PLUGIN,
    .phone_number_id = "106540352242922",
    .waba = "102290129340398",
    .label = "+44 20 7946 0018 Support UK",
    .test_recipients = "+1 555 000 1234 Asha, +15550004321",
};

static enum err write_text(const struct new_settings *settings, struct strbuf *text,
                           struct error *error)
{
    strbuf_init(text, NEW_SETTINGS_BYTES_MAX);
    *error = (struct error){.code = ERR_OK};
    return new_settings_write(text, settings, error);
}

static void load(struct scratch *scratch, const struct strbuf *text, struct config *config)
{
    struct error error = {0};
    scratch_begin(scratch);
    scratch_write_ini(scratch, text->text, text->length);
    cr_assert_eq(config_load(&(struct config_flags){0}, config, &error), ERR_OK, "%s: %s",
                 error.where, error.what);
}

Test(new_settings, answers_are_what_the_program_then_reads)
{
    struct strbuf text;
    struct error error;
    struct scratch scratch;
    struct config config;
    cr_assert_eq(write_text(&whole, &text, &error), ERR_OK, "%s: %s", error.where, error.what);
    load(&scratch, &text, &config);
    const struct profile *profile = &config.profiles[config.current];
    cr_expect_str_eq(profile->name, "acme");
    cr_expect_eq(profile->mode, MODE_TEST);
    cr_expect_str_eq(profile->base_url, whole.base_url);
    cr_expect_eq(profile->token_source, TOKEN_COMMAND);
    cr_expect_str_eq(profile->token_from, whole.token_from);
    cr_expect_str_eq(config.plugin_id, PLUGIN);
    cr_expect_str_eq(config.phone_number_id, whole.phone_number_id);
    cr_expect_str_eq(profile->phones[0].waba, whole.waba);
    cr_expect_str_eq(profile->phones[0].label, whole.label);
    cr_assert_eq(profile->test_recipient_count, 2);
    cr_expect_str_eq(profile->test_recipients[0].digits, "15550001234");
    cr_expect_str_eq(profile->test_recipients[0].name, "Asha");
    cr_expect_str_eq(profile->test_recipients[1].digits, "15550004321");
    cr_expect_eq(config.is_empty, false);
    config_release(&config);
    strbuf_release(&text);
    scratch_end(&scratch);
}

Test(new_settings, what_nobody_answered_is_a_comment)
{
    struct strbuf text;
    struct error error;
    struct scratch scratch;
    struct config config;
    const struct new_settings none = {.profile = NULL};
    cr_assert_eq(write_text(&none, &text, &error), ERR_OK, "%s: %s", error.where, error.what);
    load(&scratch, &text, &config);
    cr_expect_str_eq(config.profiles[0].name, NEW_PROFILE_NAME);
    cr_expect_eq(config.profiles[0].token_source, TOKEN_NONE);
    cr_expect_null(config.plugin_id);
    cr_expect_not_null(strstr(text.text, "\n;token_command = "));
    cr_expect_not_null(strstr(text.text, "\n;[plugin main]\n"));
    config_release(&config);
    strbuf_release(&text);
    scratch_end(&scratch);
}

Test(new_settings, many_recipients_take_many_lines)
{
    struct strbuf list, text;
    struct error error;
    struct scratch scratch;
    struct config config;
    strbuf_init(&list, 8192);
    for (int i = 0; i < 40; i++)
        strbuf_addf(&list, "+1555000%04d Somebody with a name, ", i);
    struct new_settings settings = whole;
    settings.test_recipients = list.text;
    cr_assert_eq(write_text(&settings, &text, &error), ERR_OK, "%s: %s", error.where, error.what);
    load(&scratch, &text, &config);
    cr_expect_eq(config.profiles[0].test_recipient_count, 40);
    config_release(&config);
    strbuf_release(&text);
    strbuf_release(&list);
    scratch_end(&scratch);
}

/* A stranger's name must neither break the file nor add a line to it. */
Test(new_settings, a_label_from_the_server_is_made_harmless)
{
    static const struct {
        const char *label, *read;
    } labels[] = {
        {"+1 555 Cakes ; Co", "+1 555 Cakes , Co"},
        {"  padded  ", "padded"},
        {"two\nmode = live", "two\xE2\x90\x8Amode = live"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        struct strbuf text;
        struct error error;
        struct scratch scratch;
        struct config config;
        struct new_settings settings = whole;
        settings.label = labels[i].label;
        cr_assert_eq(write_text(&settings, &text, &error), ERR_OK, "%s: %s", error.where,
                     error.what);
        load(&scratch, &text, &config);
        cr_expect_eq(config.profiles[0].mode, MODE_TEST);
        if (i != 2)
            cr_expect_str_eq(config.profiles[0].phones[0].label, labels[i].read);
        config_release(&config);
        strbuf_release(&text);
        scratch_end(&scratch);
    }
}

Test(new_settings, a_label_of_any_length_is_cut_between_clusters)
{
    char label[2000] = "";
    struct strbuf text;
    struct error error;
    struct new_settings settings = whole;
    for (size_t i = 0; i + 5 < sizeof label; i += 4)
        memcpy(label + i, "\xF0\x9F\x8D\xB0", 5);
    settings.label = label;
    cr_assert_eq(write_text(&settings, &text, &error), ERR_OK, "%s: %s", error.where, error.what);
    strbuf_release(&text);
}

#define LONG_PATH                                                                                  \
    "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "aaaaa"                                                                                        \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "aaaaaaa"                                                                                      \
    "aaaa"

Test(new_settings, values_that_the_format_would_cut_are_refused)
{
    static const struct {
        struct new_settings settings;
        const char *where, *what;
    } refused[] = {
        {{.token_source = TOKEN_COMMAND, .token_from = "pass show a ;b"},
         "token_command",
         "semicolon"},
        {{.token_source = TOKEN_COMMAND, .token_from = "; true"}, "token_command", "semicolon"},
        {{.token_source = TOKEN_COMMAND, .token_from = "pass\nmode = live"},
         "token_command",
         "control character"},
        {{.token_source = TOKEN_COMMAND, .token_from = "pass 'open"}, "token_command", ""},
        {{.token_source = TOKEN_FILE, .token_from = LONG_PATH}, "token_file", "bytes"},
        {{.token_source = TOKEN_FILE, .token_from = "token"}, "token_file", "absolute"},
        {{.token_source = TOKEN_FILE, .token_from = "/a\xFF"}, "token_file", "UTF-8"},
        {{.token_source = TOKEN_ENVIRONMENT, .token_from = "eyJhbGciOi.xyz"}, "token_env", ""},
        {{.base_url = "http://example.com"}, "base_url", "not encrypted"},
        {{.plugin_id = "support"}, "id", ""},
        {{.phone_number_id = "+15550001234"}, "id", ""},
        {{.test_recipients = "Asha"}, "test_recipients", ""},
        {{.profile = "a]b"}, "profile", "bracket"},
        {{.profile = "a ;b"}, "profile", "semicolon"},
        {{.profile = "sandbox"}, "profile", "sandbox"},
        {{.profile = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}, "profile", "bytes"},
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct strbuf text;
        struct error error;
        cr_expect_eq(write_text(&refused[i].settings, &text, &error), ERR_CONFIG, "row %zu", i);
        cr_expect_str_eq(error.where, refused[i].where, "row %zu", i);
        cr_expect_not_null(strstr(error.what, refused[i].what), "row %zu: %s", i, error.what);
        cr_expect(error.next[0] != '\0', "row %zu", i);
        if (i == 7)
            cr_expect_null(strstr(error.what, "eyJ"), "a token is not repeated: %s", error.what);
        strbuf_release(&text);
    }
}

Test(new_settings, the_starter_names_every_setting_and_sets_none)
{
    struct strbuf text;
    struct error error = {0};
    struct ini_file file;
    strbuf_init(&text, NEW_SETTINGS_BYTES_MAX);
    cr_assert_eq(new_settings_write_starter(&text, &error), ERR_OK);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        char line[80];
        snprintf(line, sizeof line, "\n;%s = ", option_table[i].name);
        cr_expect_eq(strstr(text.text, line) != NULL, option_table[i].refused == NULL, "%s",
                     option_table[i].name);
    }
    ini_file_init(&file);
    cr_expect_eq(ini_file_parse(&file, "starter", text.text, text.length, &error), ERR_OK, "%s: %s",
                 error.where, error.what);
    cr_expect_eq(file.setting_count, 0);
    ini_file_release(&file);
    strbuf_release(&text);
}

/* With every ; taken away it must be a file that the reader takes, but for the two sources. */
Test(new_settings, the_starter_can_be_switched_on)
{
    struct strbuf text, on;
    struct error error = {0};
    struct ini_file file;
    strbuf_init(&text, NEW_SETTINGS_BYTES_MAX);
    strbuf_init(&on, NEW_SETTINGS_BYTES_MAX);
    cr_assert_eq(new_settings_write_starter(&text, &error), ERR_OK);
    for (const char *line = text.text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        size_t mark = line[0] == ';' && line[1] != ' ';
        strbuf_add(&on, line + mark, length - mark + 1);
        line += length + 1;
    }
    ini_file_init(&file);
    cr_expect_eq(ini_file_parse(&file, "starter", on.text, on.length, &error), ERR_OK, "%s: %s",
                 error.where, error.what);
    size_t options = 0;
    for (size_t i = 0; i < OPTION_COUNT; i++)
        options += option_table[i].refused == NULL;
    cr_expect_eq(file.setting_count, options);
    ini_file_release(&file);
    strbuf_release(&text);
    strbuf_release(&on);
}

static mode_t mode_of(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? info.st_mode & 07777 : 0;
}

Test(new_settings, files_are_private_and_never_overwritten)
{
    struct scratch scratch;
    struct error error = {0};
    scratch_begin(&scratch);
    char path[200], folder[160], token_path[200];
    snprintf(folder, sizeof folder, "%s/new/chakra-tui", scratch.folder);
    snprintf(path, sizeof path, "%s/chakra-tui.ini", folder);
    umask(0);
    cr_assert_eq(new_settings_save(path, "one\n", 4, &error), ERR_OK, "%s", error.what);
    cr_expect_eq(mode_of(folder), 0700);
    cr_expect_eq(mode_of(path), 0600);
    cr_expect_eq(new_settings_save(path, "two\n", 4, &error), ERR_CONFIG);
    cr_expect_str_eq(error.where, path);
    struct strbuf text;
    strbuf_init(&text, 100);
    cr_expect_eq(paths_read_file(path, &text, NULL), ERR_OK);
    cr_expect_str_eq(text.text, "one\n");
    strbuf_release(&text);
    CLEANUP(mem_freep) char *first = new_settings_token_path(path);
    snprintf(token_path, sizeof token_path, "%s/token", folder);
    cr_expect_str_eq(first, token_path);
    struct secret token;
    secret_init(&token);
    cr_assert_eq(secret_set(&token, "abc", 3, NULL), ERR_OK);
    cr_expect_eq(secret_write_new_file(&token, first, &error), ERR_OK, "%s", error.what);
    cr_expect_eq(mode_of(first), 0600);
    cr_expect_neq(secret_write_new_file(&token, first, &error), ERR_OK);
    CLEANUP(mem_freep) char *second = new_settings_token_path(path);
    snprintf(token_path, sizeof token_path, "%s/token-2", folder);
    cr_expect_str_eq(second, token_path);
    secret_release(&token);
    struct secret read;
    secret_init(&read);
    cr_expect_eq(secret_from_file(&read, first, &error), ERR_OK, "%s", error.what);
    secret_release(&read);
    scratch_end(&scratch);
}

/* Also a temporary that was left behind counts. */
static int count_files(const char *folder)
{
    int count = 0;
    DIR *entries = opendir(folder);
    cr_assert_not_null(entries);
    for (const struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries))
        count += entry->d_name[0] != '.';
    closedir(entries);
    return count;
}

/* A limit of the file's size stands for a full disk: the write fails in the middle. */
Test(new_settings, a_full_disk_leaves_nothing_behind)
{
    struct scratch scratch;
    struct error error = {0};
    char path[160], text[8192];
    scratch_begin(&scratch);
    memset(text, 'x', sizeof text);
    snprintf(path, sizeof path, "%s/a.ini", scratch.folder);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, small = {4096, RLIM_INFINITY};
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum err err = new_settings_save(path, text, sizeof text, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    cr_expect_eq(err, ERR_IO);
    cr_expect_not_null(strstr(error.next, "room"), "%s", error.next);
    cr_expect_eq(count_files(scratch.folder), 1, "only the empty folder of the settings");
    scratch_end(&scratch);
}

/* Root may write everywhere, but not below a file. */
Test(new_settings, a_folder_that_cannot_be_made_is_told)
{
    struct scratch scratch;
    struct error error = {0};
    char path[200];
    scratch_begin(&scratch);
    const char *file = scratch_write(&scratch, "file", "x", 0600);
    snprintf(path, sizeof path, "%s/below/a.ini", file);
    cr_expect_eq(new_settings_save(path, "x", 1, &error), ERR_IO);
    cr_expect(error.next[0] != '\0');
    scratch_end(&scratch);
}

/* ---- another profile ------------------------------------------------------- */

static const char two_lines[] = "; mine\n[profile old]\nbase_url = https://old.example.com";

static enum err add_to(const char *existing, const char *name, struct strbuf *text,
                       struct error *error)
{
    struct new_settings settings = whole;
    settings.profile = name;
    strbuf_init(text, 2 * (size_t)NEW_SETTINGS_BYTES_MAX);
    *error = (struct error){.code = ERR_OK};
    return new_settings_add(text, "a.ini", existing, strlen(existing), &settings, error);
}

Test(new_settings, another_profile_goes_behind_the_lines_that_are_there)
{
    struct strbuf text;
    struct error error;
    struct scratch scratch;
    struct config config;
    cr_assert_eq(add_to(two_lines, "second", &text, &error), ERR_OK, "%s", error.what);
    cr_assert_eq(strncmp(text.text, two_lines, strlen(two_lines)), 0, "%s", text.text);
    load(&scratch, &text, &config);
    /* What was in force stays in force: it is named now. */
    cr_assert_str_eq(config.profiles[config.current].name, "old");
    cr_assert_eq(config.profile_count, 2);
    cr_assert_str_eq(config.profiles[1].name, "second");
    cr_assert_eq(config.profiles[1].mode, MODE_TEST);
    cr_assert_eq(config.profiles[1].plugin_count, 1);
    cr_assert_eq(config.profiles[1].test_recipient_count, 2);
    config_release(&config);
    scratch_end(&scratch);
    /* A third one: the second is not touched either. */
    struct strbuf third;
    cr_assert_eq(add_to(text.text, "third", &third, &error), ERR_OK, "%s", error.what);
    cr_assert_eq(strncmp(third.text, text.text, text.length), 0);
    cr_assert_null(strstr(third.text + text.length, "[chakra-tui]"));
    strbuf_release(&third);
    strbuf_release(&text);
}

Test(new_settings, a_profile_that_is_there_is_not_added_again)
{
    static const struct {
        const char *existing, *name, *where, *piece;
    } rows[] = {
        {two_lines, "old", "a.ini:2", "[profile old]"},
        {"[profile a]\n[plugin second]\nprofile = a\nid = " PLUGIN "\n", "second", "a.ini:2",
         "[plugin second]"},
        {"[chakra-tui]\ntheme = dark\n[profile a]\n", "second", "a.ini:1", "profile = a"},
        {"[profile a]\nbase_ur = x\n", "second", "a.ini:2", "base_ur"},
        {"", "sandbox", "profile", "sandbox"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct strbuf text;
        struct error error;
        cr_expect_eq(add_to(rows[i].existing, rows[i].name, &text, &error), ERR_CONFIG, "%zu", i);
        cr_expect_str_eq(error.where, rows[i].where);
        cr_expect_not_null(strstr(error.what, rows[i].piece), "%s", error.what);
        strbuf_release(&text);
    }
}

Test(new_settings, a_file_that_changed_meanwhile_is_not_written_over)
{
    struct scratch scratch;
    struct strbuf now;
    struct error error = {.code = ERR_OK};
    strbuf_init(&now, 1024);
    scratch_begin(&scratch);
    scratch_write_ini(&scratch, "; another\n", 10);
    cr_assert_eq(
        new_settings_replace(scratch.ini, two_lines, strlen(two_lines), "; new\n", 6, &error),
        ERR_CONFIG);
    cr_assert_not_null(strstr(error.what, "changed meanwhile"));
    cr_assert_eq(paths_read_file(scratch.ini, &now, &error), ERR_OK);
    cr_assert_str_eq(now.text, "; another\n");
    scratch_end(&scratch);
    strbuf_release(&now);
}

/* Dotfiles are often links: what they lead to is written, and the link stays. */
Test(new_settings, a_link_stays_a_link)
{
    struct scratch scratch;
    struct strbuf now;
    struct error error = {.code = ERR_OK};
    struct stat status;
    char real[200];
    strbuf_init(&now, 1024);
    scratch_begin(&scratch);
    scratch_write_ini(&scratch, two_lines, strlen(two_lines));
    snprintf(real, sizeof real, "%s", scratch_write(&scratch, "real.ini", two_lines, 0600));
    cr_assert_eq(unlink(scratch.ini), 0);
    cr_assert_eq(symlink(real, scratch.ini), 0);
    cr_assert_eq(
        new_settings_replace(scratch.ini, two_lines, strlen(two_lines), "; new\n", 6, &error),
        ERR_OK, "%s", error.what);
    cr_assert_eq(lstat(scratch.ini, &status), 0);
    cr_assert(S_ISLNK(status.st_mode));
    cr_assert_eq(paths_read_file(real, &now, &error), ERR_OK);
    cr_assert_str_eq(now.text, "; new\n");
    scratch_end(&scratch);
    strbuf_release(&now);
}
