/* Checks of creation and edits, and the form in which a new template is listed. */
#include "src/sandbox/template_create.h"

#include "src/base/json.h"
#include "src/base/utf8.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool refuse(struct template_refusal *refusal, int subcode, const char *title,
                   const char *text)
{
    refusal->subcode = subcode;
    refusal->title = title;
    snprintf(refusal->text, sizeof refusal->text, "%s", text);
    return false;
}

static bool check_required(const cJSON *body, struct template_refusal *refusal)
{
    static const struct {
        const char *name;
        const char *message;
        bool is_list;
    } required[] = {
        {"name", "(#100) The parameter name is required.", false},
        {"language", "(#100) The parameter language is required.", false},
        {"category", "(#100) The parameter category is required.", false},
        {"components", "(#100) The parameter components is required.", true},
    };
    for (size_t i = 0; i < COUNT_OF(required); i++) {
        const cJSON *node = json_member(body, required[i].name);
        if (required[i].is_list ? cJSON_IsArray(node) : cJSON_IsString(node))
            continue;
        refusal->message = required[i].message;
        return false;
    }
    return true;
}

static bool check_name(const cJSON *body, struct template_refusal *refusal)
{
    static const char *const categories[] = {"MARKETING", "UTILITY", "AUTHENTICATION"};
    const char *name = json_text(body, "name", "");
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (length == 0 || length > 512 || name[length] != '\0')
        return refuse(refusal, 0, "Invalid parameter",
                      "The name can only have lowercase letters, numbers and underscores.");
    for (size_t i = 0; i < COUNT_OF(categories); i++)
        if (strcasecmp(categories[i], json_text(body, "category", "")) == 0)
            return true;
    return refuse(refusal, 0, "Invalid parameter",
                  "category must be one of {AUTHENTICATION, MARKETING, UTILITY}.");
}

static size_t count_variables(const char *text)
{
    size_t count = 0;
    struct placeholder_mark mark;
    for (size_t at = 0; text != NULL && template_next_placeholder(text, at, &mark); at = mark.end)
        count++;
    return count;
}

static size_t characters(const char *text)
{
    return text != NULL ? utf8_count_code_points(text, strlen(text)) : 0;
}

static bool is_too_long(const cJSON *component)
{
    static const struct {
        const char *type;
        size_t most;
    } limits[] = {{"HEADER", 60}, {"BODY", 1024}, {"FOOTER", 60}};
    const char *type = json_text(component, "type", "");
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        if (strcasecmp(type, limits[i].type) == 0)
            return characters(json_text(component, "text", NULL)) > limits[i].most;
    return false;
}

static bool check_body(const cJSON *component, struct template_refusal *refusal)
{
    const char *text = json_text(component, "text", NULL);
    struct placeholder_mark mark;
    size_t end = 0;
    if (text == NULL)
        return true;
    for (size_t at = 0; template_next_placeholder(text, at, &mark); at = mark.end) {
        if (mark.begin == 0)
            return refuse(refusal, 2388299, "Leading or trailing params not allowed",
                          "Variables can't be at the start or end of the template.");
        end = mark.end;
    }
    if (end > 0 && text[end] == '\0')
        return refuse(refusal, 2388299, "Leading or trailing params not allowed",
                      "Variables can't be at the start or end of the template.");
    const cJSON *example = json_member(component, "example");
    if (count_variables(text) > 0 && json_member(example, "body_text") == NULL &&
        json_member(example, "body_text_named_params") == NULL)
        return refuse(refusal, 0, "Message template is missing an example",
                      "A template with variables needs an example for each of them.");
    return strstr(text, "\n\n\n") == NULL ||
           refuse(refusal, 2388072, "Message body format is incorrect",
                  "The body can't have more than two consecutive newline characters.");
}

static bool check_buttons(const cJSON *component, struct template_refusal *refusal)
{
    const cJSON *button = NULL;
    cJSON_ArrayForEach(button, json_member(component, "buttons"))
    {
        const char *label = json_text(button, "text", "");
        if (count_variables(label) > 0 || strpbrk(label, "\n*") != NULL)
            return refuse(refusal, 2388060, "Buttons format is incorrect",
                          "A button can't have any variables, newlines, emojis or formatting.");
        if (characters(label) > 25)
            return refuse(refusal, 2388040, "Character limit exceeded",
                          "The button text field has over 25 characters.");
    }
    return true;
}

static bool check_component(const cJSON *component, struct template_refusal *refusal)
{
    const char *type = json_text(component, "type", "");
    const char *text = json_text(component, "text", NULL);
    if (is_too_long(component))
        return refuse(refusal, 2388040, "Character limit exceeded",
                      "The message template has a field over its limit of characters.");
    if (strcasecmp(type, "HEADER") == 0 &&
        (count_variables(text) > 1 || (text != NULL && strpbrk(text, "\n*") != NULL)))
        return refuse(refusal, 2388047, "Message header format is incorrect",
                      "The header can't have newlines, formatting or more than one variable.");
    if (strcasecmp(type, "FOOTER") == 0 && count_variables(text) > 0)
        return refuse(refusal, 2388073, "Message footer format is incorrect",
                      "The footer can't have any variables, newlines or emojis.");
    if (strcasecmp(type, "BODY") == 0)
        return check_body(component, refusal);
    return strcasecmp(type, "BUTTONS") != 0 || check_buttons(component, refusal);
}

