/* Rules about buttons: URL suffixes, payloads, codes and flows. */
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/json_scan.h"
#include "src/whatsapp/payload_parts.h"
#include "src/whatsapp/rules_check.h"

#include <string.h>

enum { LONGEST_URL = 2000, LONGEST_CODE = 15, MOST_MINUTES = 43200 };

/* Bytes of the suffix as it goes out. */
static size_t encoded_length(const char *suffix)
{
    size_t length = 0;
    char bytes[4];
    for (const char *at = suffix; *at != '\0'; at++)
        length += payload_encode_byte(at, bytes);
    return length;
}

bool url_is_too_long(struct check *check)
{
    const char *url = check_button(check)->url.text;
    struct placeholder_mark mark;
    if (!template_next_placeholder(url, 0, &mark))
        return false;
    size_t length = strlen(url) - (mark.end - mark.begin) + encoded_length(check->text);
    check_explain(check, "%zu", length);
    return length > LONGEST_URL;
}

bool suffix_has_blanks(struct check *check)
{
    return strpbrk(check->text, " \t\r\n\v\f") != NULL;
}

bool suffix_is_url(struct check *check)
{
    return ascii_starts_fold(check->text, "http://") || ascii_starts_fold(check->text, "https://");
}

bool flow_data_are_wrong(struct check *check)
{
    if (strcmp(check_button(check)->flow_action, "navigate") != 0) {
        check_explain(check, "This flow fetches its data itself. Leave the flow data empty");
        return true;
    }
    struct json_span data = json_scan_text(check->value->text);
    check_explain(check, "The flow data must be a JSON object with at least one member. Correct "
                         "it, or leave it empty");
    return data.kind != JSON_OBJECT || json_scan_count(data) == 0;
}

bool coupon_has_signs(struct check *check)
{
    for (const char *at = check->text; *at != '\0'; at++)
        if (!ascii_is_alnum((unsigned char)*at))
            return true;
    return false;
}

bool coupon_is_too_long(struct check *check)
{
    return check_code_points(check->text) > 20;
}

bool coupon_is_long(struct check *check)
{
    size_t length = check_code_points(check->text);
    return length > 15 && length <= 20;
}

/* The definition shows by its examples which variable of the body repeats the code. */
bool coupon_differs(struct check *check)
{
    const char *example = check->slot->example;
    const struct template_text *body = &check->part->body;
    for (size_t i = 0; example != NULL && i < body->placeholder_count; i++) {
        const struct placeholder *placeholder = &body->placeholders[i];
        if (placeholder->example == NULL || strcmp(placeholder->example, example) != 0)
            continue;
        const char *text = message_text(
            check->message, (struct place){check->slot->card, SLOT_IN_BODY, -1}, placeholder->name);
        check_explain(check, "{{%.40s}}", placeholder->name);
        return text != NULL && strcmp(text, check->text) != 0;
    }
    return false;
}

static bool is_quick_reply(const struct check *check)
{
    return check_button(check)->type == BUTTON_QUICK_REPLY;
}

bool payload_is_too_long(struct check *check)
{
    return is_quick_reply(check) && check_code_points(check->text) > 256;
}

bool payload_is_long(struct check *check)
{
    size_t length = check_code_points(check->text);
    return is_quick_reply(check) && length > 128 && length <= 256;
}

bool call_payload_is_too_long(struct check *check)
{
    return !is_quick_reply(check) && check_code_points(check->text) > 512;
}

bool minutes_are_wrong(struct check *check)
{
    if (!ascii_all_digits(check->text) || strlen(check->text) > 9)
        return true;
    long minutes = 0;
    for (const char *at = check->text; *at != '\0'; at++)
        minutes = minutes * 10 + (*at - '0');
    return minutes < 1 || minutes > MOST_MINUTES;
}

bool code_is_wrong(struct check *check)
{
    size_t length = strlen(check->text);
    for (const char *at = check->text; *at != '\0'; at++)
        if (*at <= ' ' || *at > '~')
            return true;
    return length > LONGEST_CODE || strstr(check->text, "://") != NULL ||
           ascii_starts_fold(check->text, "www.");
}
