/* A command's words. */
#include "src/config/words.h"

#include <stdbool.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/strbuf.h"

enum { LONGEST_COMMAND = 8192 };

void words_release(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        mem_free(words->items[i]);
    mem_free(words->items);
    *words = (struct words){0};
}

static enum err add_word(struct words *words, struct strbuf *word, struct error *reterr)
{
    char **grown = mem_grow(words->items, words->count + 2, sizeof *grown);
    if (grown == NULL)
        return error_nomem(reterr);
    words->items = grown;
    words->items[words->count] = strbuf_take(word);
    if (words->items[words->count] == NULL)
        return error_nomem(reterr);
    words->items[++words->count] = NULL;
    return ERR_OK;
}

/* Reads one word that begins at *at and moves past it. */
static enum err read_word(const char **at, struct strbuf *word, struct error *reterr)
{
    char quote = '\0';
    const char *c = *at;
    for (; *c != '\0' && (quote != '\0' || (*c != ' ' && *c != '\t')); c++) {
        if (quote == '\0' && (*c == '\'' || *c == '"')) {
            quote = *c;
        } else if (quote != '\0' && *c == quote) {
            quote = '\0';
        } else if (*c == '\\' && quote != '\'') {
            if (*++c == '\0')
                return error_set(reterr, ERR_CONFIG, "Take the last backslash out.",
                                 "the command ends with a backslash");
            strbuf_add_char(word, *c);
        } else {
            strbuf_add_char(word, *c);
        }
    }
    *at = c;
    if (quote != '\0')
        return error_set(
            reterr, ERR_CONFIG,
            "Close the quote. A ` ;` begins a comment, also inside of quotes: put such "
            "a command into a script and name the script.",
            "a quote (%c) in the command does not end", quote);
    return ERR_OK;
}

enum err words_split(const char *text, struct words *ret_words, struct error *reterr)
{
    *ret_words = (struct words){0};
    enum err err = ERR_OK;
    for (const char *at = text; err == ERR_OK;) {
        at += strspn(at, " \t");
        if (*at == '\0')
            break;
        struct strbuf word;
        strbuf_init(&word, LONGEST_COMMAND);
        err = read_word(&at, &word, reterr);
        if (err == ERR_OK)
            err = add_word(ret_words, &word, reterr);
        strbuf_release(&word);
    }
    if (err == ERR_OK && ret_words->count == 0)
        err = error_set(reterr, ERR_CONFIG, "Write the command that prints the token.",
                        "the command is empty");
    if (err != ERR_OK)
        words_release(ret_words);
    return err;
}
