/*
 * The rules, in the order in which the reference numbers them.
 *
 * Some rules of the reference have no row because payload_build() cannot break
 * them: V3, V9, V10 and V12 (the envelope), V18 (names of parameters), V42 to
 * V45 (components, indices and sub-types of buttons, the flow component), V54
 * and V56 (number and indices of cards). V6 is what the template list is for,
 * V67 and V68 belong to pacing, V69 to V71 and V73 to creating templates.
 */
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/whatsapp/rules_check.h"

enum {
    HEADERS = PART(SLOT_IN_HEADER),
    BODIES = PART(SLOT_IN_BODY),
    BUTTONS = PART(SLOT_IN_BUTTON),
    OFFERS = PART(SLOT_IN_OFFER),
    ORDERS = PART(SLOT_IN_ORDER_STATUS),
    TAP_TARGETS = PART(SLOT_IN_TAP_TARGET),
    MESSAGES = PART(SLOT_IN_MESSAGE)
};

#define ERROR PROBLEM_ERROR
#define WARNING PROBLEM_WARNING

static const char length_message[] = TEXT("This makes %s.");
static const char length_warning[] =
    TEXT("This makes %s if WhatsApp counts emoji twice, as some reports say.");

/* One member a line would hide the table. */
/* clang-format off */
const struct rule rule_table[] = {
    {.id = "V1", .on = ON_MESSAGE, .level = ERROR, .prevents = 100, .is_broken = to_is_missing,
     .message = TEXT("There is no recipient. Type a phone number with its country code.")},
    {.id = "V2", .on = ON_MESSAGE, .level = ERROR, .prevents = 131009,
     .is_broken = to_is_malformed,
     .message = "%s"},
    {.id = "V2", .on = ON_MESSAGE, .level = WARNING, .prevents = 131026, .is_broken = to_has_quirk,
     .message = "%s"},
    {.id = "V4", .on = ON_MESSAGE, .level = ERROR, .prevents = 131021, .is_broken = to_is_sender,
     .message = TEXT("The recipient is the sending number itself. Type another number.")},
    {.id = "V5", .on = ON_MESSAGE, .level = ERROR, .prevents = 131009,
     .is_broken = to_user_id_is_malformed,
     .message = TEXT("This is no valid user id (US.123…). Type it again, or a phone number.")},
    {.id = "V5", .on = ON_MESSAGE, .level = ERROR, .prevents = 131062,
     .is_broken = to_user_id_gets_code,
     .message = TEXT("One-time codes cannot go to a user id. Type the phone number.")},
    {.id = "V7", .on = ON_MESSAGE, .level = WARNING, .prevents = 132001,
     .is_broken = language_is_unknown,
     .message = TEXT("%s is not a language code that WhatsApp lists. Check the template's "
                     "language.")},
    {.id = "V8", .on = ON_MESSAGE, .level = ERROR, .prevents = 132015,
     .is_broken = status_is_paused,
     .message = "%s"},
    {.id = "V8", .on = ON_MESSAGE, .level = ERROR, .prevents = 132016,
     .is_broken = status_is_disabled,
     .message = "%s"},
    {.id = "V8", .on = ON_MESSAGE, .level = ERROR, .prevents = 132001,
     .is_broken = status_is_not_approved,
     .message = "%s"},
    {.id = "V11", .on = ON_MESSAGE, .level = ERROR, .prevents = 100, .is_broken = kind_is_unknown,
     .message = "%s"},
    {.id = "V13", .on = ON_VALUE, .parts = MESSAGES, .leaf = "biz_opaque_callback_data",
     .level = ERROR, .prevents = 100, .is_broken = callback_is_too_long,
     .message = TEXT("The callback data are longer than 512 characters. Shorten them.")},
    {.id = "V14", .on = ON_MESSAGE, .level = ERROR, .prevents = 100,
     .is_broken = kind_needs_other_route,
     .message = "%s"},
    {.id = "V14", .on = ON_VALUE, .parts = MESSAGES, .leaf = "product_policy", .level = ERROR,
     .prevents = 100, .is_broken = route_is_unknown,
     .message = TEXT("The product policy goes through marketing_messages only, and ChakraHQ has no "
                "known route for it. Leave it empty.")},
    {.id = "V14", .on = ON_VALUE, .parts = MESSAGES, .leaf = "message_activity_sharing",
     .level = ERROR, .prevents = 100, .is_broken = route_is_unknown,
     .message = TEXT("Activity sharing goes through marketing_messages only, and ChakraHQ has no "
                "known route for it. Leave it empty.")},
    {.id = "V15", .on = ON_VALUE, .parts = MESSAGES, .leaf = "product_policy", .level = ERROR,
     .prevents = 131055, .is_broken = route_is_for_marketing,
     .message = TEXT("This template is no marketing template, so it has no product policy. Leave "
                     "it "
                "empty.")},
    {.id = "V15", .on = ON_VALUE, .parts = MESSAGES, .leaf = "message_activity_sharing",
     .level = ERROR, .prevents = 131055, .is_broken = route_is_for_marketing,
     .message = TEXT("This template is no marketing template, so its activity cannot be shared. "
                "Leave it empty.")},
    {.id = "V16", .on = ON_VARIABLE, .parts = HEADERS, .level = ERROR, .prevents = 132000,
     .is_broken = header_value_is_missing,
     .message = TEXT("Type the value for %s of the header.")},
    {.id = "V17", .on = ON_VARIABLE, .parts = BODIES, .level = ERROR, .prevents = 132000,
     .is_broken = body_value_is_missing,
     .message = TEXT("Type the value for %s.")},
    {.id = "V19", .on = ON_TEXT, .parts = HEADERS | BODIES, .level = ERROR, .prevents = 131008,
     .is_broken = text_is_blank,
     .message = TEXT("The value for %s is empty. Type it.")},
    {.id = "V19", .on = ON_SLOT, .parts = TAP_TARGETS, .level = ERROR, .prevents = 131008,
     .is_broken = tap_target_is_half,
     .message = TEXT("A tap target needs a URL and a title. Type %s, or empty the other.")},
    {.id = "V20", .on = ON_TEXT, .parts = HEADERS | BODIES, .level = ERROR, .prevents = 132018,
     .is_broken = text_has_line_break,
     .message = TEXT("The value for %s has a line break or tab. Put a blank in its place.")},
    {.id = "V21", .on = ON_TEXT, .parts = HEADERS | BODIES, .level = ERROR, .prevents = 132018,
     .is_broken = text_has_blanks,
     .message = TEXT("The value for %s has five or more blanks in a row. Leave four at most.")},
    {.id = "V22", .on = ON_TEXT, .parts = HEADERS | BODIES, .level = WARNING, .prevents = 132018,
     .is_broken = text_has_controls,
     .message = TEXT("The value has a sign that is not seen (%s). WhatsApp may refuse it; remove "
                     "it.")},
    {.id = "V23", .on = ON_VALUE, .level = ERROR, .prevents = 100, .is_broken = value_is_not_utf8,
     .message = TEXT("The value for %s is not valid UTF-8. Type it again.")},
    {.id = "V24", .on = ON_MESSAGE, .level = ERROR, .prevents = 132005,
     .is_broken = header_is_too_long, .message = length_message},
    {.id = "V24", .on = ON_MESSAGE, .level = WARNING, .prevents = 132005,
     .is_broken = header_may_be_too_long, .message = length_warning},
    {.id = "V25", .on = ON_MESSAGE, .level = ERROR, .prevents = 132005,
     .is_broken = body_is_too_long, .message = length_message},
    {.id = "V25", .on = ON_MESSAGE, .level = WARNING, .prevents = 132005,
     .is_broken = body_may_be_too_long, .message = length_warning},
    {.id = "V26", .on = ON_TEXT, .parts = BODIES, .level = ERROR, .prevents = 132005,
     .is_broken = value_is_too_long,
     .message = TEXT("The value for %s is longer than 32,768 characters. Shorten it.")},
    {.id = "V27", .on = ON_VARIABLE, .parts = BODIES, .level = ERROR, .prevents = 132005,
     .is_broken = small_body_is_too_long, .message = length_message},
    {.id = "V27", .on = ON_VARIABLE, .parts = BODIES, .level = WARNING, .prevents = 132005,
     .is_broken = small_body_may_be_too_long, .message = length_warning},
    {.id = "V28", .on = ON_SLOT, .parts = HEADERS, .leaf = "link", .level = ERROR,
     .prevents = 132012, .is_broken = media_is_missing,
     .message = TEXT("The header has no file. Give a link or a media id.")},
    {.id = "V29", .on = ON_SLOT, .parts = HEADERS, .leaf = "id", .level = ERROR,
     .prevents = 132018, .is_broken = media_is_doubled,
     .message = TEXT("The header has a link and a media id. Empty one of them.")},
    {.id = "V29", .on = ON_SLOT, .parts = HEADERS, .leaf = "file", .level = ERROR,
     .prevents = 132018, .is_broken = file_is_not_uploaded,
     .message = TEXT("The file is not uploaded yet. M-u in the form uploads it; or give a link "
                     "or an "
                "id instead of %s.")},
    {.id = "V30", .on = ON_VALUE, .parts = HEADERS, .leaf = "link", .level = ERROR,
     .prevents = 131009, .is_broken = link_is_malformed,
     .message = TEXT("The link must be a whole URL without blanks, for example "
                "https://example.com/a.jpg. Correct it.")},
    {.id = "V30", .on = ON_VALUE, .parts = HEADERS, .leaf = "link", .level = WARNING,
     .prevents = 131053, .is_broken = link_is_plain_http,
     .message = TEXT("The link begins with http. Use https if the server has it.")},
    {.id = "V30", .on = ON_VALUE, .parts = TAP_TARGETS, .leaf = "url", .level = ERROR,
     .prevents = 131009, .is_broken = link_is_malformed,
     .message = TEXT("The tap target must be a whole URL without blanks. Correct it.")},
    {.id = "V31", .on = ON_VALUE, .parts = HEADERS, .leaf = "link", .level = ERROR,
     .prevents = 131053, .is_broken = link_is_sample,
     .message = TEXT("This link is the sample from the template's review and expires. Give a "
                     "file of "
                "your own.")},
    {.id = "V32", .on = ON_VALUE, .parts = HEADERS, .leaf = "id", .level = WARNING,
     .prevents = 131009, .is_broken = media_id_is_odd,
     .message = TEXT("A media id is made of digits. Check %s.")},
    {.id = "V33", .on = ON_VALUE, .parts = HEADERS, .leaf = "link", .level = WARNING,
     .prevents = 131053, .is_broken = link_has_other_type,
     .message = TEXT("The link looks like a %s. Check it.")},
    {.id = "V34", .on = ON_SLOT, .parts = HEADERS, .leaf = "filename", .level = WARNING,
     .is_broken = filename_is_missing,
     .message = TEXT("Without a file name the recipient sees a made-up one. Type a name such as "
                "Receipt.pdf.")},
    {.id = "V35", .on = ON_SLOT, .parts = HEADERS, .leaf = "latitude", .level = ERROR,
     .prevents = 131009, .is_broken = latitude_is_wrong,
     .message = TEXT("Type the latitude as a number from -90 to 90 with a decimal point, for "
                     "example "
                "52.52.")},
    {.id = "V35", .on = ON_SLOT, .parts = HEADERS, .leaf = "longitude", .level = ERROR,
     .prevents = 131009, .is_broken = longitude_is_wrong,
     .message = TEXT("Type the longitude as a number from -180 to 180 with a decimal point, for "
                "example 13.40.")},
    {.id = "V36", .on = ON_SLOT, .parts = HEADERS, .leaf = "name", .level = ERROR,
     .prevents = 131008, .is_broken = value_is_missing,
     .message = TEXT("Type the name of the place.")},
    {.id = "V36", .on = ON_SLOT, .parts = HEADERS, .leaf = "address", .level = ERROR,
     .prevents = 131008, .is_broken = value_is_missing,
     .message = TEXT("Type the address of the place.")},
    {.id = "V37", .on = ON_SLOT, .parts = HEADERS, .leaf = "product_retailer_id", .level = ERROR,
     .prevents = 131008, .is_broken = value_is_missing,
     .message = TEXT("Type the product's id from the catalogue.")},
    {.id = "V37", .on = ON_SLOT, .parts = HEADERS, .leaf = "catalog_id", .level = ERROR,
     .prevents = 131008, .is_broken = value_is_missing,
     .message = TEXT("Type the id of the catalogue.")},
    {.id = "V38", .on = ON_SLOT, .parts = BUTTONS, .leaf = "text", .level = ERROR,
     .prevents = 131008, .is_broken = value_is_missing,
     .message = TEXT("Type what comes after the button's URL.")},
    {.id = "V39", .on = ON_VALUE, .parts = BUTTONS, .leaf = "text", .level = ERROR,
     .prevents = 132005, .is_broken = url_is_too_long,
     .message = TEXT("The whole URL has %s characters, and 2,000 are the most. Shorten the "
                     "suffix.")},
    {.id = "V40", .on = ON_VALUE, .parts = BUTTONS, .leaf = "text", .level = WARNING,
     .prevents = 132018, .is_broken = suffix_has_blanks,
     .message = TEXT("The suffix has white space; it goes out as %20. Check that this is meant.")},
    {.id = "V41", .on = ON_VALUE, .parts = BUTTONS, .leaf = "text", .level = WARNING,
     .is_broken = suffix_is_url,
     .message = TEXT("The suffix is a whole URL, but it is put behind the button's own. Type just "
                "the end.")},
    {.id = "V46", .on = ON_VALUE, .parts = BUTTONS, .leaf = "flow_action_data", .level = ERROR,
     .prevents = 131009, .is_broken = flow_data_are_wrong,
     .message = TEXT("%s.")},
    {.id = "V47", .on = ON_SLOT, .parts = BUTTONS, .leaf = "coupon_code", .level = ERROR,
     .prevents = 131008, .is_broken = value_is_missing,
     .message = TEXT("Type the coupon code.")},
    {.id = "V47", .on = ON_VALUE, .parts = BUTTONS, .leaf = "coupon_code", .level = ERROR,
     .prevents = 131009, .is_broken = coupon_has_signs,
     .message = TEXT("A coupon code has letters and digits only. Remove everything else.")},
    {.id = "V47", .on = ON_VALUE, .parts = BUTTONS, .leaf = "coupon_code", .level = ERROR,
     .prevents = 131009, .is_broken = coupon_is_too_long,
     .message = TEXT("The coupon code is longer than 20 characters. Shorten it.")},
    {.id = "V47", .on = ON_VALUE, .parts = BUTTONS, .leaf = "coupon_code", .level = WARNING,
     .prevents = 131009, .is_broken = coupon_is_long,
     .message = TEXT("The coupon code is longer than 15 characters; some accounts are held to 15. "
                "Shorten it if you can.")},
    {.id = "V48", .on = ON_VALUE, .parts = BUTTONS, .leaf = "coupon_code", .level = WARNING,
     .is_broken = coupon_differs,
     .message = TEXT("The code of the button differs from the one in %s. Make them equal.")},
    {.id = "V49", .on = ON_VALUE, .parts = BUTTONS, .leaf = "payload", .level = ERROR,
     .prevents = 131009, .is_broken = payload_is_too_long,
     .message = TEXT("The payload is longer than 256 characters. Shorten it.")},
    {.id = "V49", .on = ON_VALUE, .parts = BUTTONS, .leaf = "payload", .level = WARNING,
     .prevents = 131009, .is_broken = payload_is_long,
     .message = TEXT("The payload is longer than 128 characters, which older documents give as the "
                "most. Shorten it if you can.")},
    {.id = "V50", .on = ON_SLOT, .leaf = "otp", .level = ERROR, .prevents = 131008,
     .is_broken = value_is_missing,
     .message = TEXT("Type the one-time code.")},
    {.id = "V50", .on = ON_VALUE, .leaf = "otp", .level = ERROR, .prevents = 131009,
     .is_broken = code_is_wrong,
     .message = TEXT("A one-time code has 1 to 15 letters or digits, without blanks, URLs or "
                     "emoji. "
                "Correct it.")},
    {.id = "V51", .on = ON_SLOT, .parts = BUTTONS, .leaf = "thumbnail_product_retailer_id",
     .level = ERROR, .prevents = 131009, .is_broken = value_is_missing,
     .message = TEXT("Type the id of the product whose picture is shown.")},
    {.id = "V51", .on = ON_SLOT, .parts = BUTTONS, .leaf = "sections", .level = ERROR,
     .prevents = 131009, .is_broken = value_is_missing,
     .message = TEXT("Write the sections of products as JSON.")},
    {.id = "V51", .on = ON_VALUE, .parts = BUTTONS, .leaf = "sections", .level = ERROR,
     .prevents = 131009, .is_broken = sections_are_wrong,
     .message = TEXT("Write 1 to 10 sections with 1 to 30 products in all, for example "
                "[{\"title\":\"New\",\"products\":[\"SKU-1\"]}].")},
    {.id = "V52", .on = ON_VALUE, .parts = BUTTONS, .leaf = "sections", .level = ERROR,
     .prevents = 131009, .is_broken = section_titles_are_wrong,
     .message = TEXT("Each section needs a title of 1 to 24 characters without * ~ `. Correct the "
                "titles.")},
    {.id = "V53", .on = ON_VALUE, .parts = BUTTONS, .leaf = "ttl_minutes", .level = ERROR,
     .prevents = 131009, .is_broken = minutes_are_wrong,
     .message = TEXT("Type the minutes as a whole number from 1 to 43200.")},
    {.id = "V53", .on = ON_VALUE, .parts = BUTTONS, .leaf = "payload", .level = ERROR,
     .prevents = 131009, .is_broken = call_payload_is_too_long,
     .message = TEXT("The payload is longer than 512 characters. Shorten it.")},
    {.id = "V55", .on = ON_VALUE, .leaf = "count", .parts = PART(SLOT_IN_CARDS), .level = ERROR,
     .prevents = 132000, .is_broken = card_count_is_wrong,
     .message = TEXT("A product carousel has 2 to 10 cards. Type a number in that range.")},
    {.id = "V57", .on = ON_VARIABLE, .parts = HEADERS | BODIES, .level = ERROR, .prevents = 132000,
     .is_broken = card_value_is_missing,
     .message = TEXT("Type the value for %s of this card.")},
    {.id = "V57", .on = ON_SLOT, .parts = HEADERS, .leaf = "link", .level = ERROR,
     .prevents = 132012, .is_broken = card_media_is_missing,
     .message = TEXT("The header of this card has no file. Give a link or a media id.")},
    {.id = "V58", .on = ON_SLOT, .parts = OFFERS, .level = ERROR, .prevents = 131008,
     .is_broken = value_is_missing,
     .message = TEXT("Type when the offer ends, for example 2027-03-01T12:00:00Z.")},
    {.id = "V58", .on = ON_VALUE, .parts = OFFERS, .level = ERROR, .prevents = 131008,
     .is_broken = offer_end_is_wrong,
     .message = TEXT("Write the end of the offer as date, time and zone, for example "
                "2027-03-01T12:00:00Z.")},
    {.id = "V59", .on = ON_VALUE, .parts = OFFERS, .level = WARNING, .is_broken = offer_is_over,
     .message = TEXT("The offer is over already. Check the date.")},
    {.id = "V60", .on = ON_SLOT, .parts = ORDERS, .leaf = "reference_id", .level = ERROR,
     .prevents = 131009, .is_broken = order_reference_is_wrong,
     .message = TEXT("Type the order's reference: 1 to 35 letters, digits, _ - or a full stop.")},
    {.id = "V60", .on = ON_SLOT, .parts = BUTTONS, .leaf = "order_details", .level = ERROR,
     .prevents = 131009, .is_broken = order_details_are_missing,
     .message = TEXT("%s.")},
    {.id = "V61", .on = ON_VALUE, .parts = BUTTONS, .leaf = "order_details", .level = ERROR,
     .prevents = 131009, .is_broken = order_total_is_wrong,
     .message = TEXT("The total must be subtotal + tax + shipping - discount, each with offset "
                     "100. "
                "Correct the amounts.")},
    {.id = "V62", .on = ON_SLOT, .parts = ORDERS, .leaf = "status", .level = ERROR,
     .prevents = 131009, .is_broken = order_status_is_wrong,
     .message = TEXT("Choose the order's status: processing, partially_shipped, shipped, completed "
                "or canceled.")},
    {.id = "V63", .on = ON_TEXT, .parts = HEADERS | BODIES, .level = ERROR, .prevents = 131008,
     .is_broken = typed_value_is_wrong,
     .message = TEXT("Write %s as text, or as "
     "{\"type\":\"currency\",\"fallback_value\":\"$10\",\"code\":\"USD\",\"amount_1000\":10000}.")},
    {.id = "V64", .on = ON_MESSAGE, .level = ERROR, .prevents = 131050, .is_broken = to_opted_out,
     .message = TEXT("This recipient opted out of marketing messages. Choose another recipient.")},
    {.id = "V65", .on = ON_MESSAGE, .level = WARNING, .prevents = 131049,
     .is_broken = to_was_held_back,
     .message = TEXT("Meta held back a marketing message to this recipient less than a day ago. "
                     "Wait "
                "until tomorrow.")},
    {.id = "V66", .on = ON_MESSAGE, .level = WARNING, .prevents = 131056,
     .is_broken = to_was_just_written,
     .message = TEXT("This recipient got a message less than 6 seconds ago. Wait a moment.")},
    {.id = "V72", .on = ON_MESSAGE, .level = WARNING, .prevents = 131048,
     .is_broken = quality_is_red,
     .message = TEXT("The template's quality is low (RED); Meta may pause it. Think twice before "
                "sending more.")},
};
/* clang-format on */

const size_t rule_count = COUNT_OF(rule_table);
