/*
 * From a key in a context to an action, by the table of actions. Pure.
 */
#ifndef CHAKRA_APP_KEYMAP_H
#define CHAKRA_APP_KEYMAP_H

#include "src/app/actions.h"

#include <stddef.h>

struct keymap_binding {
    struct key key;
    enum action action;
};

enum { KEYMAP_BINDINGS_MAX = 512 };

struct keymap {
    struct keymap_binding bindings[KEYMAP_BINDINGS_MAX]; /* in the order of the table */
    size_t count;
};

/* The defaults of the table. */
void keymap_init(struct keymap *keymap);
void keymap_clear(struct keymap *keymap);
/* Adds the keys of a row ("F5 C-s"), those that are keys. False: no room. */
bool keymap_bind(struct keymap *keymap, enum action action, const char *keys);

/* The action of a key, or ACTION_NONE. Where printable keys are text they have no action. */
enum action keymap_find(const struct keymap *keymap, unsigned context, struct key key);

/* The name of the first key of an action that works in `context`; "" when it has none. */
void keymap_key_name(const struct keymap *keymap, enum action action, unsigned context,
                     char name[KEY_NAME_SIZE]);

/* All keys of an action, blanks between; "" when it has none. */
void keymap_key_names(const struct keymap *keymap, enum action action, char *text, size_t size);

/* For text fields that are not in the form, which know only default keys: the key that does there
 * what this one is bound to. KEYCODE_NONE when the settings took the key away. */
struct key keymap_edit_key(const struct keymap *keymap, struct key key);

/* Printable keys are text in these contexts. */
int context_takes_text(unsigned context);

#endif
