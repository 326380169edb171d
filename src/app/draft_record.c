/* The record that a draft is for, and what is wrong with it and with the recipient beside it. */
#include "src/app/draft.h"
#include "src/base/text.h"

#include "src/base/mem.h"
#include "src/whatsapp/record_name.h"

#include <stdio.h>
#include <string.h>

const char *draft_record(const struct draft *draft)
{
    return draft->has_record ? draft->fields[FIELD_RECORD].edit.text.text : "";
}

bool draft_set_record(struct draft *draft, const char *record)
{
    draft->owner = (struct record_owner){0};
    return !draft->has_record || textedit_set(&draft->fields[FIELD_RECORD].edit, record);
}

const char *draft_recipient(const struct draft *draft)
{
    const char *to = draft_to(draft);
    return to[0] == '\0' && draft->has_record ? draft->owner.digits : to;
}

/* Before all others: record and recipient stand above the slots. */
static void add_problem(struct problem_list *list, const char *slot, const char *message)
{
    if (list->count == list->size) {
        size_t size = list->size < 8 ? 8 : list->size * 2;
        struct problem *items = mem_grow(list->items, size, sizeof *items);
        if (items == NULL) {
            list->failed = true;
            return;
        }
        list->items = items;
        list->size = size;
    }
    if (list->count > 0)
        memmove(list->items + 1, list->items, list->count * sizeof *list->items);
    list->count++;
    list->items[0] = (struct problem){.rule = "route", .level = PROBLEM_ERROR};
    snprintf(list->items[0].slot, sizeof list->items[0].slot, "%s", slot);
    snprintf(list->items[0].message, sizeof list->items[0].message, "%s", message);
}

/* Nobody is asked for a number that the record brings. */
static void drop_problems_of(struct problem_list *list, const char *slot)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].slot, slot) != 0)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static void check_to(struct draft *draft)
{
    const struct record_owner *owner = &draft->owner;
    const char *to = draft_to(draft);
    struct phone phone;
    char message[400];
    if (draft_recipient(draft)[0] == '\0')
        drop_problems_of(&draft->problems, "to");
    if (to[0] == '\0' || !owner->was_read ||
        (phone_normalize(to, &phone, NULL) == ERR_OK && strcmp(phone.digits, owner->digits) == 0))
        return;
    if (owner->digits[0] != '\0')
        snprintf(
            message, sizeof message,
            text_of("The route process takes the recipient from the record, which belongs to %s; "
                    "leave To empty."),
            owner->digits);
    else
        snprintf(
            message, sizeof message,
            text_of(
                "The route process takes the recipient from the record, and that it is this one "
                "cannot be checked; leave To empty."));
    add_problem(&draft->problems, "to", message);
}

void draft_check_record(struct draft *draft)
{
    char short_id[RECORD_PART_SIZE], key[RECORD_PART_SIZE];
    check_to(draft);
    if (!record_name_split(draft_record(draft), short_id, key))
        add_problem(
            &draft->problems, "process",
            draft_record(draft)[0] == '\0'
                ? text_of("Write the record, SHORTID/KEY, such as lead/1: the route process needs "
                          "it.")
                : text_of("This does not name a record: write SHORTID/KEY, such as lead/1."));
}
