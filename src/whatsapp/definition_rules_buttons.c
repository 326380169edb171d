/* Definition rules about buttons and cards (template reference, sections 6 and 7). */
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/definition_rules.h"

enum {
    BUTTONS_MAX = 10,
    LABEL_MAX = 25,
    URL_MAX = 2000,
    PHONE_MAX = 20,
    COUPON_MAX = 20,
    CARDS_MIN = 2,
    CARDS_MAX = 10,
    CARD_BUTTONS_MAX = 2
};

/* 0: no limit of its own. */
static const size_t most_of_type[BUTTON_TYPE_COUNT] = {
    [BUTTON_URL] = 2,
    [BUTTON_PHONE_NUMBER] = 1,
    [BUTTON_COPY_CODE] = 1,
    [BUTTON_OTP] = 1,
    [BUTTON_FLOW] = 1,
    [BUTTON_CATALOG] = 1,
    [BUTTON_MPM] = 1,
    [BUTTON_SPM] = 1,
    [BUTTON_VOICE_CALL] = 1,
    [BUTTON_ORDER_DETAILS] = 1,
    [BUTTON_REQUEST_CONTACT_INFO] = 1,
};

static void report_button(struct definition_look *look, const char *prefix, size_t index,
                          const char *leaf, const char *message)
{
    char name[48];
    snprintf(name, sizeof name, "button.%zu.%s", index, leaf);
    definition_report(look, prefix, name, "%s", text_of(message));
}

/* WhatsApp gives these their label itself. */
static bool has_own_label(const struct template_button *button)
{
    return button->type == BUTTON_COPY_CODE || button->type == BUTTON_OTP ||
           button->is_one_time_code;
}

static void labels_of_part(struct definition_look *look, const struct template_part *part,
                           const char *prefix, int card)
{
    (void)card;
    struct placeholder_mark mark;
    for (size_t i = 0; i < part->button_count; i++) {
        const char *text = part->buttons[i].text;
        size_t count = utf8_count_code_points(text, strlen(text));
        if (count > LABEL_MAX || (count == 0 && !has_own_label(&part->buttons[i])))
            report_button(look, prefix, i, "text", "A label has 1 to 25 characters.");
        if (strpbrk(text, "\r\n*~`") != NULL || definition_has_emoji(text) ||
            template_next_placeholder(text, 0, &mark))
            report_button(look, prefix, i, "text",
                          "A label may hold no variables, line breaks, emoji or markup.");
    }
}

void definition_find_button_labels(struct definition_look *look)
{
    definition_each_part(look, labels_of_part);
}

static void counts_of_part(struct definition_look *look, const struct template_part *part,
                           const char *prefix, int card)
{
    (void)card;
    size_t counts[BUTTON_TYPE_COUNT] = {0};
    if (part->button_count > BUTTONS_MAX)
        definition_report(look, prefix, "buttons", "It has %zu buttons; at most %d are allowed.",
                          part->button_count, BUTTONS_MAX);
    for (size_t i = 0; i < part->button_count; i++) {
        const struct template_button *button = &part->buttons[i];
        counts[button->type]++;
        if (most_of_type[button->type] != 0 &&
            counts[button->type] == most_of_type[button->type] + 1)
            definition_report(look, prefix, "buttons",
                              "It may have at most %zu buttons of the type %.40s.",
                              most_of_type[button->type], button->type_name);
    }
}

void definition_find_button_counts(struct definition_look *look)
{
    definition_each_part(look, counts_of_part);
}

/* Quick replies stand together, and so do all others. */
static void groups_of_part(struct definition_look *look, const struct template_part *part,
                           const char *prefix, int card)
{
    size_t changes = 0;
    for (size_t i = 1; i < part->button_count; i++)
        changes += (part->buttons[i].type == BUTTON_QUICK_REPLY) !=
                           (part->buttons[i - 1].type == BUTTON_QUICK_REPLY)
                       ? 1
                       : 0;
    if (changes > 1 && card < 0)
        definition_report(look, prefix, "buttons",
                          "Quick replies must stand together, before or after all other buttons.");
}

