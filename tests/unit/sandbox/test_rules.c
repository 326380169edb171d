/*
 * One thing wrong at a time: a good send of tests/data/sends is changed in one
 * place, and the platform's code for exactly that is expected. Rows with code 0
 * are changes that must still be accepted.
 */
#include "src/base/json.h"
#include "tests/unit/sandbox/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY "template.components.0.parameters."
#define TEN_BLANKS "          "

static const struct change {
    const char *file;
    const char *path;  /* of the request */
    const char *value; /* JSON; NULL takes the member away */
    int code;
    const char *rule;
} changes[] = {
    {"hello_world", "to", "\"+1 (555) 000-1234\"", 0, "V2"},
    {"hello_world", "to", "15550001234", 0, "V2"},
    {"hello_world", "to", "\"0015550001234\"", 131009, "V2"},
    {"hello_world", "to", "\"123456\"", 131009, "V2"},
    {"hello_world", "to", "\"+1 555 000 9999\"", 131021, "V4"},
    {"hello_world", "to", NULL, 100, "V1"},
    {"hello_world", "template.language.code", "\"en_us\"", 132001, "V7"},
    {"hello_world", "template.language.code", NULL, 100, "V6"},
    {"hello_world", "template.language.policy", "\"fallback\"", 100, "V12"},
    {"hello_world", "template.language.policy", NULL, 0, "V12"},
    {"hello_world", "template.components", NULL, 0, "V17"},
    {"hello_world", "template.components", "{}", 100, "V11"},
    {"hello_world", "template.colour", "1", 100, "V11"},
    {"hello_world", "colour", "1", 100, "V11"},
    {"hello_world", "messaging_product", "\"sms\"", 100, "V9"},
    {"hello_world", "type", "\"text\"", 131047, "V10"},
    {"hello_world", "recipient_type", "\"group\"", 100, "V11"},
    {"hello_world", "product_policy", "\"STRICT\"", 100, "V14"},
    {"hello_world", "template.components.0", "{\"type\":\"body\",\"parameters\":[]}", 0, "V17"},
    {"hello_world", "template.components.0", "{\"type\":\"sidebar\"}", 100, "V11"},
    {"hello_world", "template.components.0",
     "{\"type\":\"header\",\"parameters\":[{\"type\":\"text\",\"text\":\"x\"}]}", 132000, "V16"},
    {"hello_world", "template.components.0", "{\"type\":\"carousel\",\"cards\":[]}", 132018, "V42"},
    {"header_text_param_sale", BODY "0.text", "\"" TEN_BLANKS TEN_BLANKS "\"", 131008, "V19"},
    {"header_text_param_sale", BODY "0.text", "\"0123456789012345678901234567890123456789123\"",
     132005, "V24"},
    {"header_text_param_sale", BODY "0.text", "\"012345678901234567890123456789012345678912\"", 0,
     "V24"},
    {"header_text_param_sale", BODY "0.type", "\"image\"", 132012, "V16"},
    {"order_shipped_positional", BODY "0.text", "\"a     b\"", 132018, "V21"},
    {"order_shipped_positional", BODY "0.text", "\"a    b\"", 0, "V21"},
    {"order_shipped_positional", BODY "0.text", "\"a\\tb\"", 132018, "V20"},
    {"order_shipped_positional", BODY "0.text", NULL, 131008, "V19"},
    {"order_shipped_positional", BODY "4", "{\"type\":\"text\",\"text\":\"x\"}", 132000, "V17"},
    {"order_shipped_positional", "template.components.0.type", "\"BODY\"", 0, "V17"},
    {"order_shipped_positional", "template.components.1", "{\"type\":\"body\",\"parameters\":[]}",
     100, "V11"},
    {"appointment_reminder_named", "template.components.1.parameters.1.parameter_name",
     "\"first_name\"", 132000, "V18"},
    {"appointment_reminder_named", "template.components.1.parameters.1.parameter_name", "\"\"", 100,
     "V18"},
    {"currency_datetime", BODY "0.currency.code", NULL, 131008, "V63"},
    {"currency_datetime", BODY "0.currency.amount_1000", "1.5", 131008, "V63"},
    {"currency_datetime", BODY "0.currency.fallback_value", NULL, 131008, "V63"},
    {"currency_datetime", BODY "0", "{\"type\":\"text\",\"text\":\"5 EUR\"}", 0, "V63"},
    {"event_invite_image", BODY "0.image.id", NULL, 132018, "V29"},
    {"event_invite_image", BODY "0.image", "{\"link\":\"https://example.com/a.png\"}", 0, "V29"},
    {"event_invite_image", BODY "0.image", "{\"link\":\"ftp://example.com/a.png\"}", 131009, "V30"},
    {"event_invite_image", BODY "0.image", "{\"link\":\"https://example.com/a b\"}", 131009, "V30"},
    {"event_invite_image", BODY "0.image.id", "\"abc\"", 131009, "V32"},
    {"event_invite_image", "template.components.2.parameters.0.payload", "\"\"", 131008, "V49"},
    {"courier_location", BODY "0.location.latitude", "\"91\"", 131009, "V35"},
    {"courier_location", BODY "0.location.latitude", "\"52,5\"", 131009, "V35"},
    {"courier_location", BODY "0.location.latitude", "52.5", 0, "V35"},
    {"courier_location", BODY "0.location.longitude", NULL, 131008, "V35"},
    {"courier_location", BODY "0.location.address", NULL, 131008, "V36"},
    {"featured_spm", BODY "0.product.catalog_id", NULL, 131008, "V37"},
    {"track_parcel_url_dynamic", "template.components.1.parameters.0.text", "\"\"", 131008, "V38"},
    {"track_parcel_url_dynamic", "template.components.1.parameters.0.text", "\"a b\"", 132018,
     "V40"},
    {"track_parcel_url_dynamic", "template.components.1.sub_type", "\"quick_reply\"", 132018,
     "V44"},
    {"track_parcel_url_dynamic", "template.components.1.sub_type", "\"URL\"", 0, "V44"},
    {"track_parcel_url_dynamic", "template.components.1.index", "0", 0, "V43"},
    {"track_parcel_url_dynamic", "template.components.1.index", "\"7\"", 132018, "V43"},
    {"track_parcel_url_dynamic", "template.components.1.index", NULL, 131009, "V43"},
    {"track_parcel_url_named", "template.components.1.parameters.0.parameter_name", NULL, 100,
     "V18"},
    {"receipt_document", "template.components.2",
     "{\"type\":\"button\",\"sub_type\":\"url\",\"index\":1,\"parameters\":[{\"type\":\"text\","
     "\"text\":\"x\"}]}",
     132018, "V42"},
    {"survey_flow", "template.components.1", NULL, 131009, "V45"},
    {"survey_flow", "template.components.1.parameters", "[]", 0, "V45"},
    {"survey_flow", "template.components.1.parameters.0.action.flow_action_data", "{}", 131009,
     "V46"},
    {"coupon_copy_code", "template.components.2.parameters.0.coupon_code", "\"A B\"", 131009,
     "V47"},
    {"coupon_copy_code", "template.components.2.parameters.0.coupon_code",
     "\"ABCDEFGHIJKLMNOPQRSTU\"", 131009, "V47"},
    {"coupon_copy_code", "template.components.2.parameters.0.coupon_code", NULL, 131008, "V47"},
    {"otp_copy_code", "template.components.1.parameters.0.text", "\"999999\"", 132018, "V50"},
    {"otp_copy_code", "template.components.1", NULL, 131008, "V50"},
    {"otp_copy_code", "to", NULL, 100, "V1"},
    {"bundle_mpm", "template.components.2.parameters.0.action.sections", "[]", 131009, "V51"},
    {"bundle_mpm", "template.components.2.parameters.0.action.thumbnail_product_retailer_id", NULL,
     131009, "V51"},
    {"bundle_mpm", "template.components.2.parameters.0.action.sections.0.title", NULL, 131009,
     "V52"},
    {"bundle_mpm", "template.components.2.parameters.0.action.sections.0.title",
     "\"0123456789012345678901234\"", 131009, "V52"},
    {"spring_catalog", "template.components.1", NULL, 0, "V51"},
    {"call_us_voice", BODY "0.ttl_minutes", "43201", 131009, "V53"},
    {"call_us_voice", "template.components.0.index", NULL, 0, "V53"},
    {"media_carousel", "template.components.1.cards.2", NULL, 132000, "V54"},
    {"media_carousel", "template.components.1", NULL, 132000, "V54"},
    {"media_carousel", "template.components.1.cards.1.card_index", "5", 131009, "V56"},
    {"media_carousel", "template.components.1.cards.1.components.0", NULL, 132012, "V57"},
    {"media_carousel", "template.components.1.cards.1.components.1", NULL, 132000, "V57"},
    {"media_carousel", "template.components.1.cards.1.components.3", NULL, 131008, "V57"},
    {"product_carousel", "template.components.1.cards.3", NULL, 0, "V55"},
    {"product_carousel", "template.components.1.cards", "[]", 132000, "V55"},
    {"flash_sale_lto", "template.components.2", NULL, 131008, "V58"},
    {"flash_sale_lto", "template.components.2.parameters.0.limited_time_offer.expiration_time_ms",
     "1803902400", 131009, "V58"},
    {"order_status_update", "template.components.0", NULL, 131008, "V60"},
    {"order_status_update", BODY "0.order_status.reference_id", "\"a b\"", 131009, "V60"},
    {"order_status_update", BODY "0.order_status.order.status", "\"lost\"", 131009, "V62"},
    {"order_details_invoice",
     "template.components.1.parameters.0.action.order_details.total_amount.value", "1", 131009,
     "V61"},
    {"order_details_invoice",
     "template.components.1.parameters.0.action.order_details.total_amount.offset", "10", 131009,
     "V61"},
    {"order_details_invoice", "template.components.1", NULL, 131008, "V60"},
    {"tap_target_image", "template.components.2.parameters.0.tap_target_configuration.0.title",
     NULL, 131008, "tap"},
};

