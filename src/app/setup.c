/* The first screen: steps, answers, and what follows from a check. */
#include "src/app/app_internal.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void setup_init(struct setup *setup)
{
    *setup = (struct setup){0};
    for (size_t i = 0; i < SETUP_TYPED; i++)
        textedit_init(&setup->from[i]);
    textedit_init(&setup->address);
    textedit_init(&setup->plugin);
    textedit_init(&setup->recipient);
    arena_init(&setup->arena);
    strbuf_init(&setup->settings, SETUP_TEXT_MAX);
}

void setup_release(struct setup *setup)
{
    for (size_t i = 0; i < SETUP_TYPED; i++)
        textedit_release(&setup->from[i]);
    textedit_release(&setup->address);
    textedit_release(&setup->plugin);
    textedit_release(&setup->recipient);
    masked_clear(&setup->typed);
    arena_release(&setup->arena);
    strbuf_release(&setup->settings);
}

struct textedit *setup_field(struct setup *setup)
{
    switch (setup->step) {
    case SETUP_TOKEN:
        return setup->source != SETUP_TYPED ? &setup->from[setup->source] : NULL;
    case SETUP_ADDRESS:
        return &setup->address;
    case SETUP_PLUGIN:
        return &setup->plugin;
    case SETUP_RECIPIENT:
        return &setup->recipient;
    default:
        return NULL;
    }
}

bool setup_has_rows(const struct setup *setup)
{
    return setup->step == SETUP_WELCOME || setup->step == SETUP_SOURCE ||
           (setup->step == SETUP_SENDER && setup->sender_count > 1);
}

void setup_open(struct app *app)
{
    struct setup *setup = &app->setup;
    app->overlay = OVERLAY_SETUP;
    setup->has_file = app->config->file != NULL;
    app->effect_count = 0; /* there is no account and no history to load from */
    for (size_t i = 0; i < LOAD_KIND_COUNT; i++)
        app->load[i] = LOAD_NOT_ASKED;
    bool whole = textedit_set(&setup->address, app->profile->base_url) &&
                 textedit_set(&setup->from[SETUP_FROM_COMMAND], "pass show chakra") &&
                 textedit_set(&setup->from[SETUP_FROM_FILE], "~/.config/chakra-tui/token") &&
                 textedit_set(&setup->from[SETUP_FROM_VARIABLE], "MY_CHAKRA_TOKEN");
    if (!whole)
        app_nomem(app);
}

static void go_to(struct app *app, enum setup_step step)
{
    app->setup.step = step;
    app->setup.checks.count = 0;
}

static void check(struct app *app)
{
    struct setup *setup = &app->setup;
    setup->checks.count = 0;
    setup->is_checking = true;
    setup->check++;
    app_ask(app, (struct effect){.kind = EFFECT_CHECK_SETUP, .index = setup->check});
}

static void leave_welcome(struct app *app)
{
    if (app->setup.welcome == 1) {
        go_to(app, SETUP_SOURCE);
        return;
    }
    app_ask(app, (struct effect){.kind = EFFECT_START_SANDBOX});
    app_ask(app, (struct effect){.kind = EFFECT_QUIT});
}

static void save(struct app *app)
{
    app->setup.is_checking = true;
    app->setup.check++;
    app_ask(app, (struct effect){.kind = EFFECT_SAVE_SETUP, .index = app->setup.check});
}

void setup_next(struct app *app)
{
    struct setup *setup = &app->setup;
    if (setup->is_checking)
        return;
    switch (setup->step) {
    case SETUP_WELCOME:
        leave_welcome(app);
        break;
    case SETUP_SOURCE:
        go_to(app, SETUP_TOKEN);
        break;
    case SETUP_SENDER:
        if (setup->sender_count == 0)
            go_to(app, SETUP_RECIPIENT); /* chosen later, in the form */
        else
            check(app);
        break;
    case SETUP_SAVE:
        save(app);
        break;
    default:
        check(app);
        break;
    }
}

void setup_back(struct app *app)
{
    struct setup *setup = &app->setup;
    if (setup->is_checking && setup->step != SETUP_SAVE) {
        setup->is_checking = false;
        setup->check++;
        app_ask(app, (struct effect){.kind = EFFECT_STOP_CHECK});
        app_say(app, TONE_PLAIN, "The check was stopped. Enter starts it again.");
    } else if (setup->is_checking) {
        return; /* it is being written: that is soon over */
    } else if (setup->step == SETUP_WELCOME) {
        app_say(app, TONE_PLAIN, "This is the first step. Ctrl-C quits; nothing was written.");
    } else {
        go_to(app, setup->step - 1);
    }
}

static void move(struct app *app, long rows)
{
    struct setup *setup = &app->setup;
    size_t source = setup->source;
    size_t *marked = NULL;
    size_t count = 0;
    if (setup->is_checking)
        return;
    if (setup->step == SETUP_WELCOME) {
        marked = &setup->welcome;
        count = SETUP_WELCOME_COUNT;
    } else if (setup->step == SETUP_SOURCE) {
        marked = &source;
        count = SETUP_SOURCE_COUNT;
    } else if (setup->step == SETUP_SENDER) {
        marked = &setup->sender;
        count = setup->sender_count;
    }
    if (count == 0)
        return;
    *marked = (*marked + (rows > 0 ? 1 : count - 1)) % count;
    setup->source = (enum setup_source)source;
}

