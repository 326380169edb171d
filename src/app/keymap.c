/* Key bindings made from the table of actions. */
#include "src/app/keymap.h"

#include "src/app/textedit.h"

#include <stdio.h>
#include <string.h>

bool keymap_bind(struct keymap *keymap, enum action action, const char *keys)
{
    for (keys += strspn(keys, " \t"); *keys != '\0'; keys += strspn(keys, " \t")) {
        size_t length = strcspn(keys, " \t");
        struct key key;
        if (key_parse(keys, length, &key)) {
            if (keymap->count == KEYMAP_BINDINGS_MAX)
                return false;
            keymap->bindings[keymap->count++] =
                (struct keymap_binding){.key = key, .action = action};
        }
        keys += length;
    }
    return true;
}

void keymap_clear(struct keymap *keymap)
{
    keymap->count = 0;
}

void keymap_init(struct keymap *keymap)
{
    keymap_clear(keymap);
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
        (void)keymap_bind(keymap, (enum action)action, action_row((enum action)action)->keys);
}

int context_takes_text(unsigned context)
{
    return (context & (CONTEXT_FIELD | CONTEXT_CHOICE | CONTEXT_PICKER | CONTEXT_FILTER |
                       CONTEXT_PROMPT | CONTEXT_SETUP)) != 0;
}

enum action keymap_find(const struct keymap *keymap, unsigned context, struct key key)
{
    if (context_takes_text(context) && key_is_text(key))
        return ACTION_NONE;
    for (size_t i = 0; i < keymap->count; i++) {
        const struct keymap_binding *binding = &keymap->bindings[i];
        if ((action_row(binding->action)->contexts & context) != 0 && key_equals(binding->key, key))
            return binding->action;
    }
    return ACTION_NONE;
}

void keymap_key_name(const struct keymap *keymap, enum action action, unsigned context,
                     char name[KEY_NAME_SIZE])
{
    name[0] = '\0';
    for (size_t i = 0; i < keymap->count; i++) {
        const struct keymap_binding *binding = &keymap->bindings[i];
        if (binding->action == action && keymap_find(keymap, context, binding->key) == action) {
            key_format(binding->key, name);
            return;
        }
    }
}

void keymap_key_names(const struct keymap *keymap, enum action action, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < keymap->count; i++) {
        char name[KEY_NAME_SIZE];
        if (keymap->bindings[i].action != action)
            continue;
        key_format(keymap->bindings[i].key, name);
        if (length + strlen(name) + 2 > size)
            return;
        length +=
            (size_t)snprintf(text + length, size - length, "%s%s", length > 0 ? " " : "", name);
    }
}

struct key keymap_edit_key(const struct keymap *keymap, struct key key)
{
    enum edit edit = TEXT_EDIT_COUNT;
    if (action_is_edit(keymap_find(keymap, CONTEXT_FIELD, key), &edit))
        return textedit_first_key(edit);
    return textedit_find_key(key, &edit) ? (struct key){.code = KEYCODE_NONE} : key;
}
