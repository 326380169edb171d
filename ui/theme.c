/* The themes that are built in, and choosing one. */
#include "ui/theme.h"

#include "assets/embed.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"

#include <stdio.h>
#include <string.h>

extern const struct embedded_file theme_files[];
extern const size_t theme_files_count;

enum { LARGEST_FILE = 65536 };

/* In the order of the picker. */
static const char *const names[] = {"default", "light", "dark", "mono", "high-contrast"};

size_t theme_builtin_count(void)
{
    return sizeof names / sizeof names[0];
}

/* The files of assets/themes are named after their themes. */
static size_t name_length(size_t index)
{
    return strcspn(theme_files[index].name, ".");
}

const char *theme_builtin_name(size_t index)
{
    return names[index];
}

bool theme_load_builtin(const char *name, struct theme *ret_theme)
{
    for (size_t i = 0; i < theme_files_count; i++) {
        if (strlen(name) != name_length(i) ||
            memcmp(name, theme_files[i].name, name_length(i)) != 0)
            continue;
        struct theme_report report;
        theme_parse(name, theme_files[i].name, (const char *)theme_files[i].bytes,
                    theme_files[i].length, ret_theme, &report);
        return true;
    }
    return false;
}

const char *theme_choose(const char *setting, bool no_color)
{
    if (setting != NULL && strcmp(setting, "auto") != 0)
        return setting;
    return no_color ? "mono" : "default";
}

void theme_load_file(const char *name, const char *path, struct theme *ret_theme,
                     struct theme_report *ret_report)
{
    struct strbuf bytes;
    strbuf_init(&bytes, LARGEST_FILE);
    *ret_report = (struct theme_report){.count = 0};
    if (paths_read_file(path, &bytes, &ret_report->first) == ERR_OK) {
        theme_parse(name, path, bytes.text, bytes.length, ret_theme, ret_report);
    } else {
        ret_report->count = 1;
        (void)theme_load_builtin("default", ret_theme);
        snprintf(ret_theme->name, sizeof ret_theme->name, "%s", name);
    }
    strbuf_release(&bytes);
}

bool theme_has_colors(const struct theme *theme)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        const struct theme_role *look = &theme->roles[role];
        if (look->foreground.index >= 0 || look->foreground.rgb >= 0 ||
            look->background.index >= 0 || look->background.rgb >= 0)
            return true;
    }
    return false;
}
