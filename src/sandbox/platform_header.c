/* The header component: texts, media, location, product (V16, V28 to V37). */
#include "src/sandbox/check.h"

#include "src/base/json.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef bool header_check(struct check *check, const char *type, const cJSON *parameter);

/* http or https, a host, no blanks. */
static bool is_link(const char *text)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(schemes[i]);
        if (strncasecmp(text, schemes[i], length) == 0)
            return text[length] != '\0' && text[length] != '/' && !value_has_blank(text);
    }
    return false;
}

static bool is_digits(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

static bool check_media(struct check *check, const char *type, const cJSON *parameter)
{
    char buffer[32];
    const cJSON *media = json_member(parameter, type);
    const char *id = json_text_or_number(media, "id", buffer, sizeof buffer);
    const char *link = json_text(media, "link", NULL);
    bool has_id = id != NULL && id[0] != '\0';
    bool has_link = link != NULL && link[0] != '\0';
    if (!has_id && !has_link)
        return check_refuse(check, 132018, "Either one of media ID or link must be present");
    if (has_id && !is_digits(id))
        return check_refuse(check, 131009, "header: the media ID is not a number");
    if (!has_id && !is_link(link))
        return check_refuse(check, 131009,
                            "header: the media link is not a valid http or https URL");
    return true;
}

/* Numbers as numbers or as text with a decimal point. */
static bool check_degrees(struct check *check, const cJSON *location, const char *name,
                          double limit)
{
    const cJSON *node = json_member(location, name);
    double value = 0;
    char *end = NULL;
    if (cJSON_IsNumber(node)) {
        value = node->valuedouble;
    } else if (cJSON_IsString(node) && !parameter_is_blank(node->valuestring)) {
        value = strtod(node->valuestring, &end);
        if (*end != '\0' || node->valuestring[strspn(node->valuestring, "+-.0123456789")] != '\0')
            return check_refuse(check, 131009, "header: location %s is not a number", name);
    } else {
        return check_refuse(check, 131008, "header: location is missing %s", name);
    }
    if (!(value >= -limit && value <= limit))
        return check_refuse(check, 131009, "header: location %s is out of range", name);
    return true;
}

static bool check_required(struct check *check, const cJSON *object, const char *kind,
                           const char *name)
{
    char buffer[64];
    const char *text = json_text_or_number(object, name, buffer, sizeof buffer);
    if (text == NULL || parameter_is_blank(text))
        return check_refuse(check, 131008, "header: %s is missing %s", kind, name);
    return true;
}

static bool check_location(struct check *check, const char *type, const cJSON *parameter)
{
    const cJSON *location = json_member(parameter, type);
    return check_degrees(check, location, "latitude", 90) &&
           check_degrees(check, location, "longitude", 180) &&
           check_required(check, location, "location", "name") &&
           check_required(check, location, "location", "address");
}

static bool check_product(struct check *check, const char *type, const cJSON *parameter)
{
    const cJSON *product = json_member(parameter, type);
    return check_required(check, product, "product", "product_retailer_id") &&
           check_required(check, product, "product", "catalog_id");
}

static const struct {
    const char *type; /* NULL: no value of its own */
    header_check *check;
} header_kinds[HEADER_FORMAT_COUNT] = {
    [HEADER_IMAGE] = {"image", check_media},          [HEADER_VIDEO] = {"video", check_media},
    [HEADER_DOCUMENT] = {"document", check_media},    [HEADER_GIF] = {"gif", check_media},
    [HEADER_LOCATION] = {"location", check_location}, [HEADER_PRODUCT] = {"product", check_product},
};

/* "image" is shown as IMAGE, anything that is none of the header types as UNKNOWN. */
static const char *received_name(const cJSON *parameter, char text[32])
{
    const char *type = json_text(parameter, "type", "");
    bool is_known = strcasecmp(type, "text") == 0;
    for (size_t i = 0; i < HEADER_FORMAT_COUNT; i++)
        is_known = is_known ||
                   (header_kinds[i].type != NULL && strcasecmp(type, header_kinds[i].type) == 0);
    if (!is_known)
        return "UNKNOWN";
    size_t length = 0;
    for (; length < 31 && type[length] != '\0'; length++)
        text[length] = (char)toupper((unsigned char)type[length]);
    text[length] = '\0';
    return text;
}

static bool check_kind(struct check *check, const cJSON *component)
{
    const struct template_header *header = &check->part->header;
    const char *type = header_kinds[header->format].type;
    const cJSON *parameter = component_parameter(component, 0);
    if (strcasecmp(json_text(parameter, "type", ""), type) != 0) {
        char received[32];
        return check_refuse(check, 132012, "header: Format mismatch, expected %s, received %s",
                            header->format_name, received_name(parameter, received));
    }
    int given = component_parameter_count(component);
    if (given != 1)
        return check_refuse(check, 132000,
                            "header: number of localizable_params (%d) does not match the expected "
                            "number of params (1)",
                            given);
    return header_kinds[header->format].check(check, type, parameter);
}

bool check_header(struct check *check, struct strbuf *ret_resolved)
{
    const struct template_header *header = &check->part->header;
    const cJSON *component = NULL;
    if (!check_component(check, "header", &component))
        return false;
    if (header->format == HEADER_UNKNOWN)
        return true;
    if (header_kinds[header->format].type == NULL)
        return check_text_values(check, "header", &header->text, component, ret_resolved);
    if (header->format == HEADER_GIF && !check->request->for_marketing)
        return check_refuse(check, 131055, "A GIF header can only be sent as a marketing message");
    return check_kind(check, component);
}
