/* From a definition to the body of its creation or edit. */
#include "src/whatsapp/definition_request.h"

#include <string.h>

#include "src/base/json.h"
#include "src/whatsapp/ascii.h"

static bool is_type(const cJSON *node, const char *type)
{
    return ascii_equal_fold(json_text(node, "type", ""), type);
}

/* The value of NAME= in a URL's query, copied into `text`; false when it is not there. */
static bool find_query(const char *url, const char *name, char *text, size_t size)
{
    size_t length = strlen(name);
    for (const char *at = strchr(url, '?'); at != NULL; at = strchr(at + 1, '&')) {
        if (strncmp(at + 1, name, length) != 0 || at[1 + length] != '=')
            continue;
        const char *value = at + 2 + length;
        size_t count = strcspn(value, "&#");
        if (count == 0 || count >= size)
            return false;
        memcpy(text, value, count);
        text[count] = '\0';
        return true;
    }
    return false;
}

/* One tap and zero tap name the app; its signature may be percent-encoded only in URLs. */
static bool add_app(cJSON *button, const char *url)
{
    char package[225], signature[32];
    if (!find_query(url, "package_name", package, sizeof package) ||
        !find_query(url, "signature_hash", signature, sizeof signature))
        return true;
    cJSON *app = cJSON_CreateObject();
    bool ok = json_add_text(app, "package_name", package) &&
              json_add_text(app, "signature_hash", signature);
    cJSON *apps = cJSON_CreateArray();
    ok = json_append_node(apps, app) && ok;
    return json_add_node(button, "supported_apps", apps) && ok;
}

/* {"type":"OTP","otp_type":…,"text":…} in place of the URL that a listing shows. */
static cJSON *one_time_button(const cJSON *listed)
{
    char type[16] = "COPY_CODE";
    const char *url = json_text(listed, "url", "");
    find_query(url, "otp_type", type, sizeof type);
    CLEANUP(json_deletep) cJSON *button = cJSON_CreateObject();
    bool ok = json_add_text(button, "type", "OTP") && json_add_text(button, "otp_type", type);
    const char *text = json_text(listed, "text", NULL);
    if (text != NULL)
        ok = ok && json_add_text(button, "text", text);
    if (!ok || !add_app(button, url))
        return NULL;
    cJSON *made = button;
    button = NULL;
    return made;
}

static bool is_one_time_url(const cJSON *button)
{
    return is_type(button, "URL") && strstr(json_text(button, "url", ""), "/otp/code/") != NULL;
}

/* Creation gives a coupon's example as text, and no label. */
static bool use_coupon_form(cJSON *button)
{
    cJSON_DeleteItemFromObjectCaseSensitive(button, "text");
    const cJSON *example = json_member(button, "example");
    if (!cJSON_IsArray(example) || !cJSON_IsString(example->child))
        return true;
    cJSON *text = cJSON_CreateString(example->child->valuestring);
    cJSON_DeleteItemFromObjectCaseSensitive(button, "example");
    return json_add_node(button, "example", text);
}

static bool use_creation_buttons(cJSON *buttons)
{
    bool ok = true;
    for (cJSON *button = buttons->child, *next = NULL; ok && button != NULL; button = next) {
        next = button->next;
        if (is_type(button, "COPY_CODE")) {
            ok = use_coupon_form(button);
        } else if (is_one_time_url(button)) {
            cJSON *made = one_time_button(button);
            ok = made != NULL && cJSON_ReplaceItemViaPointer(buttons, button, made);
        }
    }
    return ok;
}

static bool has_one_time_code(const cJSON *components)
{
    const cJSON *component = NULL;
    cJSON_ArrayForEach(component, components)
    {
        const cJSON *button = NULL;
        cJSON_ArrayForEach(button, json_member(component, "buttons"))
        {
            if (is_one_time_url(button) || is_type(button, "OTP"))
                return true;
        }
    }
    return false;
}

/* The texts of an authentication template are WhatsApp's: only their switches are sent. */
static void drop_fixed_texts(cJSON *components)
{
    cJSON *component = NULL;
    cJSON_ArrayForEach(component, components)
    {
        if (!is_type(component, "BODY") && !is_type(component, "FOOTER"))
            continue;
        cJSON_DeleteItemFromObjectCaseSensitive(component, "text");
        cJSON_DeleteItemFromObjectCaseSensitive(component, "example");
    }
}

