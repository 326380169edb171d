/* Which profiles there are, and which one is in force. */
#include "src/config/config_profiles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/uuid.h"
#include "src/config/nearest.h"
#include "src/config/profile_settings.h"

static struct profile *add_profile(struct config *config, const char *name, struct error *reterr)
{
    struct profile *grown = mem_grow(config->profiles, config->profile_count + 1, sizeof *grown);
    if (grown == NULL) {
        error_nomem(reterr);
        return NULL;
    }
    config->profiles = grown;
    struct profile *profile = &grown[config->profile_count];
    profile_init(profile);
    config->profile_count++;
    return profile_set_text(&profile->name, name, reterr) == ERR_OK ? profile : NULL;
}

/* `config show` must say what is in force, not what the table's defaults are. */
static enum err record_sandbox(struct resolver *resolver)
{
    const char *origin = resolver->config->uses_sandbox ? "--sandbox" : TEXT("loopback address");
    const char *const rows[][2] = {{"mode", "sandbox"}, {"confirm", "never"}, {"poll", "yes"}};
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < COUNT_OF(rows); i++)
        err = resolve_overrule(resolver, "profile sandbox", rows[i][0], rows[i][1], origin);
    if (err == ERR_OK && resolver->config->uses_sandbox)
        err = resolve_overrule(resolver, "profile sandbox", "base_url", "http://127.0.0.1", origin);
    return err;
}

static enum err add_built_in_sandbox(struct resolver *resolver)
{
    struct profile *profile = add_profile(resolver->config, "sandbox", resolver->reterr);
    if (profile == NULL)
        return ERR_NOMEM;
    static const struct profile_phone_texts sender = {.name = "sandbox",
                                                      .plugin = "sandbox",
                                                      .id = SANDBOX_PHONE_NUMBER_ID,
                                                      .waba = SANDBOX_WABA_ID,
                                                      .label =
                                                          "+1 555 000 9999 " SANDBOX_SENDER_NAME};
    enum err err = profile_apply_settings(resolver, profile, NULL, true);
    if (err == ERR_OK)
        err = profile_add_plugin(profile, "sandbox", SANDBOX_PLUGIN_ID, resolver->reterr);
    if (err == ERR_OK)
        err = profile_add_phone(profile, &sender, resolver->reterr);
    profile->mode = MODE_SANDBOX;
    profile->confirm = CONFIRM_NEVER;
    profile->polls = true;
    return err == ERR_OK ? record_sandbox(resolver) : err;
}

/* A profile of the command line alone: nothing of the file's profiles, so that no token of theirs
 * goes to an address that was typed by hand. */
static enum err add_plain(struct resolver *resolver, enum profile_mode mode)
{
    struct profile *profile = add_profile(resolver->config, "default", resolver->reterr);
    if (profile == NULL)
        return ERR_NOMEM;
    enum err err = profile_apply_settings(resolver, profile, NULL, true);
    profile->mode = mode;
    if (err == ERR_OK && mode == MODE_LIVE)
        err = resolve_overrule(resolver, "profile default", "mode", profile_mode_word(mode),
                               "--base-url without a profile");
    return err;
}

static enum err unknown_profile(const struct resolver *resolver, const char *name,
                                const char *where)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (size_t i = 0; i < resolver->ini->section_count; i++)
        if (resolver->ini->sections[i]->kind == OPTION_PROFILE)
            nearest_offer(&nearest, resolver->ini->sections[i]->name);
    error_set(resolver->reterr, ERR_CONFIG, "Add a section [profile NAME] to the settings.",
              "there is no profile '%.60s'", name);
    error_set_where(resolver->reterr, "%s", where);
    if (nearest.best != NULL && resolver->reterr != NULL)
        snprintf(resolver->reterr->next, sizeof resolver->reterr->next, text_of("Did you mean %s?"),
                 nearest.best);
    return ERR_CONFIG;
}

static struct profile *find_profile(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->profile_count; i++)
        if (strcmp(config->profiles[i].name, name) == 0)
            return &config->profiles[i];
    return NULL;
}

