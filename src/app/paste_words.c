/* Shell words. */
#include "src/app/paste_words.h"

#include "src/base/mem.h"

#include <string.h>

struct splitter {
    const char *text;
    size_t length, at;
    char *word; /* room for all of the text */
    size_t word_length;
    bool has_word; /* also an empty one, from quotes */
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static void take(struct splitter *splitter)
{
    splitter->word[splitter->word_length++] = splitter->text[splitter->at++];
    splitter->has_word = true;
}

static bool is_line_end_at(const struct splitter *splitter, size_t at, size_t *ret_length)
{
    *ret_length = 1;
    if (at + 1 < splitter->length && splitter->text[at] == '\r' && splitter->text[at + 1] == '\n')
        *ret_length = 2;
    return at < splitter->length && (splitter->text[at] == '\n' || splitter->text[at] == '\r');
}

/* Behind a backslash: a line end joins the lines, all else stands for itself. */
static bool take_escaped(struct splitter *splitter)
{
    size_t length = 0;
    splitter->at++;
    if (is_line_end_at(splitter, splitter->at, &length)) {
        splitter->at += length;
        return true;
    }
    if (splitter->at < splitter->length)
        take(splitter);
    return true;
}

static bool take_single_quoted(struct splitter *splitter)
{
    splitter->at++;
    splitter->has_word = true;
    while (splitter->at < splitter->length && splitter->text[splitter->at] != '\'')
        take(splitter);
    return splitter->at++ < splitter->length;
}

static bool take_double_quoted(struct splitter *splitter)
{
    splitter->at++;
    splitter->has_word = true;
    while (splitter->at < splitter->length && splitter->text[splitter->at] != '"') {
        char next = splitter->at + 1 < splitter->length ? splitter->text[splitter->at + 1] : '\0';
        bool escapes = splitter->text[splitter->at] == '\\' && next != '\0' &&
                       strchr("\"\\$`\n\r", next) != NULL;
        if (escapes)
            (void)take_escaped(splitter);
        else
            take(splitter);
    }
    return splitter->at++ < splitter->length;
}

static bool take_part(struct splitter *splitter)
{
    char byte = splitter->text[splitter->at];
    if (byte == '\\')
        return take_escaped(splitter);
    if (byte == '\'')
        return take_single_quoted(splitter);
    if (byte == '"')
        return take_double_quoted(splitter);
    take(splitter);
    return true;
}

static bool end_word(struct splitter *splitter, struct arena *arena, struct paste_words *words)
{
    if (!splitter->has_word)
        return true;
    if (words->count == PASTE_WORDS_MAX)
        return false;
    char *word = arena_strndup(arena, splitter->word, splitter->word_length);
    words->items[words->count++] = word;
    splitter->word_length = 0;
    splitter->has_word = false;
    return word != NULL;
}

static bool is_text_left(const struct splitter *splitter)
{
    for (size_t at = splitter->at; at < splitter->length; at++)
        if (!is_blank(splitter->text[at]) && splitter->text[at] != '\n' &&
            splitter->text[at] != '\r')
            return true;
    return false;
}

static void skip_prompt(struct splitter *splitter)
{
    while (splitter->at < splitter->length &&
           strchr(" \t\r\n", splitter->text[splitter->at]) != NULL &&
           splitter->text[splitter->at] != '\0')
        splitter->at++;
    if (splitter->at + 1 < splitter->length &&
        (splitter->text[splitter->at] == '$' || splitter->text[splitter->at] == '%') &&
        splitter->text[splitter->at + 1] == ' ')
        splitter->at += 2;
}

static bool split(struct splitter *splitter, struct arena *arena, struct paste_words *words)
{
    skip_prompt(splitter);
    while (splitter->at < splitter->length) {
        char byte = splitter->text[splitter->at];
        size_t line_end = 0;
        if (byte == '\0' || byte == ';' || byte == '|' || byte == '&')
            return false; /* outside of quotes: another command */
        if (is_line_end_at(splitter, splitter->at, &line_end))
            return !is_text_left(splitter) && end_word(splitter, arena, words);
        if (is_blank(byte)) {
            splitter->at++;
            if (!end_word(splitter, arena, words))
                return false;
        } else if (!take_part(splitter)) {
            return false;
        }
    }
    return end_word(splitter, arena, words);
}

bool paste_words_split(const char *text, size_t length, struct arena *arena,
                       struct paste_words *ret_words)
{
    struct splitter splitter = {.text = text, .length = length};
    *ret_words = (struct paste_words){.count = 0};
    splitter.word = arena_alloc(arena, length + 1, 1);
    ret_words->items = arena_alloc(arena, PASTE_WORDS_MAX, sizeof *ret_words->items);
    if (splitter.word == NULL || ret_words->items == NULL)
        return false;
    bool is_split = split(&splitter, arena, ret_words);
    mem_wipe(splitter.word, length);
    if (!is_split)
        paste_words_wipe(ret_words);
    return is_split;
}

void paste_words_wipe(struct paste_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i] != NULL)
            mem_wipe(words->items[i], strlen(words->items[i]));
    words->count = 0;
}