static bool use_creation_form(const struct template *template, cJSON *components)
{
    if (strcmp(template->category, "AUTHENTICATION") == 0 && has_one_time_code(components))
        drop_fixed_texts(components);
    bool ok = true;
    cJSON *component = NULL;
    cJSON_ArrayForEach(component, components)
    {
        cJSON *buttons = cJSON_GetObjectItemCaseSensitive(component, "buttons");
        cJSON *cards = cJSON_GetObjectItemCaseSensitive(component, "cards");
        if (cJSON_IsArray(buttons))
            ok = ok && use_creation_buttons(buttons);
        cJSON *card = NULL;
        cJSON_ArrayForEach(card, cards)
        {
            cJSON *inner = cJSON_GetObjectItemCaseSensitive(card, "components");
            ok = ok && use_creation_form(template, inner); /* cJSON limits the depth */
        }
    }
    return ok;
}

/* Copies the members that `whole` has; the components in the form of creation. */
static enum err copy_members(const struct template *template, const char *const *names,
                             size_t count, cJSON *body, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *whole = NULL;
    enum err err = json_parse(template->json, strlen(template->json), &whole, reterr);
    if (err != ERR_OK)
        return err;
    bool ok = body != NULL;
    for (size_t i = 0; ok && i < count; i++) {
        cJSON *node = cJSON_DetachItemFromObjectCaseSensitive(whole, names[i]);
        if (node == NULL)
            continue;
        if (strcmp(names[i], "components") == 0)
            ok = use_creation_form(template, node);
        ok = json_add_node(body, names[i], node) && ok;
    }
    return ok ? ERR_OK : error_nomem(reterr);
}

enum err definition_create_body(const struct template *template, cJSON **ret_body,
                                struct error *reterr)
{
    static const char *const names[] = {
        "name",
        "language",
        "category",
        "sub_category",
        "display_format",
        "parameter_format",
        "components",
        "message_send_ttl_seconds",
        "allow_category_change",
        "cta_url_link_tracking_opted_out",
    };
    CLEANUP(json_deletep) cJSON *body = cJSON_CreateObject();
    *ret_body = NULL;
    enum err err = copy_members(template, names, COUNT_OF(names), body, reterr);
    if (err == ERR_OK && template->named && json_member(body, "parameter_format") == NULL &&
        !json_add_text(body, "parameter_format", "NAMED"))
        err = error_nomem(reterr);
    if (err == ERR_OK) {
        *ret_body = body;
        body = NULL;
    }
    return err;
}

enum err definition_update_body(const struct template *template, const struct template *listed,
                                cJSON **ret_body, struct error *reterr)
{
    static const char *const names[] = {"category", "components", "message_send_ttl_seconds"};
    size_t first = strcmp(template->category, listed->category) == 0 ? 1 : 0;
    CLEANUP(json_deletep) cJSON *body = cJSON_CreateObject();
    *ret_body = NULL;
    enum err err = copy_members(template, names + first, COUNT_OF(names) - first, body, reterr);
    if (err == ERR_OK) {
        *ret_body = body;
        body = NULL;
    }
    return err;
}

enum err definition_may_update(const struct template *template, const struct template *listed,
                               struct error *reterr)
{
    static const enum template_status editable[] = {TEMPLATE_APPROVED, TEMPLATE_REJECTED,
                                                    TEMPLATE_PAUSED};
    bool may = false;
    for (size_t i = 0; i < COUNT_OF(editable); i++)
        may = may || listed->status == editable[i];
    if (!may)
        return error_set(reterr, ERR_CONTENT,
                         "Wait for the decision, or create a template of another name.",
                         "%.100s in %.40s cannot be edited while its status is %.40s", listed->name,
                         listed->language, listed->status_name);
    if (template_is_approved(listed) && strcmp(template->category, listed->category) != 0)
        return error_set(reterr, ERR_CONTENT,
                         "Leave the category as it is, or create a template of another name.",
                         "the category of an approved template cannot change from %.40s to %.40s",
                         listed->category, template->category);
    if (template->named != listed->named)
        return error_set(reterr, ERR_CONTENT,
                         "Keep the form of its variables, or create a template of another name.",
                         "%.100s has %s variables, and they cannot become %s ones", listed->name,
                         listed->named ? "named" : "numbered",
                         template->named ? "named" : "numbered");
    return ERR_OK;
}
