/* Keys, order and properties of slots, for each kind of template. */
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void expect_keys(const struct slot_list *slots, bool extras, const char *expected)
{
    char keys[4096] = "";
    size_t used = 0;
    for (size_t i = 0; i < slots->count; i++)
        if (extras || !slots->items[i].optional_extra)
            used += (size_t)snprintf(keys + used, sizeof keys - used, "%s%s", used > 0 ? " " : "",
                                     slots->items[i].key);
    cr_expect_str_eq(keys, expected);
}

Test(slots, keys_in_the_order_of_the_form)
{
    static const struct {
        const char *template;
        const char *keys;
    } cases[] = {
        {"hello_world", ""},
        {"appointment_reminder_named",
         "header.visit_day body.first_name body.visit_day body.visit_time body.practitioner"},
        {"receipt_document", "header.link header.id header.file header.filename body.1 body.2"},
        {"event_invite_image",
         "header.link header.id header.file body.1 body.2 button.0.payload button.1.payload"},
        {"courier_location", "header.latitude header.longitude header.name header.address body.1 "
                             "body.2 button.0.payload"},
        {"featured_spm", "header.product_retailer_id header.catalog_id body.code body.percent"},
        {"otp_copy_code", "otp"},
        {"coupon_copy_code", "header.1 body.1 body.2 button.0.coupon_code button.1.text"},
        {"flash_sale_lto", "header.link header.id header.file body.1 body.2 lto.expiration_time "
                           "button.0.coupon_code button.1.text"},
        {"survey_flow", "body.1 button.0.flow_token button.0.flow_action_data"},
        {"spring_catalog", "body.1 button.0.thumbnail_product_retailer_id"},
        {"bundle_mpm", "header.1 body.1 button.0.thumbnail_product_retailer_id button.0.sections"},
        {"call_us_voice", "button.0.ttl_minutes button.0.payload"},
        {"order_details_invoice", "body.1 body.2 button.0.order_details"},
        {"order_status_update",
         "order_status.reference_id order_status.status order_status.description"},
        {"product_carousel", "body.1 card.count card.0.header.product_retailer_id "
                             "card.0.header.catalog_id card.1.header.product_retailer_id "
                             "card.1.header.catalog_id"},
        {"media_carousel",
         "body.1 body.2 card.0.header.link card.0.header.id card.0.header.file card.0.body.1 "
         "card.0.button.0.payload card.0.button.1.text card.1.header.link card.1.header.id "
         "card.1.header.file card.1.body.1 card.1.button.0.payload card.1.button.1.text "
         "card.2.header.link card.2.header.id card.2.header.file card.2.body.1 "
         "card.2.button.0.payload card.2.button.1.text"},
        {"looping_gif_teaser", "header.link header.id header.file body.1"},
        {"clinic_callback_phone", ""},
        {"share_contact_info", ""},
        {"call_permission", "body.1 body.2"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture fixture;
        fixture_load(&fixture, cases[i].template);
        expect_keys(&fixture.slots, false, cases[i].keys);
        fixture_release(&fixture);
    }
}

Test(slots, extras)
{
    struct fixture fixture;
    fixture_load(&fixture, "hello_world");
    expect_keys(&fixture.slots, true,
                "order_status.reference_id order_status.status order_status.description "
                "tap_target.url tap_target.title biz_opaque_callback_data context.message_id "
                "product_policy message_activity_sharing");
    fixture_release(&fixture);
    fixture_load(&fixture, "product_demo_video");
    cr_expect_null(slots_find(&fixture.slots, "tap_target.url"), "only image, text or no header");
    fixture_release(&fixture);
}

Test(slots, positional_by_number)
{
    struct fixture fixture;
    fixture_body(&fixture, "{{10}} {{2}} {{b}} {{1}} {{a}} {{2}}", "");
    expect_keys(&fixture.slots, false, "body.1 body.2 body.10 body.b body.a");
    fixture_release(&fixture);
}

Test(slots, properties)
{
    struct fixture fixture;
    fixture_load(&fixture, "flash_sale_lto");
    const struct slot *link = slots_find(&fixture.slots, "header.link");
    cr_expect_str_eq(link->one_of, "header.media");
    cr_expect_str_eq(link->group, "header · image");
    cr_expect_eq(link->kind, SLOT_LINK);
    const struct slot *body = slots_find(&fixture.slots, "body.2");
    cr_expect(body->required);
    cr_expect_str_eq(body->label, "2");
    cr_expect_str_eq(body->example, "ISLE25");
    cr_expect_str_eq(body->sentence, "Code {{2}} saves you a quarter on all island trips.");
    cr_expect_eq(body->max_code_points, 600u);
    const struct slot *suffix = slots_find(&fixture.slots, "button.1.text");
    cr_expect_eq(suffix->button, 1);
    cr_expect_str_eq(suffix->group, "button 1 · url");
    cr_expect_str_eq(suffix->label, "suffix");
    cr_expect_str_eq(suffix->example, "ISLE25");
    fixture_release(&fixture);
    fixture_load(&fixture, "media_carousel");
    const struct slot *card = slots_find(&fixture.slots, "card.2.body.1");
    cr_expect_eq(card->card, 2);
    cr_expect_str_eq(card->group, "card 2 · body");
    cr_expect_eq(card->max_code_points, 160u);
    fixture_release(&fixture);
    fixture_load(&fixture, "event_invite_image");
    cr_expect_not(slots_find(&fixture.slots, "button.0.payload")->required);
    fixture_release(&fixture);
}

Test(slots, cards_of_a_product_carousel)
{
    static const struct {
        size_t wanted;
        size_t made;
    } cases[] = {{0, 2}, {1, 2}, {2, 2}, {7, 7}, {10, 10}, {11, 10}, {4000000000U, 10}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture fixture;
        fixture_load(&fixture, "product_carousel");
        struct slot_list slots;
        cr_assert_eq(slots_build(fixture.template, cases[i].wanted, &fixture.arena, &slots, NULL),
                     ERR_OK);
        cr_expect_eq(slots.card_count, cases[i].made);
        fixture_release(&fixture);
    }
    struct fixture media;
    struct slot_list slots;
    fixture_load(&media, "media_carousel");
    cr_assert_eq(slots_build(media.template, 9, &media.arena, &slots, NULL), ERR_OK);
    cr_expect_eq(slots.card_count, 3u, "media cards are as many as defined");
    fixture_release(&media);
}

Test(slots, nearest_key)
{
    static const struct {
        const char *template;
        const char *typed;
        const char *nearest;
    } cases[] = {
        {"order_shipped_positional", "body.l", "body.1"},
        {"order_shipped_positional", "body1", "body.1"},
        {"order_shipped_positional", "Body.4", "body.4"},
        {"order_shipped_positional", "bdy.2", "body.2"},
        {"appointment_reminder_named", "body.frist_name", "body.first_name"},
        {"appointment_reminder_named", "body.visitday", "body.visit_day"},
        {"track_parcel_url_dynamic", "button.0.txt", "button.0.text"},
        {"event_invite_image", "header.url", "header.id"},
        {"flash_sale_lto", "lto.expiration", "lto.expiration_time"},
        {"otp_copy_code", "opt", "otp"},
        {"order_shipped_positional", "zzzzzz", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture fixture;
        fixture_load(&fixture, cases[i].template);
        const char *nearest = slots_nearest(&fixture.slots, cases[i].typed);
        cr_expect(cases[i].nearest == NULL
                      ? nearest == NULL
                      : nearest != NULL && strcmp(nearest, cases[i].nearest) == 0,
                  "%s: %s", cases[i].typed, nearest != NULL ? nearest : "none");
        fixture_release(&fixture);
    }
}

Test(slots, unsendable)
{
    struct fixture fixture;
    fixture_load(&fixture, "looping_gif_teaser");
    cr_expect_not_null(
        strstr(slots_unsendable_reason(fixture.template), "ChakraHQ has no known route for it"));
    fixture_release(&fixture);
    fixture_body(&fixture, "x", "{\"type\":\"HEADER\",\"format\":\"HOLOGRAM\"}");
    cr_expect_not_null(slots_unsendable_reason(fixture.template));
    fixture_release(&fixture);
    fixture_body(&fixture, "x", "{\"type\":\"CAROUSEL\",\"cards\":[]}");
    cr_expect_not_null(slots_unsendable_reason(fixture.template));
    fixture_release(&fixture);
    fixture_body(&fixture, "x", "{\"type\":\"HEADER\",\"format\":\"IMAGE\"}");
    cr_expect_null(slots_unsendable_reason(fixture.template));
    fixture_release(&fixture);
}

Test(slots, data_of_a_flow_that_fetches_its_own)
{
    struct fixture fixture;
    fixture_body(&fixture, "x",
                 "{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"FLOW\",\"text\":\"Go\","
                 "\"flow_id\":\"1\",\"flow_action\":\"data_exchange\"}]}");
    cr_expect(slots_find(&fixture.slots, "button.0.flow_action_data")->optional_extra);
    fixture_release(&fixture);
}
