/*
 * Reads the JSON of a definition into a struct template. Whatever has a wrong
 * type counts as missing; whatever is unknown keeps its name.
 */
#include "src/base/json.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/placeholder.h"
#include "src/whatsapp/template.h"

#include <string.h>

enum { MOST_BUTTONS = 100, MOST_CARDS = 100 }; /* ten each is what the platform allows */

struct reader {
    struct arena *arena;
    struct template *template;
    bool failed; /* no memory */
};

static const char *const format_names[HEADER_FORMAT_COUNT] = {
#define X(id, wire) [HEADER_##id] = wire,
    HEADER_FORMAT_LIST(X)
#undef X
};

static const char *const button_names[BUTTON_TYPE_COUNT] = {
#define X(id, wire, sub_type) [BUTTON_##id] = wire,
    BUTTON_TYPE_LIST(X)
#undef X
};

/* Copies a text or number member; `fallback` when there is none. */
static const char *read_text(struct reader *reader, const cJSON *object, const char *name,
                             const char *fallback)
{
    char number[32];
    const char *text = json_text_or_number(object, name, number, sizeof number);
    if (text == NULL)
        return fallback;
    const char *copy = arena_strdup(reader->arena, text);
    if (copy == NULL)
        reader->failed = true;
    return copy;
}

static const char *read_upper(struct reader *reader, const cJSON *object, const char *name)
{
    const char *text = json_text(object, name, "");
    char *copy = arena_strdup(reader->arena, text);
    if (copy == NULL) {
        reader->failed = true;
        return "";
    }
    for (char *at = copy; *at != '\0'; at++)
        *at = (char)ascii_upper((unsigned char)*at);
    return copy;
}

static struct template_text read_placeholders(struct reader *reader, const char *text,
                                              const cJSON *positional, const cJSON *named)
{
    struct template_text read = {0};
    if (!placeholder_read(text, reader->arena, &read, &reader->template->too_many_placeholders) ||
        !placeholder_add_examples(&read, positional, named, reader->arena))
        reader->failed = true;
    return read;
}

static const char *first_text(struct reader *reader, const cJSON *list)
{
    const cJSON *node = cJSON_IsArray(list) ? list->child : list;
    if (!cJSON_IsString(node))
        return NULL;
    const char *copy = arena_strdup(reader->arena, node->valuestring);
    if (copy == NULL)
        reader->failed = true;
    return copy;
}

/* Any text inside of `node` that holds a placeholder. cJSON limits the depth. */
static bool has_variables(const cJSON *node)
{
    struct placeholder_mark mark;
    if (cJSON_IsString(node))
        return template_next_placeholder(node->valuestring, 0, &mark);
    for (const cJSON *child = node->child; child != NULL; child = child->next)
        if (has_variables(child))
            return true;
    return false;
}

static void keep_unknown(struct reader *reader, const cJSON *component, const char *name)
{
    struct template *template = reader->template;
    template->unknown_components[template->unknown_component_count++] = name;
    if (has_variables(component))
        template->unknown_has_variables = true;
}

static void read_header(struct reader *reader, const cJSON *component, struct template_part *part)
{
    struct template_header *header = &part->header;
    const cJSON *example = json_member(component, "example");
    header->format_name = read_text(reader, component, "format", "");
    header->format = HEADER_UNKNOWN;
    for (size_t i = HEADER_NONE + 1; i < HEADER_UNKNOWN && header->format_name != NULL; i++)
        if (ascii_equal_fold(header->format_name, format_names[i]))
            header->format = (enum header_format)i;
    /* A header with a text and no format is a text header all the same. */
    if (header->format_name != NULL && header->format_name[0] == '\0' &&
        cJSON_IsString(json_member(component, "text")))
        header->format = HEADER_TEXT;
    if (header->format == HEADER_TEXT)
        header->text = read_placeholders(reader, json_text(component, "text", ""),
                                         json_member(example, "header_text"),
                                         json_member(example, "header_text_named_params"));
    header->example_handle = first_text(reader, json_member(example, "header_handle"));
}

static void read_body(struct reader *reader, const cJSON *component, struct template_part *part)
{
    const cJSON *example = json_member(component, "example");
    part->body = read_placeholders(reader, json_text(component, "text", ""),
                                   json_member(example, "body_text"),
                                   json_member(example, "body_text_named_params"));
}

static void read_footer(struct reader *reader, const cJSON *component, struct template_part *part)
{
    part->footer = read_text(reader, component, "text", "");
}

