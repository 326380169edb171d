/* The starter: every setting of the table, explained and switched off, so that it can never lag
 * behind what the program knows. */
#include "src/config/new_settings.h"

#include <string.h>

#include "src/config/options.h"

enum { LINE_WIDTH = 96 };

static const char *const headings[OPTION_SECTION_COUNT] = {
    [OPTION_GENERAL] = "[chakra-tui]",    [OPTION_PROFILE] = ("[profile " NEW_PROFILE_NAME "]"),
    [OPTION_PLUGIN] = "[plugin support]", [OPTION_PHONE] = "[phone support-uk]",
    [OPTION_FILTER] = "[filter bad]",     [OPTION_KEYS] = "[keys]",
};

/* Shown where a setting has neither default nor choices. */
static const char *const samples[OPTION_COUNT] = {
    [OPTION_GENERAL_PROFILE] = NEW_PROFILE_NAME,
    [OPTION_TOKEN_COMMAND] = "pass show chakra",
    [OPTION_TOKEN_FILE] = "~/.config/chakra-tui/token",
    [OPTION_TOKEN_ENV] = "MY_CHAKRA_TOKEN",
    [OPTION_WEBHOOK_SECRET_COMMAND] = "pass show chakra-webhook",
    [OPTION_WEBHOOK_SECRET_FILE] = "~/.config/chakra-tui/webhook-secret",
    [OPTION_WEBHOOK_SECRET_ENV] = "MY_WEBHOOK_SECRET",
    [OPTION_TEST_RECIPIENTS] = "+15550001234 My own number",
    [OPTION_PLUGIN_PROFILE] = NEW_PROFILE_NAME,
    [OPTION_PLUGIN_ID] = "d83e1d23-50b8-4d87-8f92-842a0ac516f6",
    [OPTION_PLUGIN_ROUTE] = "messages",
    [OPTION_PHONE_PLUGIN] = "support",
    [OPTION_PHONE_ID] = "106540352242922",
    [OPTION_PHONE_WABA] = "102290129340398",
    [OPTION_PHONE_LABEL] = "+44 20 7946 0018 Support UK",
    [OPTION_FILTER_QUERY] = "state:failed since:7d",
};

static void add_comment(struct strbuf *out, const char *text)
{
    size_t column = 1;
    strbuf_add_char(out, ';');
    while (*text != '\0') {
        size_t word = strcspn(text, " ");
        if (column > 1 && column + 1 + word > LINE_WIDTH) {
            strbuf_add_text(out, "\n;");
            column = 1;
        }
        strbuf_add_char(out, ' ');
        strbuf_add(out, text, word);
        column += 1 + word;
        text += word + (text[word] == ' ');
    }
    strbuf_add_char(out, '\n');
}

/* Plugin, phone and filter sections must have an id or a query, so the whole section is a comment.
 */
static bool may_be_empty(enum option_section section)
{
    return section == OPTION_GENERAL || section == OPTION_PROFILE;
}

static void add_option(struct strbuf *out, const struct option *option, const char *sample)
{
    add_comment(out, option->doc);
    if (option->choices != NULL) {
        strbuf_add_text(out, "; One of: ");
        for (const char *at = option->choices; *at != '\0'; at++)
            strbuf_add_text(out, *at == '|' ? ", " : (char[]){*at, '\0'});
        strbuf_add_char(out, '\n');
    }
    strbuf_addf(out, ";%s = %s\n", option->name,
                option->default_value != NULL ? option->default_value
                : sample != NULL              ? sample
                                              : "");
}

enum err new_settings_write_starter(struct strbuf *out, struct error *reterr)
{
    strbuf_add_text(
        out, "; Settings of chakra-tui: all there are, each switched off by its ; and with "
             "its default.\n; Take the ; away from what you need: a source of the token, and "
             "the plugin with its id.\n; Then: chakra-tui doctor\n");
    for (size_t section = 0; section < OPTION_SECTION_COUNT; section++) {
        strbuf_addf(out, "\n%s%s\n", may_be_empty((enum option_section)section) ? "" : ";",
                    headings[section]);
        for (size_t i = 0; i < OPTION_COUNT; i++)
            if (option_table[i].section == section && option_table[i].refused == NULL)
                add_option(out, &option_table[i], samples[i]);
    }
    return strbuf_status(out, "the settings", reterr);
}
