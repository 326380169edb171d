/* Key bindings made from the table of actions. */
#include "src/app/keymap.h"

#include <string.h>

static void bind_keys(struct keymap *keymap, enum action action, const char *keys)
{
    while (*keys != '\0') {
        size_t length = strcspn(keys, " ");
        struct key key;
        if (keymap->count < KEYMAP_BINDINGS_MAX && key_parse(keys, length, &key))
            keymap->bindings[keymap->count++] =
                (struct keymap_binding){.key = key, .action = action};
        keys += length;
        keys += strspn(keys, " ");
    }
}

void keymap_init(struct keymap *keymap)
{
    keymap->count = 0;
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
        bind_keys(keymap, (enum action)action, action_row((enum action)action)->keys);
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
