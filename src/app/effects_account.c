/* Senders and templates: jobs out, lists in, merged with what the settings name. */
#include "src/app/effects_internal.h"
#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/outbox/template_cache.h"

#include <stdio.h>
#include <string.h>

static void load_failed(struct app *app, enum load_kind load, const struct error *error)
{
    struct app_event event = effects_event(EVENT_LOAD_FAILED);
    event.load = load;
    event.error = *error;
    app_handle(app, &event);
}

static struct sender *add_configured(const struct effects *effects, const struct app *app,
                                     struct arena *arena, struct sender *senders, size_t *count)
{
    const struct profile *profile = effects->profile;
    const char *plugin =
        app->plugin < profile->plugin_count ? profile->plugins[app->plugin].name : "";
    for (size_t i = 0; i < profile->phone_count; i++) {
        const struct profile_phone *phone = &profile->phones[i];
        if (phone->plugin[0] != '\0' && plugin[0] != '\0' && strcmp(phone->plugin, plugin) != 0)
            continue;
        senders[*count] = (struct sender){
            .id = arena_strdup(arena, phone->id),
            .waba = arena_strdup(arena, phone->waba),
            .label = arena_strdup(arena, phone->label[0] != '\0' ? phone->label : phone->name),
            .number = "",
            .status = "",
            .quality = "",
            .tier = "",
            .account_mode = "",
            .is_configured = true,
        };
        if (senders[*count].id == NULL || senders[*count].waba == NULL ||
            senders[*count].label == NULL)
            return NULL;
        (*count)++;
    }
    return senders;
}

/* What the settings name comes first and wins; the API fills in the rest. */
static void merge_discovered(struct sender *senders, size_t *count,
                             const struct phone_number *phone)
{
    struct sender *sender = NULL;
    for (size_t i = 0; i < *count; i++)
        if (strcmp(senders[i].id, phone->id) == 0)
            sender = &senders[i];
    if (sender == NULL) {
        sender = &senders[(*count)++];
        *sender = (struct sender){.id = phone->id, .waba = "", .label = phone->verified_name};
    }
    if (sender->waba[0] == '\0')
        sender->waba = phone->waba;
    sender->number = phone->display_number;
    sender->status = phone->status;
    sender->quality = phone->quality;
    sender->tier = phone->tier;
    sender->account_mode = phone->account_mode;
    sender->is_discovered = true;
}

static void give_senders(struct effects *effects, struct app *app, struct arena *arena,
                         const struct phone_number *phones, size_t phone_count, bool is_partial)
{
    struct app_event event = effects_event(EVENT_SENDERS);
    struct sender *senders =
        arena_alloc(arena, effects->profile->phone_count + phone_count + 1, sizeof *senders);
    size_t count = 0;
    if (senders == NULL || add_configured(effects, app, arena, senders, &count) == NULL) {
        struct error error;
        error_nomem(&error);
        load_failed(app, LOAD_SENDERS, &error);
        return;
    }
    for (size_t i = 0; i < phone_count; i++)
        merge_discovered(senders, &count, &phones[i]);
    event.arena = *arena;
    arena_init(arena);
    event.senders = senders;
    event.sender_count = count;
    event.is_partial = is_partial;
    app_handle(app, &event);
    arena_release(&event.arena);
}

static struct job *new_list_job(struct effects *effects, struct app *app, enum job_kind kind,
                                enum load_kind load)
{
    struct error error = {.code = ERR_OK};
    struct job *job = effects_new_job(effects, kind, &error);
    if (job == NULL)
        load_failed(app, load, &error);
    return job;
}

static void submit_list_job(struct effects *effects, struct app *app, struct job *job,
                            enum load_kind load)
{
    struct error error = {.code = ERR_OK};
    if (outbox_submit(effects->outbox, job, &error) == ERR_OK)
        return;
    job_free(job);
    load_failed(app, load, &error);
}

void effects_load_senders(struct effects *effects, struct app *app)
{
    /* What the settings name can be used at once, before the account answers. */
    struct arena arena;
    arena_init(&arena);
    if (effects->profile->phone_count > 0 && app->sender_count == 0)
        give_senders(effects, app, &arena, NULL, 0, true);
    arena_release(&arena);
    app->load[LOAD_SENDERS] = LOAD_RUNNING;
    effects->phones_job = 0;
    struct job *job = new_list_job(effects, app, JOB_LIST_PHONES, LOAD_SENDERS);
    if (job == NULL)
        return;
    const char *plugin_id = app_plugin_id(app);
    effects->phones_job = job->number;
    job->plugin_id = plugin_id[0] != '\0' ? arena_strdup(&job->arena, plugin_id) : NULL;
    submit_list_job(effects, app, job, LOAD_SENDERS);
}

struct template_gift {
    const char *waba;
    struct template **items;
    size_t count, unreadable;
    int64_t fetched_at;
    bool is_partial;
};

static void give_templates(struct app *app, struct arena *arena, const struct template_gift *gift)
{
    struct app_event event = effects_event(EVENT_TEMPLATES);
    event.arena = *arena;
    arena_init(arena);
    event.waba = gift->waba;
    event.templates = gift->items;
    event.template_count = gift->count;
    event.unreadable = gift->unreadable;
    event.fetched_at = gift->fetched_at;
    event.is_partial = gift->is_partial;
    app_handle(app, &event);
    arena_release(&event.arena);
}

/* What was kept can be used at once, before the account answers. */
static void give_kept_templates(struct effects *effects, struct app *app, const char *waba)
{
    struct arena arena;
    struct template_copy copy;
    arena_init(&arena);
    if (effects->reader != NULL &&
        template_cache_read(effects->reader, waba, &arena, &copy, NULL) == ERR_OK)
        give_templates(app, &arena,
                       &(struct template_gift){.waba = waba,
                                               .items = copy.items,
                                               .count = copy.count,
                                               .fetched_at = copy.fetched_at,
                                               .is_partial = true});
    arena_release(&arena);
}

void effects_load_templates(struct effects *effects, struct app *app)
{
    const struct sender *sender = app_sender(app);
    if (sender == NULL || sender->waba[0] == '\0')
        return;
    snprintf(effects->templates_waba, sizeof effects->templates_waba, "%s", sender->waba);
    effects->templates_job = 0;
    if (app->template_count == 0)
        give_kept_templates(effects, app, effects->templates_waba);
    app->load[LOAD_TEMPLATES] = LOAD_RUNNING;
    struct job *job = new_list_job(effects, app, JOB_LIST_TEMPLATES, LOAD_TEMPLATES);
    if (job == NULL)
        return;
    effects->templates_job = job->number;
    job->waba = arena_strdup(&job->arena, effects->templates_waba);
    submit_list_job(effects, app, job, LOAD_TEMPLATES);
}

void effects_take_phones(struct effects *effects, struct app *app, struct job_event *event)
{
    if (event->number == effects->phones_job)
        give_senders(effects, app, &event->arena, event->phones, event->phone_count, false);
}

void effects_take_templates(struct effects *effects, struct app *app, struct job_event *event)
{
    if (event->number != effects->templates_job)
        return;
    struct job *copy = template_cache_job(effects->templates_waba, event->templates,
                                          event->template_count, effects->next_number++);
    if (copy != NULL && outbox_submit(effects->outbox, copy, NULL) != ERR_OK)
        job_free(copy);
    give_templates(app, &event->arena,
                   &(struct template_gift){.waba = effects->templates_waba,
                                           .items = event->templates,
                                           .count = event->template_count,
                                           .unreadable = event->unreadable,
                                           .fetched_at = clock_now_ms()});
}
