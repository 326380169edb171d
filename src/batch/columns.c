/* The header of a list. */
#include "src/batch/columns.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/config/nearest.h"

static const char left_out[] = "-";
static const char language_key[] = "language";

void sink_tell(struct problem_sink *sink, int64_t row, const char *column, const char *rule,
               enum problem_level level, const char *format, ...)
{
    char message[400];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, text_of(format), args);
    va_end(args);
    utf8_mend(message);
    if (level == PROBLEM_ERROR)
        sink->errors++;
    else
        sink->warnings++;
    const struct batch_problem problem = {
        .row = row, .column = column, .rule = rule, .level = level, .message = message};
    sink->settings->on_problem(&problem, sink->settings->context);
}

const char *column_name(struct arena *arena, const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
        length--;
    return arena_strndup(arena, text, length);
}

static const struct batch_map *find_map(const struct batch_settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->map_count; i++)
        if (strcmp(settings->maps[i].column, name) == 0)
            return &settings->maps[i];
    return NULL;
}

static const struct column *find_name(const struct columns *columns, size_t end, const char *name)
{
    for (size_t i = 0; i < end; i++)
        if (strcmp(columns->items[i].name, name) == 0)
            return &columns->items[i];
    return NULL;
}

static const struct column *find_key(const struct columns *columns, size_t end, const char *key)
{
    for (size_t i = 0; i < end; i++)
        if (columns->items[i].key != NULL && strcmp(columns->items[i].key, key) == 0)
            return &columns->items[i];
    return NULL;
}

static enum err read_names(const struct csv_row *header, struct problem_sink *sink,
                           struct arena *arena, struct columns *columns, struct error *reterr)
{
    columns->items = arena_alloc(arena, header->count, sizeof *columns->items);
    if (columns->items == NULL)
        return error_nomem(reterr);
    columns->count = columns->to = columns->language = header->count;
    for (size_t i = 0; i < header->count; i++) {
        struct column *column = &columns->items[i];
        column->name = column_name(arena, header->cells[i]);
        if (column->name == NULL)
            return error_nomem(reterr);
        const struct batch_map *map = find_map(sink->settings, column->name);
        column->key = map != NULL ? map->key : column->name;
        if (strcmp(column->key, left_out) == 0)
            column->key = NULL;
        if (column->name[0] == '\0')
            sink_tell(sink, header->number, "", "", PROBLEM_ERROR,
                      "Column %zu has no name: name it after a slot, or take it out.", i + 1);
        else if (find_name(columns, i, column->name) != NULL)
            sink_tell(sink, header->number, column->name, "", PROBLEM_ERROR,
                      "Two columns have this name: rename one.");
        else if (column->key != NULL && find_key(columns, i, column->key) != NULL)
            sink_tell(sink, header->number, column->name, "", PROBLEM_ERROR,
                      "The columns %.60s and %.60s both fill %.60s: leave one out with "
                      "--map 'COLUMN=-'.",
                      find_key(columns, i, column->key)->name, column->name, column->key);
    }
    return ERR_OK;
}

/* The number of cards that the keys ask for. */
static enum err count_cards(const struct columns *columns, const struct values *fixed,
                            size_t *ret_count, struct error *reterr)
{
    struct values keys;
    values_init(&keys);
    enum err err = fixed != NULL ? values_copy(&keys, fixed, reterr) : ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < columns->count; i++)
        if (columns->items[i].key != NULL && strcmp(columns->items[i].key, "card.count") != 0)
            err = values_set(&keys, columns->items[i].key, "", false, reterr);
    *ret_count = err == ERR_OK ? values_card_count(&keys) : 0;
    values_release(&keys);
    return err;
}

/* For what is told of a key that no language has. */
static const struct slot_list *some_slots(const struct row_languages *languages)
{
    return languages->usual != NULL ? &languages->usual->slots : &languages->items[0].slots;
}

static void tell_unknown(struct problem_sink *sink, int64_t row, const struct column *column,
                         const struct row_languages *languages)
{
    const struct slot_list *slots = some_slots(languages);
    struct nearest nearest;
    nearest_init(&nearest, column->key);
    nearest_offer(&nearest, "to");
    if (sink->settings->language_count > 0)
        nearest_offer(&nearest, language_key);
    for (size_t i = 0; i < slots->count; i++)
        nearest_offer(&nearest, slots->items[i].key);
    bool is_mapped = strcmp(column->key, column->name) != 0;
    const char *near = nearest.best;
    const char *next =
        is_mapped ? text_of("Correct --map.")
                  : text_of("Else --map 'COLUMN=KEY' says what it fills, --map 'COLUMN=-' leaves "
                            "it out.");
    if (near != NULL)
        sink_tell(sink, row, column->name, "", PROBLEM_ERROR,
                  "The template has no slot %.60s; did you mean %.60s? %s", column->key, near,
                  next);
    else
        sink_tell(sink, row, column->name, "", PROBLEM_ERROR,
                  "The template has no slot %.60s; templates show lists those it has. %s",
                  column->key, next);
}