/* The container of the last name of the path, and that name. */
static cJSON *find_parent(cJSON *root, const char *path, char name[128])
{
    cJSON *node = root;
    for (;;) {
        size_t length = strcspn(path, ".");
        cr_assert_lt(length, 128);
        memcpy(name, path, length);
        name[length] = '\0';
        if (path[length] == '\0')
            return node;
        path += length + 1;
        node = cJSON_IsArray(node) ? cJSON_GetArrayItem(node, (int)strtol(name, NULL, 10))
                                   : cJSON_GetObjectItemCaseSensitive(node, name);
        cr_assert_not_null(node, "%s", name);
    }
}

static void apply(cJSON *request, const struct change *change)
{
    char name[128];
    cJSON *parent = find_parent(request, change->path, name);
    cJSON *value = NULL;
    if (change->value != NULL)
        cr_assert_eq(json_parse(change->value, strlen(change->value), &value, NULL), ERR_OK);
    if (!cJSON_IsArray(parent)) {
        cJSON_DeleteItemFromObjectCaseSensitive(parent, name);
        cr_assert(value == NULL || cJSON_AddItemToObject(parent, name, value));
        return;
    }
    int index = (int)strtol(name, NULL, 10);
    if (index < cJSON_GetArraySize(parent))
        cJSON_DeleteItemFromArray(parent, index);
    cr_assert(value == NULL || cJSON_InsertItemInArray(parent, index, value));
}

