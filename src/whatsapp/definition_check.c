/* The table of definition rules, its driver, and the rules about the whole template. */
#include "src/whatsapp/definition_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/definition_rules.h"
#include "src/whatsapp/language.h"

enum { NAME_MAX_LENGTH = 512 };

void definition_problems_init(struct definition_problems *problems)
{
    *problems = (struct definition_problems){0};
}

void definition_problems_release(struct definition_problems *problems)
{
    mem_free(problems->items);
    definition_problems_init(problems);
}

size_t definition_problems_errors(const struct definition_problems *problems)
{
    size_t count = 0;
    for (size_t i = 0; i < problems->count; i++)
        count += problems->items[i].level == PROBLEM_ERROR ? 1 : 0;
    return count;
}

void definition_report(struct definition_look *look, const char *prefix, const char *name,
                       const char *format, ...)
{
    struct definition_problems *problems = look->problems;
    if (problems->count == problems->size) {
        size_t size = problems->size == 0 ? 32 : problems->size * 2;
        struct definition_problem *grown = mem_grow(problems->items, size, sizeof *grown);
        if (grown == NULL) {
            problems->failed = true;
            return;
        }
        problems->items = grown;
        problems->size = size;
    }
    const struct definition_rule *rule = look->rule;
    struct definition_problem *problem = &problems->items[problems->count++];
    *problem = (struct definition_problem){
        .template = look->template,
        .rule = rule->id,
        .level = look->stage == DEFINITION_LISTED ? rule->listed : rule->created,
        .subcode = rule->subcode,
    };
    snprintf(problem->where, sizeof problem->where, "%s%s", prefix, name);
    va_list args;
    va_start(args, format);
    vsnprintf(problem->message, sizeof problem->message, text_of(format), args);
    va_end(args);
    utf8_mend(problem->message);
}

void definition_each_part(struct definition_look *look, definition_part_visitor *visit)
{
    visit(look, &look->template->message, "", -1);
    for (size_t i = 0; i < look->template->card_count; i++) {
        char prefix[32];
        snprintf(prefix, sizeof prefix, "card.%zu.", i);
        visit(look, &look->template->cards[i], prefix, (int)i);
    }
}

static void find_name(struct definition_look *look)
{
    const char *name = look->template->name;
    size_t good = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (name[good] != '\0' || good > NAME_MAX_LENGTH)
        definition_report(look, "", "name",
                          "The name may have 1 to %d lower-case letters, digits and underscores.",
                          NAME_MAX_LENGTH);
}

static void find_language(struct definition_look *look)
{
    if (language_name(look->template->language) == NULL)
        definition_report(look, "", "language",
                          "%.40s is not in WhatsApp's list of languages; write it as en_US or de.",
                          look->template->language);
}

static void find_category(struct definition_look *look)
{
    static const char *const known[] = {"MARKETING", "UTILITY", "AUTHENTICATION"};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strcmp(known[i], look->template->category) == 0)
            return;
    definition_report(look, "", "category",
                      "The category must be MARKETING, UTILITY or AUTHENTICATION.");
}

static void find_unknown_components(struct definition_look *look)
{
    for (size_t i = 0; i < look->template->unknown_component_count; i++)
        definition_report(look, "", "components",
                          "The component %.40s is unknown, or stands there twice; take it out.",
                          look->template->unknown_components[i]);
}

static void find_missing_body(struct definition_look *look)
{
    const char *text = look->template->message.body.text;
    /* Those of authentication templates are WhatsApp's own, and creation does not give them. */
    if ((text == NULL || text[0] == '\0') && !template_is_authentication(look->template))
        definition_report(look, "", "body.text", "Add a BODY with a text.");
}

static void find_offer(struct definition_look *look)
{
    const struct template *template = look->template;
    if (!template->has_limited_time_offer)
        return;
    if (template->message.footer != NULL)
        definition_report(look, "", "footer", "A limited-time offer has no footer; take it out.");
    if (strcmp(template->category, "MARKETING") != 0)
        definition_report(look, "", "category",
                          "A limited-time offer is only possible in the category MARKETING.");
}

static void find_status(struct definition_look *look)
{
    const struct template *template = look->template;
    static const enum template_status passing[] = {TEMPLATE_APPROVED, TEMPLATE_PENDING,
                                                   TEMPLATE_IN_APPEAL};
    for (size_t i = 0; i < COUNT_OF(passing); i++)
        if (template->status == passing[i])
            return;
    const char *status =
        template->status_name[0] != '\0' ? template->status_name : text_of("not given");
    if (template->rejected_reason[0] != '\0')
        definition_report(look, "", "status",
                          "It cannot be sent: its status is %.40s, because of %.60s.", status,
                          template->rejected_reason);
    else
        definition_report(look, "", "status", "It cannot be sent: its status is %.40s.", status);
}

static void find_pending(struct definition_look *look)
{
    if (look->template->status == TEMPLATE_PENDING || look->template->status == TEMPLATE_IN_APPEAL)
        definition_report(look, "", "status",
                          "It cannot be sent yet: its status is %.40s. Meta decides within a day.",
                          look->template->status_name);
}

