/* Prints differences of definitions. */
#include "src/cli/definition_print.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/cli/output.h"

enum { TEXT_BYTES_MAX = 16 * 1024 * 1024, PATH_COLUMN = 18 };

/* One row for each kind of change. */
static const struct {
    const char *begin, *end; /* marks */
    const char *colour;
    const char *word; /* in JSON */
} looks[] = {
    [WORDS_KEPT] = {"", "", "", "="},
    [WORDS_REMOVED] = {"[-", "-]", "\033[31m", "-"},
    [WORDS_ADDED] = {"{+", "+}", "\033[32m", "+"},
};

bool definition_print_uses_colour(FILE *out)
{
    const char *terminal = getenv("TERM"), *no_colour = getenv("NO_COLOR");
    return isatty(fileno(out)) != 0 && terminal != NULL && strcmp(terminal, "dumb") != 0 &&
           (no_colour == NULL || no_colour[0] == '\0');
}

static void print_run(FILE *out, enum word_change change, const char *text, size_t length,
                      bool colour)
{
    struct strbuf clean;
    strbuf_init(&clean, TEXT_BYTES_MAX);
    utf8_sanitize(&clean, text, length, UTF8_ONE_LINE);
    bool paints = colour && change != WORDS_KEPT;
    fprintf(out, "%s%s%s%s%s", paints ? looks[change].colour : "", looks[change].begin, clean.text,
            looks[change].end, paints ? "\033[0m" : "");
    strbuf_release(&clean);
}

void definition_print_words(FILE *out, const char *path, const char *before, const char *after,
                            const struct word_diff *words)
{
    bool colour = definition_print_uses_colour(out);
    fputs("  ", out);
    output_text(out, path);
    size_t width = utf8_width(path, strlen(path));
    fprintf(out, "%*s", width < PATH_COLUMN ? (int)(PATH_COLUMN - width) : 1, "");
    for (size_t i = 0; i < words->count; i++)
        print_run(out, words->runs[i].change, words->runs[i].text, words->runs[i].length, colour);
    if (words->count == 0 && before != NULL)
        print_run(out, WORDS_REMOVED, before, strlen(before), colour);
    if (words->count == 0 && after != NULL)
        print_run(out, WORDS_ADDED, after, strlen(after), colour);
    fputc('\n', out);
}

static const char *change_word(const struct definition_pair *pair)
{
    if (pair->before == NULL)
        return TEXT("added");
    if (pair->after == NULL)
        return TEXT("removed");
    return definition_pair_differs(pair) ? TEXT("changed") : TEXT("same");
}

static const struct template *template_of(const struct definition_pair *pair)
{
    return pair->after != NULL ? pair->after->template : pair->before->template;
}

void definition_print_pair(FILE *out, const struct definition_pair *pair,
                           const struct definition_diff *diff)
{
    const struct template *template = template_of(pair);
    output_text(out, template->name);
    fputc(' ', out);
    output_text(out, template->language);
    fprintf(out, "  %s\n", text_of(change_word(pair)));
    for (size_t i = 0; i < diff->change_count; i++) {
        const struct definition_change *change = &diff->changes[i];
        definition_print_words(out, change->path, change->before, change->after, &change->words);
    }
    for (size_t i = 0; i < diff->slot_count; i++) {
        const struct slot_change *slot = &diff->slots[i];
        fprintf(out, "  %c ", slot->is_added ? '+' : '-');
        output_text(out, slot->key);
        fputs(!slot->is_added     ? text_of(": takes no value any more\n")
              : slot->is_required ? text_of(": needs a value now\n")
                                  : text_of(": may have a value now\n"),
              out);
    }
}

static cJSON *words_json(const struct definition_change *change)
{
    CLEANUP(json_deletep) cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < change->words.count; i++) {
        const struct word_run *run = &change->words.runs[i];
        cJSON *pair = cJSON_CreateArray();
        CLEANUP(mem_freep) char *text = mem_strndup(run->text, run->length);
        bool ok = json_append_node(pair, cJSON_CreateString(looks[run->change].word));
        ok = json_append_node(pair, text != NULL ? cJSON_CreateString(text) : NULL) && ok;
        if (!json_append_node(list, pair) || !ok)
            return NULL;
    }
    cJSON *made = list;
    list = NULL;
    return made;
}

static cJSON *change_json(const struct definition_change *change)
{
    CLEANUP(json_deletep) cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "path", change->path);
    ok = ok && json_add_text(object, "before", change->before);
    ok = ok && json_add_text(object, "after", change->after);
    if (!ok || !json_add_node(object, "words", words_json(change)))
        return NULL;
    cJSON *made = object;
    object = NULL;
    return made;
}

static bool add_slots(cJSON *object, const struct definition_diff *diff)
{
    cJSON *list = cJSON_AddArrayToObject(object, "slots");
    for (size_t i = 0; i < diff->slot_count; i++) {
        const struct slot_change *slot = &diff->slots[i];
        cJSON *item = cJSON_CreateObject();
        bool ok = json_add_text(item, "key", slot->key);
        ok = ok && json_add_text(item, "change", slot->is_added ? "added" : "removed");
        ok = ok && json_add_bool(item, "required", slot->is_required);
        if (!json_append_node(list, item) || !ok)
            return false;
    }
    return list != NULL;
}

cJSON *definition_pair_json(const struct definition_pair *pair, const struct definition_diff *diff)
{
    CLEANUP(json_deletep) cJSON *object = cJSON_CreateObject();
    const struct template *template = template_of(pair);
    bool ok = json_add_text(object, "name", template->name);
    ok = ok && json_add_text(object, "language", template->language);
    ok = ok && json_add_text(object, "change", change_word(pair));
    ok = ok &&
         json_add_text(object, "hash_before", pair->before != NULL ? pair->before->hash : NULL);
    ok = ok && json_add_text(object, "hash_after", pair->after != NULL ? pair->after->hash : NULL);
    cJSON *changes = ok ? cJSON_AddArrayToObject(object, "changes") : NULL;
    for (size_t i = 0; changes != NULL && i < diff->change_count; i++)
        ok = ok && json_append_node(changes, change_json(&diff->changes[i]));
    if (changes == NULL || !ok || !add_slots(object, diff))
        return NULL;
    cJSON *made = object;
    object = NULL;
    return made;
}
