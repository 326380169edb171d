/* Checks of the envelope, before the template is looked at. */
#include "src/sandbox/envelope.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/whatsapp/phone.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CALLBACK_DATA_MAX = 512, USER_ID_MAX = 128 };

static const char *const envelope_members[] = {
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "template",
    "context",
    "status",
    "biz_opaque_callback_data",
    "recipient_identity_key_hash",
};
static const char *const marketing_members[] = {"product_policy", "message_activity_sharing"};
static const char *const template_members[] = {"name", "language", "components", "namespace"};
static const char *const other_types[] = {
    "audio",    "contacts", "document", "image", "interactive",
    "location", "reaction", "sticker",  "text",  "video",
};

static bool is_in(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool check_members(struct check *check, const cJSON *object, const char *const *names,
                          size_t count, const char *place)
{
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, object)
    {
        if (is_in(names, count, member->string))
            continue;
        if (place == NULL && check->request->for_marketing &&
            is_in(marketing_members, COUNT_OF(marketing_members), member->string))
            continue;
        return check_refuse(check, 100, "Unexpected key \"%.100s\" on param \"%s\".",
                            member->string, place != NULL ? place : "message");
    }
    return true;
}

static bool check_type(struct check *check)
{
    const char *type = json_text(check->request->body, "type", "text");
    if (strcmp(type, "template") == 0)
        return true;
    if (is_in(other_types, COUNT_OF(other_types), type))
        return check_refuse(
            check, 131047,
            "Message failed to send because more than 24 hours have passed since the "
            "customer last replied to this number.");
    return check_refuse_plainly(
        check, 100,
        "(#100) Param type must be one of {AUDIO, CONTACTS, DOCUMENT, IMAGE, "
        "INTERACTIVE, LOCATION, REACTION, STICKER, TEMPLATE, TEXT, VIDEO} - got "
        "\"%.100s\".",
        type);
}

static bool check_callback_data(struct check *check)
{
    const cJSON *data = json_member(check->request->body, "biz_opaque_callback_data");
    if (data == NULL)
        return true;
    if (cJSON_IsString(data) &&
        utf8_count_code_points(data->valuestring, strlen(data->valuestring)) <= CALLBACK_DATA_MAX)
        return true;
    return check_refuse(check, 100,
                        "biz_opaque_callback_data must be a text of at most %d characters",
                        CALLBACK_DATA_MAX);
}

bool check_envelope(struct check *check)
{
    const cJSON *body = check->request->body;
    if (!cJSON_IsObject(body))
        return check_refuse(check, 100, "The request body is not a JSON object");
    const char *product = json_text(body, "messaging_product", NULL);
    if (product == NULL)
        return check_refuse_plainly(check, 100,
                                    "(#100) The parameter messaging_product is required.");
    if (strcasecmp(product, "whatsapp") != 0)
        return check_refuse_plainly(
            check, 100,
            "(#100) Param messaging_product must be one of {WHATSAPP} - got "
            "\"%.100s\".",
            product);
    if (!check_type(check))
        return false;
    const char *recipient_type = json_text(body, "recipient_type", "individual");
    if (strcasecmp(recipient_type, "individual") != 0)
        return check_refuse(check, 100, "recipient_type must be individual");
    return check_members(check, body, envelope_members, COUNT_OF(envelope_members), NULL) &&
           check_callback_data(check);
}

/* Two capital letters, a full stop, letters and digits; "ENT." may stand before those. */
static bool is_user_id(const char *text)
{
    if (strlen(text) < 4 || text[0] < 'A' || text[0] > 'Z' || text[1] < 'A' || text[1] > 'Z' ||
        text[2] != '.')
        return false;
    const char *rest = text + 3;
    if (strncmp(rest, "ENT.", 4) == 0)
        rest += 4;
    return value_is_plain(rest, "", USER_ID_MAX);
}

bool check_envelope_recipient(struct check *check)
{
    struct accepted_send *accepted = check->accepted;
    char buffer[32];
    const char *to = json_text_or_number(check->request->body, "to", buffer, sizeof buffer);
    const char *user = json_text(check->request->body, "recipient", NULL);
    accepted->to_is_number = to != NULL;
    if (to == NULL && user == NULL)
        return check_refuse_plainly(check, 100, "(#100) The parameter to is required.");
    if (to == NULL) {
        if (!is_user_id(user))
            return check_refuse(check, 131009, "recipient: the user id is malformed");
        snprintf(accepted->to, sizeof accepted->to, "%s", user);
        return true;
    }
    char digits[PHONE_DIGITS_SIZE];
    if (!phone_is_valid_on_wire(to, digits))
        return check_refuse(check, 131009, "to: the phone number is malformed");
    snprintf(accepted->to, sizeof accepted->to, "%s", digits);
    if (strcmp(digits, check->request->sender->number) == 0)
        return check_refuse(check, 131021, "Recipient phone number cannot be the sender's");
    return true;
}

bool check_template_members(struct check *check)
{
    const cJSON *template = json_member(check->request->body, "template");
    const cJSON *language = json_member(template, "language");
    if (!cJSON_IsObject(template))
        return check_refuse_plainly(check, 100, "(#100) The parameter template is required.");
    if (!check_members(check, template, template_members, COUNT_OF(template_members), "template"))
        return false;
    if (json_text(template, "name", "")[0] == '\0')
        return check_refuse_plainly(check, 100,
                                    "(#100) The parameter template['name'] is required.");
    if (json_text(language, "code", "")[0] == '\0')
        return check_refuse_plainly(
            check, 100, "(#100) The parameter template['language']['code'] is required.");
    if (strcmp(json_text(language, "policy", "deterministic"), "deterministic") != 0)
        return check_refuse(check, 100, "language.policy must be deterministic");
    const cJSON *components = json_member(template, "components");
    return components == NULL || cJSON_IsNull(components) || cJSON_IsArray(components) ||
           check_refuse(check, 100, "components must be an array");
}
