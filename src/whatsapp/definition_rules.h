/*
 * The rows of the definition rules and what their functions share. A function
 * looks at the whole definition and reports each place that breaks its rule.
 * Internal to whatsapp/. Pure.
 */
#ifndef CHAKRA_WHATSAPP_DEFINITION_RULES_H
#define CHAKRA_WHATSAPP_DEFINITION_RULES_H

#include "src/whatsapp/definition_check.h"

#include <cjson/cJSON.h>

struct definition_look {
    const struct template *template;
    const cJSON *json; /* the whole definition */
    enum definition_stage stage;
    const struct definition_rule *rule;
    struct definition_problems *problems;
};

struct definition_rule {
    const char *id;
    enum problem_level listed, created; /* how bad it is in each stage */
    bool only_listed;                   /* says nothing about what is yet to be created */
    int subcode;
    void (*find)(struct definition_look *look);
};

extern const struct definition_rule definition_rule_table[];
extern const size_t definition_rule_count;

/* Reports at "PREFIXNAME"; `prefix` is "" or "card.0.". */
__attribute__((format(printf, 4, 5))) void definition_report(struct definition_look *look,
                                                             const char *prefix, const char *name,
                                                             const char *format, ...);

/* Calls `visit` for the message and then each card. `card` is -1 for the message. */
typedef void definition_part_visitor(struct definition_look *look, const struct template_part *part,
                                     const char *prefix, int card);
void definition_each_part(struct definition_look *look, definition_part_visitor *visit);

bool definition_has_emoji(const char *text);

/* Rows' functions: definition_rules_text.c */
void definition_find_long_texts(struct definition_look *look);
void definition_find_header_format(struct definition_look *look);
void definition_find_body_format(struct definition_look *look);
void definition_find_footer_format(struct definition_look *look);
void definition_find_gaps(struct definition_look *look);
void definition_find_edges(struct definition_look *look);
void definition_find_touching(struct definition_look *look);
void definition_find_crowded(struct definition_look *look);
void definition_find_missing_examples(struct definition_look *look);
/* definition_rules_buttons.c */
void definition_find_button_labels(struct definition_look *look);
void definition_find_button_counts(struct definition_look *look);
void definition_find_button_groups(struct definition_look *look);
void definition_find_button_urls(struct definition_look *look);
void definition_find_button_members(struct definition_look *look);
void definition_find_cards(struct definition_look *look);

#endif
