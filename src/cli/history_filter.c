/* From operands to a filter. */
#include "src/cli/history_filter.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/cli/output.h"
#include "src/cli/session.h"
#include "src/config/history_settings.h"

enum { LONGEST_TEXT = 1 << 20, WIDEST_SHOWN = 200 };

enum err history_open_given(const struct arguments *arguments, struct store **ret_store,
                            struct error *reterr)
{
    struct config_flags flags = arguments_flags(arguments);
    CLEANUP(mem_freep) char *folder = config_data_folder(&flags, reterr);
    if (folder == NULL)
        return reterr->code != ERR_OK ? reterr->code : error_nomem(reterr);
    return history_open(folder, true, ret_store, reterr);
}

static enum err add_saved(const struct arguments *arguments, const char *name, struct strbuf *text,
                          struct error *reterr)
{
    struct config_flags flags = arguments_flags(arguments);
    struct history_settings settings;
    enum err err = history_settings_read(&flags, &settings, reterr);
    const char *query = err == ERR_OK ? history_settings_query(&settings, name, reterr) : NULL;
    if (err == ERR_OK && query == NULL)
        err = ERR_CONFIG;
    strbuf_add_text(text, query);
    history_settings_release(&settings);
    return err;
}

static enum err join_words(const struct arguments *arguments, struct strbuf *text,
                           struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < arguments->operand_count; i++) {
        const char *word = arguments->operands[i];
        if (i > 0)
            strbuf_add_char(text, ' ');
        if (word[0] == '@' && word[1] != '\0')
            err = add_saved(arguments, word + 1, text, reterr);
        else
            strbuf_add_text(text, word);
    }
    return err == ERR_OK ? strbuf_status(text, "the filter", reterr) : err;
}

/* The filter, and below it marks under the wrong word. */
static void show_place(const struct strbuf *text, struct filter_place place)
{
    if (text->length > WIDEST_SHOWN)
        return;
    fputs("  ", stderr);
    output_text(stderr, text->text);
    fputs("\n  ", stderr);
    for (size_t i = utf8_width(text->text, place.offset); i > 0; i--)
        fputc(' ', stderr);
    size_t width = utf8_width(text->text + place.offset, place.length);
    do
        fputc('^', stderr);
    while (width-- > 1);
    fputc('\n', stderr);
}

enum err history_filter_read(const struct arguments *arguments, struct filter *ret_filter,
                             struct error *reterr)
{
    *ret_filter = (struct filter){.count = 0};
    struct strbuf text;
    strbuf_init(&text, LONGEST_TEXT);
    struct filter_place place = {0, 0};
    enum err err = join_words(arguments, &text, reterr);
    if (err == ERR_OK) {
        err = filter_parse(ret_filter, text.text, text.length, clock_now_ms(), &place, reterr);
        if (err == ERR_USAGE)
            show_place(&text, place);
    }
    strbuf_release(&text);
    return err;
}
