/* One line of the settings file, looked at before inih does. */
#include "src/config/ini_scan.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/config/nearest.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && is_blank(**text)) {
        ++*text;
        --*length;
    }
    while (*length > 0 && is_blank((*text)[*length - 1]))
        --*length;
}

/* Where inih's comment begins: a `;` after a blank. `length` when there is none. */
static size_t comment_begin(const char *text, size_t length)
{
    for (size_t i = 1; i < length; i++)
        if (text[i] == ';' && is_blank(text[i - 1]))
            return i;
    return length;
}

static enum err check_bytes(const char *line, size_t length, struct error *reterr)
{
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)line[i] < ' ' && line[i] != '\t') || line[i] == 0x7F)
            return error_set(reterr, ERR_CONFIG, "Take it out with an editor.",
                             "the line holds a control character (0x%02X)",
                             (unsigned)(unsigned char)line[i]);
    if (!utf8_is_valid(line, length))
        return error_set(reterr, ERR_CONFIG, "Save the file as UTF-8.", "the line is not UTF-8");
    return ERR_OK;
}

static enum err scan_section(const char *line, size_t length, struct ini_line *ret_line,
                             struct error *reterr)
{
    const char *end = memchr(line, ']', length);
    if (end == NULL)
        return error_set(reterr, ERR_CONFIG, "Write it as [profile NAME].",
                         "the section's ] is missing");
    const char *rest = end + 1;
    size_t rest_length = length - (size_t)(rest - line);
    trim(&rest, &rest_length);
    if (rest_length > 0 && *rest != ';' && *rest != '#')
        return error_set(reterr, ERR_CONFIG, "Move it to a line of its own.",
                         "there is text after the section's ]");
    ret_line->kind = INI_SECTION;
    ret_line->name = line + 1;
    ret_line->name_length = (size_t)(end - line) - 1;
    if (comment_begin(ret_line->name, ret_line->name_length) < ret_line->name_length)
        return error_set(reterr, ERR_CONFIG, "Choose a name without a semicolon.",
                         "a blank and a semicolon in a section's name would begin a comment");
    trim(&ret_line->name, &ret_line->name_length);
    if (ret_line->name_length > INI_LONGEST_NAME)
        return error_set(reterr, ERR_CONFIG, "Choose a shorter name.",
                         "the section's name has %zu bytes, at most %d are read",
                         ret_line->name_length, INI_LONGEST_NAME);
    return ERR_OK;
}

static enum err scan_setting(const char *line, size_t length, struct ini_line *ret_line,
                             struct error *reterr)
{
    size_t sign = 0;
    while (sign < length && line[sign] != '=' && line[sign] != ':')
        sign++;
    if (sign == length || sign == 0 || comment_begin(line, length) < sign)
        return error_set(reterr, ERR_CONFIG,
                         "Write a setting as NAME = VALUE, a comment with ; in front.",
                         "the line is neither a setting nor a section");
    ret_line->kind = INI_SETTING;
    ret_line->name = line;
    ret_line->name_length = sign;
    trim(&ret_line->name, &ret_line->name_length);
    if (ret_line->name_length > INI_LONGEST_NAME)
        return error_set(reterr, ERR_CONFIG, "See chakra-tui.ini.example for the names there are.",
                         "the setting's name has %zu bytes, no setting has more than %d",
                         ret_line->name_length, INI_LONGEST_NAME);
    ret_line->value = line + sign + 1;
    ret_line->value_length = length - sign - 1;
    return ERR_OK;
}

/* A token pasted into the file is the usual reason: say what to do about that first. */
static enum err too_long(const struct ini_line *line, size_t length, struct error *reterr)
{
    bool is_token = line->name_length >= 5 && strncmp(line->name, "token", 5) == 0;
    bool is_list = line->name_length == 15 && strncmp(line->name, "test_recipients", 15) == 0;
    const char *next = "Write less, and put a comment on a line of its own.";
    if (is_token)
        next = "A token does not fit: put it into a file of mode 0600 and write token_file = PATH; "
               "put a long command into a script and name the script.";
    else if (is_list)
        next = "Write test_recipients on several lines, each test_recipients = …; they add up.";
    return error_set(reterr, ERR_CONFIG, next, "the line has %zu bytes, at most %d are read",
                     length, INI_LONGEST_LINE);
}

