/* One setting, decided. */
#include "src/config/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"

const char *resolve_flag(const struct config_flags *flags, enum option_id option)
{
    switch (option) {
    case OPTION_GENERAL_PROFILE:
        return flags->profile;
    case OPTION_TIMEOUT:
        return flags->timeout;
    case OPTION_LOG:
        return flags->log_level;
    case OPTION_BASE_URL:
        return flags->base_url;
    case OPTION_TOKEN_FILE:
        return flags->token_file;
    case OPTION_RATE:
        return flags->rate;
    case OPTION_SCREEN_READER:
        return flags->screen_reader;
    case OPTION_ROUTE:
        return flags->route;
    default:
        return NULL;
    }
}

const char *resolve_environment(enum option_id option)
{
    const char *variable = option_table[option].environment;
    const char *value = variable != NULL ? getenv(variable) : NULL;
    return value != NULL && value[0] != '\0' ? value : NULL;
}

enum err resolve_record(struct resolver *resolver, const char *section, const char *name,
                        const char *value, const char *origin)
{
    struct config *config = resolver->config;
    struct config_setting_value *grown =
        mem_grow(config->values, config->value_count + 1, sizeof *grown);
    if (grown == NULL)
        return error_nomem(resolver->reterr);
    config->values = grown;
    struct config_setting_value *row = &grown[config->value_count];
    *row = (struct config_setting_value){.section = arena_strdup(&config->arena, section),
                                         .name = name,
                                         .value = arena_strdup(&config->arena, value),
                                         .origin = arena_strdup(&config->arena, origin)};
    if (row->section == NULL || row->value == NULL || row->origin == NULL)
        return error_nomem(resolver->reterr);
    config->value_count++;
    return ERR_OK;
}

enum err resolve_overrule(struct resolver *resolver, const char *section, const char *name,
                          const char *value, const char *origin)
{
    struct config *config = resolver->config;
    for (size_t i = 0; i < config->value_count; i++) {
        struct config_setting_value *row = &config->values[i];
        if (strcmp(row->section, section) != 0 || strcmp(row->name, name) != 0)
            continue;
        const char *value_copy = arena_strdup(&config->arena, value);
        const char *origin_copy = arena_strdup(&config->arena, origin);
        if (value_copy == NULL || origin_copy == NULL)
            return error_nomem(resolver->reterr);
        row->value = value_copy;
        row->origin = origin_copy;
        return ERR_OK;
    }
    return resolve_record(resolver, section, name, value, origin);
}

/* The file's lines were checked when it was read. */
static enum err check_override(const struct resolver *resolver, const struct option *option,
                               const char *value, const char *origin)
{
    if (option_check(option, value, resolver->reterr) == ERR_OK)
        return ERR_OK;
    error_set_where(resolver->reterr, "%s", origin);
    bool is_syntax = option->flag_is_syntax && origin == option->flag;
    if (is_syntax && resolver->reterr != NULL)
        resolver->reterr->code = ERR_USAGE;
    return is_syntax ? ERR_USAGE : ERR_CONFIG;
}

enum err resolve_setting(struct resolver *resolver, enum option_id id, const char *section,
                         const char *section_name, bool overridden, const char **ret_value)
{
    const struct option *option = &option_table[id];
    struct config *config = resolver->config;
    const char *value = overridden ? resolve_flag(resolver->flags, id) : NULL;
    const char *origin = option->flag;
    enum err err = ERR_OK;
    if (value == NULL && overridden && (value = resolve_environment(id)) != NULL)
        origin = arena_format(&config->arena, "environment %s", option->environment);
    if (value != NULL && origin != NULL)
        err = check_override(resolver, option, value, origin);
    if (err != ERR_OK)
        return err;
    const struct ini_setting *setting =
        section_name != NULL ? ini_file_find(resolver->ini, id, section_name, NULL) : NULL;
    if (value == NULL && setting != NULL) {
        value = setting->value;
        origin = arena_format(&config->arena, "%s:%d", resolver->ini->path, setting->line);
    } else if (value == NULL) {
        value = option->default_value;
        origin = TEXT("default");
    }
    *ret_value = value;
    if (value == NULL)
        return ERR_OK;
    if (origin == NULL)
        return error_nomem(resolver->reterr);
    return resolve_record(resolver, section, option->name, option->sensitive ? "***" : value,
                          origin);
}
