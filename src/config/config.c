/* Reads everything that has a say in the settings, in the order of its weight. */
#include "src/config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/config/config_profiles.h"
#include "src/config/config_record.h"
#include "src/config/ini_file.h"
#include "src/config/resolve.h"
#include "src/config/screen_settings.h"
#include "src/config/secret_command.h"

void config_release(struct config *config)
{
    for (size_t i = 0; i < config->profile_count; i++)
        profile_release(&config->profiles[i]);
    mem_free(config->profiles);
    mem_free(config->values);
    mem_free(config->file);
    mem_free(config->data_folder);
    mem_free(config->log_file);
    mem_free(config->log_level);
    screen_settings_release(&config->screen);
    mem_free(config->plugin_id);
    mem_free(config->phone_number_id);
    arena_release(&config->arena);
    *config = (struct config){0};
}

/* The named file must be there; the usual one may be missing. */
static enum err read_file(const struct config_flags *flags, struct ini_file *ini,
                          struct config *config, struct error *reterr)
{
    const char *named = flags->config_file;
    if (named == NULL && (named = getenv("CHAKRA_TUI_CONFIG")) != NULL && named[0] == '\0')
        named = NULL;
    config->file = named != NULL ? mem_strdup(named) : paths_config_file(NULL);
    if (config->file == NULL)
        return named != NULL ? error_nomem(reterr) : ERR_OK; /* no home: no file */
    if (named == NULL && access(config->file, F_OK) != 0) {
        mem_free(config->file);
        config->file = NULL;
        return ERR_OK;
    }
    return ini_file_read(ini, config->file, reterr);
}

char *config_data_folder(const struct config_flags *flags, struct error *reterr)
{
    const char *named = flags->data_folder;
    if (named == NULL && (named = getenv("CHAKRA_TUI_DATA")) != NULL && named[0] == '\0')
        named = NULL;
    char *folder = named != NULL ? mem_strdup(named) : paths_data_folder(reterr);
    if (folder == NULL && named != NULL)
        error_nomem(reterr);
    if (folder == NULL || !flags->sandbox)
        return folder;
    char *below = paths_join(folder, "sandbox");
    mem_free(folder);
    if (below == NULL)
        error_nomem(reterr);
    return below;
}

static enum err find_folders(struct resolver *resolver)
{
    struct config *config = resolver->config;
    struct config_flags flags = *resolver->flags;
    flags.sandbox = flags.sandbox || config->uses_sandbox;
    config->data_folder = config_data_folder(&flags, resolver->reterr);
    if (config->data_folder == NULL)
        return resolver->reterr != NULL ? resolver->reterr->code : ERR_CONFIG;
    const char *origin = TEXT("default");
    if (flags.data_folder != NULL)
        origin = "--data";
    else if (getenv("CHAKRA_TUI_DATA") != NULL)
        origin = "environment CHAKRA_TUI_DATA";
    enum err err = resolve_record(resolver, "chakra-tui", "data", config->data_folder, origin);
    if (err != ERR_OK || strcmp(config->log_level, "off") == 0)
        return err;
    CLEANUP(mem_freep) char *folder = paths_state_folder(resolver->reterr);
    if (folder == NULL)
        return resolver->reterr != NULL ? resolver->reterr->code : ERR_CONFIG;
    config->log_file = paths_join(folder, "chakra-tui.log");
    return config->log_file != NULL ? ERR_OK : error_nomem(resolver->reterr);
}

/* Saved filters, for the pane's list and for `config show`. */
static enum err load_filters(struct resolver *resolver)
{
    const struct ini_file *ini = resolver->ini;
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < ini->section_count; i++) {
        const struct ini_section *section = ini->sections[i];
        char title[120];
        const char *value = NULL;
        snprintf(title, sizeof title, "filter %s", section->name);
        if (section->kind == OPTION_FILTER)
            err =
                resolve_setting(resolver, OPTION_FILTER_QUERY, title, section->name, true, &value);
    }
    return err;
}

static enum err load_general(struct resolver *resolver)
{
    struct config *config = resolver->config;
    const char *value = NULL;
    enum err err = screen_settings_load(resolver);
    if (err == ERR_OK)
        err = resolve_setting(resolver, OPTION_LOG, "chakra-tui", "", true, &value);
    if (err == ERR_OK)
        err = profile_set_text(&config->log_level, value, resolver->reterr);
    if (err == ERR_OK)
        err = resolve_setting(resolver, OPTION_RETAIN, "chakra-tui", "", true, &value);
    return err == ERR_OK ? load_filters(resolver) : err;
}