enum err ini_line_scan(const char *line, size_t length, struct ini_line *ret_line,
                       struct error *reterr)
{
    *ret_line = (struct ini_line){.kind = INI_BLANK};
    enum err err = check_bytes(line, length, reterr);
    if (err != ERR_OK)
        return err;
    trim(&line, &length);
    if (length == 0 || line[0] == ';' || line[0] == '#')
        return ERR_OK;
    err = line[0] == '[' ? scan_section(line, length, ret_line, reterr)
                         : scan_setting(line, length, ret_line, reterr);
    if (err == ERR_OK && length > INI_LONGEST_LINE)
        err = too_long(ret_line, length, reterr);
    return err;
}

enum err ini_section_split(const char *text, size_t length, enum option_section *ret_kind,
                           const char **ret_name, size_t *ret_name_length, struct error *reterr)
{
    size_t word = 0;
    while (word < length && !is_blank(text[word]))
        word++;
    const char *name = text + word;
    size_t name_length = length - word;
    trim(&name, &name_length);
    *ret_name = name;
    *ret_name_length = name_length;
    char kind[INI_LONGEST_NAME + 1];
    snprintf(kind, sizeof kind, "%.*s", (int)word, text);
    struct nearest nearest;
    nearest_init(&nearest, kind);
    for (size_t i = 0; i < OPTION_SECTION_COUNT; i++) {
        const char *known = option_section_word((enum option_section)i);
        nearest_offer(&nearest, known);
        if (strcmp(known, kind) != 0)
            continue;
        *ret_kind = (enum option_section)i;
        bool stands_alone = i == OPTION_GENERAL || i == OPTION_KEYS;
        if (stands_alone && name_length != 0) {
            error_set(reterr, ERR_CONFIG, NULL, "the section [%s] has no name behind it", known);
            if (reterr != NULL)
                snprintf(reterr->next, sizeof reterr->next, text_of("Write [%s]."), known);
            return ERR_CONFIG;
        }
        if (!stands_alone && name_length == 0) {
            error_set(reterr, ERR_CONFIG, NULL, "the section [%s] needs a name", known);
            if (reterr != NULL)
                snprintf(reterr->next, sizeof reterr->next, text_of("Write [%s NAME]."), known);
            return ERR_CONFIG;
        }
        return ERR_OK;
    }
    error_set(reterr, ERR_CONFIG,
              "The sections are [chakra-tui], [profile NAME], [plugin NAME], [phone NAME], "
              "[filter NAME] and [keys].",
              "there is no section [%.*s]", (int)length, text);
    if (nearest.best != NULL && reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean [%s%s]?"), nearest.best,
                 strcmp(nearest.best, "chakra-tui") == 0 || strcmp(nearest.best, "keys") == 0
                     ? ""
                     : " NAME");
    return ERR_CONFIG;
}

enum err ini_value_check_comment(const struct option *option, const char *value, size_t length,
                                 struct error *reterr)
{
    size_t begin = comment_begin(value, length);
    if (!option->free_text || begin == length)
        return ERR_OK;
    /* Two blanks or a tab set a comment off: nobody writes that by accident. */
    if (value[begin - 1] == '\t' || (begin > 1 && is_blank(value[begin - 2])))
        return ERR_OK;
    return error_set(reterr, ERR_CONFIG,
                     "Put a comment on a line of its own, or two blanks before it. A value cannot "
                     "hold ` ;`: put such a command into a script, and choose another name.",
                     "a blank and a semicolon in %s would begin a comment and cut the value",
                     option->name);
}
