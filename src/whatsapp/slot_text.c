/* Headings of the form, and the sentence in which a value will stand. */
#include "src/whatsapp/slot_text.h"

#include "src/base/text.h"
#include "src/whatsapp/placeholder.h"

#include <string.h>

enum { SENTENCE_BYTES = 240 }; /* before and after the variable; enough for a hint */

static const char *const header_groups[HEADER_FORMAT_COUNT] = {
    [HEADER_NONE] = TEXT("header"),
    [HEADER_TEXT] = TEXT("header"),
    [HEADER_IMAGE] = TEXT("header · image"),
    [HEADER_VIDEO] = TEXT("header · video"),
    [HEADER_DOCUMENT] = TEXT("header · document"),
    [HEADER_GIF] = TEXT("header · gif"),
    [HEADER_LOCATION] = TEXT("header · location"),
    [HEADER_PRODUCT] = TEXT("header · product"),
    [HEADER_UNKNOWN] = TEXT("header"),
};

static const char *const button_groups[BUTTON_TYPE_COUNT] = {
    [BUTTON_UNKNOWN] = TEXT("unknown"),
    [BUTTON_QUICK_REPLY] = TEXT("quick reply"),
    [BUTTON_URL] = TEXT("url"),
    [BUTTON_PHONE_NUMBER] = TEXT("phone number"),
    [BUTTON_COPY_CODE] = TEXT("copy code"),
    [BUTTON_OTP] = TEXT("one-time code"),
    [BUTTON_FLOW] = TEXT("flow"),
    [BUTTON_CATALOG] = TEXT("catalogue"),
    [BUTTON_MPM] = TEXT("products"),
    [BUTTON_SPM] = TEXT("product"),
    [BUTTON_VOICE_CALL] = TEXT("voice call"),
    [BUTTON_ORDER_DETAILS] = TEXT("order details"),
    [BUTTON_REQUEST_CONTACT_INFO] = TEXT("contact request"),
};

const char *slot_header_group(enum header_format format)
{
    return header_groups[format];
}

const char *slot_button_group(enum button_type type, int index, struct arena *arena)
{
    return arena_format(arena, "button %d · %s", index, button_groups[type]);
}

static bool is_sentence_end(const char *text, size_t at)
{
    static const char *const wide_ends[] = {"。", "！", "？", "।", "؟"};
    if (text[at] == '\n')
        return true;
    if (strchr(".!?", text[at]) != NULL && text[at] != '\0')
        return text[at + 1] == ' ' || text[at + 1] == '\n' || text[at + 1] == '\0';
    for (size_t i = 0; i < sizeof wide_ends / sizeof wide_ends[0]; i++)
        if (strncmp(text + at, wide_ends[i], strlen(wide_ends[i])) == 0)
            return true;
    return false;
}

static size_t code_point_end(const char *text, size_t at)
{
    do
        at++;
    while (((unsigned char)text[at] & 0xC0) == 0x80);
    return at;
}

static size_t sentence_begin(const char *text, size_t mark)
{
    size_t begin = mark > SENTENCE_BYTES ? mark - SENTENCE_BYTES : 0;
    while (((unsigned char)text[begin] & 0xC0) == 0x80)
        begin++;
    size_t at = begin;
    while (at < mark) {
        size_t next = code_point_end(text, at);
        if (is_sentence_end(text, at))
            begin = next;
        at = next;
    }
    while (begin < mark && strchr(" \n", text[begin]) != NULL)
        begin++;
    return begin;
}

static size_t sentence_end(const char *text, size_t mark)
{
    size_t at = mark;
    while (text[at] != '\0' && at - mark < SENTENCE_BYTES) {
        if (is_sentence_end(text, at))
            return text[at] == '\n' ? at : code_point_end(text, at);
        at = code_point_end(text, at);
    }
    return at;
}

const char *slot_sentence(const char *text, const char *name, struct arena *arena)
{
    struct placeholder_mark mark;
    for (size_t at = 0; template_next_placeholder(text, at, &mark); at = mark.end) {
        if (strlen(name) != mark.name_length ||
            strncmp(text + mark.name, name, mark.name_length) != 0)
            continue;
        size_t begin = sentence_begin(text, mark.begin);
        return arena_strndup(arena, text + begin, sentence_end(text, mark.end) - begin);
    }
    return "";
}

static bool has_product_button(const struct template_part *part)
{
    for (size_t i = 0; i < part->button_count; i++)
        if (part->buttons[i].type == BUTTON_SPM)
            return true;
    return false;
}

size_t slots_body_limit(const struct template *template, int card)
{
    if (card >= 0)
        return 160;
    if (template->has_limited_time_offer)
        return 600;
    if (has_product_button(&template->message))
        return 160;
    return template_is_body_only(template) ? 32768 : 1024;
}
