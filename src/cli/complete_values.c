/* Which candidates an option's value has, and which the operands of a command: two tables. */
#include "src/cli/completion.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/cli/commands.h"
#include "src/config/options.h"
#include "src/history/filter.h"
#include "src/history/state.h"
#include "src/whatsapp/graph_error.h"
#include "src/whatsapp/slots.h"

typedef void complete_source(struct completion *completion);

static void offer_files(struct completion *completion)
{
    completion_offer_paths(completion, false);
}

static void offer_folders(struct completion *completion)
{
    completion_offer_paths(completion, true);
}

static void offer_profiles(struct completion *completion)
{
    if (completion_profile(completion) == NULL)
        return;
    for (size_t i = 0; i < completion->config.profile_count; i++)
        completion_offer(completion, completion->config.profiles[i].name,
                         profile_mode_word(completion->config.profiles[i].mode));
}

static void offer_plugins(struct completion *completion)
{
    const struct profile *profile = completion_profile(completion);
    for (size_t i = 0; profile != NULL && i < profile->plugin_count; i++)
        completion_offer(completion, profile->plugins[i].name, profile->plugins[i].id);
}

static void offer_senders(struct completion *completion)
{
    const struct profile *profile = completion_profile(completion);
    for (size_t i = 0; profile != NULL && i < profile->phone_count; i++)
        completion_offer(completion, profile->phones[i].id, profile->phones[i].label);
}

static void offer_accounts(struct completion *completion)
{
    const struct profile *profile = completion_profile(completion);
    for (size_t i = 0; profile != NULL && i < profile->phone_count; i++)
        completion_offer(completion, profile->phones[i].waba, profile->phones[i].label);
}

static void offer_recipients(struct completion *completion)
{
    const struct profile *profile = completion_profile(completion);
    for (size_t i = 0; profile != NULL && i < profile->test_recipient_count; i++) {
        const struct profile_recipient *recipient = &profile->test_recipients[i];
        char *number = arena_format(&completion->arena, "+%s", recipient->digits);
        if (number != NULL)
            completion_offer(completion, number, recipient->name);
    }
}

static void offer_log_levels(struct completion *completion)
{
    completion_offer_choices(completion, option_table[OPTION_LOG].choices);
}

static void offer_routes(struct completion *completion)
{
    completion_offer_choices(completion, option_table[OPTION_ROUTE].choices);
}

static void offer_formats(struct completion *completion)
{
    completion_offer_choices(completion, "jsonl|csv|sqlite");
}

static void offer_shapes(struct completion *completion)
{
    completion_offer_choices(completion, "chakra|meta");
}

static void offer_shells(struct completion *completion)
{
    completion_offer_choices(completion, "bash|zsh|fish");
}

static void offer_methods(struct completion *completion)
{
    completion_offer_choices(completion, "GET|POST|PUT|PATCH|DELETE");
}

/* Sorted, so that equal names are neighbours. */
static void offer_templates(struct completion *completion)
{
    completion_read_templates(completion);
    for (size_t i = 0; i < completion->template_count; i++) {
        const struct template *template = completion->templates[i];
        if (i > 0 && strcmp(completion->templates[i - 1]->name, template->name) == 0)
            continue;
        completion_offer(completion, template->name,
                         template_is_approved(template) ? template->category
                                                        : template->status_name);
    }
}

/* The template that the line names, or NULL. */
static const char *named_template(const struct completion *completion)
{
    const struct arguments *given = &completion->line->given;
    if (given->value[ARG_TEMPLATE] != NULL || given->group == NULL ||
        strcmp(given->group, "templates") != 0)
        return given->value[ARG_TEMPLATE];
    return given->operand_count > 0 ? given->operands[0] : NULL;
}

static bool is_offered_before(const struct completion *completion, const char *name, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(completion->templates[i]->language, completion->templates[at]->language) == 0 &&
            (name == NULL || strcmp(completion->templates[i]->name, name) == 0))
            return true;
    return false;
}

static void offer_languages(struct completion *completion)
{
    const char *name = named_template(completion);
    completion_read_templates(completion);
    for (size_t i = 0; i < completion->template_count; i++) {
        const struct template *template = completion->templates[i];
        if ((name == NULL || strcmp(template->name, name) == 0) &&
            !is_offered_before(completion, name, i))
            completion_offer(completion, template->language,
                             name != NULL ? template->status_name : NULL);
    }
}

static const struct template *chosen_template(struct completion *completion)
{
    const char *name = named_template(completion);
    const char *language = completion->line->given.value[ARG_LANGUAGE];
    completion_read_templates(completion);
    for (size_t i = 0; name != NULL && i < completion->template_count; i++)
        if (strcmp(completion->templates[i]->name, name) == 0 &&
            (language == NULL || strcmp(completion->templates[i]->language, language) == 0))
            return completion->templates[i];
    return NULL;
}

static bool is_set(const struct arguments *given, const char *key)
{
    size_t length = strlen(key);
    for (size_t i = 0; i < given->set_count; i++)
        if (strncmp(given->sets[i], key, length) == 0 && given->sets[i][length] == '=')
            return true;
    return false;
}

/* `mark` goes behind each key. Slots that no definition names are offered once a letter is typed.
 */
static void offer_slot_keys(struct completion *completion, const char *mark)
{
    const struct template *template = chosen_template(completion);
    struct slot_list slots;
    if (template == NULL || slots_build(template, 0, &completion->arena, &slots, NULL) != ERR_OK)
        return;
    for (size_t i = 0; i < slots.count; i++) {
        const struct slot *slot = &slots.items[i];
        char *text = arena_format(&completion->arena, "%s%s", slot->key, mark);
        if (text == NULL || is_set(&completion->line->given, slot->key) ||
            (slot->optional_extra && completion->word[0] == '\0'))
            continue;
        completion_offer(completion, text, slot->sentence != NULL ? slot->sentence : slot->group);
    }
}