/* `example` of a URL is the whole URL or just the suffix: what stands for the variable is kept. */
static void read_url_example(struct template_text *url, const char *example)
{
    struct placeholder_mark mark;
    if (example == NULL || url->placeholder_count == 0 ||
        !template_next_placeholder(url->text, 0, &mark))
        return;
    bool whole = strncmp(example, url->text, mark.begin) == 0;
    url->placeholders[0].example = whole ? example + mark.begin : example;
}

static void read_button(struct reader *reader, const cJSON *node, struct template_button *button)
{
    button->type_name = read_text(reader, node, "type", "");
    for (size_t i = BUTTON_UNKNOWN + 1; i < BUTTON_TYPE_COUNT && button->type_name != NULL; i++)
        if (ascii_equal_fold(button->type_name, button_names[i]))
            button->type = (enum button_type)i;
    button->text = read_text(reader, node, "text", "");
    button->phone_number = read_text(reader, node, "phone_number", NULL);
    button->example = first_text(reader, json_member(node, "example"));
    button->flow_id = read_text(reader, node, "flow_id", NULL);
    bool exchanges = ascii_equal_fold(json_text(node, "flow_action", ""), "data_exchange");
    button->flow_action = exchanges ? "data_exchange" : "navigate";
    if (button->type == BUTTON_URL) {
        button->url = read_placeholders(reader, json_text(node, "url", ""), NULL, NULL);
        read_url_example(&button->url, button->example);
    }
    button->is_one_time_code =
        button->type == BUTTON_OTP ||
        (button->url.placeholder_count > 0 && strstr(button->url.text, "/otp/code/") != NULL);
    if (button->type == BUTTON_UNKNOWN && has_variables(node))
        reader->template->unknown_has_variables = true;
}

static void read_buttons(struct reader *reader, const cJSON *component, struct template_part *part)
{
    const cJSON *list = json_member(component, "buttons");
    size_t count = cJSON_IsArray(list) ? (size_t)cJSON_GetArraySize(list) : 0;
    if (count > MOST_BUTTONS)
        count = MOST_BUTTONS;
    part->buttons = arena_alloc(reader->arena, count + 1, sizeof *part->buttons);
    if (part->buttons == NULL) {
        reader->failed = true;
        return;
    }
    const cJSON *node = count > 0 ? list->child : NULL;
    for (; node != NULL && part->button_count < count; node = node->next)
        read_button(reader, node, &part->buttons[part->button_count++]);
}

static void read_offer(struct reader *reader, const cJSON *component, struct template_part *part)
{
    (void)part;
    const cJSON *offer = json_member(component, "limited_time_offer");
    struct template *template = reader->template;
    template->has_limited_time_offer = true;
    template->offer_text = read_text(reader, offer, "text", "");
    template->offer_has_expiration = json_is_true(offer, "has_expiration");
}

static void read_call_permission(struct reader *reader, const cJSON *component,
                                 struct template_part *part)
{
    (void)component;
    (void)part;
    reader->template->has_call_permission_request = true;
}

static void read_carousel(struct reader *reader, const cJSON *component,
                          struct template_part *part);

enum where { IN_MESSAGE = 1, IN_CARD = 2 };

static const struct component_kind {
    const char *type;
    unsigned where; /* of enum where */
    void (*read)(struct reader *reader, const cJSON *component, struct template_part *part);
} component_kinds[] = {
    {.type = "HEADER", .where = IN_MESSAGE | IN_CARD, .read = read_header},
    {.type = "BODY", .where = IN_MESSAGE | IN_CARD, .read = read_body},
    {.type = "FOOTER", .where = IN_MESSAGE, .read = read_footer},
    {.type = "BUTTONS", .where = IN_MESSAGE | IN_CARD, .read = read_buttons},
    {.type = "LIMITED_TIME_OFFER", .where = IN_MESSAGE, .read = read_offer},
    {.type = "CALL_PERMISSION_REQUEST", .where = IN_MESSAGE, .read = read_call_permission},
    {.type = "CAROUSEL", .where = IN_MESSAGE, .read = read_carousel},
};

static size_t find_kind(const char *type, enum where where)
{
    size_t i = 0;
    while (i < COUNT_OF(component_kinds) && ((component_kinds[i].where & where) == 0 ||
                                             !ascii_equal_fold(type, component_kinds[i].type)))
        i++;
    return i;
}

