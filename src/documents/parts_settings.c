/* Settings and keys in man pages. */
#include "src/documents/documents.h"

#include <string.h>

#include "src/app/actions.h"
#include "src/config/options.h"

static void add_fact(struct strbuf *out, const char *what, const char *value)
{
    if (value == NULL)
        return;
    strbuf_addf(out, ".br\n%s: \\fB", what);
    roff_text(out, value);
    strbuf_add_text(out, "\\fR\n");
}

static void add_setting(struct strbuf *out, const struct option *option)
{
    roff_term(out, option->name, NULL);
    roff_text(out, option->doc);
    strbuf_add_char(out, '\n');
    if (option->refused != NULL) {
        roff_text(out, option->refused);
        strbuf_add_char(out, '\n');
    }
    if (option->required)
        strbuf_add_text(out, "Required.\n");
    if (option->repeats)
        strbuf_add_text(out, "May stand on several lines, which add up.\n");
    add_fact(out, "Values", option->choices);
    add_fact(out, "Default", option->default_value);
    add_fact(out, "Environment", option->environment);
    add_fact(out, "Option", option->flag);
}

bool part_settings(struct strbuf *out, const char *word)
{
    bool is_section = false;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &option_table[i];
        if (strcmp(option_section_word(option->section), word) != 0)
            continue;
        is_section = true;
        add_setting(out, option);
    }
    return is_section;
}

bool part_environment(struct strbuf *out, const char *word)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &option_table[i];
        if (option->environment == NULL)
            continue;
        roff_term(out, option->environment, NULL);
        roff_text(out, option->doc);
        if (option->refused == NULL) {
            strbuf_add_text(out, "\nThe setting \\fB");
            roff_text(out, option->name);
            strbuf_add_text(out, "\\fR.");
        }
        strbuf_add_char(out, '\n');
    }
    return word[0] == '\0';
}

/* Name, default keys, what it does, where it works: what [keys] can bind. */
bool part_keys(struct strbuf *out, const char *word)
{
    for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        const struct action_row *row = action_row((enum action)action);
        char places[400];
        action_places((enum action)action, places, sizeof places);
        roff_term(out, row->name, row->keys);
        roff_text(out, row->help);
        strbuf_add_text(out, "\n.br\nWorks ");
        roff_text(out, places[0] != '\0' ? places : "while it is set up");
        strbuf_add_text(out, ".\n");
    }
    return word[0] == '\0';
}
