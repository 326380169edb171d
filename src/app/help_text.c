/* The help page. */
#include "src/app/help_text.h"

#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { LEAST_WIDTH = 30, KEYS_WIDTH = 18, NARROW_KEYS_WIDTH = 12, NARROW = 70 };

void help_keys_here(const struct keymap *keymap, enum action action, unsigned context, char *text,
                    size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < keymap->count; i++) {
        const struct keymap_binding *binding = &keymap->bindings[i];
        char name[KEY_NAME_SIZE];
        if (binding->action != action || keymap_find(keymap, context, binding->key) != action)
            continue;
        key_format(binding->key, name);
        if (length + strlen(name) + 2 > size)
            return;
        length +=
            (size_t)snprintf(text + length, size - length, "%s%s", length > 0 ? " " : "", name);
    }
}

/* Breaks at blanks; every line after the first begins at `indent`. */
static void add_wrapped(struct strbuf *out, const char *text, size_t indent, size_t width)
{
    size_t room = width > indent + 10 ? width - indent : 10;
    while (*text != '\0') {
        size_t length = strlen(text);
        size_t fits = utf8_prefix_for_width(text, length, room);
        if (fits < length) {
            size_t blank = fits;
            while (blank > 0 && text[blank] != ' ')
                blank--;
            fits = blank > 0 ? blank : fits > 0 ? fits : length;
        }
        strbuf_add(out, text, fits);
        strbuf_add_char(out, '\n');
        text += fits;
        text += strspn(text, " ");
        if (*text != '\0')
            strbuf_add_repeated(out, ' ', indent);
    }
}

static void add_line(struct strbuf *out, const char *keys, const char *help, size_t width)
{
    size_t column = width < NARROW ? NARROW_KEYS_WIDTH : KEYS_WIDTH;
    size_t used = utf8_width(keys, strlen(keys));
    strbuf_add_text(out, "  ");
    strbuf_add_text(out, keys);
    /* Keys that need more room than the column have the line for themselves. */
    if (used > column) {
        strbuf_add_char(out, '\n');
        strbuf_add_repeated(out, ' ', column + 4);
    } else {
        strbuf_add_repeated(out, ' ', column - used + 2);
    }
    add_wrapped(out, help, column + 4, width);
}

static void add_here(struct strbuf *out, const struct keymap *keymap, unsigned context,
                     size_t width)
{
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        char keys[120];
        help_keys_here(keymap, (enum action)i, context, keys, sizeof keys);
        if (keys[0] != '\0')
            add_line(out, keys, text_of(action_row((enum action)i)->help), width);
    }
}

static void add_elsewhere(struct strbuf *out, const struct keymap *keymap, unsigned context,
                          size_t width)
{
    for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
        const struct action_row *row = action_row((enum action)i);
        char keys[120], here[120], places[240], help[500];
        help_keys_here(keymap, (enum action)i, context, here, sizeof here);
        if (here[0] != '\0')
            continue;
        keymap_key_names(keymap, (enum action)i, keys, sizeof keys);
        action_places((enum action)i, places, sizeof places);
        snprintf(help, sizeof help, "%s (%s)", text_of(row->help), places);
        add_line(out, keys[0] != '\0' ? keys : text_of("no key"), help, width);
    }
}

/* A line each, short enough for the smallest screen with every compiler. */
static void add_build(struct strbuf *out)
{
#if defined(__clang__)
    const char *const compiler = "clang " __clang_version__;
#elif defined(__GNUC__)
    const char *const compiler = "gcc " __VERSION__;
#else
    const char *const compiler = text_of("another compiler");
#endif
#if defined(__SANITIZE_ADDRESS__)
    const char *const checks = text_of(", address sanitizer");
#elif defined(__SANITIZE_THREAD__)
    const char *const checks = text_of(", thread sanitizer");
#else
    const char *const checks = "";
#endif
    enum { LONGEST_COMPILER = 14 };
    strbuf_add_text(out, text_of("\nAbout\n\n"));
    strbuf_add_text(out, "  chakra-tui " CHAKRA_VERSION "\n");
    strbuf_addf(out, text_of("  built with %.*s%s\n"), LONGEST_COMPILER, compiler, checks);
}

void help_write(struct strbuf *out, const struct keymap *keymap, unsigned context, size_t width)
{
    width = width < LEAST_WIDTH ? LEAST_WIDTH : width;
    strbuf_addf(out, text_of("Keys that work here, %s\n\n"), context_words(context));
    strbuf_add_text(out, text_of("  C- is Ctrl, M- is Alt, S- is Shift.\n\n"));
    add_here(out, keymap, context, width);
    strbuf_add_text(out, text_of("\nEverything else\n\n"));
    add_elsewhere(out, keymap, context, width);
    strbuf_add_char(out, '\n');
    add_wrapped(
        out,
        text_of(
            "Keys are bound in the section [keys] of the settings: action = Key Key. The names of "
            "the actions are in the palette."),
        0, width);
    add_build(out);
}
