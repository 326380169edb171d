/* The languages of a list. */
#include "src/batch/languages.h"

#include <stdio.h>
#include <string.h>

static const char blanks[] = " \t\r\n";

static enum err build_one(const struct template *template, size_t card_count,
                          const char *const *keys, size_t key_count, struct arena *arena,
                          struct row_language *language, struct error *reterr)
{
    language->template = template;
    language->of_column = arena_alloc(arena, key_count + 1, sizeof(const struct slot *));
    if (language->of_column == NULL)
        return error_nomem(reterr);
    enum err err = slots_build(template, card_count, arena, &language->slots, reterr);
    for (size_t i = 0; err == ERR_OK && i < key_count; i++)
        language->of_column[i] = keys[i] != NULL ? slots_find(&language->slots, keys[i]) : NULL;
    return err;
}

enum err languages_build(const struct language_choice *choice, size_t card_count,
                         const char *const *keys, size_t key_count, struct arena *arena,
                         struct row_languages *ret_languages, struct error *reterr)
{
    *ret_languages = (struct row_languages){.count = choice->count};
    ret_languages->items = arena_alloc(arena, choice->count + 1, sizeof *ret_languages->items);
    enum err err = ret_languages->items != NULL ? ERR_OK : error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < choice->count; i++) {
        struct row_language *language = &ret_languages->items[i];
        err = build_one(choice->templates[i], card_count, keys, key_count, arena, language, reterr);
        if (choice->templates[i] == choice->usual)
            ret_languages->usual = language;
    }
    return err;
}

const struct row_language *languages_find(const struct row_languages *languages, const char *code)
{
    code += strspn(code, blanks);
    size_t length = strcspn(code, blanks);
    if (length == 0)
        return languages->usual;
    if (code[length + strspn(code + length, blanks)] != '\0')
        return NULL; /* two words */
    for (size_t i = 0; i < languages->count; i++) {
        const char *known = languages->items[i].template->language;
        if (strncmp(known, code, length) == 0 && known[length] == '\0')
            return &languages->items[i];
    }
    return NULL;
}

const struct slot *languages_find_slot(const struct row_languages *languages, const char *key)
{
    const struct slot *slot =
        languages->usual != NULL ? slots_find(&languages->usual->slots, key) : NULL;
    for (size_t i = 0; slot == NULL && i < languages->count; i++)
        slot = slots_find(&languages->items[i].slots, key);
    return slot;
}

void languages_list(const struct row_languages *languages, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < languages->count; i++) {
        const char *code = languages->items[i].template->language;
        if (length + strlen(code) + strlen(", ") + sizeof ", …" >= size) {
            snprintf(text + length, size - length, ", …");
            return;
        }
        length += (size_t)snprintf(text + length, size - length, "%s%s", i > 0 ? ", " : "", code);
    }
}
