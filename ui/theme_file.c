/*
 * From the bytes of a theme's file to roles. inih splits the lines; as it reads
 * one at a time through our reader, the reader's count is the line of the
 * setting. Every line is looked at alone: what is wrong costs one role.
 */
#include "src/base/text.h"
#include "ui/theme.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_LINE = 198 }; /* Debian's inih cuts longer ones */

static const char *const role_names[ROLE_COUNT] = {
#define X(id, name) [ROLE_##id] = name,
    ROLE_LIST(X)
#undef X
};

struct parse {
    const char *path;
    const char *bytes;
    size_t length, position;
    int line, section_line;
    struct theme *theme;
    struct theme_report *report;
    bool is_given[ROLE_COUNT];
};

static const char how_to[] =
    TEXT("Write ROLE = COLOUR [on COLOUR] [bold] [dim] [reverse] [underline]; see docs/THEMES.md.");

__attribute__((format(printf, 3, 4))) static void report(struct parse *parse, int line,
                                                         const char *format, ...)
{
    char what[300];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    if (parse->report->count++ > 0)
        return;
    error_set(&parse->report->first, ERR_CONFIG, how_to, "%s", what);
    error_set_where(&parse->report->first, "%s:%d", parse->path, line);
}

/* inih's reader callback; it acts like fgets. */
static char *next_line(char *buffer, int size, void *stream)
{
    struct parse *parse = stream;
    if (parse->position >= parse->length)
        return NULL;
    const char *line = parse->bytes + parse->position;
    const char *end = memchr(line, '\n', parse->length - parse->position);
    size_t length = end != NULL ? (size_t)(end - line) : parse->length - parse->position;
    parse->position += length + 1;
    parse->line++;
    while (length > 0 &&
           (*line == ' ' || *line == '\t')) { /* inih would join it to the one before */
        line++;
        length--;
    }
    bool is_comment = length > 0 && (*line == ';' || *line == '#');
    if (!is_comment && (length > LONGEST_LINE || memchr(line, '\0', length) != NULL)) {
        report(parse, parse->line, "the line is too long, or no text");
        length = 0;
    }
    if (length > 0 && *line == '[')
        parse->section_line = parse->line;
    snprintf(buffer, (size_t)size, "%.*s", is_comment ? 0 : (int)length, line);
    return buffer;
}

static bool parse_rgb(const char *text, size_t length, int *ret_rgb)
{
    char digits[8] = "";
    if (length != 7 || text[0] != '#' || strspn(text + 1, "0123456789abcdefABCDEF") < 6)
        return false;
    memcpy(digits, text + 1, 6);
    *ret_rgb = (int)strtol(digits, NULL, 16);
    return true;
}

static bool parse_index(const char *text, size_t length, int *ret_index)
{
    static const char *const names[] = {"black", "red",     "green", "yellow",
                                        "blue",  "magenta", "cyan",  "white"};
    size_t bright = length > 7 && memcmp(text, "bright-", 7) == 0 ? 7 : 0;
    for (int i = 0; i < 8; i++)
        if (strlen(names[i]) == length - bright &&
            memcmp(names[i], text + bright, length - bright) == 0) {
            *ret_index = bright > 0 ? i + 8 : i;
            return true;
        }
    if (length == 0 || length > 3 || strspn(text, "0123456789") < length)
        return false;
    int number = 0;
    for (size_t i = 0; i < length; i++)
        number = number * 10 + (text[i] - '0');
    *ret_index = number;
    return number <= 255;
}

/* NAME, NUMBER, #RRGGBB, NAME/#RRGGBB or `default`. */
static bool parse_color(const char *text, size_t length, struct theme_color *ret_color)
{
    *ret_color = (struct theme_color){.index = -1, .rgb = -1};
    if (length == 7 && memcmp(text, "default", 7) == 0)
        return true;
    const char *slash = memchr(text, '/', length);
    if (slash == NULL)
        return text[0] == '#' ? parse_rgb(text, length, &ret_color->rgb)
                              : parse_index(text, length, &ret_color->index);
    size_t before = (size_t)(slash - text);
    return parse_index(text, before, &ret_color->index) &&
           parse_rgb(slash + 1, length - before - 1, &ret_color->rgb);
}

static unsigned attribute_of(const char *word, size_t length)
{
    static const struct {
        const char *name;
        unsigned attribute;
    } rows[] = {{"bold", THEME_BOLD},
                {"dim", THEME_DIM},
                {"reverse", THEME_REVERSE},
                {"underline", THEME_UNDERLINE}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strlen(rows[i].name) == length && memcmp(rows[i].name, word, length) == 0)
            return rows[i].attribute;
    return 0;
}

/* False, with the word that is wrong in ret_word. */
static bool parse_role(const char *value, struct theme_role *ret_role, const char **ret_word,
                       size_t *ret_length)
{
    const struct theme_color none = {.index = -1, .rgb = -1};
    bool wants_background = false;
    *ret_role = (struct theme_role){.foreground = none, .background = none};
    for (const char *at = value + strspn(value, " \t"); *at != '\0';) {
        size_t length = strcspn(at, " \t");
        unsigned attribute = attribute_of(at, length);
        *ret_word = at;
        *ret_length = length;
        if (length == 2 && memcmp(at, "on", 2) == 0 && !wants_background)
            wants_background = true;
        else if (attribute != 0)
            ret_role->attributes |= attribute;
        else if (!parse_color(at, length,
                              wants_background ? &ret_role->background : &ret_role->foreground))
            return false;
        at += length;
        at += strspn(at, " \t");
    }
    return value[0] != '\0';
}

/* inih's handler: nonzero is success, and a role that is wrong stops nothing. */
static int on_setting(void *user, const char *section, const char *name, const char *value)
{
    struct parse *parse = user;
    const char *word = "";
    size_t length = 0;
    struct theme_role look;
    size_t role = 0;
    while (role < ROLE_COUNT && strcmp(role_names[role], name) != 0)
        role++;
    if (strcmp(section, "roles") != 0)
        report(parse, parse->line, "%.40s does not stand below [roles]", name);
    else if (role == ROLE_COUNT)
        report(parse, parse->line, "there is no role %.40s", name);
    else if (parse->is_given[role])
        report(parse, parse->line, "the role %.40s is there twice", name);
    else if (!parse_role(value, &look, &word, &length))
        report(parse, parse->line, "the role %.40s cannot be '%.*s'", name, (int)length, word);
    else
        parse->theme->roles[role] = look;
    if (role < ROLE_COUNT)
        parse->is_given[role] = true;
    return 1;
}

void theme_parse(const char *name, const char *path, const char *bytes, size_t length,
                 struct theme *ret_theme, struct theme_report *ret_report)
{
    struct parse parse = {.path = path,
                          .bytes = bytes,
                          .length = length,
                          .section_line = 1,
                          .theme = ret_theme,
                          .report = ret_report};
    *ret_report = (struct theme_report){.count = 0};
    /* The default theme is whole, which a test makes sure of: it needs no other to fall back to. */
    if (strcmp(path, "default.ini") != 0)
        (void)theme_load_builtin("default", ret_theme);
    else
        *ret_theme = (struct theme){.name = ""};
    snprintf(ret_theme->name, sizeof ret_theme->name, "%s", name);
    int bad_line = ini_parse_stream(next_line, &parse, on_setting, &parse);
    if (bad_line > 0)
        report(&parse, bad_line, "the line cannot be read");
    for (int role = 0; role < ROLE_COUNT; role++)
        if (!parse.is_given[role])
            report(&parse, parse.section_line, "the role %s is missing", role_names[role]);
}
