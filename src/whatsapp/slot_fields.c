/* Which fields each kind of header and button has (keys: design, section 4). */
#include "src/whatsapp/slot_fields.h"

#include "src/base/mem.h"
#include "src/base/text.h"

#define MEDIA_FIELDS(format)                                                      \
    {.of = (format),                                                              \
     .leaf = "link",                                                              \
     .label = TEXT("link"),                                                       \
     .kind = SLOT_LINK,                                                           \
     .required = true,                                                            \
     .one_of = "header.media"},                                                   \
        {.of = (format),                                                          \
         .leaf = "id",                                                            \
         .label = TEXT("media id"),                                               \
         .kind = SLOT_ID,                                                         \
         .required = true,                                                        \
         .one_of = "header.media"},                                               \
    {                                                                             \
        .of = (format), .leaf = "file", .label = TEXT("file"), .kind = SLOT_FILE, \
        .required = true, .one_of = "header.media"                                \
    }

const struct slot_field slot_header_fields[] = {
    MEDIA_FIELDS(HEADER_IMAGE),
    MEDIA_FIELDS(HEADER_VIDEO),
    MEDIA_FIELDS(HEADER_DOCUMENT),
    {.of = HEADER_DOCUMENT,
     .leaf = "filename",
     .label = TEXT("file name"),
     .kind = SLOT_FILENAME,
     .max_code_points = 240},
    MEDIA_FIELDS(HEADER_GIF),
    {.of = HEADER_LOCATION,
     .leaf = "latitude",
     .label = TEXT("latitude"),
     .kind = SLOT_NUMBER,
     .required = true},
    {.of = HEADER_LOCATION,
     .leaf = "longitude",
     .label = TEXT("longitude"),
     .kind = SLOT_NUMBER,
     .required = true},
    {.of = HEADER_LOCATION,
     .leaf = "name",
     .label = TEXT("name"),
     .kind = SLOT_TEXT,
     .required = true,
     .max_code_points = 240},
    {.of = HEADER_LOCATION,
     .leaf = "address",
     .label = TEXT("address"),
     .kind = SLOT_TEXT,
     .required = true,
     .max_code_points = 240},
    {.of = HEADER_PRODUCT,
     .leaf = "product_retailer_id",
     .label = TEXT("product"),
     .kind = SLOT_ID,
     .required = true},
    {.of = HEADER_PRODUCT,
     .leaf = "catalog_id",
     .label = TEXT("catalogue id"),
     .kind = SLOT_ID,
     .required = true},
};
const size_t slot_header_field_count = COUNT_OF(slot_header_fields);

const struct slot_field slot_button_fields[] = {
    {.of = BUTTON_QUICK_REPLY,
     .leaf = "payload",
     .label = TEXT("payload"),
     .kind = SLOT_PAYLOAD,
     .max_code_points = 256},
    {.of = BUTTON_COPY_CODE,
     .leaf = "coupon_code",
     .label = TEXT("coupon code"),
     .kind = SLOT_CODE,
     .required = true,
     .max_code_points = 20},
    {.of = BUTTON_FLOW, .leaf = "flow_token", .label = TEXT("flow token"), .kind = SLOT_PAYLOAD},
    {.of = BUTTON_FLOW, .leaf = "flow_action_data", .label = TEXT("flow data"), .kind = SLOT_JSON},
    {.of = BUTTON_CATALOG,
     .leaf = "thumbnail_product_retailer_id",
     .label = TEXT("product shown"),
     .kind = SLOT_ID},
    {.of = BUTTON_MPM,
     .leaf = "thumbnail_product_retailer_id",
     .label = TEXT("product shown"),
     .kind = SLOT_ID,
     .required = true},
    {.of = BUTTON_MPM,
     .leaf = "sections",
     .label = TEXT("sections"),
     .kind = SLOT_JSON,
     .required = true},
    {.of = BUTTON_VOICE_CALL, .leaf = "ttl_minutes", .label = TEXT("minutes"), .kind = SLOT_NUMBER},
    {.of = BUTTON_VOICE_CALL,
     .leaf = "payload",
     .label = TEXT("payload"),
     .kind = SLOT_PAYLOAD,
     .max_code_points = 512},
    {.of = BUTTON_ORDER_DETAILS,
     .leaf = "order_details",
     .label = TEXT("order details"),
     .kind = SLOT_JSON,
     .required = true},
};
const size_t slot_button_field_count = COUNT_OF(slot_button_fields);

const struct slot_field slot_order_status_fields[] = {
    {.leaf = "reference_id",
     .label = TEXT("reference"),
     .kind = SLOT_ID,
     .required = true,
     .max_code_points = 35},
    {.leaf = "status", .label = TEXT("status"), .kind = SLOT_CHOICE, .required = true},
    {.leaf = "description", .label = TEXT("description"), .kind = SLOT_TEXT},
};
const size_t slot_order_status_field_count = COUNT_OF(slot_order_status_fields);

const struct slot_field slot_tap_target_fields[] = {
    {.leaf = "url", .label = TEXT("URL"), .kind = SLOT_LINK, .max_code_points = 2000},
    {.leaf = "title", .label = TEXT("title"), .kind = SLOT_TEXT, .max_code_points = 240},
};
const size_t slot_tap_target_field_count = COUNT_OF(slot_tap_target_fields);

const struct slot_field slot_message_fields[] = {
    {.leaf = "biz_opaque_callback_data",
     .label = TEXT("callback data"),
     .kind = SLOT_PAYLOAD,
     .max_code_points = 512},
    {.leaf = "context.message_id", .label = TEXT("reply to"), .kind = SLOT_ID},
    {.leaf = "product_policy", .label = TEXT("product policy"), .kind = SLOT_CHOICE},
    {.leaf = "message_activity_sharing", .label = TEXT("activity sharing"), .kind = SLOT_CHOICE},
};
const size_t slot_message_field_count = COUNT_OF(slot_message_fields);

struct slot slot_of_field(const struct slot_field *field, enum slot_part part)
{
    return (struct slot){.label = field->label,
                         .kind = field->kind,
                         .part = part,
                         .button = -1,
                         .required = field->required,
                         .one_of = field->one_of,
                         .max_code_points = field->max_code_points};
}
