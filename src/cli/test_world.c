/* Opening what a test run needs. */
#include "src/cli/test_world.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/cli/output.h"
#include "src/cli/signals.h"

static const char kept_prefix[] = "templates/";

static enum err choose_mode(struct test_world *world, const struct arguments *arguments,
                            bool only_definitions, struct error *reterr)
{
    bool check = arguments_has(arguments, ARG_CHECK);
    bool dry = arguments_has(arguments, ARG_DRY_RUN);
    bool live = arguments_has(arguments, ARG_LIVE);
    bool sandbox = arguments_has(arguments, ARG_SANDBOX);
    if (check + dry + live > 1 || (live && sandbox))
        return error_set(reterr, ERR_USAGE, "Choose one of --check, --dry-run, --sandbox, --live.",
                         "these modes do not go together");
    world->mode = check ? TRIAL_CHECK : live ? TRIAL_LIVE : TRIAL_DRY_RUN;
    if (sandbox && !check && !dry)
        world->mode = TRIAL_SANDBOX;
    /* The built-in sandbox is part of this program: asking it is no network. */
    world->is_offline = check && !sandbox;
    if (only_definitions)
        world->mode = check ? TRIAL_CHECK : TRIAL_DRY_RUN;
    return ERR_OK;
}

/* Before a token is asked for: without a word only the sandbox's own profile is sent with. */
static enum err check_named(const struct arguments *arguments, bool only_definitions,
                            struct error *reterr)
{
    static const enum argument_id words[] = {ARG_CHECK, ARG_DRY_RUN, ARG_LIVE, ARG_SANDBOX};
    bool is_named = only_definitions;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        is_named = is_named || arguments_has(arguments, words[i]);
    if (is_named)
        return ERR_OK;
    struct config config;
    struct config_flags flags = arguments_flags(arguments);
    enum err err = config_load(&flags, &config, reterr);
    if (err == ERR_OK && config.profiles[config.current].mode != MODE_SANDBOX)
        err = error_set(reterr, ERR_USAGE, "Add --check, --dry-run, --sandbox or --live.",
                        "test does not know whether it is to send");
    config_release(&config);
    return err;
}

/* A profile that the sandbox answers for sends without asking, whatever the word was. */
static enum err settle_mode(struct test_world *world, const struct arguments *arguments,
                            struct error *reterr)
{
    bool stays = arguments_has(arguments, ARG_CHECK) || arguments_has(arguments, ARG_DRY_RUN);
    if (world->profile->mode == MODE_SANDBOX && !stays)
        world->mode = TRIAL_SANDBOX;
    if (world->mode != TRIAL_LIVE)
        return ERR_OK;
    if (world->profile->mode == MODE_READ_ONLY)
        return error_set(reterr, ERR_CONTENT, "Choose another profile, or use --dry-run.",
                         "the profile %s is read-only: nothing can be sent from it",
                         world->profile->name);
    if (world->profile->test_recipient_count == 0)
        return error_set(reterr, ERR_CONFIG, "Add test_recipients = NUMBER NAME to the profile.",
                         "--live sends to test recipients only, and the profile %s has none",
                         world->profile->name);
    return ERR_OK;
}

static enum err open_store(struct test_world *world, struct error *reterr)
{
    enum err err = store_open(world->config->data_folder, STORE_READ, &world->store, reterr);
    if (err != ERR_NOT_FOUND)
        return err;
    world->store = NULL;
    return ERR_OK;
}

static const char *known_waba(const struct config *config)
{
    const struct profile *profile = &config->profiles[config->current];
    const struct profile_phone *phone = config->phone_number_id != NULL
                                            ? profile_find_phone(profile, config->phone_number_id)
                                            : NULL;
    return phone != NULL && phone->waba[0] != '\0' ? phone->waba : NULL;
}

static enum err nothing_kept(struct error *reterr)
{
    return error_set(reterr, ERR_NOT_FOUND,
                     "Fetch them once with: chakra-tui templates list; or use --dry-run.",
                     "no definitions are kept on this machine");
}

/* Without a business account in the settings, the only one whose templates are kept is meant. */
static enum err find_kept(struct test_world *world, const char **ret_waba, struct error *reterr)
{
    struct named_text *kept = NULL;
    size_t count = 0;
    *ret_waba = known_waba(world->config);
    if (*ret_waba != NULL)
        return ERR_OK;
    enum err err =
        store_list_texts(world->store, kept_prefix, 2, &world->arena, &kept, &count, reterr);
    if (err == ERR_OK && count == 0)
        return nothing_kept(reterr);
    if (err == ERR_OK && count > 1)
        return error_set(reterr, ERR_CONFIG,
                         "Name one with --from NAME, and waba = ID in its section [phone NAME].",
                         "the templates of several business accounts are kept");
    if (err == ERR_OK)
        *ret_waba = kept[0].name + strlen(kept_prefix);
    return err;
}

