/* The draft and its fields. */
#include "src/app/draft.h"

#include "src/base/mem.h"

#include <stdint.h>
#include <string.h>

void draft_init(struct draft *draft)
{
    *draft = (struct draft){0};
    arena_init(&draft->arena);
    arena_init(&draft->preview_arena);
    values_init(&draft->values);
    problem_list_init(&draft->problems);
}

static void drop_fields(struct draft *draft, size_t from)
{
    for (size_t i = from; i < draft->field_count; i++)
        textedit_release(&draft->fields[i].edit);
    if (draft->field_count > from)
        draft->field_count = from;
}

void draft_release(struct draft *draft)
{
    drop_fields(draft, 0);
    mem_free(draft->fields);
    mem_free(draft->template_name);
    values_release(&draft->values);
    problem_list_release(&draft->problems);
    arena_release(&draft->arena);
    arena_release(&draft->preview_arena);
    draft_init(draft);
}

static struct field *add_field(struct draft *draft, enum field_kind kind, const struct slot *slot)
{
    if (draft->field_count == draft->field_size) {
        size_t size = draft->field_size < 16 ? 16 : draft->field_size * 2;
        struct field *fields = mem_grow(draft->fields, size, sizeof *fields);
        if (fields == NULL)
            return NULL;
        draft->fields = fields;
        draft->field_size = size;
    }
    struct field *field = &draft->fields[draft->field_count++];
    *field = (struct field){.kind = kind, .slot = slot};
    textedit_init(&field->edit);
    field->edit.ring = draft->ring;
    return field;
}

bool draft_open(struct draft *draft)
{
    static const enum field_kind kinds[FIELDS_BEFORE_SLOTS] = {
        FIELD_PLUGIN, FIELD_FROM, FIELD_TEMPLATE, FIELD_LANGUAGE, FIELD_TO};
    for (size_t i = 0; i < FIELDS_BEFORE_SLOTS; i++)
        if (add_field(draft, kinds[i], NULL) == NULL)
            return false;
    return true;
}

static void forget_slots(struct draft *draft)
{
    drop_fields(draft, draft_fixed_count(draft));
    draft->slots = (struct slot_list){0};
    draft->preview = (struct preview){0};
    draft->problems.count = 0;
    arena_clear(&draft->arena);
    arena_clear(&draft->preview_arena);
}

void draft_forget_template(struct draft *draft)
{
    forget_slots(draft);
    draft->template = NULL;
}

bool draft_choose_name(struct draft *draft, const char *name)
{
    char *copy = mem_strdup(name);
    if (copy == NULL)
        return false;
    mem_free(draft->template_name);
    draft->template_name = copy;
    draft_forget_template(draft);
    return true;
}

/* Slots of the message itself (callback data, tap target) stay out until they have a value. */
static bool is_shown(const struct draft *draft, const struct slot *slot)
{
    return !slot->optional_extra || draft->shows_extras ||
           values_get(&draft->values, slot->key) != NULL;
}

static bool add_slot_fields(struct draft *draft)
{
    for (size_t i = 0; i < draft->slots.count; i++) {
        const struct slot *slot = &draft->slots.items[i];
        if (!is_shown(draft, slot))
            continue;
        struct field *field = add_field(draft, FIELD_SLOT, slot);
        const char *text = values_get(&draft->values, slot->key);
        if (field == NULL || (text != NULL && !textedit_begin(&field->edit, text)))
            return false;
    }
    return true;
}

size_t draft_fixed_count(const struct draft *draft)
{
    return FIELDS_BEFORE_SLOTS + (draft->has_record ? 1 : 0);
}

bool draft_show_record(struct draft *draft, bool shows)
{
    if (draft->has_record == shows)
        return true;
    drop_fields(draft, FIELDS_BEFORE_SLOTS);
    draft->owner = (struct record_owner){0};
    draft->has_record = shows && add_field(draft, FIELD_RECORD, NULL) != NULL;
    return draft->has_record == shows && add_slot_fields(draft);
}

bool draft_show_fields(struct draft *draft)
{
    drop_fields(draft, draft_fixed_count(draft));
    return add_slot_fields(draft);
}

static void drop_stale_values(struct draft *draft, struct strbuf *dropped)
{
    for (size_t i = 0; i < draft->values.count;) {
        const struct value *value = &draft->values.items[i];
        if (slots_find(&draft->slots, value->key) != NULL) {
            i++;
            continue;
        }
        if (value->text[0] != '\0') {
            strbuf_add_text(dropped, dropped->length > 0 ? ", " : "");
            strbuf_add_text(dropped, value->key);
        }
        values_remove(&draft->values, value->key);
    }
}