static void offer_sets(struct completion *completion)
{
    if (strchr(completion->word, '=') == NULL)
        offer_slot_keys(completion, "=");
}

/* COLUMN=KEY: the columns stand in a file of the operator's own. */
static void offer_maps(struct completion *completion)
{
    if (completion_split(completion, '='))
        offer_slot_keys(completion, "");
}

static void offer_codes(struct completion *completion)
{
    size_t count = 0;
    const struct graph_error *rows = graph_error_rows(&count);
    for (size_t i = 0; i < count; i++) {
        char code[16];
        snprintf(code, sizeof code, "%d", rows[i].code);
        completion_offer(completion, code, rows[i].title);
    }
}

static void offer_states(struct completion *completion)
{
    for (int i = 0; i < SEND_STATE_COUNT; i++)
        completion_offer(completion, send_state_word((enum send_state)i), NULL);
}

static complete_source *const filter_sources[FILTER_FIELD_COUNT] = {
    [FILTER_TEMPLATE] = offer_templates, [FILTER_LANGUAGE] = offer_languages,
    [FILTER_STATE] = offer_states,       [FILTER_CODE] = offer_codes,
    [FILTER_PROFILE] = offer_profiles,
};

/* "state:" and its like, then what stands behind the colon. */
static void offer_filters(struct completion *completion)
{
    size_t name = strcspn(completion->word, ":");
    bool has_name = completion->word[name] == ':';
    const char *word = completion->word;
    for (int i = FILTER_TO; i < FILTER_FIELD_COUNT; i++) {
        const char *field = filter_field_name((enum filter_field)i);
        char *text = arena_format(&completion->arena, "%s:", field);
        if (!has_name && text != NULL) {
            completion_offer(completion, text, filter_field_help((enum filter_field)i));
        } else if (strlen(field) == name && memcmp(field, word, name) == 0 &&
                   filter_sources[i] != NULL && completion_split(completion, ':')) {
            filter_sources[i](completion);
            return;
        }
    }
}

static void offer_versions(struct completion *completion)
{
    completion_offer_choices(completion, "lock|cache|live|waba:");
    completion_offer_paths(completion, false);
}

static complete_source *const option_sources[ARG_COUNT] = {
    [ARG_PROFILE] = offer_profiles,   [ARG_CONFIG] = offer_files,
    [ARG_DATA] = offer_folders,       [ARG_TOKEN_FILE] = offer_files,
    [ARG_LOG] = offer_log_levels,     [ARG_PLUGIN] = offer_plugins,
    [ARG_FROM] = offer_senders,       [ARG_TEMPLATE] = offer_templates,
    [ARG_LANGUAGE] = offer_languages, [ARG_TO] = offer_recipients,
    [ARG_SET] = offer_sets,           [ARG_VALUES] = offer_files,
    [ARG_TEMPLATES] = offer_folders,  [ARG_ERROR_SHAPE] = offer_shapes,
    [ARG_FORMAT] = offer_formats,     [ARG_OUTPUT] = offer_files,
    [ARG_WABA] = offer_accounts,      [ARG_CASES] = offer_files,
    [ARG_PRESETS] = offer_folders,    [ARG_JUNIT] = offer_files,
    [ARG_REPORT] = offer_files,       [ARG_ROUTE] = offer_routes,
    [ARG_EXEC] = offer_files,         [ARG_MAP] = offer_maps,
};

/* The operands first..last of a command, from 0. */
static const struct {
    int (*run)(const struct arguments *arguments);
    size_t first, last;
    complete_source *source;
} operand_sources[] = {
    {command_test, 0, SIZE_MAX, offer_files},
    {command_batch, 0, 0, offer_files},
    {command_templates_show, 0, 0, offer_templates},
    {command_templates_preview, 0, 0, offer_templates},
    {command_templates_check, 0, SIZE_MAX, offer_templates},
    {command_templates_diff, 0, 1, offer_versions},
    {command_templates_create, 0, 0, offer_files},
    {command_templates_update, 0, 0, offer_templates},
    {command_templates_update, 1, 1, offer_files},
    {command_history_list, 0, SIZE_MAX, offer_filters},
    {command_history_export, 0, SIZE_MAX, offer_filters},
    {command_history_stats, 0, SIZE_MAX, offer_filters},
    {command_history_import, 0, 0, offer_files},
    {command_history_import_status, 0, 0, offer_files},
    {command_media_upload, 0, 0, offer_files},
    {command_chats_show, 0, 0, offer_recipients},
    {command_chats_window, 0, 0, offer_recipients},
    {command_api, 0, 0, offer_methods},
    {command_explain, 0, 0, offer_codes},
    {command_completion, 0, 0, offer_shells},
};

bool complete_option_value(struct completion *completion, enum argument_id id)
{
    if (option_sources[id] == NULL)
        return false;
    option_sources[id](completion);
    return true;
}

bool complete_operand(struct completion *completion)
{
    const struct arguments *given = &completion->line->given;
    for (size_t i = 0; given->command != NULL && i < COUNT_OF(operand_sources); i++) {
        if (operand_sources[i].run != given->command->run ||
            given->operand_count < operand_sources[i].first ||
            given->operand_count > operand_sources[i].last)
            continue;
        operand_sources[i].source(completion);
        return true;
    }
    return false;
}
