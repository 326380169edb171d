/* From bytes to settings: our check of every line, then inih, then the table. */
#include "src/config/ini_file.h"

#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"
#include "src/base/text.h"
#include "src/config/ini_scan.h"

enum { LARGEST_FILE = 1024 * 1024 };

void ini_file_init(struct ini_file *file)
{
    *file = (struct ini_file){0};
    arena_init(&file->arena);
}

void ini_file_release(struct ini_file *file)
{
    mem_free(file->sections);
    mem_free(file->settings);
    mem_free(file->keys);
    arena_release(&file->arena);
    ini_file_init(file);
}

/* What inih's callbacks share. inih reads line by line, so `line` is also the line of the setting
 * that the handler is given: Debian's inih does not say it. */
struct parse {
    struct ini_file *file;
    const char *bytes;
    size_t length, position;
    int line;
    struct ini_line current;
    struct ini_section *section; /* that we are in; NULL before the first */
    enum err err;
    struct error *reterr;
};

static enum err fail_here(struct parse *parse)
{
    error_set_where(parse->reterr, "%s:%d", parse->file->path, parse->line);
    return ERR_CONFIG;
}

static enum err append(void *list_pointer, size_t *count, void *item, struct error *reterr)
{
    void ***list = list_pointer;
    if (item == NULL)
        return error_nomem(reterr);
    void **grown = mem_grow(*list, *count + 1, sizeof *grown);
    if (grown == NULL)
        return error_nomem(reterr);
    grown[(*count)++] = item;
    *list = grown;
    return ERR_OK;
}

static enum err begin_section(struct parse *parse, const struct ini_line *line)
{
    enum option_section kind = OPTION_GENERAL;
    const char *name = NULL;
    size_t name_length = 0;
    enum err err =
        ini_section_split(line->name, line->name_length, &kind, &name, &name_length, parse->reterr);
    if (err != ERR_OK)
        return fail_here(parse);
    struct ini_file *file = parse->file;
    struct ini_section *section = arena_alloc(&file->arena, 1, sizeof *section);
    const char *copy = arena_strndup(&file->arena, name, name_length);
    if (section == NULL || copy == NULL)
        return error_nomem(parse->reterr);
    const struct ini_section *earlier = ini_file_find_section(file, kind, copy);
    if (earlier != NULL) {
        error_set(parse->reterr, ERR_CONFIG, "Put the settings of both together.",
                  "the section [%.*s] stands in line %d already", (int)line->name_length,
                  line->name, earlier->line);
        return fail_here(parse);
    }
    *section = (struct ini_section){.kind = kind, .name = copy, .line = parse->line};
    parse->section = section;
    return append(&file->sections, &file->section_count, section, parse->reterr);
}

/* The next line, checked, in inih's buffer; inih's reader callback (it acts like fgets). */
static char *next_line(char *buffer, int size, void *stream)
{
    struct parse *parse = stream;
    if (parse->err != ERR_OK || parse->position >= parse->length)
        return NULL;
    const char *line = parse->bytes + parse->position;
    const char *end = memchr(line, '\n', parse->length - parse->position);
    size_t length = end != NULL ? (size_t)(end - line) : parse->length - parse->position;
    parse->position += length + 1;
    parse->line++;
    if (parse->line == 1 && length >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) {
        line += 3;
        length -= 3;
    }
    if (length > 0 && line[length - 1] == '\r')
        length--;
    parse->err = ini_line_scan(line, length, &parse->current, parse->reterr);
    if (parse->err != ERR_OK)
        fail_here(parse);
    else if (parse->current.kind == INI_SECTION)
        parse->err = begin_section(parse, &parse->current);
    /* inih joins an indented line to the one before, so it gets none; and no comment lines, whose
     * length does not matter. */
    while (length > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        length--;
    }
    if (parse->err != ERR_OK || parse->current.kind == INI_BLANK)
        length = 0;
    snprintf(buffer, (size_t)size, "%.*s", (int)length, line);
    return buffer;
}

static enum err unknown_setting(struct parse *parse, const char *name)
{
    const char *near = option_nearest(parse->section->kind, name);
    error_set(parse->reterr, ERR_CONFIG, "See chakra-tui.ini.example for the settings there are.",
              "there is no setting %.60s in [%s]", name, option_section_word(parse->section->kind));
    if (near != NULL && parse->reterr != NULL)
        snprintf(parse->reterr->next, sizeof parse->reterr->next, text_of("Did you mean %s?"),
                 near);
    return fail_here(parse);
}

static enum err check_setting(struct parse *parse, const struct option *option, const char *value)
{
    if (option->refused != NULL) {
        error_set(parse->reterr, ERR_CONFIG, option->refused, "%s does not belong into this file",
                  option->name);
        return fail_here(parse);
    }
    const struct ini_setting *earlier = ini_file_find(
        parse->file, (enum option_id)(option - option_table), parse->section->name, NULL);
    if (earlier != NULL && !option->repeats) {
        error_set(parse->reterr, ERR_CONFIG, "Take one of the two lines out.",
                  "%s stands in line %d already", option->name, earlier->line);
        return fail_here(parse);
    }
    if (ini_value_check_comment(option, parse->current.value, parse->current.value_length,
                                parse->reterr) != ERR_OK ||
        option_check(option, value, parse->reterr) != ERR_OK)
        return fail_here(parse);
    return ERR_OK;
}

/* A comment set off by one blank might be a key that is meant: then the key would be lost. */
static enum err check_keys_comment(struct parse *parse)
{
    static const struct option row = {.name = "a row of keys", .free_text = true};
    if (ini_value_check_comment(&row, parse->current.value, parse->current.value_length, NULL) ==
        ERR_OK)
        return ERR_OK;
    error_set(parse->reterr, ERR_CONFIG,
              "Write Semicolon for that key, and two blanks before a comment.",
              "a semicolon behind a blank begins a comment");
    return fail_here(parse);
}