void setup_up(struct app *app)
{
    move(app, -1);
}

void setup_down(struct app *app)
{
    move(app, 1);
}

/* A digit chooses a row. */
static void choose_by_digit(struct app *app, struct key key)
{
    struct setup *setup = &app->setup;
    size_t row = key.text >= '1' && key.text <= '9' ? key.text - '1' : SIZE_MAX;
    if (setup->step == SETUP_WELCOME && row < SETUP_WELCOME_COUNT)
        setup->welcome = row;
    else if (setup->step == SETUP_SOURCE && row < SETUP_SOURCE_COUNT)
        setup->source = (enum setup_source)row;
    else if (setup->step == SETUP_SENDER && row < setup->sender_count)
        setup->sender = row;
    else
        app_say(app, TONE_PLAIN, "Up and Down choose, Enter goes on, Esc goes back.");
}

void setup_key(struct app *app, struct key key)
{
    struct setup *setup = &app->setup;
    struct textedit *field = setup_field(setup);
    if (setup->is_checking) {
        app_say(app, TONE_PLAIN, "Being checked. Esc stops it.");
    } else if (field != NULL) {
        if (textedit_key(field, key) == TEXTEDIT_CHANGED)
            setup->checks.count = 0; /* they were about the old text */
    } else if (setup->step == SETUP_TOKEN) {
        if (masked_key(&setup->typed, key))
            setup->checks.count = 0;
    } else if (key_is_text(key)) {
        choose_by_digit(app, key);
    }
}

void setup_paste(struct app *app, const char *text, size_t length)
{
    struct setup *setup = &app->setup;
    struct textedit *field = setup_field(setup);
    bool is_hidden = setup->step == SETUP_TOKEN && field == NULL;
    if (setup->is_checking || (field == NULL && !is_hidden)) {
        app_say(app, TONE_PLAIN, "Nothing was pasted: there is no text field here.");
        return;
    }
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
        length--;
    bool taken =
        is_hidden ? masked_add(&setup->typed, text, length) : textedit_insert(field, text, length);
    setup->checks.count = 0;
    if (!taken)
        app_say(app, TONE_BAD, "Too long: nothing was pasted. Paste a shorter text.");
}

/* The last thing that was found, as the answer to the step that is over. */
static void tell_success(struct app *app)
{
    const struct check_list *checks = &app->setup.checks;
    const struct check *last = NULL;
    for (size_t i = 0; i < checks->count; i++)
        if (checks->items[i].state == CHECK_WARNING || last == NULL || last->state != CHECK_WARNING)
            last = checks->items[i].state == CHECK_SKIPPED ? last : &checks->items[i];
    if (last == NULL)
        return;
    app_say(app, last->state == CHECK_WARNING ? TONE_WARNING : TONE_GOOD, "%s: %s%s%s", last->name,
            last->found, last->next[0] != '\0' ? ". " : "", last->next);
}

static void take_senders(struct setup *setup, struct app_event *event)
{
    arena_release(&setup->arena);
    setup->arena = event->arena;
    arena_init(&event->arena);
    setup->senders = event->senders;
    setup->sender_count = event->sender_count;
    if (setup->sender >= setup->sender_count)
        setup->sender = 0;
}

static void take_settings(struct setup *setup, const struct app_event *event)
{
    strbuf_clear(&setup->settings);
    strbuf_add(&setup->settings, event->text, event->length);
    snprintf(setup->path, sizeof setup->path, "%s", event->title);
}

static void take_checked(struct app *app, struct app_event *event)
{
    struct setup *setup = &app->setup;
    setup->checks = *event->checks;
    const struct check *failed = check_first_failed(&setup->checks);
    if (failed != NULL) {
        app->notice.text[0] = '\0';
        if (failed->code == ERR_AUTH)
            app_say(app, TONE_PLAIN, "Esc goes back to the token.");
        return;
    }
    if (setup->step == SETUP_PLUGIN)
        take_senders(setup, event);
    if (setup->step == SETUP_RECIPIENT)
        take_settings(setup, event);
    tell_success(app);
    go_to(app, setup->step + 1);
}

void setup_take(struct app *app, struct app_event *event)
{
    struct setup *setup = &app->setup;
    if (event->index != setup->check)
        return; /* stopped, or asked again since */
    setup->is_checking = false;
    if (event->kind == EVENT_CHECKED && setup->step != SETUP_SAVE) {
        take_checked(app, event);
    } else if (event->kind == EVENT_CHECKED) { /* it could not be written */
        setup->checks = *event->checks;
    } else {
        masked_clear(&setup->typed);
        app_ask(app, (struct effect){.kind = EFFECT_START_SETTINGS});
        app_ask(app, (struct effect){.kind = EFFECT_QUIT});
    }
}
