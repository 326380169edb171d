/* Making values up. */
#include "src/trial/sample_values.h"

#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"

/* Links of samples expire and are refused, so that media get addresses of their own. */
static const char *const media_links[HEADER_FORMAT_COUNT] = {
    [HEADER_IMAGE] = "https://example.com/sample.jpg",
    [HEADER_VIDEO] = "https://example.com/sample.mp4",
    [HEADER_DOCUMENT] = "https://example.com/sample.pdf",
    [HEADER_GIF] = "https://example.com/sample.mp4",
};

/* By the last part of the key, where the definition has no example. */
static const struct {
    const char *leaf;
    const char *text;
    bool is_json;
} samples[] = {
    {"filename", "Sample.pdf", false},
    {"latitude", "52.52", false},
    {"longitude", "13.405", false},
    {"name", "Sample Place", false},
    {"address", "1 Sample Street", false},
    {"product_retailer_id", "SKU-1", false},
    {"thumbnail_product_retailer_id", "SKU-1", false},
    {"catalog_id", "100000000000001", false},
    {"coupon_code", "SAMPLE10", false},
    {"otp", "123456", false},
    {"expiration_time", "2099-12-31T23:59:59Z", false},
    {"reference_id", "SAMPLE-1", false},
    {"status", "processing", false},
    {"sections", "[{\"title\":\"Sample\",\"products\":[\"SKU-1\"]}]", true},
    {"order_details",
     "{\"reference_id\":\"SAMPLE-1\",\"type\":\"digital-goods\",\"payment_type\":\"upi\","
     "\"payment_configuration\":\"sample\",\"currency\":\"INR\","
     "\"total_amount\":{\"value\":1000,\"offset\":100},\"order\":{\"status\":\"pending\","
     "\"items\":[{\"retailer_id\":\"SKU-1\",\"name\":\"Sample\","
     "\"amount\":{\"value\":1000,\"offset\":100},\"quantity\":1}],"
     "\"subtotal\":{\"value\":1000,\"offset\":100}}}",
     true},
};

static const struct template_part *part_of(const struct slot_list *slots, const struct slot *slot)
{
    return slot->card >= 0 ? slots_card_part(slots->template, (size_t)slot->card)
                           : &slots->template->message;
}

/* Examples of a dynamic URL are whole URLs as often as they are its end. */
static const char *suffix_of(const struct slot *slot)
{
    const char *example = slot->example;
    size_t fixed = slot->sentence != NULL ? strcspn(slot->sentence, "{") : 0;
    if (example == NULL || example[0] == '\0')
        return "1042";
    if (fixed > 0 && strncmp(example, slot->sentence, fixed) == 0 && example[fixed] != '\0')
        return example + fixed;
    return strstr(example, "://") == NULL ? example : "1042";
}

static const char *choose(const struct slot_list *slots, const struct slot *slot, bool *ret_json)
{
    *ret_json = false;
    if (slot->kind == SLOT_URL_SUFFIX)
        return suffix_of(slot);
    if (slot->kind == SLOT_LINK && slot->part == SLOT_IN_HEADER)
        return media_links[part_of(slots, slot)->header.format];
    if (slot->example != NULL && slot->example[0] != '\0' && slot->kind != SLOT_LINK)
        return slot->example;
    if (slot->placeholder != NULL)
        return "Sample";
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        if (strcmp(samples[i].leaf, slot->leaf) != 0)
            continue;
        *ret_json = samples[i].is_json;
        return samples[i].text;
    }
    return NULL;
}

static bool is_wanted(const struct slot *slot)
{
    if (slot->one_of != NULL)
        return strcmp(slot->leaf, "link") == 0;
    return slot->required || (slot->kind == SLOT_FILENAME && !slot->optional_extra);
}

enum err sample_values_fill(const struct slot_list *slots, struct values *values,
                            struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];
        bool is_json = false;
        const char *text = is_wanted(slot) ? choose(slots, slot, &is_json) : NULL;
        if (text != NULL)
            err = values_set(values, slot->key, text, is_json, reterr);
    }
    return err;
}