static bool check_components(const cJSON *body, struct template_refusal *refusal)
{
    const cJSON *component = NULL;
    bool has_body = false;
    cJSON_ArrayForEach(component, json_member(body, "components"))
    {
        if (!check_component(component, refusal))
            return false;
        has_body = has_body || strcasecmp(json_text(component, "type", ""), "BODY") == 0;
    }
    return has_body || refuse(refusal, 0, "Invalid parameter", "A template needs a body.");
}

bool template_create_check(const struct catalogue *catalogue, const cJSON *body,
                           struct template_refusal *ret_refusal)
{
    *ret_refusal = (struct template_refusal){0};
    if (!check_required(body, ret_refusal) || !check_name(body, ret_refusal) ||
        !check_components(body, ret_refusal))
        return false;
    if (catalogue_find(catalogue, json_text(body, "name", ""), json_text(body, "language", "")) ==
        NULL)
        return true;
    return refuse(ret_refusal, 2388024, "Content in this language already exists",
                  "There is already content of this name in this language. You can create a new "
                  "template and try again.");
}

bool template_update_check(const struct template *listed, const cJSON *body,
                           struct template_refusal *ret_refusal)
{
    *ret_refusal = (struct template_refusal){0};
    const char *category = json_text(body, "category", listed->category);
    if (listed->status != TEMPLATE_APPROVED && listed->status != TEMPLATE_REJECTED &&
        listed->status != TEMPLATE_PAUSED)
        return refuse(ret_refusal, 0, "Message template can't be edited",
                      "Only approved, rejected or paused templates can be edited.");
    if (listed->status == TEMPLATE_APPROVED && strcasecmp(category, listed->category) != 0)
        return refuse(ret_refusal, 0, "Category can't be changed",
                      "The category of an approved template can't be changed.");
    if (json_member(body, "components") == NULL)
        return true;
    return check_components(body, ret_refusal);
}

static void upper(cJSON *node)
{
    if (cJSON_IsString(node))
        for (char *at = node->valuestring; *at != '\0'; at++)
            *at = (char)toupper((unsigned char)*at);
}

/* {"type":"OTP"} is listed as the address that it opens. */
static bool list_one_time_button(cJSON *button)
{
    char url[192];
    const char *type = json_text(button, "otp_type", "COPY_CODE");
    snprintf(url, sizeof url, "https://www.whatsapp.com/otp/code/?otp_type=%.20s&code=otp{{1}}",
             type);
    const char *label = json_text(button, "text", NULL);
    bool ok = label != NULL || json_add_text(button, "text", "Copy code");
    ok = ok && json_add_text(button, "url", url);
    cJSON *list = cJSON_AddArrayToObject(button, "example");
    snprintf(url, sizeof url, "https://www.whatsapp.com/otp/code/?otp_type=%.20s&code=otp123456",
             type);
    ok = json_append_node(list, cJSON_CreateString(url)) && ok;
    return ok && cJSON_ReplaceItemInObjectCaseSensitive(button, "type", cJSON_CreateString("URL"));
}

static bool list_button(cJSON *button)
{
    upper(cJSON_GetObjectItemCaseSensitive(button, "type"));
    const char *type = json_text(button, "type", "");
    if (strcmp(type, "OTP") == 0)
        return list_one_time_button(button);
    return strcmp(type, "COPY_CODE") != 0 || json_member(button, "text") != NULL ||
           json_add_text(button, "text", "Copy offer code");
}

static bool list_component(cJSON *component, bool is_authentication)
{
    upper(cJSON_GetObjectItemCaseSensitive(component, "type"));
    upper(cJSON_GetObjectItemCaseSensitive(component, "format"));
    bool ok = true;
    cJSON *button = NULL;
    cJSON_ArrayForEach(button, cJSON_GetObjectItemCaseSensitive(component, "buttons"))
    {
        ok = ok && list_button(button);
    }
    bool needs_text = is_authentication && json_member(component, "text") == NULL;
    if (needs_text && strcmp(json_text(component, "type", ""), "BODY") == 0)
        ok = ok && json_add_text(component, "text", "*{{1}}* is your verification code.");
    if (needs_text && strcmp(json_text(component, "type", ""), "FOOTER") == 0)
        ok = ok && json_add_text(component, "text", "This code expires soon.");
    return ok;
}

cJSON *template_create_list_form(const cJSON *body, const char *id)
{
    CLEANUP(json_deletep) cJSON *listed = cJSON_Duplicate(body, true);
    static const char *const own[] = {"id", "status", "quality_score", "rejected_reason",
                                      "allow_category_change"};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        cJSON_DeleteItemFromObjectCaseSensitive(listed, own[i]);
    upper(cJSON_GetObjectItemCaseSensitive(listed, "category"));
    bool is_authentication = strcmp(json_text(listed, "category", ""), "AUTHENTICATION") == 0;
    bool ok = listed != NULL;
    cJSON *component = NULL;
    cJSON_ArrayForEach(component, cJSON_GetObjectItemCaseSensitive(listed, "components"))
    {
        ok = ok && list_component(component, is_authentication);
    }
    if (json_member(listed, "parameter_format") == NULL)
        ok = ok && json_add_text(listed, "parameter_format", "POSITIONAL");
    upper(cJSON_GetObjectItemCaseSensitive(listed, "parameter_format"));
    cJSON *quality = cJSON_CreateObject();
    ok = json_add_text(quality, "score", "UNKNOWN") && ok;
    ok = json_add_node(listed, "quality_score", quality) && ok;
    ok = ok && json_add_text(listed, "status", "PENDING") &&
         json_add_text(listed, "rejected_reason", "NONE") && json_add_text(listed, "id", id);
    if (!ok)
        return NULL;
    cJSON *made = listed;
    listed = NULL;
    return made;
}