/* The name in force; NULL when nothing names one. */
static enum err chosen_name(struct resolver *resolver, const char **ret_name)
{
    enum err err =
        resolve_setting(resolver, OPTION_GENERAL_PROFILE, "chakra-tui", "", true, ret_name);
    if (err != ERR_OK || *ret_name != NULL)
        return err;
    size_t count = 0;
    for (size_t i = 0; i < resolver->ini->section_count; i++) {
        if (resolver->ini->sections[i]->kind != OPTION_PROFILE)
            continue;
        *ret_name = resolver->ini->sections[i]->name;
        count++;
    }
    if (count < 2)
        return ERR_OK;
    return error_set(resolver->reterr, ERR_CONFIG,
                     "Name one with --profile NAME, or with profile = NAME in [chakra-tui].",
                     "the settings have %zu profiles, and none is chosen", count);
}

static const char *where_chosen(const struct resolver *resolver)
{
    const struct config *config = resolver->config;
    for (size_t i = 0; i < config->value_count; i++)
        if (strcmp(config->values[i].section, "chakra-tui") == 0 &&
            strcmp(config->values[i].name, "profile") == 0)
            return config->values[i].origin;
    return "";
}

static enum err add_from_file(struct resolver *resolver)
{
    const char *chosen = NULL;
    enum err err = chosen_name(resolver, &chosen);
    for (size_t i = 0; err == ERR_OK && i < resolver->ini->section_count; i++) {
        const struct ini_section *section = resolver->ini->sections[i];
        if (section->kind != OPTION_PROFILE)
            continue;
        struct profile *profile = add_profile(resolver->config, section->name, resolver->reterr);
        bool is_chosen = chosen != NULL && strcmp(section->name, chosen) == 0;
        if (is_chosen)
            resolver->config->current = i;
        err = profile == NULL ? ERR_NOMEM
                              : profile_apply_settings(resolver, profile, section->name, is_chosen);
    }
    if (err != ERR_OK)
        return err;
    struct config *config = resolver->config;
    if (config->profile_count == 0 && chosen == NULL)
        return add_plain(resolver, MODE_TEST);
    const struct profile *profile = chosen != NULL ? find_profile(config, chosen) : NULL;
    if (profile == NULL)
        return unknown_profile(resolver, chosen, where_chosen(resolver));
    config->current = (size_t)(profile - config->profiles);
    return ERR_OK;
}

static enum err plugin_profile(struct resolver *resolver, const struct ini_section *section,
                               struct profile **ret_profile)
{
    const struct ini_setting *setting =
        ini_file_find(resolver->ini, OPTION_PLUGIN_PROFILE, section->name, NULL);
    struct config *config = resolver->config;
    if (setting == NULL && config->profile_count == 1) {
        *ret_profile = &config->profiles[0];
        return ERR_OK;
    }
    char where[300];
    snprintf(where, sizeof where, "%s:%d", resolver->ini->path,
             setting != NULL ? setting->line : section->line);
    if (setting == NULL) {
        error_set(resolver->reterr, ERR_CONFIG, "Add a line: profile = NAME",
                  "the section [plugin %s] does not say which profile it belongs to",
                  section->name);
        error_set_where(resolver->reterr, "%s", where);
        return ERR_CONFIG;
    }
    *ret_profile = find_profile(config, setting->value);
    return *ret_profile != NULL ? ERR_OK : unknown_profile(resolver, setting->value, where);
}

static enum err add_plugins(struct resolver *resolver)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < resolver->ini->section_count; i++) {
        const struct ini_section *section = resolver->ini->sections[i];
        if (section->kind != OPTION_PLUGIN)
            continue;
        struct profile *profile = NULL;
        err = plugin_profile(resolver, section, &profile);
        if (err != ERR_OK)
            break;
        const struct ini_setting *id =
            ini_file_find(resolver->ini, OPTION_PLUGIN_ID, section->name, NULL);
        err = profile_add_plugin(profile, section->name, id->value, resolver->reterr);
        const struct ini_setting *route =
            ini_file_find(resolver->ini, OPTION_PLUGIN_ROUTE, section->name, NULL);
        if (err == ERR_OK && route != NULL)
            profile_set_plugin_route(
                profile, section->name,
                (enum send_route)option_choice(&option_table[OPTION_PLUGIN_ROUTE], route->value));
    }
    return err;
}

