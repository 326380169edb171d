/* What to try a new set-up with. */
#include "src/whatsapp/trial.h"

#include <stdint.h>
#include <string.h>

static size_t count_required(const struct template *template)
{
    struct arena arena;
    struct slot_list slots = {0};
    size_t count = SIZE_MAX;
    arena_init(&arena);
    if (slots_build(template, 0, &arena, &slots, NULL) == ERR_OK) {
        count = 0;
        for (size_t i = 0; i < slots.count; i++)
            count += slots.items[i].required;
    }
    arena_release(&arena);
    return count;
}

const struct template *trial_choose(struct template *const *templates, size_t count)
{
    const struct template *best = NULL;
    size_t fewest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (!template_is_approved(templates[i]) || slots_unsendable_reason(templates[i]) != NULL)
            continue;
        if (strcmp(templates[i]->name, "hello_world") == 0)
            return templates[i];
        size_t required = count_required(templates[i]);
        if (required < fewest) {
            fewest = required;
            best = templates[i];
        }
    }
    return best;
}

static const char *harmless_value(const struct slot *slot)
{
    static const char *const values[] = {
        [SLOT_TEXT] = "example",
        [SLOT_LINK] = "https://example.com/example",
        [SLOT_ID] = "1234567890",
        [SLOT_FILE] = NULL,
        [SLOT_FILENAME] = "example.pdf",
        [SLOT_URL_SUFFIX] = "example",
        [SLOT_CODE] = "123456",
        [SLOT_PAYLOAD] = "example",
        [SLOT_NUMBER] = "1",
        [SLOT_TIME] = "2030-01-01T12:00:00Z",
        [SLOT_CHOICE] = NULL,
        [SLOT_JSON] = NULL,
    };
    return slot->example != NULL ? slot->example : values[slot->kind];
}

/* Of alternatives (link, id or file) the first is enough. */
static bool is_alternative(const struct slot_list *slots, size_t index)
{
    const struct slot *slot = &slots->items[index];
    for (size_t i = 0; slot->one_of != NULL && i < index; i++)
        if (slots->items[i].one_of != NULL && slots->items[i].card == slot->card &&
            strcmp(slots->items[i].one_of, slot->one_of) == 0)
            return true;
    return false;
}

enum err trial_fill(const struct slot_list *slots, struct values *values, struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];
        bool wanted = slot->required || slot->one_of != NULL;
        const char *value = harmless_value(slot);
        if (wanted && !slot->optional_extra && value != NULL && !is_alternative(slots, i))
            err = values_set(values, slot->key, value, slot->kind == SLOT_JSON, reterr);
    }
    return err;
}