/* Reads each known component once; a second of the same kind is kept as unknown. */
static void read_components(struct reader *reader, const cJSON *list, enum where where,
                            struct template_part *part)
{
    unsigned seen = 0;
    const cJSON *component = cJSON_IsArray(list) ? list->child : NULL;
    for (; component != NULL && !reader->failed; component = component->next) {
        const char *type = read_text(reader, component, "type", "");
        if (type == NULL)
            return;
        size_t kind = find_kind(type, where);
        if (kind == COUNT_OF(component_kinds) || (seen & (1U << kind)) != 0) {
            keep_unknown(reader, component, type);
            continue;
        }
        seen |= 1U << kind;
        component_kinds[kind].read(reader, component, part);
    }
}

static void read_carousel(struct reader *reader, const cJSON *component, struct template_part *part)
{
    (void)part;
    struct template *template = reader->template;
    const cJSON *list = json_member(component, "cards");
    size_t count = cJSON_IsArray(list) ? (size_t)cJSON_GetArraySize(list) : 0;
    if (count > MOST_CARDS)
        count = MOST_CARDS;
    template->has_carousel = true;
    template->cards = arena_alloc(reader->arena, count + 1, sizeof *template->cards);
    if (template->cards == NULL) {
        reader->failed = true;
        return;
    }
    const cJSON *card = count > 0 ? list->child : NULL;
    for (; card != NULL && template->card_count < count && !reader->failed; card = card->next)
        read_components(reader, json_member(card, "components"), IN_CARD,
                        &template->cards[template->card_count++]);
}

/* Components of the message and of all cards: as many names can be unknown. */
static size_t count_components(const cJSON *definition)
{
    const cJSON *components = json_member(definition, "components");
    size_t count = cJSON_IsArray(components) ? (size_t)cJSON_GetArraySize(components) : 0;
    const cJSON *component = cJSON_IsArray(components) ? components->child : NULL;
    for (; component != NULL; component = component->next) {
        const cJSON *cards = json_member(component, "cards");
        const cJSON *card = cJSON_IsArray(cards) ? cards->child : NULL;
        for (; card != NULL; card = card->next) {
            const cJSON *list = json_member(card, "components");
            count += cJSON_IsArray(list) ? (size_t)cJSON_GetArraySize(list) : 0;
        }
    }
    return count;
}

static bool text_is_named(const struct template_text *text)
{
    return text->placeholder_count > 0 &&
           !ascii_all_digits(text->placeholders[text->placeholder_count - 1].name);
}

/* The format says it; where it is missing, names in header or body do. */
static bool read_named(const cJSON *definition, const struct template *template)
{
    const char *format = json_text(definition, "parameter_format", "");
    if (format[0] != '\0')
        return ascii_equal_fold(format, "NAMED");
    return text_is_named(&template->message.body) || text_is_named(&template->message.header.text);
}

static void read_members(struct reader *reader, const cJSON *definition)
{
    struct template *template = reader->template;
    template->id = read_text(reader, definition, "id", "");
    template->name = read_text(reader, definition, "name", "");
    template->language = read_text(reader, definition, "language", "");
    template->status_name = read_text(reader, definition, "status", "");
    template->status = template_status_parse(json_text(definition, "status", ""));
    template->category = read_upper(reader, definition, "category");
    template->sub_category = read_upper(reader, definition, "sub_category");
    template->quality = read_upper(reader, json_member(definition, "quality_score"), "score");
    template->rejected_reason = read_upper(reader, definition, "rejected_reason");
    if (strcmp(template->rejected_reason, "NONE") == 0)
        template->rejected_reason = "";
    template->offer_text = "";
    char *json = json_print(definition);
    template->json = arena_strdup(reader->arena, json);
    mem_free(json);
    if (template->json == NULL)
        reader->failed = true;
}

enum err template_parse(const cJSON *definition, struct arena *arena,
                        struct template **ret_template, struct error *reterr)
{
    struct template *template = arena_alloc(arena, 1, sizeof *template);
    if (template == NULL)
        return error_nomem(reterr);
    struct reader reader = {.arena = arena, .template = template};
    template->unknown_components =
        arena_alloc(arena, count_components(definition) + 1, sizeof *template->unknown_components);
    if (template->unknown_components == NULL)
        return error_nomem(reterr);
    read_members(&reader, definition);
    if (!reader.failed)
        read_components(&reader, json_member(definition, "components"), IN_MESSAGE,
                        &template->message);
    if (reader.failed)
        return error_nomem(reterr);
    template->named = read_named(definition, template);
    if (template->name[0] == '\0' || template->language[0] == '\0')
        return error_set(reterr, ERR_INVALID,
                         "Load the template list again; if it stays so, report this template to "
                         "ChakraHQ.",
                         "a template definition has no %s",
                         template->name[0] == '\0' ? "name" : "language");
    *ret_template = template;
    return ERR_OK;
}
