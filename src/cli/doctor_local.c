/* Settings, profile, secrets, versions. */
#include "src/cli/doctor_local.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/chakra/transport.h"
#include "src/history/store_check.h"

static void check_file_rights(struct check_list *list, const char *file)
{
    struct stat info;
    if (stat(file, &info) != 0)
        check_ok(list, "settings", "%s", file);
    else if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        check_warning(
            list, "settings", "Take the right to write away: chmod go-w FILE",
            "%s: others may change it (mode %04o), and so the command that gives the token", file,
            (unsigned)(info.st_mode & 07777));
    else
        check_ok(list, "settings", "%s (mode %04o)", file, (unsigned)(info.st_mode & 07777));
}

void doctor_check_settings(struct check_list *list, const struct config *config,
                           const struct error *load_error)
{
    if (load_error->code != ERR_OK) {
        check_failed(list, "settings", load_error);
        return;
    }
    if (config->file != NULL) {
        check_file_rights(list, config->file);
        return;
    }
    CLEANUP(mem_freep) char *usual = paths_config_file(NULL);
    const char *place = usual != NULL ? usual : text_of("no home folder");
    if (config->is_empty)
        check_warning(list, "settings",
                      "Make them with: chakra-tui config init. To try without an account: "
                      "chakra-tui --sandbox",
                      "there is no settings file (%s)", place);
    else
        check_ok(list, "settings", "no file (%s); flags and environment are enough", place);
}

static void say_profile(struct check_list *list, const struct profile *profile)
{
    char plugins[120], phones[120];
    snprintf(plugins, sizeof plugins,
             text_count("%zu plugin", "%zu plugins", (int64_t)profile->plugin_count),
             profile->plugin_count);
    snprintf(phones, sizeof phones,
             text_count("%zu phone number", "%zu phone numbers", (int64_t)profile->phone_count),
             profile->phone_count);
    check_ok(list, "profile", "%s, mode %s, %s, %s", profile->name,
             profile_mode_word(profile->mode), plugins, phones);
}

void doctor_check_profile(struct check_list *list, const struct config *config)
{
    const struct profile *profile = &config->profiles[config->current];
    if (profile->mode == MODE_TEST && profile->test_recipient_count == 0 && !config->is_empty)
        check_warning(list, "profile", "Add a line test_recipients = +NUMBER with your own number.",
                      "%s is in mode test without test_recipients: it can send to nobody",
                      profile->name);
    else
        say_profile(list, profile);
}

static const char *source_words(enum token_source source)
{
    static const char *const words[] = {[TOKEN_NONE] = TEXT("no source"),
                                        [TOKEN_COMMAND] = TEXT("from the command"),
                                        [TOKEN_FILE] = TEXT("from the file"),
                                        [TOKEN_ENVIRONMENT] = TEXT("from the variable")};
    return text_of(words[source]);
}

void doctor_check_token(struct check_list *list, const struct profile *profile,
                        struct secret *ret_token)
{
    struct error error = {0};
    if (profile->token_source == TOKEN_NONE && profile->mode == MODE_SANDBOX) {
        (void)config_read_token(profile, ret_token, NULL);
        check_ok(list, "token", "the sandbox needs none");
        return;
    }
    if (config_read_token(profile, ret_token, &error) == ERR_OK) {
        check_ok(list, "token", "%s %s", source_words(profile->token_source), profile->token_from);
        return;
    }
    if (profile->token_source == TOKEN_NONE)
        snprintf(
            error.next, sizeof error.next,
            text_of(
                "Name its source: chakra-tui config init asks for it; or set CHAKRA_TOKEN, or use "
                "--token-file FILE. --sandbox needs none."));
    check_failed(list, "token", &error);
}

void doctor_check_webhook_secret(struct check_list *list, const struct profile *profile)
{
    struct secret secret;
    struct error error = {0};
    if (profile->webhook_secret_source == TOKEN_NONE) {
        check_skipped(list, "webhook", "no secret is configured; only `listen` needs one");
        return;
    }
    secret_init(&secret);
    if (config_read_webhook_secret(profile, &secret, &error) == ERR_OK)
        check_ok(list, "webhook", "secret %s %s", source_words(profile->webhook_secret_source),
                 profile->webhook_secret_from);
    else
        check_failed(list, "webhook", &error);
    secret_release(&secret);
}

void doctor_check_versions(struct check_list *list)
{
    /* libcurl names a dozen libraries of its own; the one for TLS is what matters. */
    const char *curl = transport_library_version();
    size_t shown = strcspn(curl, " ");
    if (curl[shown] == ' ')
        shown += 1 + strcspn(curl + shown + 1, " ");
    check_ok(list, "versions", "chakra-tui %s, %.*s, SQLite %s, cJSON %s", CHAKRA_VERSION,
             (int)shown, curl, store_library_version(), cJSON_Version());
}
