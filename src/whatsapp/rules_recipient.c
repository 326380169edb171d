/* Rules about the recipient: the number itself, and what happened with it before. */
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/rules_check.h"

#include <string.h>

enum { PAIR_PAUSE_MS = 6000, DAY_MS = 86400000 };

static bool has_number(struct check *check, struct phone *ret_phone)
{
    const char *to = check->message->to;
    check->key = "to";
    return to != NULL && !message_is_user_id(to) && phone_normalize(to, ret_phone, NULL) == ERR_OK;
}

bool to_is_missing(struct check *check)
{
    check->key = "to";
    return check->message->to == NULL || ascii_all_blank(check->message->to);
}

bool to_is_malformed(struct check *check)
{
    struct phone phone;
    struct error error = {0};
    const char *to = check->message->to;
    check->key = "to";
    if (to == NULL || ascii_all_blank(to) || message_is_user_id(to) ||
        phone_normalize(to, &phone, &error) == ERR_OK)
        return false;
    check_explain(check, "%c%s. %s", ascii_upper((unsigned char)error.what[0]), error.what + 1,
                  error.next);
    return true;
}

/* Where the number that people dial and the one that WhatsApp knows differ by a digit. */
static const struct quirk {
    const char *prefix;
    const char *not_prefix; /* the usual form begins so; NULL */
    size_t digits;          /* of the doubtful form; 0: any */
    const char *advice;
} quirks[] = {
    {.prefix = "54",
     .not_prefix = "549",
     .digits = 12,
     .advice =
         TEXT("Mobile numbers in Argentina have a 9 after +54 on WhatsApp. Check it; numbers of "
              "land lines have none.")},
    {.prefix = "521",
     .digits = 13,
     .advice = TEXT("Numbers in Mexico have no 1 after +52 any more. WhatsApp may still accept it; "
                    "check the number.")},
    {.prefix = "55",
     .digits = 12,
     .advice =
         TEXT("Mobile numbers in Brazil have a 9 before the last eight digits. WhatsApp may know "
              "an old one without it; check the number.")},
};

bool to_has_quirk(struct check *check)
{
    struct phone phone;
    if (!has_number(check, &phone))
        return false;
    for (size_t i = 0; i < COUNT_OF(quirks); i++) {
        const struct quirk *quirk = &quirks[i];
        bool is_usual = quirk->not_prefix != NULL &&
                        strncmp(phone.digits, quirk->not_prefix, strlen(quirk->not_prefix)) == 0;
        if (strncmp(phone.digits, quirk->prefix, strlen(quirk->prefix)) != 0 || is_usual ||
            strlen(phone.digits) != quirk->digits)
            continue;
        check_explain(check, "%s", text_of(quirk->advice));
        return true;
    }
    return false;
}

bool to_is_sender(struct check *check)
{
    struct phone phone;
    const char *sender = check->message->sender_number;
    return has_number(check, &phone) && sender != NULL && strcmp(phone.digits, sender) == 0;
}

bool to_user_id_is_malformed(struct check *check)
{
    const char *to = check->message->to;
    check->key = "to";
    return to != NULL && message_is_user_id(to) && !message_user_id_is_valid(to);
}

bool to_user_id_gets_code(struct check *check)
{
    const char *to = check->message->to;
    check->key = "to";
    return to != NULL && message_is_user_id(to) &&
           template_is_authentication(check->message->template);
}

static bool is_marketing(const struct check *check)
{
    return strcmp(check->message->template->category, "MARKETING") == 0;
}

bool to_opted_out(struct check *check)
{
    check->key = "to";
    return check->facts->has_131050 && is_marketing(check);
}

bool to_was_held_back(struct check *check)
{
    const struct facts *facts = check->facts;
    check->key = "to";
    return is_marketing(check) && facts->last_131049_ms != 0 &&
           facts->now_ms - facts->last_131049_ms < DAY_MS;
}

bool to_was_just_written(struct check *check)
{
    const struct facts *facts = check->facts;
    check->key = "to";
    return facts->last_send_to_recipient_ms != 0 &&
           facts->now_ms - facts->last_send_to_recipient_ms < PAIR_PAUSE_MS;
}
