/* Definition rules about texts and their variables (template reference, sections 4, 5 and 13). */
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/definition_rules.h"

enum {
    HEADER_MAX = 60,
    FOOTER_MAX = 60,
    BODY_MAX = 1024,
    OFFER_BODY_MAX = 600,
    SMALL_BODY_MAX = 160, /* of a card, and of a single product */
    OFFER_TEXT_MAX = 16,
    LINE_BREAKS_MAX = 2 /* in a row */
};

static void check_length(struct definition_look *look, const char *prefix, const char *name,
                         const char *text, size_t most)
{
    size_t count = text != NULL ? utf8_count_code_points(text, strlen(text)) : 0;
    if (count > most)
        definition_report(look, prefix, name, "It has %zu characters; at most %zu are allowed.",
                          count, most);
}

static size_t body_max(const struct template *template, int card)
{
    const struct template_part *message = &template->message;
    if (card >= 0 || message->header.format == HEADER_PRODUCT)
        return SMALL_BODY_MAX;
    return template->has_limited_time_offer ? OFFER_BODY_MAX : BODY_MAX;
}

static void find_long(struct definition_look *look, const struct template_part *part,
                      const char *prefix, int card)
{
    check_length(look, prefix, "header.text", part->header.text.text, HEADER_MAX);
    check_length(look, prefix, "body.text", part->body.text, body_max(look->template, card));
    check_length(look, prefix, "footer.text", part->footer, FOOTER_MAX);
}

void definition_find_long_texts(struct definition_look *look)
{
    definition_each_part(look, find_long);
    check_length(look, "", "limited_time_offer.text", look->template->offer_text, OFFER_TEXT_MAX);
}

static bool is_emoji(int32_t code_point)
{
    return (code_point >= 0x1F000 && code_point <= 0x1FAFF) || code_point == 0xFE0F ||
           (code_point >= 0x2600 && code_point <= 0x27BF);
}

bool definition_has_emoji(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;)
        if (is_emoji(utf8_next(text, length, &at)))
            return true;
    return false;
}

/* Markup is what WhatsApp would show as such: a pair of marks around something. */
static bool has_markup(const char *text)
{
    for (const char *mark = "*~`"; *mark != '\0'; mark++) {
        const char *first = strchr(text, *mark);
        if (first != NULL && strchr(first + 1, *mark) != NULL)
            return true;
    }
    return false;
}

static void find_header(struct definition_look *look, const struct template_part *part,
                        const char *prefix, int card)
{
    (void)card;
    const struct template_text *text = &part->header.text;
    if (part->header.format == HEADER_UNKNOWN)
        definition_report(look, prefix, "header.format",
                          "%.40s is no format of a header; write TEXT, IMAGE, VIDEO, DOCUMENT or "
                          "LOCATION.",
                          part->header.format_name);
    if (part->header.format != HEADER_TEXT)
        return;
    if (text->text == NULL || text->text[0] == '\0')
        definition_report(look, prefix, "header.text", "A header of text needs a text.");
    else if (strpbrk(text->text, "\r\n") != NULL || strchr(text->text, '*') != NULL ||
             has_markup(text->text) || definition_has_emoji(text->text))
        definition_report(look, prefix, "header.text",
                          "A header may hold no line breaks, markup, asterisks or emoji.");
    if (text->placeholder_count > 1)
        definition_report(look, prefix, "header.text", "A header may have only one variable.");
}

void definition_find_header_format(struct definition_look *look)
{
    definition_each_part(look, find_header);
}

static void find_body(struct definition_look *look, const struct template_part *part,
                      const char *prefix, int card)
{
    (void)card;
    int breaks = 0;
    for (const char *at = part->body.text; at != NULL && *at != '\0'; at++) {
        if (*at == '\r')
            continue;
        breaks = *at == '\n' ? breaks + 1 : 0;
        if (breaks <= LINE_BREAKS_MAX)
            continue;
        definition_report(look, prefix, "body.text",
                          "It has more than two line breaks in a row; take some out.");
        return;
    }
}

void definition_find_body_format(struct definition_look *look)
{
    definition_each_part(look, find_body);
}

void definition_find_footer_format(struct definition_look *look)
{
    const char *text = look->template->message.footer;
    struct placeholder_mark mark;
    if (text != NULL && (template_next_placeholder(text, 0, &mark) ||
                         strpbrk(text, "\r\n") != NULL || definition_has_emoji(text)))
        definition_report(look, "", "footer.text",
                          "A footer may hold no variables, line breaks or emoji.");
}

typedef void text_visitor(struct definition_look *look, const struct template_text *text,
                          const char *prefix, const char *name);

static void each_text(struct definition_look *look, const struct template_part *part,
                      const char *prefix, text_visitor *visit)
{
    if (part->header.text.text != NULL)
        visit(look, &part->header.text, prefix, "header.text");
    if (part->body.text != NULL)
        visit(look, &part->body, prefix, "body.text");
}

static void gaps_of_text(struct definition_look *look, const struct template_text *text,
                         const char *prefix, const char *name)
{
    bool named = look->template->named;
    for (size_t i = 0; i < text->placeholder_count; i++) {
        const struct placeholder *placeholder = &text->placeholders[i];
        if (!named && placeholder->number != (int)i + 1) {
            definition_report(look, prefix, name,
                              "Its variables must be {{1}}, {{2}} and so on without a gap; "
                              "{{%.40s}} is not.",
                              placeholder->name);
            return;
        }
        size_t good = strspn(placeholder->name, "abcdefghijklmnopqrstuvwxyz0123456789_");
        if (named && (placeholder->number != 0 || placeholder->name[good] != '\0')) {
            definition_report(look, prefix, name,
                              "A named variable has lower-case letters and underscores; {{%.40s}} "
                              "has not.",
                              placeholder->name);
            return;
        }
    }
}

