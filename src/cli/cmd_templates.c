/* `templates list`, `show` and `preview`. */
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/cli/send_plan.h"
#include "src/cli/template_json.h"
#include "src/whatsapp/preview.h"
#include "src/whatsapp/preview_text.h"
#include "src/whatsapp/slot_words.h"

enum { LARGEST_PREVIEW = 16 * 1024 * 1024 };

/* Session, sender's account and its list. Release all three in every case. */
static enum err load(const struct arguments *arguments, struct send_plan *plan,
                     struct error *reterr)
{
    send_plan_init(plan);
    enum err err = session_open(&plan->session, arguments, reterr);
    if (err == ERR_OK)
        err = sender_find(&plan->session, false, &plan->sender, reterr);
    if (err == ERR_OK)
        err = template_list_load(&plan->session, plan->sender.waba, &plan->templates, reterr);
    return err;
}

static void add_list_row(struct output_table *table, const struct template *template)
{
    char reason[TEMPLATE_REASON_SIZE];
    bool sendable = template_sendable(template, reason, sizeof reason);
    table_add(table, template->name);
    table_add(table, template->language);
    table_add(table, template->status_name);
    table_add(table, template->category);
    table_add(table, template->quality);
    table_add(table, sendable ? "" : reason);
}

int command_templates_list(const struct arguments *arguments)
{
    struct send_plan plan;
    struct error error = {0};
    enum err err = load(arguments, &plan, &error);
    bool json = arguments_has(arguments, ARG_JSON);
    struct output_table table;
    table_begin(&table, 6);
    for (size_t i = 0; err == ERR_OK && i < plan.templates.count; i++) {
        if (!json)
            add_list_row(&table, plan.templates.items[i]);
        else if (!output_json(template_list_json(plan.templates.items[i])))
            err = error.code = ERR_NOMEM;
    }
    table_print(&table, stdout);
    send_plan_release(&plan);
    return err == ERR_OK ? 0 : output_error(&error);
}

static size_t count_needed(const struct slot_list *slots)
{
    size_t count = 0;
    for (size_t i = 0; i < slots->count; i++)
        count += slots->items[i].optional_extra ? 0 : 1;
    return count;
}

static void print_slots(const struct slot_list *slots)
{
    if (count_needed(slots) == 0) {
        puts(text_of("It needs no values."));
        return;
    }
    struct output_table table;
    table_begin(&table, 5);
    static const char *const heads[] = {TEXT("KEY"), TEXT("WHERE"), TEXT("NEEDED"), TEXT("EXAMPLE"),
                                        TEXT("SENTENCE")};
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        table_add(&table, text_of(heads[i]));
    for (size_t i = 0; i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];
        if (slot->optional_extra)
            continue;
        char group[SLOT_GROUP_SIZE];
        const char *needed = slot->required ? text_of("yes") : text_of("no");
        table_add(&table, slot->key);
        table_add(&table, slot_group_words(slot, group));
        table_add(&table, slot->one_of != NULL ? text_of("one of these") : needed);
        table_add(&table, slot->example);
        table_add(&table, slot->sentence);
    }
    table_print(&table, stdout);
}

static enum err show_template(const struct template *template, bool json, struct error *reterr)
{
    struct arena arena;
    arena_init(&arena);
    struct slot_list slots;
    enum err err = slots_build(template, 0, &arena, &slots, reterr);
    if (err == ERR_OK && json) {
        if (!output_json(template_show_json(template, &slots)))
            err = error_nomem(reterr);
    } else if (err == ERR_OK) {
        char reason[TEMPLATE_REASON_SIZE];
        bool sendable = template_sendable(template, reason, sizeof reason);
        struct output_table table;
        table_begin(&table, 6);
        add_list_row(&table, template);
        table_print(&table, stdout);
        puts(sendable ? text_of("can be sent\n") : "");
        print_slots(&slots);
        CLEANUP(json_deletep) cJSON *root = NULL;
        err = json_parse(template->json, strlen(template->json), &root, reterr);
        char *text = err == ERR_OK ? json_print_pretty(root) : NULL;
        fputc('\n', stdout);
        if (text != NULL)
            output_lines(stdout, text);
        mem_free(text);
    }
    arena_release(&arena);
    return err;
}

/* Without --language all of that name, as there may be several. */
int command_templates_show(const struct arguments *arguments)
{
    struct send_plan plan;
    struct error error = {0};
    const char *name = arguments->operands[0], *language = arguments->value[ARG_LANGUAGE];
    bool json = arguments_has(arguments, ARG_JSON);
    enum err err = load(arguments, &plan, &error);
    size_t shown = 0;
    for (size_t i = 0; err == ERR_OK && i < plan.templates.count; i++) {
        const struct template *template = plan.templates.items[i];
        if (strcmp(template->name, name) != 0 ||
            (language != NULL && strcmp(template->language, language) != 0))
            continue;
        if (shown++ > 0 && !json)
            fputc('\n', stdout);
        err = show_template(template, json, &error);
    }
    struct template *none = NULL;
    if (err == ERR_OK && shown == 0)
        err = template_list_find(&plan.templates, name, language, &none, &error);
    send_plan_release(&plan);
    return err == ERR_OK ? 0 : output_error(&error);
}

static enum err print_preview(struct send_plan *plan, bool json, struct error *reterr)
{
    struct preview preview;
    enum err err = preview_build(&plan->message, &plan->arena, &preview, reterr);
    if (err != ERR_OK)
        return err;
    if (json)
        return output_json(preview_json(plan->template, &preview)) ? ERR_OK : error_nomem(reterr);
    struct strbuf lines;
    strbuf_init(&lines, LARGEST_PREVIEW);
    preview_write_seen(&lines, &preview);
    err = strbuf_status(&lines, "the preview", reterr);
    if (err == ERR_OK)
        output_lines(stdout, lines.text);
    strbuf_release(&lines);
    return err;
}

/* A preview wants no recipient, and may have gaps; only a wrong name or key is an error. */
int command_templates_preview(const struct arguments *arguments)
{
    struct send_plan plan;
    struct error error = {0};
    enum err err = load(arguments, &plan, &error);
    if (err == ERR_OK)
        err = given_values_read(arguments, &plan.given, &error);
    if (err == ERR_OK)
        err = template_list_find(&plan.templates, arguments->operands[0],
                                 arguments->value[ARG_LANGUAGE], &plan.template, &error);
    if (err == ERR_OK)
        err = slots_build(plan.template, given_values_card_count(&plan.given), &plan.arena,
                          &plan.slots, &error);
    if (err == ERR_OK)
        err = given_values_match(&plan.given, &plan.slots, &plan.problems, &error);
    if (err == ERR_OK && plan.problems.count > 0)
        err = error_set(&error, ERR_CONTENT, "", "%s", plan.problems.items[0].message);
    if (err == ERR_OK) {
        plan.message = (struct message){.template = plan.template,
                                        .slots = &plan.slots,
                                        .values = &plan.given.values,
                                        .to = plan.given.to};
        err = print_preview(&plan, arguments_has(arguments, ARG_JSON), &error);
    }
    send_plan_release(&plan);
    return err == ERR_OK ? 0 : output_error(&error);
}
