/* Rules about the template: its language, status, quality and kind. */
#include "src/base/text.h"
#include "src/whatsapp/language.h"
#include "src/whatsapp/rules_check.h"

#include <string.h>

bool language_is_unknown(struct check *check)
{
    const char *language = check->message->template->language;
    check->key = "template";
    check_explain(check, "%.40s", language);
    return language_name(language) == NULL;
}

/* Why a template in that state cannot be sent, and what to do. */
static const char *const advice[TEMPLATE_STATUS_COUNT] = {
    [TEMPLATE_UNKNOWN] = TEXT("Its status is not one that can be sent. Load the template "
                              "list again, then look it up in WhatsApp Manager."),
    [TEMPLATE_PENDING] = TEXT("Meta is still reviewing this template (minutes, up to a "
                              "day). Wait, then load the template list again."),
    [TEMPLATE_REJECTED] = TEXT("Meta rejected this template. Edit it in WhatsApp Manager "
                               "and submit it again, or choose another."),
    [TEMPLATE_PAUSED] = TEXT("Meta paused this template because of low quality. Wait until "
                             "the pause is over, or choose another template."),
    [TEMPLATE_DISABLED] = TEXT("Meta disabled this template for good because of low "
                               "quality. Choose another template, or make a new one."),
    [TEMPLATE_IN_APPEAL] = TEXT("An appeal about this template is open. Wait for the "
                                "decision, or choose another template."),
    [TEMPLATE_PENDING_DELETION] = TEXT("This template is being deleted. Choose another "
                                       "template."),
    [TEMPLATE_DELETED] = TEXT("This template was deleted. Choose another template."),
    [TEMPLATE_LIMIT_EXCEEDED] = TEXT("The account has too many templates, so this one is "
                                     "not active. Delete others in WhatsApp Manager."),
    [TEMPLATE_ARCHIVED] = TEXT("This template is archived because it was not used for a "
                               "year. Restore it in WhatsApp Manager, or choose another."),
};

static bool forbids(struct check *check, int refusal)
{
    const struct template *template = check->message->template;
    check->key = "template";
    if (template_is_approved(template) || template_status_refusal(template->status) != refusal)
        return false;
    check_explain(check, "%s", text_of(advice[template->status]));
    return true;
}

bool status_is_paused(struct check *check)
{
    return forbids(check, 132015);
}

bool status_is_disabled(struct check *check)
{
    return forbids(check, 132016);
}

bool status_is_not_approved(struct check *check)
{
    return forbids(check, 132001);
}

bool quality_is_red(struct check *check)
{
    check->key = "template";
    return template_is_approved(check->message->template) &&
           strcmp(check->message->template->quality, "RED") == 0;
}

static bool has_gif(const struct template *template)
{
    if (template->message.header.format == HEADER_GIF)
        return true;
    for (size_t i = 0; i < template->card_count; i++)
        if (template->cards[i].header.format == HEADER_GIF)
            return true;
    return false;
}

static bool is_unsendable(struct check *check, bool because_of_gif)
{
    const struct template *template = check->message->template;
    const char *reason = slots_unsendable_reason(template);
    check->key = "template";
    if (reason == NULL || has_gif(template) != because_of_gif)
        return false;
    check_explain(check, "%s", reason);
    return true;
}

bool kind_needs_other_route(struct check *check)
{
    return is_unsendable(check, true);
}

bool kind_is_unknown(struct check *check)
{
    return is_unsendable(check, false);
}

bool route_is_unknown(struct check *check)
{
    return check->value->text[0] != '\0';
}

bool route_is_for_marketing(struct check *check)
{
    return strcmp(check->message->template->category, "MARKETING") != 0;
}
