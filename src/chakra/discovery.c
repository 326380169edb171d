/* Replies of the account's routes, by tables of their members. */
#include "src/chakra/discovery.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/chakra/account.h"
#include "src/chakra/json_list.h"

static const char *const list_places[] = {"_data", "data", "", NULL};

static const char *text_or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

static bool add_sender(cJSON *list, const struct phone_number *phone)
{
    const struct {
        const char *name, *text;
    } members[] = {{"id", phone->id},
                   {"waba", phone->waba},
                   {"number", phone->display_number},
                   {"name", phone->verified_name},
                   {"status", phone->status},
                   {"account_mode", phone->account_mode},
                   {"quality", phone->quality},
                   {"tier", phone->tier}};
    cJSON *object = cJSON_CreateObject();
    bool ok = object != NULL;
    for (size_t i = 0; ok && i < COUNT_OF(members); i++)
        ok = json_add_text(object, members[i].name, text_or_null(members[i].text));
    return json_append_node(list, object) && ok;
}

enum err discovery_read_senders(const char *bytes, size_t length, cJSON **ret_list,
                                struct error *reterr)
{
    struct arena arena;
    struct phone_number *phones = NULL;
    size_t count = 0;
    arena_init(&arena);
    *ret_list = NULL;
    enum err err = account_parse_phone_numbers(bytes, length, &arena, &phones, &count, reterr);
    cJSON *list = err == ERR_OK ? cJSON_CreateArray() : NULL;
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < count; i++)
        ok = add_sender(list, &phones[i]);
    arena_release(&arena);
    if (err == ERR_OK && !ok)
        err = error_nomem(reterr);
    if (err == ERR_OK)
        *ret_list = list;
    else
        cJSON_Delete(list);
    return err;
}

static bool add_account(cJSON *list, const cJSON *item)
{
    char buffer[32];
    const char *id = json_text_or_number(item, "id", buffer, sizeof buffer);
    if (id == NULL)
        return true;
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "id", id) &&
              json_add_text(object, "name", json_text(item, "name", NULL)) &&
              json_add_text(object, "status", json_text(item, "chakraStatus", NULL));
    return json_append_node(list, object) && ok;
}

enum err discovery_read_business_accounts(const char *bytes, size_t length, cJSON **ret_list,
                                          struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    *ret_list = NULL;
    enum err err = json_list_parse(bytes, length, TEXT("list of business accounts"), &root, reterr);
    if (err != ERR_OK)
        return err;
    const cJSON *found = json_list_find(root, list_places), *item = NULL;
    if (found == NULL)
        return error_set(reterr, ERR_INVALID, "Check base_url; the route may have changed.",
                         "the answer holds no list of business accounts");
    cJSON *list = cJSON_CreateArray();
    bool ok = list != NULL;
    cJSON_ArrayForEach(item, found)
    {
        ok = ok && add_account(list, item);
    }
    if (!ok) {
        cJSON_Delete(list);
        return error_nomem(reterr);
    }
    *ret_list = list;
    return ERR_OK;
}

/* Nothing else is taken over: what a configuration holds besides is not documented, and may be
 * secret. */
static const struct {
    const char *theirs, *ours;
} config_members[] = {
    {"passThroughWebhookUrl", "pass_through_webhook_url"},
    {"enableMessageEchoesForPassThroughWebhook", "pass_through_echoes"},
    {"enableSendMessageTemplateEventForPassThroughWebhook", "pass_through_template_events"},
    {"chakraWebhookUrl", "chakra_webhook_url"},
    {"enableChakraWebhook", "chakra_webhook_enabled"},
    {"whichChakraWebhookEventsToSend", "chakra_webhook_events"},
};

enum err discovery_read_plugin_config(const char *bytes, size_t length, cJSON **ret_config,
                                      struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    *ret_config = NULL;
    enum err err =
        json_list_parse(bytes, length, TEXT("configuration of the plugin"), &root, reterr);
    if (err != ERR_OK)
        return err;
    const cJSON *data = json_member(root, "_data");
    if (!cJSON_IsObject(data))
        return error_set(reterr, ERR_INVALID, "Check base_url; the route may have changed.",
                         "the answer holds no configuration of the plugin");
    cJSON *config = cJSON_CreateObject();
    bool ok = config != NULL;
    for (size_t i = 0; ok && i < COUNT_OF(config_members); i++) {
        const cJSON *member = json_member(data, config_members[i].theirs);
        ok = json_add_node(config, config_members[i].ours,
                           member != NULL ? cJSON_Duplicate(member, true) : cJSON_CreateNull());
    }
    if (!ok) {
        cJSON_Delete(config);
        return error_nomem(reterr);
    }
    *ret_config = config;
    return ERR_OK;
}

static bool copy_text(struct arena *arena, const cJSON *object, const char *name,
                      const char **ret_text)
{
    char buffer[32];
    const char *text = json_text_or_number(object, name, buffer, sizeof buffer);
    *ret_text = arena_strdup(arena, text);
    return text == NULL || *ret_text != NULL;
}

enum err discovery_read_media(const char *bytes, size_t length, struct arena *arena,
                              struct media_info *ret_info, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    *ret_info = (struct media_info){.bytes = -1};
    enum err err = json_list_parse(bytes, length, TEXT("description of the media"), &root, reterr);
    if (err != ERR_OK)
        return err;
    const cJSON *wrapped = json_member(root, "_data");
    const cJSON *object = cJSON_IsObject(wrapped) ? wrapped : root;
    if (!cJSON_IsObject(object))
        return error_set(reterr, ERR_INVALID, "Check base_url; the route may have changed.",
                         "the answer does not describe a media");
    bool ok = copy_text(arena, object, "id", &ret_info->id) &&
              copy_text(arena, object, "mime_type", &ret_info->mime) &&
              copy_text(arena, object, "sha256", &ret_info->sha256) &&
              copy_text(arena, object, "url", &ret_info->url);
    if (!json_integer(json_member(object, "file_size"), &ret_info->bytes))
        ret_info->bytes = -1;
    return ok ? ERR_OK : error_nomem(reterr);
}
