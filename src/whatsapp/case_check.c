/* Checks a case against a definition before and after, and keeps what is new. */
#include "src/whatsapp/case_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"

__attribute__((format(printf, 4, 5))) static enum err
add_problem(struct problem_list *list, const char *slot, const char *rule, const char *format, ...)
{
    struct problem *grown = mem_grow(list->items, list->count + 1, sizeof *grown);
    if (grown == NULL)
        return ERR_NOMEM;
    list->items = grown;
    list->size = list->count + 1;
    struct problem *problem = &list->items[list->count++];
    *problem = (struct problem){.rule = rule, .level = PROBLEM_ERROR};
    snprintf(problem->slot, sizeof problem->slot, "%s", slot);
    va_list args;
    va_start(args, format);
    vsnprintf(problem->message, sizeof problem->message, text_of(format), args);
    va_end(args);
    utf8_mend(problem->message);
    return ERR_OK;
}

/* A file is uploaded before the message is checked for good: a link stands in for it. */
static enum err use_links(const struct values *values, struct values *ret_values,
                          struct error *reterr)
{
    enum err err = values_copy(ret_values, values, reterr);
    for (size_t i = 0; err == ERR_OK && i < values->count; i++) {
        const char *key = values->items[i].key;
        size_t length = strlen(key);
        char link[128];
        if (length < 5 || strcmp(key + length - 5, ".file") != 0 || length + 1 > sizeof link)
            continue;
        snprintf(link, sizeof link, "%.*s.link", (int)(length - 5), key);
        values_remove(ret_values, key);
        err = values_set(ret_values, link, "https://example.com/file", false, reterr);
    }
    values_remove(ret_values, "to");
    return err;
}

static enum err add_lost_slots(const struct values *values, const struct slot_list *slots,
                               struct problem_list *list, struct error *reterr)
{
    for (size_t i = 0; i < values->count; i++) {
        const char *key = values->items[i].key;
        if (slots_find(slots, key) != NULL)
            continue;
        const char *near = slots_nearest(slots, key);
        if ((near != NULL ? add_problem(list, key, "",
                                        "The template has no slot %.60s any more; is it %.60s now?",
                                        key, near)
                          : add_problem(list, key, "", "The template has no slot %.60s any more.",
                                        key)) != ERR_OK)
            return error_nomem(reterr);
    }
    return ERR_OK;
}

/* Errors of the values in `list`; nothing about recipient and status, which are no part of it. */
static enum err check_one(const struct template *template, const struct values *values,
                          struct arena *arena, struct problem_list *list, struct error *reterr)
{
    struct template *approved = arena_alloc(arena, 1, sizeof *approved);
    if (approved == NULL)
        return error_nomem(reterr);
    *approved = *template;
    approved->status = TEMPLATE_APPROVED;
    struct slot_list slots;
    enum err err = slots_build(approved, values_card_count(values), arena, &slots, reterr);
    if (err != ERR_OK)
        return err;
    const struct message message = {
        .template = approved, .slots = &slots, .values = values, .to = "15550001234"};
    rules_check(&message, NULL, list);
    if (list->failed)
        return error_nomem(reterr);
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].level == PROBLEM_ERROR)
            list->items[kept++] = list->items[i];
    list->count = kept;
    return add_lost_slots(values, &slots, list, reterr);
}

static bool was_there(const struct problem_list *before, const struct problem *problem)
{
    for (size_t i = 0; i < before->count; i++)
        if (strcmp(before->items[i].slot, problem->slot) == 0 &&
            strcmp(before->items[i].rule, problem->rule) == 0)
            return true;
    return false;
}

static enum err keep_new(const struct template *before, const struct values *values,
                         struct arena *arena, struct problem_list *list, struct error *reterr)
{
    struct problem_list old;
    problem_list_init(&old);
    enum err err = check_one(before, values, arena, &old, reterr);
    size_t kept = 0;
    for (size_t i = 0; err == ERR_OK && i < list->count; i++)
        if (!was_there(&old, &list->items[i]))
            list->items[kept++] = list->items[i];
    list->count = kept;
    problem_list_release(&old);
    return err;
}

enum err case_check(const struct template *before, const struct template *after,
                    const struct values *values, struct arena *arena, struct problem_list *list,
                    struct error *reterr)
{
    list->count = 0;
    if (after == NULL)
        return add_problem(list, "template", "V6", "%s",
                           before != NULL
                               ? text_of("The template is not there any more in this language.")
                               : text_of("The template is not there in this language.")) == ERR_OK
                   ? ERR_OK
                   : error_nomem(reterr);
    struct values checked;
    values_init(&checked);
    enum err err = use_links(values, &checked, reterr);
    if (err == ERR_OK)
        err = check_one(after, &checked, arena, list, reterr);
    if (err == ERR_OK && before != NULL)
        err = keep_new(before, &checked, arena, list, reterr);
    values_release(&checked);
    return err;
}
