/* Skeletons of structured values, one row a kind (shapes: template reference, sections 6 and 7). */
#include "src/whatsapp/skeleton.h"

#include "src/base/json.h"

#include <string.h>

static const struct {
    const char *leaf; /* last part of the slot's key */
    const char *text;
} rows[] = {
    {"sections",
     "// Sections of a multi-product message: 1 to 10 of them, at most 30 products together.\n"
     "// A title has 1 to 24 characters without markup; one section alone needs none.\n"
     "[\n"
     "  {\n"
     "    \"title\": \"Section title\",\n"
     "    \"product_items\": [\n"
     "      { \"product_retailer_id\": \"SKU-1\" },\n"
     "      { \"product_retailer_id\": \"SKU-2\" }\n"
     "    ]\n"
     "  }\n"
     "]\n"},
    {"order_details",
     "// Order details (India and Brazil only). Amounts: value in hundredths, offset 100.\n"
     "// total = subtotal + tax + shipping - discount.\n"
     "// reference_id: 1 to 35 letters, digits, _ - or . and unique for the business.\n"
     "{\n"
     "  \"reference_id\": \"order-1042\",\n"
     "  \"type\": \"physical-goods\",\n"
     "  \"payment_type\": \"upi\",\n"
     "  \"payment_configuration\": \"my-payment-configuration\",\n"
     "  \"currency\": \"INR\",\n"
     "  \"total_amount\": { \"value\": 10000, \"offset\": 100 },\n"
     "  \"order\": {\n"
     "    \"status\": \"pending\",\n"
     "    \"items\": [\n"
     "      {\n"
     "        \"retailer_id\": \"SKU-1\",\n"
     "        \"name\": \"Tea\",\n"
     "        \"amount\": { \"value\": 10000, \"offset\": 100 },\n"
     "        \"quantity\": 1\n"
     "      }\n"
     "    ],\n"
     "    \"subtotal\": { \"value\": 10000, \"offset\": 100 },\n"
     "    \"tax\": { \"value\": 0, \"offset\": 100 }\n"
     "  }\n"
     "}\n"},
    {"flow_action_data",
     "// Data for the first screen of the flow: one JSON object with the names that the flow\n"
     "// expects. Only for flows that navigate.\n"
     "{\n"
     "  \"name\": \"value\"\n"
     "}\n"},
};

void skeleton_write(struct strbuf *out, const struct slot *slot, const char *value)
{
    const char *skeleton = "// A JSON value.\n{\n}\n";
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (strcmp(rows[i].leaf, slot->leaf) == 0)
            skeleton = rows[i].text;
    if (value[0] == '\0') {
        strbuf_add_text(out, skeleton);
        return;
    }
    while (skeleton[0] == '/') {
        size_t length = strcspn(skeleton, "\n") + 1;
        strbuf_add(out, skeleton, length);
        skeleton += length;
    }
    CLEANUP(json_deletep) cJSON *root = NULL;
    CLEANUP(mem_freep) char *pretty = NULL;
    if (json_parse(value, strlen(value), &root, NULL) == ERR_OK)
        pretty = json_print_pretty(root);
    strbuf_addf(out, "%s\n", pretty != NULL ? pretty : value);
}
