/* The screen's settings; where themes of the operator's own are looked for. */
#include "src/config/screen_settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/config/option_checks.h"
#include "src/config/profile.h"

#define BUILT_IN "auto|default|light|dark|mono|high-contrast"

void screen_settings_release(struct screen_settings *settings)
{
    mem_free(settings->theme);
    mem_free(settings->theme_file);
    mem_free(settings->themes_folder);
    *settings = (struct screen_settings){0};
}

/* "themes" beside the usual settings file; NULL without a home or memory. */
static char *themes_folder(void)
{
    CLEANUP(mem_freep) char *file = paths_config_file(NULL);
    char *slash = file != NULL ? strrchr(file, '/') : NULL;
    if (slash == NULL)
        return NULL;
    *slash = '\0';
    return paths_join(file, "themes");
}

/* The file of a theme that is not built in: a path (with a slash), or a name in the folder. NULL
 * without a home or memory. */
static char *theme_path(const char *value)
{
    const char *home = getenv("HOME");
    if (strncmp(value, "~/", 2) == 0)
        return home != NULL ? paths_join(home, value + 2) : NULL;
    if (strchr(value, '/') != NULL)
        return mem_strdup(value);
    CLEANUP(mem_freep) char *folder = themes_folder();
    char name[200];
    snprintf(name, sizeof name, "%s.ini", value);
    return folder != NULL ? paths_join(folder, name) : NULL;
}

static bool is_built_in(const char *value)
{
    const struct option names = {.choices = BUILT_IN};
    return option_choice(&names, value) >= 0;
}

enum err option_check_theme(const struct option *option, const char *value, struct error *reterr)
{
    if (is_built_in(value))
        return ERR_OK;
    CLEANUP(mem_freep) char *path = value[0] != '\0' ? theme_path(value) : NULL;
    if (path != NULL && access(path, R_OK) == 0)
        return ERR_OK;
    error_set(reterr, ERR_CONFIG, NULL, "%s cannot be '%.80s'", option->name, value);
    if (reterr == NULL)
        return ERR_CONFIG;
    if (path == NULL)
        return option_advise(reterr, TEXT("Write one of: "), BUILT_IN);
    snprintf(reterr->next, sizeof reterr->next,
             text_of("Write one of: %s; or make a theme of your own at %s."), BUILT_IN, path);
    return ERR_CONFIG;
}

static enum err load_theme(struct resolver *resolver)
{
    struct screen_settings *settings = &resolver->config->screen;
    const char *value = NULL;
    enum err err = resolve_setting(resolver, OPTION_THEME, "chakra-tui", "", true, &value);
    if (err == ERR_OK)
        err = profile_set_text(&settings->theme, value, resolver->reterr);
    settings->themes_folder = themes_folder();
    if (err != ERR_OK || is_built_in(value))
        return err;
    settings->theme_file = theme_path(value);
    return settings->theme_file != NULL ? ERR_OK : error_nomem(resolver->reterr);
}

/* A setting that is one of the words in its row: the place of the word. */
static enum err load_choice(struct resolver *resolver, enum option_id id, int *ret_choice)
{
    const char *value = NULL;
    enum err err = resolve_setting(resolver, id, "chakra-tui", "", true, &value);
    if (err == ERR_OK)
        *ret_choice = option_choice(&option_table[id], value);
    return err;
}

enum err screen_settings_load(struct resolver *resolver)
{
    struct screen_settings *settings = &resolver->config->screen;
    enum { MOUSE, SPINNER, TITLE, LINKS, SCREEN_READER, BORDERS, NOTIFY, COUNT };
    static const enum option_id ids[COUNT] = {
        [MOUSE] = OPTION_MOUSE,     [SPINNER] = OPTION_SPINNER,
        [TITLE] = OPTION_TITLE,     [LINKS] = OPTION_LINKS,
        [BORDERS] = OPTION_BORDERS, [SCREEN_READER] = OPTION_SCREEN_READER,
        [NOTIFY] = OPTION_NOTIFY,
    };
    int choices[COUNT] = {0};
    enum err err = load_theme(resolver);
    for (int i = 0; i < COUNT && err == ERR_OK; i++)
        err = load_choice(resolver, ids[i], &choices[i]);
    settings->has_mouse = choices[MOUSE] > 0;
    settings->has_spinner = choices[SPINNER] > 0;
    settings->has_title = choices[TITLE] > 0;
    settings->has_links = choices[LINKS] > 0;
    settings->is_linear = choices[SCREEN_READER] > 0;
    settings->has_ascii_borders = choices[BORDERS] > 0;
    settings->notify = (enum screen_notify)choices[NOTIFY];
    return err;
}