enum err draft_choose_template(struct draft *draft, const struct template *template,
                               struct strbuf *dropped, struct error *reterr)
{
    if (!draft_choose_name(draft, template->name))
        return error_nomem(reterr);
    enum err err = slots_build(template, values_card_count(&draft->values), &draft->arena,
                               &draft->slots, reterr);
    if (err != ERR_OK) {
        forget_slots(draft);
        return err;
    }
    draft->template = template;
    drop_stale_values(draft, dropped);
    if (!add_slot_fields(draft)) {
        draft_forget_template(draft);
        return error_nomem(reterr);
    }
    return ERR_OK;
}

bool draft_field_changed(struct draft *draft, size_t index)
{
    const struct field *field = &draft->fields[index];
    if (field->kind != FIELD_SLOT)
        return true;
    const char *text = field->edit.text.text;
    if (text[0] == '\0') {
        values_remove(&draft->values, field->slot->key);
        return true;
    }
    bool is_json = field->slot->kind == SLOT_JSON || slot_is_typed_value(field->slot, text);
    return values_set(&draft->values, field->slot->key, text, is_json, NULL) == ERR_OK;
}

bool draft_set_value(struct draft *draft, const char *key, const char *text)
{
    size_t index = draft_find_field(draft, key);
    if (index == SIZE_MAX)
        return values_set(&draft->values, key, text, false, NULL) == ERR_OK;
    return textedit_set(&draft->fields[index].edit, text) && draft_field_changed(draft, index);
}

void draft_clear_values(struct draft *draft)
{
    values_clear(&draft->values);
    for (size_t i = draft_fixed_count(draft); i < draft->field_count; i++)
        (void)textedit_set(&draft->fields[i].edit, "");
}

const char *draft_to(const struct draft *draft)
{
    return draft->fields[FIELD_TO].edit.text.text;
}

bool draft_set_to(struct draft *draft, const char *to)
{
    return textedit_set(&draft->fields[FIELD_TO].edit, to);
}

struct message draft_message(const struct draft *draft, const char *sender_number)
{
    return (struct message){
        .template = draft->template,
        .slots = &draft->slots,
        .values = &draft->values,
        .to = draft_recipient(draft),
        .sender_number = sender_number,
    };
}

size_t draft_find_field(const struct draft *draft, const char *key)
{
    for (size_t i = 0; key[0] != '\0' && i < draft->field_count; i++)
        if (strcmp(field_key(&draft->fields[i]), key) == 0)
            return i;
    return SIZE_MAX;
}

const char *field_key(const struct field *field)
{
    static const char *const fixed[FIELD_SLOT] = {
        [FIELD_PLUGIN] = "",   [FIELD_FROM] = "", [FIELD_TEMPLATE] = "template",
        [FIELD_LANGUAGE] = "", [FIELD_TO] = "to", [FIELD_RECORD] = "process",
    };
    return field->kind == FIELD_SLOT ? field->slot->key : fixed[field->kind];
}

void draft_refresh(struct draft *draft, const struct facts *facts, const char *sender_number)
{
    draft->preview = (struct preview){0};
    if (draft->template == NULL) {
        draft->problems.count = 0;
        return;
    }
    struct message message = draft_message(draft, sender_number);
    rules_check(&message, facts, &draft->problems);
    if (draft->has_record)
        draft_check_record(draft);
    arena_clear(&draft->preview_arena);
    if (preview_build(&message, &draft->preview_arena, &draft->preview, NULL) != ERR_OK)
        draft->preview = (struct preview){0};
}

static bool has_error(const struct draft *draft, const char *key)
{
    const struct problem *problem = problem_list_for_slot(&draft->problems, key);
    return problem != NULL && problem->level == PROBLEM_ERROR;
}

/* Without a template no rule has looked at the recipient yet. */
static bool is_addressed(const struct draft *draft)
{
    if (draft->has_record)
        return draft_record(draft)[0] != '\0' && !has_error(draft, "process") &&
               !has_error(draft, "to");
    return draft->template != NULL ? !has_error(draft, "to") : draft_to(draft)[0] != '\0';
}

void draft_readiness(const struct draft *draft, size_t *ret_ready, size_t *ret_needed)
{
    size_t needed = 2; /* the template and the recipient */
    size_t ready = 0;
    if (draft->template != NULL && !has_error(draft, "template"))
        ready++;
    if (is_addressed(draft))
        ready++;
    const char *group = NULL;
    for (size_t i = 0; i < draft->slots.count; i++) {
        const struct slot *slot = &draft->slots.items[i];
        if (!slot->required && !has_error(draft, slot->key))
            continue;
        /* Alternatives (link, id or file) are one place. */
        if (slot->one_of != NULL && group != NULL && strcmp(group, slot->one_of) == 0)
            continue;
        group = slot->one_of;
        needed++;
        if (!has_error(draft, slot->key))
            ready++;
    }
    *ret_ready = ready;
    *ret_needed = needed;
}