Test(sandbox_rules, one_wrong_thing_gives_its_code)
{
    struct sandbox *sandbox = fixture_start_with_data();
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        char name[128];
        snprintf(name, sizeof name, "%s.json", changes[i].file);
        CLEANUP(json_deletep) cJSON *file = fixture_read("sends", name);
        cJSON *request = cJSON_GetObjectItemCaseSensitive(file, "request");
        apply(request, &changes[i]);
        CLEANUP(mem_freep) char *body = json_print(request);
        struct client_reply reply;
        fixture_call(sandbox, "POST", FIXTURE_MESSAGES, body, &reply);
        cr_expect_eq(reply.status == 200, changes[i].code == 0, "%s %s: %s", changes[i].rule, body,
                     reply.body);
        cr_expect_eq(fixture_code(&reply), changes[i].code, "%s %s: %s", changes[i].rule, body,
                     reply.body);
        client_reply_release(&reply);
    }
    sandbox_stop(sandbox);
}

static void expect_user_id(const struct sandbox *sandbox, const char *template, const char *user,
                           int code)
{
    char name[128];
    snprintf(name, sizeof name, "%s.json", template);
    CLEANUP(json_deletep) cJSON *file = fixture_read("sends", name);
    cJSON *request = cJSON_GetObjectItemCaseSensitive(file, "request");
    cJSON_DeleteItemFromObjectCaseSensitive(request, "to");
    cr_assert(json_add_text(request, "recipient", user));
    CLEANUP(mem_freep) char *body = json_print(request);
    struct client_reply reply;
    fixture_call(sandbox, "POST", FIXTURE_MESSAGES, body, &reply);
    cr_expect_eq(fixture_code(&reply), code, "%s: %s", user, reply.body);
    cr_expect_eq(reply.status, code == 0 ? 200 : 400, "%s: %s", user, reply.body);
    client_reply_release(&reply);
}

