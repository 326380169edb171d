/* Mappings to components. */
#include "src/sandbox/mapping_body.h"

#include "src/base/json.h"
#include "src/base/mem.h"

#include <stdio.h>
#include <string.h>

/* Without `language` the first template of the name; which one ChakraHQ takes is not documented. */
static const struct template *find_template(const struct catalogue *catalogue, const char *name,
                                            const char *language)
{
    if (language != NULL)
        return catalogue_find(catalogue, name, language);
    for (size_t i = 0; i < catalogue->count; i++)
        if (strcmp(catalogue->entries[i].template->name, name) == 0)
            return catalogue->entries[i].template;
    return NULL;
}

/* Takes `parameter`, which may be NULL (no memory). */
static bool add_parameter(cJSON *parameters, const char *type, const char *name, cJSON *value)
{
    cJSON *parameter = cJSON_CreateObject();
    bool made = json_add_text(parameter, "type", type);
    made = json_add_node(parameter, type, value) && made;
    if (name != NULL)
        made = made && json_add_text(parameter, "parameter_name", name);
    return json_append_node(parameters, parameter) && made;
}

static const cJSON *find_pair(const cJSON *pairs, const char *name)
{
    const cJSON *pair = NULL;
    cJSON_ArrayForEach(pair, pairs)
    {
        if (strcmp(json_text(pair, "schemaPropertyName", ""), name) == 0)
            return pair;
    }
    return NULL;
}

static bool is_variable(const struct template_text *text, const char *name)
{
    for (size_t i = 0; i < text->placeholder_count; i++)
        if (strcmp(text->placeholders[i].name, name) == 0)
            return true;
    return false;
}

static bool add_pair(cJSON *parameters, const cJSON *pair, bool named)
{
    const char *name = json_text(pair, "schemaPropertyName", "");
    return add_parameter(parameters, "text", named ? name : NULL,
                         cJSON_CreateString(json_text(pair, "schemaPropertyValue", "")));
}

/* In the order of the text; those that it does not have follow, to be counted. */
static bool add_pairs(cJSON *parameters, const cJSON *pairs, const struct template_text *text,
                      bool named)
{
    bool made = parameters != NULL;
    for (size_t i = 0; made && i < text->placeholder_count; i++) {
        const cJSON *pair = find_pair(pairs, text->placeholders[i].name);
        made = pair == NULL || add_pair(parameters, pair, named);
    }
    const cJSON *pair = NULL;
    cJSON_ArrayForEach(pair, pairs)
    {
        if (!is_variable(text, json_text(pair, "schemaPropertyName", "")))
            made = made && add_pair(parameters, pair, named);
    }
    return made;
}

/* Takes `parameters`; a component without any is left out. */
static bool add_component(cJSON *components, const char *type, cJSON *parameters, int button)
{
    if (cJSON_GetArraySize(parameters) == 0) {
        bool made = parameters != NULL;
        cJSON_Delete(parameters);
        return made;
    }
    cJSON *component = cJSON_CreateObject();
    bool made = json_add_text(component, "type", type);
    if (button >= 0) {
        char index[16];
        snprintf(index, sizeof index, "%d", button);
        made = made && json_add_text(component, "sub_type", "url") &&
               json_add_text(component, "index", index);
    }
    made = json_add_node(component, "parameters", parameters) && made;
    return json_append_node(components, component) && made;
}

static bool add_media(cJSON *parameters, const cJSON *given)
{
    static const struct {
        const char *member, *type;
    } kinds[] = {{"imageUrl", "image"}, {"videoUrl", "video"}, {"documentUrl", "document"}};
    bool made = true;
    for (size_t i = 0; made && i < COUNT_OF(kinds); i++) {
        const char *link = json_text(given, kinds[i].member, "");
        const char *filename = json_text(given, "filename", "");
        if (link[0] == '\0')
            continue;
        cJSON *media = cJSON_CreateObject();
        made = json_add_text(media, "link", link);
        if (made && filename[0] != '\0' && strcmp(kinds[i].type, "document") == 0)
            made = json_add_text(media, "filename", filename);
        made = add_parameter(parameters, kinds[i].type, NULL, media) && made;
    }
    return made;
}

