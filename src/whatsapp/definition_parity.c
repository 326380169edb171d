/* Do the languages of one name ask for the same values, so that one send fits all? */
#include "src/whatsapp/definition_check.h"

#include <stdio.h>
#include <string.h>

#include "src/whatsapp/definition_rules.h"
#include "src/whatsapp/slots.h"

static const struct definition_rule parity_rule = {
    .id = "parity", .listed = PROBLEM_ERROR, .created = PROBLEM_ERROR};

static const char *header_word(const struct template_part *part)
{
    return part->header.format == HEADER_NONE ? "none" : part->header.format_name;
}

/* What the one has and the other has not; all reported on the template that is looked at. */
static void report_missing(struct definition_look *look, const struct slot_list *here,
                           const struct slot_list *there)
{
    for (size_t i = 0; i < here->count; i++) {
        const struct slot *slot = &here->items[i];
        if (slot->optional_extra || slots_find(there, slot->key) != NULL)
            continue;
        definition_report(look, "", slot->key,
                          "%.20s has it and %.20s has not: one set of values does not fit both.",
                          here->template->language, there->template->language);
    }
}

static void compare_buttons(struct definition_look *look, const struct template_part *part,
                            const struct template_part *other, const char *prefix,
                            const char *language)
{
    if (part->button_count != other->button_count) {
        definition_report(look, prefix, "buttons", "%.20s has %zu buttons, and %.20s has %zu.",
                          look->template->language, part->button_count, language,
                          other->button_count);
        return;
    }
    for (size_t i = 0; i < part->button_count; i++) {
        char name[32];
        snprintf(name, sizeof name, "button.%zu.type", i);
        if (part->buttons[i].type != other->buttons[i].type)
            definition_report(look, prefix, name, "It is %.30s in %.20s and %.30s in %.20s.",
                              part->buttons[i].type_name, look->template->language,
                              other->buttons[i].type_name, language);
    }
}

static void compare_parts(struct definition_look *look, const struct template_part *part,
                          const struct template_part *other, const char *prefix,
                          const char *language)
{
    if (part->header.format != other->header.format)
        definition_report(look, prefix, "header.format", "It is %.30s in %.20s and %.30s in %.20s.",
                          header_word(part), look->template->language, header_word(other),
                          language);
    compare_buttons(look, part, other, prefix, language);
}

static void compare_templates(struct definition_look *look, const struct template *template,
                              const struct template *first)
{
    const char *language = first->language;
    compare_parts(look, &template->message, &first->message, "", language);
    if (template->card_count != first->card_count)
        definition_report(look, "", "carousel", "%.20s has %zu cards, and %.20s has %zu.",
                          template->language, template->card_count, language, first->card_count);
    for (size_t i = 0; i < template->card_count && i < first->card_count; i++) {
        char prefix[32];
        snprintf(prefix, sizeof prefix, "card.%zu.", i);
        compare_parts(look, &template->cards[i], &first->cards[i], prefix, language);
    }
    if (strcmp(template->category, first->category) != 0)
        definition_report(look, "", "category", "It is %.30s in %.20s and %.30s in %.20s.",
                          template->category, template->language, first->category, language);
    if (template->named != first->named)
        definition_report(look, "", "parameter_format",
                          "Variables have names in %.20s and numbers in %.20s.",
                          template->named ? template->language : language,
                          template->named ? language : template->language);
}

static enum err compare(const struct template *template, const struct template *first,
                        struct definition_problems *problems, struct error *reterr)
{
    struct arena arena;
    arena_init(&arena);
    struct slot_list here, there;
    struct definition_look look = {
        .template = template, .rule = &parity_rule, .problems = problems};
    enum err err = slots_build(template, 0, &arena, &here, reterr);
    if (err == ERR_OK)
        err = slots_build(first, 0, &arena, &there, reterr);
    if (err == ERR_OK) {
        compare_templates(&look, template, first);
        report_missing(&look, &here, &there);
        report_missing(&look, &there, &here);
    }
    arena_release(&arena);
    if (err == ERR_OK && problems->failed)
        err = error_nomem(reterr);
    return err;
}

enum err definition_check_parity(const struct definition_set *set,
                                 struct definition_problems *problems, struct error *reterr)
{
    enum err err = ERR_OK;
    size_t first = 0; /* the language that the others of its name are compared with */
    for (size_t i = 1; err == ERR_OK && i < set->count; i++) {
        if (strcmp(set->items[i].template->name, set->items[first].template->name) != 0)
            first = i;
        else
            err = compare(set->items[i].template, set->items[first].template, problems, reterr);
    }
    return err;
}