static const char *phone_text(const struct resolver *resolver, enum option_id option,
                              const struct ini_section *section)
{
    const struct ini_setting *setting = ini_file_find(resolver->ini, option, section->name, NULL);
    return setting != NULL ? setting->value : "";
}

static enum err unknown_phone_plugin(const struct resolver *resolver,
                                     const struct ini_section *section, const char *plugin)
{
    struct nearest nearest;
    nearest_init(&nearest, plugin);
    for (size_t i = 0; i < resolver->ini->section_count; i++)
        if (resolver->ini->sections[i]->kind == OPTION_PLUGIN)
            nearest_offer(&nearest, resolver->ini->sections[i]->name);
    const struct ini_setting *setting =
        ini_file_find(resolver->ini, OPTION_PHONE_PLUGIN, section->name, NULL);
    error_set(resolver->reterr, ERR_CONFIG, "Add a section [plugin NAME] with its id.",
              "there is no plugin '%.60s'", plugin);
    error_set_where(resolver->reterr, "%s:%d", resolver->ini->path, setting->line);
    if (nearest.best != NULL && resolver->reterr != NULL)
        snprintf(resolver->reterr->next, sizeof resolver->reterr->next, text_of("Did you mean %s?"),
                 nearest.best);
    return ERR_CONFIG;
}

/* A phone goes to the profile of its plugin, or to all when it names none. */
static enum err add_phones(struct resolver *resolver)
{
    struct config *config = resolver->config;
    for (size_t i = 0; i < resolver->ini->section_count; i++) {
        const struct ini_section *section = resolver->ini->sections[i];
        if (section->kind != OPTION_PHONE)
            continue;
        struct profile_phone_texts phone = {
            .name = section->name,
            .plugin = phone_text(resolver, OPTION_PHONE_PLUGIN, section),
            .id = phone_text(resolver, OPTION_PHONE_ID, section),
            .waba = phone_text(resolver, OPTION_PHONE_WABA, section),
            .label = phone_text(resolver, OPTION_PHONE_LABEL, section)};
        size_t added = 0;
        for (size_t j = 0; j < config->profile_count; j++) {
            if (phone.plugin[0] != '\0' &&
                profile_find_plugin(&config->profiles[j], phone.plugin) == NULL)
                continue;
            enum err err = profile_add_phone(&config->profiles[j], &phone, resolver->reterr);
            if (err != ERR_OK)
                return err;
            added++;
        }
        if (added == 0)
            return unknown_phone_plugin(resolver, section, phone.plugin);
    }
    return ERR_OK;
}

static enum err choose_kind(struct resolver *resolver)
{
    const struct config_flags *flags = resolver->flags;
    struct config *config = resolver->config;
    const char *named =
        flags->profile != NULL ? flags->profile : resolve_environment(OPTION_GENERAL_PROFILE);
    const char *url = flags->base_url;
    if (url == NULL && !flags->sandbox)
        url = resolve_environment(OPTION_BASE_URL);
    bool loopback = url != NULL && profile_url_is_loopback(url);
    if (flags->sandbox && url != NULL && !loopback) {
        error_set(resolver->reterr, ERR_CONFIG, "Leave one of the two out.",
                  "--sandbox stays on this machine, and --base-url leads away from it");
        return ERR_CONFIG;
    }
    bool names_sandbox = named != NULL && strcmp(named, "sandbox") == 0 &&
                         ini_file_find_section(resolver->ini, OPTION_PROFILE, named) == NULL;
    if (flags->sandbox || names_sandbox || (named == NULL && loopback)) {
        config->uses_sandbox = url == NULL;
        return add_built_in_sandbox(resolver);
    }
    if (named == NULL && url != NULL)
        return add_plain(resolver, MODE_LIVE);
    enum err err = add_from_file(resolver);
    if (err == ERR_OK)
        err = add_plugins(resolver);
    return err == ERR_OK ? add_phones(resolver) : err;
}

enum err config_build_profiles(struct resolver *resolver)
{
    enum err err = choose_kind(resolver);
    return err == ERR_OK ? profile_choose_sender(resolver) : err;
}