/* ChakraHQ's own node for n8n sends 0 and "" for what is not set. */
static bool add_location(cJSON *parameters, const cJSON *given)
{
    static const struct {
        const char *member, *name;
    } members[] = {{"locationLatitude", "latitude"},
                   {"locationLongitude", "longitude"},
                   {"locationName", "name"},
                   {"locationAddress", "address"}};
    const cJSON *latitude = json_member(given, "locationLatitude");
    if (latitude == NULL || (cJSON_IsNumber(latitude) && latitude->valuedouble == 0))
        return true;
    cJSON *location = cJSON_CreateObject();
    bool made = true;
    for (size_t i = 0; made && i < COUNT_OF(members); i++) {
        const cJSON *value = json_member(given, members[i].member);
        if (value != NULL)
            made = json_add_node(location, members[i].name, cJSON_Duplicate(value, true));
    }
    return add_parameter(parameters, "location", NULL, location) && made;
}

static bool add_header(cJSON *components, const struct template *template, const cJSON *given)
{
    cJSON *parameters = cJSON_CreateArray();
    bool made = add_pairs(parameters, json_member(given, "headerMapping"),
                          &template->message.header.text, template->named) &&
                add_media(parameters, given) && add_location(parameters, given);
    return add_component(components, "header", parameters, -1) && made;
}

static bool add_body(cJSON *components, const struct template *template, const cJSON *given)
{
    const char *code = json_text(given, "otpCode", "");
    cJSON *parameters = cJSON_CreateArray();
    bool made = add_pairs(parameters, json_member(given, "mapping"), &template->message.body,
                          template->named);
    if (made && code[0] != '\0')
        made = add_parameter(parameters, "text", NULL, cJSON_CreateString(code));
    return add_component(components, "body", parameters, -1) && made;
}

/* The one URL button that takes a value: a one-time code, or the mapping's. */
static bool add_button(cJSON *components, const struct template *template, const cJSON *given)
{
    const char *code = json_text(given, "otpCode", "");
    for (size_t i = 0; i < template->message.button_count; i++) {
        const struct template_button *button = &template->message.buttons[i];
        if (button->url.placeholder_count == 0 && !button->is_one_time_code)
            continue;
        cJSON *parameters = cJSON_CreateArray();
        bool made = button->is_one_time_code && code[0] != '\0'
                        ? add_parameter(parameters, "text", NULL, cJSON_CreateString(code))
                        : add_pairs(parameters, json_member(given, "buttonMapping"), &button->url,
                                    template->named);
        return add_component(components, "button", parameters, (int)i) && made;
    }
    return true;
}

static cJSON *new_components(const struct template *template, const cJSON *given)
{
    cJSON *components = cJSON_CreateArray();
    bool made = components != NULL;
    if (template != NULL)
        made = made && add_header(components, template, given) &&
               add_body(components, template, given) && add_button(components, template, given);
    if (made)
        return components;
    cJSON_Delete(components);
    return NULL;
}

cJSON *mapping_to_message(const struct catalogue *catalogue, const cJSON *given, const char *to)
{
    const char *name = json_text(given, "templateName", "");
    const char *language = json_text(given, "language", NULL);
    if (language != NULL && language[0] == '\0')
        language = NULL;
    const struct template *known = find_template(catalogue, name, language);
    cJSON *code = cJSON_CreateObject(), *template = cJSON_CreateObject();
    cJSON *message = cJSON_CreateObject();
    bool made = json_add_text(code, "policy", "deterministic") &&
                json_add_text(code, "code",
                              language != NULL ? language
                              : known != NULL  ? known->language
                                               : "en_US");
    made = json_add_text(template, "name", name) && made;
    made = json_add_node(template, "language", code) && made;
    made = json_add_node(template, "components", new_components(known, given)) && made;
    made = made && json_add_text(message, "messaging_product", "whatsapp") &&
           json_add_text(message, "to", to) && json_add_text(message, "type", "template");
    made = json_add_node(message, "template", template) && made;
    if (made)
        return message;
    cJSON_Delete(message);
    return NULL;
}
