/* The table of error codes, and the way back from a refusal to the slot that caused it. */
#include "src/whatsapp/graph_error.h"

#include "src/base/mem.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/graph_error_table.h"

#include <stdlib.h>
#include <string.h>

const struct graph_error *graph_error_find(int code)
{
    for (size_t i = 0; i < graph_error_count; i++)
        if (code >= graph_errors[i].code && code <= graph_errors[i].code_max)
            return &graph_errors[i];
    return NULL;
}

const struct graph_error *graph_error_rows(size_t *ret_count)
{
    *ret_count = graph_error_count;
    return graph_errors;
}

/* Codes that are about the recipient or the template, whatever the details say. */
static const struct {
    int code;
    const char *slot;
} fixed_slots[] = {
    {.code = 131021, .slot = "to"},       {.code = 131026, .slot = "to"},
    {.code = 131030, .slot = "to"},       {.code = 131049, .slot = "to"},
    {.code = 131050, .slot = "to"},       {.code = 131056, .slot = "to"},
    {.code = 131062, .slot = "to"},       {.code = 130403, .slot = "to"},
    {.code = 130472, .slot = "to"},       {.code = 130497, .slot = "to"},
    {.code = 132001, .slot = "template"}, {.code = 132007, .slot = "template"},
    {.code = 132015, .slot = "template"}, {.code = 132016, .slot = "template"},
    {.code = 132068, .slot = "template"}, {.code = 132069, .slot = "template"},
    {.code = 134100, .slot = "template"}, {.code = 134101, .slot = "template"},
    {.code = 134102, .slot = "template"}, {.code = 131055, .slot = "template"},
};

/* Where to look when the details name nothing: the part that the code is mostly about. */
static const struct {
    int code;
    enum slot_part part;
} likely_parts[] = {
    {.code = 132000, .part = SLOT_IN_BODY},   {.code = 132005, .part = SLOT_IN_BODY},
    {.code = 132012, .part = SLOT_IN_HEADER}, {.code = 132018, .part = SLOT_IN_BODY},
    {.code = 131008, .part = SLOT_IN_BODY},   {.code = 131053, .part = SLOT_IN_HEADER},
};

/* What the server writes in front of, or about, a part. */
static const struct {
    const char *words;
    enum slot_part part;
} part_words[] = {
    {.words = "header:", .part = SLOT_IN_HEADER},
    {.words = "body:", .part = SLOT_IN_BODY},
    {.words = "buttons:", .part = SLOT_IN_BUTTON},
    {.words = "button:", .part = SLOT_IN_BUTTON},
    {.words = "button at index", .part = SLOT_IN_BUTTON},
    {.words = "sub_type invalid at index", .part = SLOT_IN_BUTTON},
    {.words = "media ID or link", .part = SLOT_IN_HEADER},
    {.words = "allowed length of 60", .part = SLOT_IN_HEADER},
    {.words = "limited_time_offer", .part = SLOT_IN_OFFER},
    {.words = "order_status", .part = SLOT_IN_ORDER_STATUS},
    {.words = "tap_target", .part = SLOT_IN_TAP_TARGET},
    {.words = "Parameter name is missing", .part = SLOT_IN_BODY},
};

/* The first place of `words` in `text`, without regard to case. */
static const char *find_words(const char *text, const char *words)
{
    for (; *text != '\0'; text++)
        if (ascii_starts_fold(text, words))
            return text;
    return NULL;
}

/* The number that follows `words`; -1 when there is none. */
static int number_after(const char *details, const char *words)
{
    const char *at = find_words(details, words);
    if (at == NULL)
        return -1;
    at += strlen(words);
    while (*at == ' ' || *at == ':' || *at == '=' || *at == '(')
        at++;
    return ascii_is_digit((unsigned char)*at) ? (int)strtol(at, NULL, 10) % 1000 : -1;
}

static bool is_name_byte(int byte)
{
    return ascii_is_alnum(byte) || byte == '_';
}

static bool names(const char *details, const char *name)
{
    size_t length = strlen(name);
    const char *at = strstr(details, name);
    for (; at != NULL; at = strstr(at + 1, name)) {
        bool begins = at == details || !is_name_byte((unsigned char)at[-1]);
        if (begins && !is_name_byte((unsigned char)at[length]))
            return true;
    }
    return false;
}

struct target {
    const char *details;
    int card;   /* -1: none named */
    int button; /* -1: none named */
};

static bool is_in_card(const struct target *target, const struct slot *slot)
{
    return target->card < 0 || slot->card == target->card;
}

/* A parameter that the details call by its name; names of one or two letters prove nothing. */
static const struct slot *find_named(const struct target *target, const struct slot_list *slots)
{
    for (size_t i = 0; i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];
        if (strlen(slot->leaf) >= 3 && !ascii_all_digits(slot->leaf) && is_in_card(target, slot) &&
            (target->button < 0 || slot->button == target->button) &&
            strcmp(slot->leaf, "text") != 0 && strcmp(slot->leaf, "name") != 0 &&
            strcmp(slot->leaf, "link") != 0 && names(target->details, slot->leaf))
            return slot;
    }
    return NULL;
}

static const struct slot *find_in_part(const struct target *target, const struct slot_list *slots,
                                       enum slot_part part)
{
    const struct slot *fallback = NULL;
    for (size_t i = 0; i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];
        if (slot->part != part || !is_in_card(target, slot) || slot->optional_extra)
            continue;
        if (part != SLOT_IN_BUTTON || target->button < 0 || slot->button == target->button)
            return slot;
        if (fallback == NULL)
            fallback = slot;
    }
    return fallback;
}

/* A one-time code fills the button as well, so it stands for a button without a slot. */
static const struct slot *find_by_words(const struct target *target, const struct slot_list *slots)
{
    for (size_t i = 0; i < COUNT_OF(part_words); i++) {
        if (find_words(target->details, part_words[i].words) == NULL)
            continue;
        const struct slot *slot = find_in_part(target, slots, part_words[i].part);
        if (slot == NULL && part_words[i].part == SLOT_IN_BUTTON)
            slot = slots_find(slots, "otp");
        if (slot != NULL)
            return slot;
    }
    return NULL;
}

static const char *find_slot(int code, const char *details, const struct slot_list *slots)
{
    struct target target = {.details = details,
                            .card = number_after(details, "card_index"),
                            .button = number_after(details, "button at index")};
    if (target.card < 0)
        target.card = number_after(details, "card");
    if (target.button < 0)
        target.button = number_after(details, "sub_type invalid at index");
    const struct slot *slot = find_by_words(&target, slots);
    if (slot == NULL)
        slot = find_named(&target, slots);
    for (size_t i = 0; slot == NULL && i < COUNT_OF(likely_parts); i++)
        if (likely_parts[i].code == code)
            slot = find_in_part(&target, slots, likely_parts[i].part);
    return slot != NULL ? slot->key : NULL;
}

const char *graph_error_slot(int code, const char *details, const struct slot_list *slots)
{
    for (size_t i = 0; i < COUNT_OF(fixed_slots); i++)
        if (fixed_slots[i].code == code)
            return fixed_slots[i].slot;
    const char *text = details != NULL ? details : "";
    if (find_words(text, "phone number") != NULL || find_words(text, "parameter to is") != NULL ||
        find_words(text, "recipient") != NULL)
        return "to";
    return slots != NULL ? find_slot(code, text, slots) : NULL;
}