static enum err read_kept(struct test_world *world, struct error *reterr)
{
    const char *waba = NULL;
    struct template_copy copy = {0};
    char when[CLOCK_TEXT_SIZE];
    if (world->store == NULL)
        return nothing_kept(reterr);
    enum err err = find_kept(world, &waba, reterr);
    if (err == ERR_OK)
        err = template_cache_read(world->store, waba, &world->arena, &copy, reterr);
    if (err == ERR_NOT_FOUND)
        return nothing_kept(reterr);
    world->templates = copy.items;
    world->template_count = copy.count;
    clock_format_utc(copy.fetched_at, when);
    snprintf(world->definitions, sizeof world->definitions, "kept since %s", when);
    return err;
}

static enum err open_offline(struct test_world *world, const struct arguments *arguments,
                             struct error *reterr)
{
    struct config_flags flags = arguments_flags(arguments);
    enum err err = config_load(&flags, &world->own_config, reterr);
    if (err != ERR_OK)
        return err;
    signals_catch();
    world->config = &world->own_config;
    world->profile = &world->config->profiles[world->config->current];
    err = open_store(world, reterr);
    return err == ERR_OK ? read_kept(world, reterr) : err;
}

static enum err fetch(struct test_world *world, struct error *reterr)
{
    enum err err =
        sender_find(&world->session, trial_mode_sends(world->mode), &world->sender, reterr);
    if (err == ERR_OK)
        err = template_list_load(&world->session, world->sender.waba, &world->list, reterr);
    if (err == ERR_OK && world->list.is_copy) {
        if (reterr != NULL)
            *reterr = world->list.why;
        err = ERR_NOT_SENT;
    }
    if (err == ERR_REJECTED || err == ERR_INVALID || err == ERR_NOT_FOUND || err == ERR_TOO_BIG)
        err = ERR_NOT_SENT; /* the account's fault, not the case file's */
    if (err != ERR_OK && reterr != NULL)
        reterr->code = err;
    world->templates = world->list.items;
    world->template_count = world->list.count;
    snprintf(world->definitions, sizeof world->definitions, "fetched for this run");
    return err;
}

static enum err open_online(struct test_world *world, const struct arguments *arguments,
                            bool only_definitions, struct error *reterr)
{
    enum err err = session_open(&world->session, arguments, reterr);
    if (err != ERR_OK)
        return err;
    world->config = &world->session.config;
    world->profile = session_profile(&world->session);
    if (!only_definitions)
        err = settle_mode(world, arguments, reterr);
    if (err == ERR_OK && trial_mode_sends(world->mode))
        err = session_check_history(&world->session, reterr);
    if (err == ERR_OK)
        err = fetch(world, reterr);
    return err == ERR_OK ? open_store(world, reterr) : err;
}

enum err test_world_open(struct test_world *world, const struct arguments *arguments,
                         bool only_definitions, struct error *reterr)
{
    *world = (struct test_world){0};
    arena_init(&world->arena);
    enum err err = choose_mode(world, arguments, only_definitions, reterr);
    if (err == ERR_OK)
        err = check_named(arguments, only_definitions, reterr);
    if (err != ERR_OK)
        return err;
    return world->is_offline ? open_offline(world, arguments, reterr)
                             : open_online(world, arguments, only_definitions, reterr);
}

void test_world_close(struct test_world *world)
{
    if (world->store != NULL)
        store_close(world->store);
    template_list_release(&world->list);
    sender_release(&world->sender);
    if (world->is_offline)
        config_release(&world->own_config);
    else
        session_close(&world->session);
    arena_release(&world->arena);
}

static void keep_offline(const struct test_world *world, const char *name, const char *text)
{
    struct store *store = NULL;
    struct error error = {0};
    enum err err = store_open(world->config->data_folder, STORE_WRITE, &store, &error);
    if (err == ERR_OK)
        err = store_put_text(store, name, text, clock_now_ms(), &error);
    if (store != NULL)
        store_close(store);
    if (err != ERR_OK)
        output_note("the verdicts are not kept for --only-failed: %s", error.what);
}

void test_world_keep(struct test_world *world, const char *name, const char *text)
{
    if (world->is_offline) {
        keep_offline(world, name, text);
        return;
    }
    struct job *job = session_new_job(&world->session, JOB_PUT_TEXT, NULL);
    if (job == NULL)
        return;
    job->name = arena_strdup(&job->arena, name);
    job->text = arena_strdup(&job->arena, text);
    if (job->name == NULL || job->text == NULL ||
        outbox_submit(world->session.outbox, job, NULL) != ERR_OK)
        job_free(job);
}