static void gaps_of_part(struct definition_look *look, const struct template_part *part,
                         const char *prefix, int card)
{
    (void)card;
    each_text(look, part, prefix, gaps_of_text);
}

void definition_find_gaps(struct definition_look *look)
{
    definition_each_part(look, gaps_of_part);
    if (look->template->too_many_placeholders)
        definition_report(look, "", "", "A text has more than %d variables.",
                          (int)TEMPLATE_MAX_PLACEHOLDERS);
}

/* Is a body's first or last thing a variable? Blanks do not count; a full stop is enough. */
static void edges_of_part(struct definition_look *look, const struct template_part *part,
                          const char *prefix, int card)
{
    (void)card;
    const char *text = part->body.text;
    struct placeholder_mark mark;
    /* Authentication's fixed texts begin with the code. */
    if (text == NULL || template_is_authentication(look->template))
        return;
    bool begins = false, ends = false;
    size_t length = strlen(text);
    for (size_t at = 0; template_next_placeholder(text, at, &mark); at = mark.end) {
        begins = begins || strspn(text, " \t\r\n") == mark.begin;
        ends = mark.end + strspn(text + mark.end, " \t\r\n") == length;
    }
    if (begins || ends)
        definition_report(look, prefix, "body.text", "%s",
                          begins ? text_of("It may not begin with a variable: add words.")
                                 : text_of("It may not end with a variable: add words or a full "
                                           "stop."));
}

void definition_find_edges(struct definition_look *look)
{
    definition_each_part(look, edges_of_part);
}

static void touching_of_text(struct definition_look *look, const struct template_text *text,
                             const char *prefix, const char *name)
{
    struct placeholder_mark mark;
    size_t end = (size_t)-1;
    for (size_t at = 0; template_next_placeholder(text->text, at, &mark); at = mark.end) {
        if (mark.begin == end) {
            definition_report(look, prefix, name,
                              "Two variables may not touch: put something between them.");
            return;
        }
        end = mark.end;
    }
}

static void touching_of_part(struct definition_look *look, const struct template_part *part,
                             const char *prefix, int card)
{
    (void)card;
    each_text(look, part, prefix, touching_of_text);
}

void definition_find_touching(struct definition_look *look)
{
    definition_each_part(look, touching_of_part);
}

/* Words between blanks; a script that puts none between its words counts by characters. */
static size_t count_words(const char *text)
{
    size_t words = 0, length = strlen(text);
    bool in_word = false;
    for (size_t at = 0; at < length;) {
        size_t end = utf8_cluster_end(text, length, at);
        bool is_blank = ascii_is_blank((unsigned char)text[at]);
        bool is_wide = utf8_cluster_width(text + at, end - at) > 1;
        words += is_wide || (!is_blank && !in_word) ? 1 : 0;
        in_word = !is_blank && !is_wide;
        at = end;
    }
    return words;
}

/* The exact ratio is not documented: fewer other words than variables is surely too few. */
static void crowded_of_part(struct definition_look *look, const struct template_part *part,
                            const char *prefix, int card)
{
    (void)card;
    if (part->body.text == NULL || template_is_authentication(look->template))
        return;
    size_t words = count_words(part->body.text);
    size_t variables = part->body.placeholder_count;
    if (variables > 0 && words < 2 * variables)
        definition_report(look, prefix, "body.text",
                          "It has %zu variables in %zu words, which may be too many; add words.",
                          variables, words);
}

void definition_find_crowded(struct definition_look *look)
{
    definition_each_part(look, crowded_of_part);
}

static void examples_of_text(struct definition_look *look, const struct template_text *text,
                             const char *prefix, const char *name)
{
    for (size_t i = 0; i < text->placeholder_count; i++) {
        const char *example = text->placeholders[i].example;
        if (example == NULL || example[0] == '\0')
            definition_report(look, prefix, name, "The variable {{%.40s}} has no example; add one.",
                              text->placeholders[i].name);
    }
}

static void examples_of_part(struct definition_look *look, const struct template_part *part,
                             const char *prefix, int card)
{
    (void)card;
    bool is_media = part->header.format == HEADER_IMAGE || part->header.format == HEADER_VIDEO ||
                    part->header.format == HEADER_DOCUMENT || part->header.format == HEADER_GIF;
    if (is_media && part->header.example_handle == NULL)
        definition_report(
            look, prefix, "header.example",
            "A header with a file needs an example: the handle of an uploaded sample.");
    each_text(look, part, prefix, examples_of_text);
    for (size_t i = 0; i < part->button_count; i++) {
        char name[48];
        snprintf(name, sizeof name, "button.%zu.url", i);
        const struct template_button *button = &part->buttons[i];
        if (button->type == BUTTON_URL && !button->is_one_time_code &&
            button->url.placeholder_count > 0 && button->example == NULL)
            definition_report(look, prefix, name,
                              "Its variable has no example; add \"example\": [\"https://…\"].");
    }
}

void definition_find_missing_examples(struct definition_look *look)
{
    definition_each_part(look, examples_of_part);
}
