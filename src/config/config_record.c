/* The rest of the list of settings, so that it is whole. */
#include "src/config/config_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"

enum { SECTION_SIZE = 120 };

static bool is_recorded(const struct config *config, const char *section, const char *name)
{
    for (size_t i = 0; i < config->value_count; i++)
        if (strcmp(config->values[i].section, section) == 0 &&
            strcmp(config->values[i].name, name) == 0)
            return true;
    return false;
}

static enum err record_option(struct resolver *resolver, enum option_id id, const char *section,
                              const char *section_name, bool overridden)
{
    const char *value = NULL;
    if (is_recorded(resolver->config, section, option_table[id].name))
        return ERR_OK;
    enum err err = resolve_setting(resolver, id, section, section_name, overridden, &value);
    if (err == ERR_OK && value == NULL)
        err = resolve_record(resolver, section, option_table[id].name, "", "default");
    return err;
}

static enum err record_section(struct resolver *resolver, enum option_section kind,
                               const char *section, const char *section_name, bool overridden)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < OPTION_COUNT; i++)
        if (option_table[i].section == kind)
            err = record_option(resolver, (enum option_id)i, section, section_name, overridden);
    return err;
}

/* A secret's sources: the one in force is there already, and what lost against it is in no force,
 * so the file's lines of the others are not looked at. */
static enum err record_profile(struct resolver *resolver, const struct profile *profile)
{
    char section[SECTION_SIZE];
    snprintf(section, sizeof section, "profile %s", profile->name);
    return record_section(resolver, OPTION_PROFILE, section, NULL, false);
}

static enum err record_file_sections(struct resolver *resolver)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < resolver->ini->section_count; i++) {
        const struct ini_section *found = resolver->ini->sections[i];
        char section[SECTION_SIZE];
        if (found->kind == OPTION_GENERAL || found->kind == OPTION_PROFILE)
            continue;
        snprintf(section, sizeof section, "%s %s", option_section_word(found->kind), found->name);
        err = record_section(resolver, found->kind, section, found->name, false);
    }
    return err;
}

/* --plugin and --from are no settings of the table, but decide all the same. */
static enum err record_choice(struct resolver *resolver, const char *name, const char *flag,
                              const char *flag_name, const char *variable, const char *chosen)
{
    char origin[80];
    const char *value = getenv(variable);
    if (flag != NULL)
        snprintf(origin, sizeof origin, "%s", flag_name);
    else if (value != NULL && value[0] != '\0')
        snprintf(origin, sizeof origin, "environment %s", variable);
    else
        snprintf(origin, sizeof origin, "%s",
                 chosen != NULL ? TEXT("the only one") : TEXT("default"));
    return resolve_record(resolver, "chosen", name, chosen != NULL ? chosen : "", origin);
}

enum err config_record_rest(struct resolver *resolver)
{
    const struct config *config = resolver->config;
    const struct config_flags *flags = resolver->flags;
    enum err err = record_section(resolver, OPTION_GENERAL, "chakra-tui", "", true);
    for (size_t i = 0; err == ERR_OK && i < config->profile_count; i++)
        err = record_profile(resolver, &config->profiles[i]);
    if (err == ERR_OK)
        err = record_file_sections(resolver);
    if (err == ERR_OK)
        err = record_choice(resolver, "plugin", flags->plugin, "--plugin", "CHAKRA_TUI_PLUGIN",
                            config->plugin_id);
    if (err == ERR_OK)
        err = record_choice(resolver, "from", flags->from, "--from", "CHAKRA_TUI_FROM",
                            config->phone_number_id);
    return err;
}
