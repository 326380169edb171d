/* Rules about texts: what the values of variables may hold, and how long the result may be. */
#include "src/base/utf8.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/json_scan.h"
#include "src/whatsapp/placeholder.h"
#include "src/whatsapp/rules_check.h"
#include "src/whatsapp/slot_text.h"

#include <string.h>
#include <utf8proc.h>

enum {
    HEADER_LIMIT = 60,
    BODY_LIMIT = 1024,
    LONGEST_DEFINITION = 1 << 16, /* what is longer is no approved text, and slow to count */
    BLANK_RUN = 5
};

bool header_value_is_missing(struct check *check)
{
    return check->value == NULL && !check_is_in_card(check);
}

bool body_value_is_missing(struct check *check)
{
    return check->value == NULL && !check_is_in_card(check);
}

bool card_value_is_missing(struct check *check)
{
    return check->value == NULL && check_is_in_card(check);
}

bool text_is_blank(struct check *check)
{
    return ascii_all_blank(check->text);
}

bool text_has_line_break(struct check *check)
{
    return !ascii_all_blank(check->text) && strpbrk(check->text, "\n\r\t") != NULL;
}

bool text_has_blanks(struct check *check)
{
    return !ascii_all_blank(check->text) && strstr(check->text, "     ") != NULL;
}

