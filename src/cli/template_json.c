/* The stable keys of a template. */
#include "src/cli/template_json.h"

#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/graph_error.h"

static const char *const kind_words[] = {
    [SLOT_TEXT] = "text", [SLOT_LINK] = "link",         [SLOT_ID] = "id",
    [SLOT_FILE] = "file", [SLOT_FILENAME] = "filename", [SLOT_URL_SUFFIX] = "url_suffix",
    [SLOT_CODE] = "code", [SLOT_PAYLOAD] = "payload",   [SLOT_NUMBER] = "number",
    [SLOT_TIME] = "time", [SLOT_CHOICE] = "choice",     [SLOT_JSON] = "json",
};

static const char *const block_words[] = {
    [PREVIEW_HEADER_TEXT] = "header", [PREVIEW_HEADER_MEDIA] = "media", [PREVIEW_OFFER] = "offer",
    [PREVIEW_BODY] = "body",          [PREVIEW_FOOTER] = "footer",      [PREVIEW_BUTTON] = "button",
    [PREVIEW_CARD_BEGIN] = "card",    [PREVIEW_CARD_END] = "card_end",  [PREVIEW_NOTE] = "note",
};

bool template_sendable(const struct template *template, char *reason, size_t size)
{
    reason[0] = '\0';
    const char *kind = slots_unsendable_reason(template);
    if (!template_is_approved(template)) {
        int code = template_status_refusal(template->status);
        const struct graph_error *row = graph_error_find(code);
        snprintf(reason, size, text_of("%s: the server would answer %d. %s"), template->status_name,
                 code, row != NULL && row->next != NULL ? text_of(row->next) : "");
    }
    if (reason[0] == '\0' && kind != NULL)
        snprintf(reason, size, "%s", kind);
    utf8_mend(reason);
    return reason[0] == '\0';
}

static cJSON *finish(cJSON *node, bool ok)
{
    if (ok)
        return node;
    cJSON_Delete(node);
    return NULL;
}

static bool add_head(cJSON *object, const struct template *template)
{
    bool ok = json_add_text(object, "name", template->name);
    ok = ok && json_add_text(object, "language", template->language);
    ok = ok && json_add_text(object, "status", template->status_name);
    ok = ok && json_add_text(object, "category", template->category);
    ok = ok &&
         json_add_text(object, "quality", template->quality[0] != '\0' ? template->quality : NULL);
    ok = ok && json_add_text(object, "parameter_format", template->named ? "NAMED" : "POSITIONAL");
    return ok;
}

static bool add_sendable(cJSON *object, const struct template *template)
{
    char reason[TEMPLATE_REASON_SIZE];
    bool sendable = template_sendable(template, reason, sizeof reason);
    return json_add_bool(object, "sendable", sendable) &&
           json_add_text(object, "reason", sendable ? NULL : reason);
}

static cJSON *keys_json(const struct template *template)
{
    struct arena arena;
    arena_init(&arena);
    struct slot_list slots;
    cJSON *keys = cJSON_CreateArray();
    bool ok = keys != NULL && slots_build(template, 0, &arena, &slots, NULL) == ERR_OK;
    for (size_t i = 0; ok && i < slots.count; i++)
        if (!slots.items[i].optional_extra)
            ok = json_append_node(keys, cJSON_CreateString(slots.items[i].key));
    arena_release(&arena);
    return finish(keys, ok);
}

cJSON *template_list_json(const struct template *template)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = add_head(object, template);
    ok = ok && json_add_node(object, "slots", keys_json(template));
    return finish(object, ok && add_sendable(object, template));
}

static cJSON *slot_json(const struct slot *slot)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "key", slot->key);
    ok = ok && json_add_text(object, "kind", kind_words[slot->kind]);
    ok = ok && json_add_text(object, "group", slot->group);
    ok = ok && json_add_bool(object, "required", slot->required);
    ok = ok && json_add_text(object, "one_of", slot->one_of);
    ok = ok && json_add_bool(object, "extra", slot->optional_extra);
    ok = ok && json_add_text(object, "example", slot->example);
    ok = ok && json_add_text(object, "sentence", slot->sentence);
    ok = ok && (slot->max_code_points > 0
                    ? json_add_integer(object, "max", (int64_t)slot->max_code_points)
                    : json_add_text(object, "max", NULL));
    return finish(object, ok);
}

cJSON *template_show_json(const struct template *template, const struct slot_list *slots)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *list = cJSON_CreateArray();
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < slots->count; i++)
        ok = json_append_node(list, slot_json(&slots->items[i]));
    ok = add_head(object, template) && ok;
    ok = json_add_node(object, "slots", list) && ok;
    ok = ok && add_sendable(object, template);
    cJSON *definition = NULL;
    if (ok && json_parse(template->json, strlen(template->json), &definition, NULL) == ERR_OK)
        ok = json_add_node(object, "definition", definition);
    return finish(object, ok);
}

static cJSON *block_json(const struct preview_block *block)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "kind", block_words[block->kind]);
    ok = ok &&
         json_add_text(object, "text", block->resolved != NULL ? block->resolved : block->text);
    ok = ok && json_add_text(object, "detail", block->detail);
    ok = ok && json_add_text(object, "type", block->type);
    ok = ok && (block->card >= 0 ? json_add_integer(object, "card", block->card)
                                 : json_add_text(object, "card", NULL));
    return finish(object, ok);
}

cJSON *preview_json(const struct template *template, const struct preview *preview)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *blocks = cJSON_CreateArray();
    bool ok = blocks != NULL;
    for (size_t i = 0; ok && i < preview->count; i++)
        ok = json_append_node(blocks, block_json(&preview->blocks[i]));
    ok = json_add_text(object, "name", template->name) && ok;
    ok = json_add_text(object, "language", template->language) && ok;
    ok = json_add_node(object, "blocks", blocks) && ok;
    return finish(object, ok);
}