Test(sandbox_rules, a_user_id_can_stand_for_the_number)
{
    struct sandbox *sandbox = fixture_start_with_data();
    expect_user_id(sandbox, "hello_world", "US.10000000000000000001", 0);
    expect_user_id(sandbox, "hello_world", "DE.ENT.abc1", 0);
    expect_user_id(sandbox, "hello_world", "us.1", 131009);
    expect_user_id(sandbox, "hello_world", "US.", 131009);
    expect_user_id(sandbox, "otp_copy_code", "US.10000000000000000001", 131062);
    sandbox_stop(sandbox);
}

/* The earlier check decides: recipient before template, status before values, header before body.
 */
Test(sandbox_rules, the_order_of_the_checks)
{
    struct sandbox *sandbox = fixture_start_with_data();
    static const struct {
        const char *body;
        int code;
    } rows[] = {
        {"{\"messaging_product\":\"whatsapp\",\"to\":\"x\",\"type\":\"template\",\"template\":"
         "{\"name\":\"none\",\"language\":{\"code\":\"de\"}}}",
         131009},
        {"{\"messaging_product\":\"whatsapp\",\"to\":\"15550001234\",\"type\":\"template\","
         "\"template\":{\"name\":\"paused_low_quality\",\"language\":{\"code\":\"en_US\"}}}",
         132015},
        {"{\"messaging_product\":\"whatsapp\",\"to\":\"15550001234\",\"type\":\"template\","
         "\"template\":{\"name\":\"event_invite_image\",\"language\":{\"code\":\"en_US\"}}}",
         132012},
        {"{\"messaging_product\":\"whatsapp\",\"to\":\"15550131026\",\"type\":\"template\","
         "\"template\":{\"name\":\"order_shipped_positional\",\"language\":{\"code\":\"en_US\"}}}",
         132000},
        {"[]", 100},
        {"{\"messaging_product\":", 100},
        {"\xff\xfe", 100},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct client_reply reply;
        fixture_call(sandbox, "POST", FIXTURE_MESSAGES, rows[i].body, &reply);
        cr_expect_eq(fixture_code(&reply), rows[i].code, "%s: %s", rows[i].body, reply.body);
        client_reply_release(&reply);
    }
    sandbox_stop(sandbox);
}