/* Signs that are not seen and change how a text is read; marks of direction alone are common. */
static bool is_hidden(int32_t code_point)
{
    return (code_point >= 0x202A && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0x200B ||
           code_point == 0x2060 || code_point == 0xFEFF || code_point == 0x2028 ||
           code_point == 0x2029;
}

bool text_has_controls(struct check *check)
{
    size_t length = strlen(check->text);
    size_t run = 0;
    bool run_is_plain = true;
    for (size_t at = 0; at < length;) {
        int32_t code_point = utf8_next(check->text, length, &at);
        if (code_point < 0)
            continue;
        utf8proc_category_t category = utf8proc_category(code_point);
        bool is_usual = code_point == '\n' || code_point == '\r' || code_point == '\t';
        if ((category == UTF8PROC_CATEGORY_CC && !is_usual) || is_hidden(code_point)) {
            check_explain(check, "U+%04X", (unsigned)code_point);
            return true;
        }
        if (category != UTF8PROC_CATEGORY_ZS) {
            run = 0;
            run_is_plain = true;
            continue;
        }
        run_is_plain = run_is_plain && code_point == ' ';
        if (++run >= BLANK_RUN && !run_is_plain) {
            check_explain(check, "five or more blanks in a row");
            return true;
        }
    }
    return false;
}

bool value_is_not_utf8(struct check *check)
{
    return !utf8_is_valid(check->value->text, strlen(check->value->text));
}

struct text_size {
    size_t code_points;
    size_t utf16_units;
    const struct slot *longest; /* the value that takes most of it */
};

static void add_size(struct text_size *size, const char *text, size_t length)
{
    size->code_points += utf8_count_code_points(text, length);
    size->utf16_units += utf8_count_utf16_units(text, length);
}

/* Counts a text with its values put in, and nothing for those that are missing. */
static struct text_size measure(const struct check *check, const struct template_text *text,
                                struct place place)
{
    struct text_size size = {0};
    size_t at = 0;
    size_t most = 0;
    struct placeholder_mark mark;
    bool is_sane = strnlen(text->text, LONGEST_DEFINITION) < LONGEST_DEFINITION;
    while (is_sane && template_next_placeholder(text->text, at, &mark)) {
        int index = placeholder_index(text, &mark);
        add_size(&size, text->text + at, (index < 0 ? mark.end : mark.begin) - at);
        at = mark.end;
        const char *leaf = index < 0 ? "" : text->placeholders[index].name;
        const struct slot *slot = message_slot(check->message, place, leaf);
        const struct value *value =
            slot != NULL ? values_find(check->message->values, slot->key) : NULL;
        if (value == NULL)
            continue;
        size_t length = strlen(value->text);
        add_size(&size, value->text, length);
        if (length > most || size.longest == NULL) {
            most = length;
            size.longest = slot;
        }
    }
    add_size(&size, text->text + at, strlen(text->text + at));
    return size;
}

/*
 * A text without values was approved as it stands. The report goes to the
 * longest value: that one is worth shortening.
 */
static bool is_too_long(struct check *check, struct text_size size, size_t limit, bool by_units)
{
    if (size.longest == NULL)
        return false;
    bool broken =
        by_units ? size.code_points <= limit && size.utf16_units > limit : size.code_points > limit;
    if (!broken)
        return false;
    check->key = size.longest->key;
    check_explain(
        check, "%zu characters with these values, and %zu are the most. Shorten {{%.40s}}",
        by_units ? size.utf16_units : size.code_points, limit, size.longest->placeholder->name);
    return true;
}

static bool header_exceeds(struct check *check, bool by_units)
{
    const struct template_text *text = &check->message->template->message.header.text;
    if (text->text == NULL)
        return false;
    struct text_size size = measure(check, text, (struct place){-1, SLOT_IN_HEADER, -1});
    return is_too_long(check, size, HEADER_LIMIT, by_units);
}

bool header_is_too_long(struct check *check)
{
    return header_exceeds(check, false);
}

bool header_may_be_too_long(struct check *check)
{
    return header_exceeds(check, true);
}

static bool body_exceeds(struct check *check, bool by_units)
{
    const struct template *template = check->message->template;
    if (template->message.body.text == NULL || slots_body_limit(template, -1) != BODY_LIMIT)
        return false;
    struct text_size size =
        measure(check, &template->message.body, (struct place){-1, SLOT_IN_BODY, -1});
    return is_too_long(check, size, BODY_LIMIT, by_units);
}

bool body_is_too_long(struct check *check)
{
    return body_exceeds(check, false);
}

bool body_may_be_too_long(struct check *check)
{
    return body_exceeds(check, true);
}

/* Cards, single products and limited-time offers. Runs at the first variable of such a body. */
static bool small_body_exceeds(struct check *check, bool by_units)
{
    const struct slot *slot = check->slot;
    size_t limit = slots_body_limit(check->message->template, slot->card);
    const struct template_text *body = &check->part->body;
    if (limit >= BODY_LIMIT || slot->placeholder != &body->placeholders[0])
        return false;
    struct text_size size = measure(check, body, (struct place){slot->card, SLOT_IN_BODY, -1});
    return is_too_long(check, size, limit, by_units);
}

bool small_body_is_too_long(struct check *check)
{
    return small_body_exceeds(check, false);
}

bool small_body_may_be_too_long(struct check *check)
{
    return small_body_exceeds(check, true);
}

bool value_is_too_long(struct check *check)
{
    return !check_is_in_card(check) && template_is_body_only(check->message->template) &&
           check_code_points(check->text) > slots_body_limit(check->message->template, -1);
}

static bool has_text(struct json_span object, const char *name)
{
    struct json_span text = json_scan_member(object, name);
    return text.kind == JSON_STRING && text.end - text.begin > 2;
}

static bool is_currency_code(struct json_span span)
{
    char code[8];
    if (!json_scan_string(span, code, sizeof code) || strlen(code) != 3)
        return false;
    for (size_t i = 0; i < 3; i++)
        if (code[i] < 'A' || code[i] > 'Z')
            return false;
    return true;
}

bool typed_value_is_wrong(struct check *check)
{
    if (!check->value->is_json)
        return false;
    char type[16] = "";
    struct json_span typed = json_scan_text(check->value->text);
    json_scan_string(json_scan_member(typed, "type"), type, sizeof type);
    struct json_span inner = json_scan_member(typed, type);
    if (strcmp(type, "text") == 0)
        return inner.kind != JSON_STRING;
    struct json_span body = inner.kind == JSON_OBJECT ? inner : typed;
    int64_t amount = 0;
    if (strcmp(type, "currency") == 0)
        return !has_text(body, "fallback_value") ||
               !is_currency_code(json_scan_member(body, "code")) ||
               !json_scan_integer(json_scan_member(body, "amount_1000"), &amount);
    return strcmp(type, "date_time") != 0 || !has_text(body, "fallback_value");
}

bool callback_is_too_long(struct check *check)
{
    return check_code_points(check->text) > 512;
}

/* URL and title go together. */
bool tap_target_is_half(struct check *check)
{
    const char *other = strcmp(check->slot->leaf, "url") == 0 ? "title" : "url";
    return check_is_missing(check) && check_sibling(check, other) != NULL;
}
