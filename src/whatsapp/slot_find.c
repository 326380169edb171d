/* Questions about a list of slots and about the template behind it. */
#include "src/base/text.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/json_scan.h"
#include "src/whatsapp/slots.h"

#include <string.h>

enum { KEY_SIZE = 96 };

const struct slot *slots_find(const struct slot_list *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].key, key) == 0)
            return &list->items[i];
    return NULL;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Levenshtein distance without regard to case; both shorter than KEY_SIZE. */
static size_t distance(const char *left, size_t left_length, const char *right, size_t right_length)
{
    size_t row[KEY_SIZE];
    for (size_t j = 0; j <= right_length; j++)
        row[j] = j;
    for (size_t i = 0; i < left_length; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < right_length; j++) {
            size_t above = row[j + 1];
            bool equal =
                ascii_upper((unsigned char)left[i]) == ascii_upper((unsigned char)right[j]);
            row[j + 1] = smallest(above + 1, row[j] + 1, diagonal + (equal ? 0 : 1));
            diagonal = above;
        }
    }
    return row[right_length];
}

const char *slots_nearest(const struct slot_list *list, const char *key)
{
    size_t length = strlen(key);
    const char *nearest = NULL;
    size_t best = length / 2 > 2 ? length / 2 : 2; /* farther is no misspelling */
    for (size_t i = 0; i < list->count && length < KEY_SIZE; i++) {
        const char *other = list->items[i].key;
        size_t other_length = strlen(other);
        if (other_length >= KEY_SIZE)
            continue;
        size_t far = distance(key, length, other, other_length);
        if (far < best || (far == best && nearest == NULL)) {
            best = far;
            nearest = other;
        }
    }
    return nearest;
}

bool slot_is_typed_value(const struct slot *slot, const char *text)
{
    char type[16] = "";
    if (slot->part != SLOT_IN_BODY || slot->placeholder == NULL || text[0] != '{')
        return false;
    json_scan_string(json_scan_member(json_scan_text(text), "type"), type, sizeof type);
    return strcmp(type, "currency") == 0 || strcmp(type, "date_time") == 0;
}

bool slots_button_takes_code(const struct template *template, const struct template_button *button)
{
    if (button->type == BUTTON_OTP)
        return true;
    return button->url.placeholder_count > 0 && template_is_authentication(template);
}

bool slots_body_takes_code(const struct template *template)
{
    return template->message.body.placeholder_count > 0 && template_is_authentication(template);
}

const struct template_part *slots_card_part(const struct template *template, size_t card)
{
    return &template->cards[card < template->card_count ? card : template->card_count - 1];
}

static const char *header_reason(enum header_format format)
{
    static const char *const reasons[HEADER_FORMAT_COUNT] = {
        [HEADER_GIF] =
            TEXT("A GIF header goes through WhatsApp's marketing_messages only, and ChakraHQ "
                 "has no known route for it. Use a template with an image or video header."),
        [HEADER_UNKNOWN] =
            TEXT("This template has a header of a format that this program does not "
                 "know. Use another template, or send this one from WhatsApp Manager."),
    };
    return text_of(reasons[format]);
}

const char *slots_unsendable_reason(const struct template *template)
{
    const char *reason = header_reason(template->message.header.format);
    for (size_t i = 0; reason == NULL && i < template->card_count; i++)
        reason = header_reason(template->cards[i].header.format);
    if (reason == NULL && template->unknown_has_variables)
        reason = text_of(
            "This template needs values in a component that this program does not know. Use "
            "another template, or send this one from WhatsApp Manager.");
    if (reason == NULL && template->too_many_placeholders)
        reason = text_of(
            "This template has more variables than any approved template can have. Load the "
            "template list again.");
    if (reason == NULL && template->has_carousel && template->card_count == 0)
        reason =
            text_of("This template has a carousel without cards. Load the template list again.");
    return reason;
}
