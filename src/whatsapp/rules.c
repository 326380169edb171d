/* The driver of the rules: finds out which rows apply, asks them, writes down what they say. */
#include "src/whatsapp/rules.h"

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/json_scan.h"
#include "src/whatsapp/rules_check.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void problem_list_init(struct problem_list *list)
{
    *list = (struct problem_list){0};
}

void problem_list_release(struct problem_list *list)
{
    mem_free(list->items);
    problem_list_init(list);
}

bool rules_has(const char *id)
{
    for (size_t i = 0; i < rule_count; i++)
        if (strcmp(rule_table[i].id, id) == 0)
            return true;
    return false;
}

size_t problem_list_errors(const struct problem_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += list->items[i].level == PROBLEM_ERROR ? 1 : 0;
    return count;
}

const struct problem *problem_list_for_slot(const struct problem_list *list, const char *key)
{
    const struct problem *worst = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct problem *problem = &list->items[i];
        if (strcmp(problem->slot, key) == 0 && (worst == NULL || problem->level < worst->level))
            worst = problem;
    }
    return worst;
}

void check_explain(struct check *check, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(check->detail, sizeof check->detail, text_of(format), args);
    va_end(args);
}

bool check_is_missing(struct check *check)
{
    return check->value == NULL || check->value->text[0] == '\0';
}

bool check_is_in_card(const struct check *check)
{
    return check->slot->card >= 0;
}

const char *check_sibling(const struct check *check, const char *leaf)
{
    struct place place = {check->slot->card, check->slot->part, check->slot->button};
    return message_text(check->message, place, leaf);
}

const struct template_button *check_button(const struct check *check)
{
    return &check->part->buttons[check->slot->button];
}

size_t check_code_points(const char *text)
{
    return utf8_count_code_points(text, strlen(text));
}

/* Room for one more, in the order of the form; NULL when memory is out. */
static struct problem *make_room(struct problem_list *list, int order)
{
    if (list->count == list->size) {
        size_t size = list->size != 0 ? list->size * 2 : 16;
        struct problem *items = mem_grow(list->items, size, sizeof *items);
        if (items == NULL) {
            list->failed = true;
            return NULL;
        }
        list->items = items;
        list->size = size;
    }
    size_t at = list->count++;
    for (; at > 0 && list->items[at - 1].order > order; at--)
        list->items[at] = list->items[at - 1];
    return &list->items[at];
}

enum err problems_add(struct problem_list *problems, const char *slot, const char *rule,
                      int prevents, const char *format, ...)
{
    struct problem *problem = make_room(problems, INT_MAX);
    if (problem == NULL)
        return ERR_NOMEM;
    *problem = (struct problem){
        .rule = rule, .level = PROBLEM_ERROR, .prevents = prevents, .order = INT_MAX};
    snprintf(problem->slot, sizeof problem->slot, "%s", slot);
    va_list args;
    va_start(args, format);
    vsnprintf(problem->message, sizeof problem->message, text_of(format), args);
    va_end(args);
    utf8_mend(problem->message);
    return ERR_OK;
}

/* "{{2}}", or the key where there is no variable. */
static void name_slot(const struct slot *slot, char *name, size_t size)
{
    bool is_variable = slot->placeholder != NULL && slot->part != SLOT_IN_BUTTON;
    snprintf(name, size, is_variable ? "{{%.64s}}" : "%.64s",
             is_variable ? slot->placeholder->name : slot->key);
}

static int order_of(const struct check *check, const char *key)
{
    if (strcmp(key, "to") == 0)
        return 0;
    const struct slot_list *slots = check->message->slots;
    if (check->slot != NULL && key == check->slot->key)
        return 2 + (int)(check->slot - slots->items);
    const struct slot *slot = slots_find(slots, key);
    return slot != NULL ? 2 + (int)(slot - slots->items) : 1;
}

static void report(struct problem_list *list, const struct rule *rule, const struct check *check)
{
    const char *key = check->key != NULL ? check->key : check->slot != NULL ? check->slot->key : "";
    struct problem *problem = make_room(list, order_of(check, key));
    if (problem == NULL)
        return;
    char name[96] = "";
    if (check->slot != NULL)
        name_slot(check->slot, name, sizeof name);
    *problem = (struct problem){.rule = rule->id,
                                .level = rule->level,
                                .prevents = rule->prevents,
                                .order = order_of(check, key)};
    snprintf(problem->slot, sizeof problem->slot, "%s", key);
    const char *inserted = check->detail[0] != '\0' ? check->detail : name;
    const char *message = text_of(rule->message);
    const char *mark = strstr(message, "%s");
    int before = mark != NULL ? (int)(mark - message) : (int)strlen(message);
    snprintf(problem->message, sizeof problem->message, "%.*s%s%s", before, message,
             mark != NULL ? inserted : "", mark != NULL ? mark + 2 : "");
    utf8_mend(problem->slot);
    utf8_mend(problem->message);
}

static void run(struct problem_list *list, const struct rule *rule, struct check *check)
{
    check->key = NULL;
    check->detail[0] = '\0';
    if (rule->is_broken(check))
        report(list, rule, check);
}

static bool applies(const struct rule *rule, const struct check *check)
{
    const struct slot *slot = check->slot;
    bool is_variable = slot->placeholder != NULL && slot->part != SLOT_IN_BUTTON;
    bool has_value = check->value != NULL;
    switch (rule->on) {
    case ON_MESSAGE:
        return false;
    case ON_SLOT:
        break;
    case ON_VALUE:
        if (!has_value || check->value->text[0] == '\0')
            return false;
        break;
    case ON_VARIABLE:
        if (!is_variable)
            return false;
        break;
    case ON_TEXT:
        if (!is_variable || !has_value)
            return false;
        break;
    }
    return (rule->parts == 0 || (rule->parts & PART(slot->part)) != 0) &&
           (rule->leaf == NULL || strcmp(rule->leaf, slot->leaf) == 0);
}

/* A typed value is judged by the text that stands for it; a very long one as it was typed. */
static const char *shown_text(const struct value *value, char *buffer, size_t size)
{
    if (value == NULL)
        return "";
    if (value->is_json &&
        json_scan_string(json_scan_shown(json_scan_text(value->text)), buffer, size))
        return buffer;
    return value->text;
}

static void check_slot(struct problem_list *list, struct check *check, const struct slot *slot)
{
    char buffer[RULE_SHOWN_SIZE];
    const struct template *template = check->message->template;
    check->slot = slot;
    check->value = values_find(check->message->values, slot->key);
    check->text = shown_text(check->value, buffer, sizeof buffer);
    check->part =
        slot->card >= 0 ? slots_card_part(template, (size_t)slot->card) : &template->message;
    for (size_t i = 0; i < rule_count; i++)
        if (applies(&rule_table[i], check))
            run(list, &rule_table[i], check);
    check->text = ""; /* the buffer ends here */
}

void rules_check(const struct message *message, const struct facts *facts,
                 struct problem_list *list)
{
    static const struct facts nothing = {0};
    struct check check = {.message = message,
                          .facts = facts != NULL ? facts : &nothing,
                          .text = "",
                          .part = &message->template->message};
    list->count = 0;
    list->failed = false;
    for (size_t i = 0; i < rule_count; i++)
        if (rule_table[i].on == ON_MESSAGE)
            run(list, &rule_table[i], &check);
    for (size_t i = 0; i < message->slots->count; i++)
        check_slot(list, &check, &message->slots->items[i]);
}