static void find_quality(struct definition_look *look)
{
    if (strcmp(look->template->quality, "RED") == 0 ||
        ascii_equal_fold(look->template->status_name, "FLAGGED"))
        definition_report(look, "", "quality_score",
                          "Its quality is low, and Meta may pause it. Send it to fewer people, or "
                          "change what it says.");
}

static void find_category_change(struct definition_look *look)
{
    const char *category = look->template->category;
    const char *correct = json_text(look->json, "correct_category", "");
    const char *previous = json_text(look->json, "previous_category", "");
    if (correct[0] != '\0' && !ascii_equal_fold(correct, category))
        definition_report(look, "", "category",
                          "Meta is about to move it from %.40s to %.40s, which has another price.",
                          category, correct);
    else if (previous[0] != '\0' && !ascii_equal_fold(previous, category))
        definition_report(look, "", "category",
                          "Meta moved it from %.40s to %.40s, which has another price.", previous,
                          category);
}

static void find_time_to_live(struct definition_look *look)
{
    static const struct {
        const char *category;
        int64_t least, most;
        bool may_be_default; /* -1 stands for 30 days */
    } ranges[] = {{"AUTHENTICATION", 30, 900, true},
                  {"UTILITY", 30, 43200, true},
                  {"MARKETING", 43200, 2592000, false}};
    const cJSON *node = json_member(look->json, "message_send_ttl_seconds");
    int64_t seconds = 0;
    if (node == NULL || cJSON_IsNull(node))
        return;
    bool is_number = json_integer(node, &seconds);
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        if (strcmp(ranges[i].category, look->template->category) != 0)
            continue;
        if (is_number && ((seconds >= ranges[i].least && seconds <= ranges[i].most) ||
                          (seconds == -1 && ranges[i].may_be_default)))
            return;
        definition_report(look, "", "message_send_ttl_seconds",
                          ranges[i].may_be_default
                              ? TEXT("In %s the time to live must be %lld to %lld seconds, or -1.")
                              : TEXT("In %s the time to live must be %lld to %lld seconds."),
                          ranges[i].category, (long long)ranges[i].least,
                          (long long)ranges[i].most);
        return;
    }
}

/* clang-format off */
#define E PROBLEM_ERROR
#define W PROBLEM_WARNING
const struct definition_rule definition_rule_table[] = {
    /* id      listed created only listed  subcode   what it looks for */
    {"V7",       W,     W,    false,             0, find_language},
    {"V70",      W,     E,    false,             0, find_name},
    {"V70",      W,     E,    false,             0, find_category},
    {"V70",      W,     E,    false,             0, find_unknown_components},
    {"V70",      W,     E,    false,             0, find_missing_body},
    {"V70",      W,     E,    false,       2388040, definition_find_long_texts},
    {"V70",      W,     E,    false,       2388047, definition_find_header_format},
    {"V70",      W,     E,    false,       2388072, definition_find_body_format},
    {"V70",      W,     E,    false,       2388073, definition_find_footer_format},
    {"V70",      W,     E,    false,             0, definition_find_gaps},
    {"V70",      W,     E,    false,       2388299, definition_find_edges},
    {"V70",      W,     E,    false,             0, definition_find_touching},
    {"V70",      W,     W,    false,       2388293, definition_find_crowded},
    {"V70",      W,     E,    false,             0, definition_find_missing_examples},
    {"V70",      W,     E,    false,       2388060, definition_find_button_labels},
    {"V70",      W,     E,    false,             0, definition_find_button_counts},
    {"V70",      W,     E,    false,             0, definition_find_button_groups},
    {"V70",      W,     E,    false,             0, definition_find_button_urls},
    {"V70",      W,     E,    false,             0, definition_find_button_members},
    {"V70",      W,     E,    false,             0, definition_find_cards},
    {"V69",      W,     E,    false,             0, find_offer},
    {"V73",      W,     E,    false,             0, find_time_to_live},
    {"status",   E,     E,    true,              0, find_status},
    {"status",   W,     W,    true,              0, find_pending},
    {"V72",      W,     W,    true,              0, find_quality},
    {"category", W,     W,    true,              0, find_category_change},
};
#undef E
#undef W
/* clang-format on */
const size_t definition_rule_count = COUNT_OF(definition_rule_table);

enum err definition_check(const struct template *template, enum definition_stage stage,
                          struct definition_problems *problems, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *json = NULL;
    enum err err = json_parse(template->json, strlen(template->json), &json, reterr);
    if (err != ERR_OK)
        return err;
    for (size_t i = 0; i < definition_rule_count; i++) {
        const struct definition_rule *rule = &definition_rule_table[i];
        struct definition_look look = {template, json, stage, rule, problems};
        if (!rule->only_listed || stage == DEFINITION_LISTED)
            rule->find(&look);
    }
    return problems->failed ? error_nomem(reterr) : ERR_OK;
}