void definition_find_button_groups(struct definition_look *look)
{
    definition_each_part(look, groups_of_part);
}

static void check_url(struct definition_look *look, const char *prefix, size_t index,
                      const struct template_text *url)
{
    struct placeholder_mark mark;
    const char *text = url->text != NULL ? url->text : "";
    if (strncmp(text, "https://", 8) != 0 && strncmp(text, "http://", 7) != 0)
        report_button(look, prefix, index, "url", "Write a whole address with https://.");
    if (strlen(text) > URL_MAX)
        report_button(look, prefix, index, "url", "An address has at most 2000 characters.");
    bool has_variable = template_next_placeholder(text, 0, &mark);
    struct placeholder_mark second;
    if (has_variable &&
        (text[mark.end] != '\0' || template_next_placeholder(text, mark.end, &second)))
        report_button(look, prefix, index, "url",
                      "An address may have one variable, at its very end.");
}

static void urls_of_part(struct definition_look *look, const struct template_part *part,
                         const char *prefix, int card)
{
    (void)card;
    for (size_t i = 0; i < part->button_count; i++)
        if (part->buttons[i].type == BUTTON_URL)
            check_url(look, prefix, i, &part->buttons[i].url);
}

void definition_find_button_urls(struct definition_look *look)
{
    definition_each_part(look, urls_of_part);
}

static void members_of_part(struct definition_look *look, const struct template_part *part,
                            const char *prefix, int card)
{
    (void)card;
    for (size_t i = 0; i < part->button_count; i++) {
        const struct template_button *button = &part->buttons[i];
        const char *phone = button->phone_number, *coupon = button->example;
        if (button->type == BUTTON_UNKNOWN)
            report_button(look, prefix, i, "type", "This type of button is not known.");
        if (button->type == BUTTON_PHONE_NUMBER &&
            (phone == NULL || phone[0] == '\0' || strlen(phone) > PHONE_MAX))
            report_button(look, prefix, i, "phone_number",
                          "A phone button needs a number of at most 20 characters.");
        if (button->type == BUTTON_COPY_CODE &&
            (coupon == NULL || coupon[0] == '\0' || strlen(coupon) > COUPON_MAX))
            report_button(look, prefix, i, "example",
                          "A coupon needs an example of at most 20 letters and digits.");
    }
}

void definition_find_button_members(struct definition_look *look)
{
    definition_each_part(look, members_of_part);
}

static bool same_structure(const struct template_part *left, const struct template_part *right)
{
    bool same = left->header.format == right->header.format &&
                (left->body.text == NULL) == (right->body.text == NULL) &&
                left->button_count == right->button_count;
    for (size_t i = 0; same && i < left->button_count; i++)
        same = left->buttons[i].type == right->buttons[i].type;
    return same;
}

void definition_find_cards(struct definition_look *look)
{
    const struct template *template = look->template;
    if (!template->has_carousel)
        return;
    if (template->card_count < CARDS_MIN || template->card_count > CARDS_MAX)
        definition_report(look, "", "carousel", "A carousel has 2 to 10 cards; this one has %zu.",
                          template->card_count);
    for (size_t i = 0; i < template->card_count; i++) {
        const struct template_part *card = &template->cards[i];
        char name[32];
        snprintf(name, sizeof name, "card.%zu", i);
        if (!same_structure(&template->cards[0], card))
            definition_report(look, "", name,
                              "All cards must have the same kind of header, body and buttons.");
        if (card->button_count == 0 || card->button_count > CARD_BUTTONS_MAX)
            definition_report(look, "", name, "A card has 1 or 2 buttons.");
        if (card->header.format == HEADER_NONE || card->header.format == HEADER_TEXT)
            definition_report(look, "", name,
                              "A card needs a header with an image, a video or a "
                              "product.");
    }
    const struct template_part *message = &template->message;
    if (message->header.format != HEADER_NONE || message->footer != NULL ||
        message->button_count > 0)
        definition_report(look, "", "carousel",
                          "Beside a carousel only a body may stand: no header, footer or buttons.");
}