static enum err add_keys(struct parse *parse, const char *name, const char *value)
{
    struct ini_file *file = parse->file;
    for (size_t i = 0; i < file->keys_count; i++) {
        if (strcmp(file->keys[i]->action, name) != 0)
            continue;
        error_set(parse->reterr, ERR_CONFIG, "Write all keys of an action in one line.",
                  "%.60s stands in line %d already", name, file->keys[i]->line);
        return fail_here(parse);
    }
    enum err err = check_keys_comment(parse);
    if (err != ERR_OK)
        return err;
    struct ini_keys *keys = arena_alloc(&file->arena, 1, sizeof *keys);
    const char *action = arena_strdup(&file->arena, name);
    const char *copy = arena_strdup(&file->arena, value);
    if (keys == NULL || action == NULL || copy == NULL)
        return error_nomem(parse->reterr);
    *keys = (struct ini_keys){.action = action, .keys = copy, .line = parse->line};
    return append(&file->keys, &file->keys_count, keys, parse->reterr);
}

static enum err add_setting(struct parse *parse, const char *name, const char *value)
{
    if (parse->section == NULL) {
        error_set(parse->reterr, ERR_CONFIG, "Write [chakra-tui] or [profile NAME] above it.",
                  "%.60s stands before the first section", name);
        return fail_here(parse);
    }
    if (parse->section->kind == OPTION_KEYS)
        return add_keys(parse, name, value);
    const struct option *option = option_find(parse->section->kind, name);
    if (option == NULL)
        return unknown_setting(parse, name);
    enum err err = check_setting(parse, option, value);
    if (err != ERR_OK)
        return err;
    struct ini_file *file = parse->file;
    struct ini_setting *setting = arena_alloc(&file->arena, 1, sizeof *setting);
    const char *copy = arena_strdup(&file->arena, value);
    if (setting == NULL || copy == NULL)
        return error_nomem(parse->reterr);
    *setting = (struct ini_setting){
        .option = option, .section = parse->section, .value = copy, .line = parse->line};
    return append(&file->settings, &file->setting_count, setting, parse->reterr);
}

/* inih's handler: nonzero is success. */
static int on_setting(void *user, const char *section, const char *name, const char *value)
{
    (void)section; /* cut at 49 bytes by inih: our own check keeps it whole */
    struct parse *parse = user;
    if (parse->err == ERR_OK)
        parse->err = add_setting(parse, name, value);
    return parse->err == ERR_OK;
}

static enum err check_required(const struct ini_file *file, struct error *reterr)
{
    for (size_t i = 0; i < file->section_count; i++) {
        const struct ini_section *section = file->sections[i];
        for (size_t j = 0; j < OPTION_COUNT; j++) {
            const struct option *option = &option_table[j];
            if (option->section != section->kind || !option->required ||
                ini_file_find(file, (enum option_id)j, section->name, NULL) != NULL)
                continue;
            error_set(reterr, ERR_CONFIG, NULL, "the section [%s %s] has no %s",
                      option_section_word(section->kind), section->name, option->name);
            error_set_where(reterr, "%s:%d", file->path, section->line);
            if (reterr != NULL)
                snprintf(reterr->next, sizeof reterr->next, text_of("Add a line: %s = …"),
                         option->name);
            return ERR_CONFIG;
        }
    }
    return ERR_OK;
}

enum err ini_file_parse(struct ini_file *file, const char *path, const char *bytes, size_t length,
                        struct error *reterr)
{
    file->path = arena_strdup(&file->arena, path);
    if (file->path == NULL)
        return error_nomem(reterr);
    struct parse parse = {.file = file, .bytes = bytes, .length = length, .reterr = reterr};
    int bad_line = ini_parse_stream(next_line, &parse, on_setting, &parse);
    if (parse.err != ERR_OK)
        return parse.err;
    if (bad_line != 0) {
        error_set(reterr, ERR_CONFIG, "Write a setting as NAME = VALUE.",
                  "the line cannot be read");
        error_set_where(reterr, "%s:%d", path, bad_line);
        return ERR_CONFIG;
    }
    return check_required(file, reterr);
}

enum err ini_file_read(struct ini_file *file, const char *path, struct error *reterr)
{
    struct strbuf bytes;
    strbuf_init(&bytes, LARGEST_FILE);
    enum err err = paths_read_file(path, &bytes, reterr);
    if (err == ERR_OK)
        err = ini_file_parse(file, path, bytes.text, bytes.length, reterr);
    else if (reterr != NULL && err != ERR_NOMEM)
        err = reterr->code = ERR_CONFIG; /* for the reader it is the settings that are wrong */
    strbuf_release(&bytes);
    return err;
}

const struct ini_setting *ini_file_find(const struct ini_file *file, enum option_id option,
                                        const char *section_name, const struct ini_setting *after)
{
    bool seen = after == NULL;
    for (size_t i = 0; i < file->setting_count; i++) {
        const struct ini_setting *setting = file->settings[i];
        if (seen && setting->option == &option_table[option] &&
            strcmp(setting->section->name, section_name) == 0)
            return setting;
        seen = seen || setting == after;
    }
    return NULL;
}

const struct ini_section *ini_file_find_section(const struct ini_file *file,
                                                enum option_section kind, const char *name)
{
    for (size_t i = 0; i < file->section_count; i++)
        if (file->sections[i]->kind == kind && strcmp(file->sections[i]->name, name) == 0)
            return file->sections[i];
    return NULL;
}
