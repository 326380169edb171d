/* Printing candidates, and reading what they are made from: read-only, and nothing that is missing
 * or broken is an error, since whoever presses Tab has asked for no report. */
#include "src/cli/completion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/cli/output.h"
#include "src/outbox/template_cache.h"

enum { ACCOUNTS_MAX = 16 };

static const char cache_prefix[] = "templates/";

void completion_init(struct completion *completion, const struct complete_line *line)
{
    *completion = (struct completion){.line = line, .prefix = "", .word = line->word};
    arena_init(&completion->arena);
}

void completion_release(struct completion *completion)
{
    if (completion->has_config)
        config_release(&completion->config);
    if (completion->catalogue.entries != NULL)
        catalogue_release(&completion->catalogue);
    arena_release(&completion->arena);
    *completion = (struct completion){0};
}

static bool is_one_word(const char *value)
{
    for (const char *at = value; *at != '\0'; at++)
        if ((unsigned char)*at <= ' ' || *at == 0x7F)
            return false;
    return value[0] != '\0';
}

void completion_offer(struct completion *completion, const char *value, const char *text)
{
    if (!is_one_word(value) || strncmp(value, completion->word, strlen(completion->word)) != 0)
        return;
    completion->offered++;
    output_text(stdout, completion->prefix);
    output_text(stdout, value);
    if (text != NULL && text[0] != '\0') {
        fputc('\t', stdout);
        output_text(stdout, text);
    }
    fputc('\n', stdout);
}

void completion_offer_choices(struct completion *completion, const char *choices)
{
    for (const char *at = choices; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "|");
        char *choice = arena_strndup(&completion->arena, at, length);
        if (choice != NULL)
            completion_offer(completion, choice, NULL);
        at += length + (at[length] == '|' ? 1 : 0);
    }
}

void completion_offer_paths(const struct completion *completion, bool folders_only)
{
    (void)completion;
    puts(folders_only ? ":folders" : ":files");
}

bool completion_split(struct completion *completion, char mark)
{
    const char *at = strchr(completion->word, mark);
    if (at == NULL)
        return false;
    size_t length = (size_t)(at + 1 - completion->word);
    const char *prefix = arena_format(&completion->arena, "%s%.*s", completion->prefix, (int)length,
                                      completion->word);
    completion->prefix = prefix != NULL ? prefix : "";
    completion->word += length;
    return true;
}

const struct profile *completion_profile(struct completion *completion)
{
    if (!completion->knows_config) {
        const struct config_flags flags = arguments_flags(&completion->line->given);
        completion->has_config = config_load(&flags, &completion->config, NULL) == ERR_OK;
        completion->knows_config = true;
    }
    return completion->has_config ? &completion->config.profiles[completion->config.current] : NULL;
}

/* Another account's templates only where the settings do not say which account it is. */
static bool is_of_profile(const struct profile *profile, const char *waba)
{
    bool knows_any = false;
    for (size_t i = 0; i < profile->phone_count; i++) {
        if (strcmp(profile->phones[i].waba, waba) == 0)
            return true;
        knows_any = knows_any || profile->phones[i].waba[0] != '\0';
    }
    return !knows_any;
}

static void add_templates(struct completion *completion, struct template *const *items,
                          size_t count)
{
    size_t before = completion->template_count;
    struct template **all = arena_alloc(&completion->arena, before + count, sizeof *all);
    if (all == NULL || count == 0)
        return;
    if (before > 0)
        memcpy(all, completion->templates, before * sizeof *all);
    memcpy(all + before, items, count * sizeof *all);
    completion->templates = all;
    completion->template_count = before + count;
}

static void read_kept(struct completion *completion, const struct profile *profile)
{
    struct store *store = NULL;
    struct named_text *texts = NULL;
    size_t count = 0;
    if (store_open(completion->config.data_folder, STORE_READ, &store, NULL) != ERR_OK)
        return;
    if (store_list_texts(store, cache_prefix, ACCOUNTS_MAX, &completion->arena, &texts, &count,
                         NULL) != ERR_OK)
        count = 0;
    for (size_t i = 0; i < count; i++) {
        const char *waba = texts[i].name + sizeof cache_prefix - 1;
        struct template_copy copy = {0};
        if (is_of_profile(profile, waba) &&
            template_cache_read(store, waba, &completion->arena, &copy, NULL) == ERR_OK)
            add_templates(completion, copy.items, copy.count);
    }
    store_close_for_now(store);
}

/* The first Tab of somebody who tries the sandbox finds something too. */
static void use_built_in(struct completion *completion)
{
    if (catalogue_load(&completion->catalogue, NULL, NULL) != ERR_OK)
        return;
    for (size_t i = 0; i < completion->catalogue.count; i++)
        add_templates(completion, &completion->catalogue.entries[i].template, 1);
}

static int compare(const void *left, const void *right)
{
    const struct template *a = *(struct template *const *)left;
    const struct template *b = *(struct template *const *)right;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(a->language, b->language);
}

void completion_read_templates(struct completion *completion)
{
    const struct profile *profile = completion_profile(completion);
    if (profile == NULL || completion->templates != NULL)
        return;
    read_kept(completion, profile);
    if (completion->template_count == 0 && completion->config.uses_sandbox)
        use_built_in(completion);
    if (completion->templates != NULL)
        qsort(completion->templates, completion->template_count, sizeof(struct template *),
              compare);
}
