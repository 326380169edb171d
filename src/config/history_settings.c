/* A short way through the settings file, for the history. */
#include "src/config/history_settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/config/ini_file.h"
#include "src/config/nearest.h"
#include "src/config/resolve.h"

void history_settings_release(struct history_settings *settings)
{
    arena_release(&settings->arena);
    *settings = (struct history_settings){.filter_count = 0};
}

static enum err read_ini(const struct config_flags *flags, struct ini_file *ini,
                         struct error *reterr)
{
    const char *named = flags->config_file;
    if (named == NULL && (named = getenv("CHAKRA_TUI_CONFIG")) != NULL && named[0] == '\0')
        named = NULL;
    CLEANUP(mem_freep) char *usual = named == NULL ? paths_config_file(NULL) : NULL;
    if (named == NULL && (usual == NULL || access(usual, F_OK) != 0))
        return ERR_OK;
    return ini_file_read(ini, named != NULL ? named : usual, reterr);
}

static enum err take_filters(const struct ini_file *ini, struct history_settings *settings,
                             struct error *reterr)
{
    settings->filters =
        arena_alloc(&settings->arena, ini->section_count + 1, sizeof *settings->filters);
    if (settings->filters == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < ini->section_count; i++) {
        const struct ini_section *section = ini->sections[i];
        const struct ini_setting *query =
            section->kind == OPTION_FILTER
                ? ini_file_find(ini, OPTION_FILTER_QUERY, section->name, NULL)
                : NULL;
        if (query == NULL)
            continue;
        struct saved_filter *filter = &settings->filters[settings->filter_count++];
        filter->name = arena_strdup(&settings->arena, section->name);
        filter->query = arena_strdup(&settings->arena, query->value);
        if (filter->name == NULL || filter->query == NULL)
            return error_nomem(reterr);
    }
    return ERR_OK;
}

static enum err take_retain(const struct ini_file *ini, struct history_settings *settings,
                            struct error *reterr)
{
    const struct option *option = &option_table[OPTION_RETAIN];
    const char *value = resolve_environment(OPTION_RETAIN);
    if (value != NULL && option_check(option, value, reterr) != ERR_OK) {
        error_set_where(reterr, "environment %s", option->environment);
        return ERR_CONFIG;
    }
    const struct ini_setting *setting = ini_file_find(ini, OPTION_RETAIN, "", NULL);
    if (value == NULL && setting != NULL)
        value = setting->value;
    long ms = 0;
    if (value != NULL && option_parse_duration(value, &ms))
        settings->retain_ms = ms;
    return ERR_OK;
}

enum err history_settings_read(const struct config_flags *flags, struct history_settings *settings,
                               struct error *reterr)
{
    *settings = (struct history_settings){.filter_count = 0};
    arena_init(&settings->arena);
    struct ini_file ini;
    ini_file_init(&ini);
    enum err err = read_ini(flags, &ini, reterr);
    if (err == ERR_OK)
        err = take_filters(&ini, settings, reterr);
    if (err == ERR_OK)
        err = take_retain(&ini, settings, reterr);
    ini_file_release(&ini);
    return err;
}

const char *history_settings_query(const struct history_settings *settings, const char *name,
                                   struct error *reterr)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (size_t i = 0; i < settings->filter_count; i++) {
        if (strcmp(settings->filters[i].name, name) == 0)
            return settings->filters[i].query;
        nearest_offer(&nearest, settings->filters[i].name);
    }
    error_set(reterr, ERR_CONFIG, "Add a section [filter NAME] with query = … to the settings.",
              "there is no saved filter '%.60s'", name);
    if (nearest.best != NULL && reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean @%s?"), nearest.best);
    return NULL;
}