static enum err take_keys(struct resolver *resolver)
{
    const struct ini_file *ini = resolver->ini;
    struct config *config = resolver->config;
    if (ini->keys_count == 0)
        return ERR_OK;
    config->keys = arena_alloc(&config->arena, ini->keys_count, sizeof *config->keys);
    if (config->keys == NULL)
        return error_nomem(resolver->reterr);
    for (size_t i = 0; i < ini->keys_count; i++) {
        const struct ini_keys *row = ini->keys[i];
        struct config_keys *keys = &config->keys[config->keys_count];
        char origin[300];
        snprintf(origin, sizeof origin, "%s:%d", ini->path, row->line);
        keys->action = arena_strdup(&config->arena, row->action);
        keys->keys = arena_strdup(&config->arena, row->keys);
        keys->line = row->line;
        if (keys->action == NULL || keys->keys == NULL)
            return error_nomem(resolver->reterr);
        config->keys_count++;
        enum err err = resolve_record(resolver, "keys", keys->action, keys->keys, origin);
        if (err != ERR_OK)
            return err;
    }
    return ERR_OK;
}

static bool has_profile(const struct ini_file *ini)
{
    for (size_t i = 0; i < ini->section_count; i++)
        if (ini->sections[i]->kind == OPTION_PROFILE)
            return true;
    return false;
}

/* A file without a profile, such as a starter, sets no account up. */
static bool nothing_is_set_up(const struct config_flags *flags, const struct ini_file *ini,
                              const struct config *config)
{
    const struct profile *profile = &config->profiles[config->current];
    return !has_profile(ini) && flags->base_url == NULL &&
           resolve_environment(OPTION_BASE_URL) == NULL && profile->mode != MODE_SANDBOX &&
           profile->token_source == TOKEN_NONE && profile->plugin_count == 0;
}

enum err config_load(const struct config_flags *flags, struct config *ret_config,
                     struct error *reterr)
{
    *ret_config = (struct config){0};
    arena_init(&ret_config->arena);
    struct ini_file ini;
    ini_file_init(&ini);
    struct resolver resolver = {
        .flags = flags, .ini = &ini, .config = ret_config, .reterr = reterr};
    enum err err = read_file(flags, &ini, ret_config, reterr);
    if (err == ERR_OK)
        err = load_general(&resolver);
    if (err == ERR_OK)
        err = config_build_profiles(&resolver);
    if (err == ERR_OK)
        err = take_keys(&resolver);
    if (err == ERR_OK)
        err = find_folders(&resolver);
    if (err == ERR_OK)
        err = config_record_rest(&resolver);
    if (err == ERR_OK)
        ret_config->is_empty = nothing_is_set_up(flags, &ini, ret_config);
    ini_file_release(&ini);
    if (err != ERR_OK)
        config_release(ret_config);
    return err;
}

enum err config_use_sandbox_port(struct config *config, int port, struct error *reterr)
{
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%d", port);
    return profile_set_text(&config->profiles[config->current].base_url, url, reterr);
}

static enum err read_secret(const struct profile *profile, enum token_source source,
                            const char *from, struct secret *ret_secret, struct error *reterr)
{
    if (source == TOKEN_COMMAND)
        return secret_from_command_within(ret_secret, from, 60000, profile->hidden_variables,
                                          reterr);
    return source == TOKEN_FILE ? secret_from_file(ret_secret, from, reterr)
                                : secret_from_environment(ret_secret, from, reterr);
}

static enum err no_token(const struct profile *profile, struct secret *ret_token,
                         struct error *reterr)
{
    if (profile->mode == MODE_SANDBOX)
        return secret_set(ret_token, "sandbox", 7, reterr); /* any token but `expired` will do */
    return error_set(
        reterr, ERR_SECRET,
        "Set token_command, token_file or token_env in the profile, or CHAKRA_TOKEN, or "
        "use --token-file FILE; --sandbox needs none.",
        "the profile %s has no token", profile->name);
}

enum err config_read_token(const struct profile *profile, struct secret *ret_token,
                           struct error *reterr)
{
    if (profile->token_source == TOKEN_NONE)
        return no_token(profile, ret_token, reterr);
    return read_secret(profile, profile->token_source, profile->token_from, ret_token, reterr);
}

enum err config_read_webhook_secret(const struct profile *profile, struct secret *ret_secret,
                                    struct error *reterr)
{
    if (profile->webhook_secret_source == TOKEN_NONE && profile->mode == MODE_SANDBOX)
        return secret_set(ret_secret, "sandbox", 7, reterr);
    if (profile->webhook_secret_source == TOKEN_NONE)
        return error_set(
            reterr, ERR_SECRET,
            "Set webhook_secret_command, webhook_secret_file or webhook_secret_env in "
            "the profile, or CHAKRA_WEBHOOK_SECRET; the secret is in ChakraHQ's Admin, "
            "Team, Secrets.",
            "the profile %s has no secret to check webhooks with", profile->name);
    struct error inner = {0};
    enum err err = read_secret(profile, profile->webhook_secret_source,
                               profile->webhook_secret_from, ret_secret, &inner);
    if (err != ERR_OK && reterr != NULL) { /* the source speaks of a token */
        error_set(reterr, err, inner.next, "cannot read the webhook secret: %s", inner.what);
        error_set_where(reterr, "%s", inner.where);
    }
    return err;
}