static void match_column(struct problem_sink *sink, int64_t row, struct columns *columns,
                         size_t index, const struct row_languages *languages)
{
    struct column *column = &columns->items[index];
    const struct values *fixed = sink->settings->fixed;
    if (column->key == NULL || column->name[0] == '\0')
        return;
    if (fixed != NULL && values_find(fixed, column->key) != NULL)
        sink_tell(sink, row, column->name, "", PROBLEM_ERROR,
                  "%.60s is given for all rows and in this column too: leave one out.",
                  column->key);
    if (strcmp(column->key, "to") == 0) {
        columns->to = index;
        return;
    }
    if (columns->language < columns->count && strcmp(column->key, language_key) == 0)
        return; /* of several, which was told, none is a slot */
    column->slot = languages_find_slot(languages, column->key);
    if (column->slot == NULL)
        tell_unknown(sink, row, column, languages);
    else if (column->slot->kind == SLOT_FILE)
        sink_tell(sink, row, column->name, "", PROBLEM_ERROR,
                  "Files are not uploaded row by row: use media upload, then a column for the "
                  "link.");
    else if (strcmp(column->key, "card.count") == 0)
        sink_tell(sink, row, column->name, "", PROBLEM_ERROR,
                  "All rows have the same number of cards: give it with --set card.count=N.");
}

static void check_fixed(struct problem_sink *sink, const struct row_languages *languages)
{
    const struct values *fixed = sink->settings->fixed;
    for (size_t i = 0; fixed != NULL && i < fixed->count; i++) {
        const char *key = fixed->items[i].key;
        if (sink->settings->language_count > 0 && strcmp(key, language_key) == 0) {
            sink_tell(sink, 0, key, "", PROBLEM_ERROR,
                      "The language of all rows is given with --language.");
            continue;
        }
        const struct slot *slot = languages_find_slot(languages, key);
        const char *near = slot == NULL ? slots_nearest(some_slots(languages), key) : NULL;
        if (slot != NULL && slot->kind == SLOT_FILE)
            sink_tell(sink, 0, key, "", PROBLEM_ERROR,
                      "Upload the file once with media upload, then give its link.");
        else if (slot == NULL && strcmp(key, "to") != 0)
            sink_tell(sink, 0, key, "", PROBLEM_ERROR,
                      near != NULL
                          ? TEXT("The template has no slot %.60s; did you mean %.60s?")
                          : TEXT("The template has no slot %.60s; see templates show for those it "
                                 "has."),
                      key, near);
    }
}

/* A header is easily "Language" or "languag". */
static enum err tell_no_language(const struct columns *columns, struct error *reterr)
{
    struct nearest nearest;
    nearest_init(&nearest, language_key);
    for (size_t i = 0; i < columns->count; i++)
        if (columns->items[i].key == columns->items[i].name)
            nearest_offer(&nearest, columns->items[i].name);
    error_set(reterr, ERR_USAGE,
              "Add it, or a column `language`; chakra-tui templates list shows what there is.",
              "batch needs --language, as the list has no column for it");
    if (nearest.best != NULL && reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next,
                 text_of("Add it, or --map '%.60s=language' if that column names it."),
                 nearest.best);
    return ERR_USAGE;
}

/* The languages that the rows may be in, with their slots. */
static enum err build_languages(const struct batch_settings *settings, struct columns *columns,
                                struct arena *arena, struct row_languages *ret_languages,
                                struct error *reterr)
{
    size_t cards = 0;
    for (size_t i = 0; settings->language_count > 0 && i < columns->count; i++)
        if (columns->items[i].key != NULL && strcmp(columns->items[i].key, language_key) == 0)
            columns->language = i;
    bool names_them = columns->language < columns->count;
    if (!names_them && settings->template == NULL)
        return tell_no_language(columns, reterr);
    enum err err = count_cards(columns, settings->fixed, &cards, reterr);
    const char **keys = arena_alloc(arena, columns->count + 1, sizeof *keys);
    if (err == ERR_OK && keys == NULL)
        err = error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < columns->count; i++)
        keys[i] = columns->items[i].key;
    if (err != ERR_OK)
        return err;
    const struct language_choice choice = {.templates = names_them ? settings->languages
                                                                   : &settings->template,
                                           .count = names_them ? settings->language_count : 1,
                                           .usual = settings->template};
    return languages_build(&choice, cards, keys, columns->count, arena, ret_languages, reterr);
}

enum err columns_match(const struct csv_row *header, struct problem_sink *sink, struct arena *arena,
                       struct columns *ret_columns, struct row_languages *ret_languages,
                       struct error *reterr)
{
    const struct batch_settings *settings = sink->settings;
    enum err err = read_names(header, sink, arena, ret_columns, reterr);
    if (err == ERR_OK)
        err = build_languages(settings, ret_columns, arena, ret_languages, reterr);
    if (err != ERR_OK)
        return err;
    for (size_t i = 0; i < settings->map_count; i++)
        if (find_name(ret_columns, ret_columns->count, settings->maps[i].column) == NULL)
            sink_tell(sink, header->number, settings->maps[i].column, "", PROBLEM_ERROR,
                      "--map names this column, which the file does not have.");
    for (size_t i = 0; i < ret_columns->count; i++)
        match_column(sink, header->number, ret_columns, i, ret_languages);
    check_fixed(sink, ret_languages);
    bool has_to = settings->fixed != NULL && values_find(settings->fixed, "to") != NULL;
    if (ret_columns->to == ret_columns->count && !has_to)
        sink_tell(sink, header->number, "to", "", PROBLEM_ERROR,
                  "No column holds the recipients: name one `to`, or use --map COLUMN=to.");
    return ERR_OK;
}

const char *columns_name_of(const struct columns *columns, const char *key)
{
    const struct column *column = find_key(columns, columns->count, key);
    return column != NULL ? column->name : key;
}
