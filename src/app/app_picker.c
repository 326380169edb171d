/* Lists to choose from: what is in each, and what choosing does. */
#include "src/app/app_internal.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/whatsapp/language.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void add(struct app *app, const struct picker_item *item)
{
    if (!picker_add(&app->picker, item))
        app_nomem(app);
}

static void fill_profiles(struct app *app)
{
    for (size_t i = 0; i < app->config->profile_count; i++) {
        const struct profile *profile = &app->config->profiles[i];
        add(app, &(struct picker_item){.label = profile->name,
                                       .detail = app_mode_word(profile->mode),
                                       .search = profile->base_url,
                                       .index = i});
    }
}

static void fill_plugins(struct app *app)
{
    for (size_t i = 0; i < app->profile->plugin_count; i++)
        add(app, &(struct picker_item){.label = app->profile->plugins[i].name,
                                       .detail = app->profile->plugins[i].id,
                                       .index = i});
}

static void fill_senders(struct app *app)
{
    for (size_t i = 0; i < app->sender_count; i++) {
        const struct sender *sender = &app->senders[i];
        char label[200];
        char detail[300];
        app_sender_title(sender, label, sizeof label);
        snprintf(detail, sizeof detail, "%s %s %s %s%s  %s", sender->status, sender->quality,
                 sender->account_mode, sender->tier,
                 sender->is_discovered ? "" : text_of("from the settings only"), sender->id);
        add(app, &(struct picker_item){.label = label, .detail = detail, .index = i});
    }
}

/* Why a template cannot be sent, with the next step; NULL when it can. */
static const char *refusal_of(const struct template *template, char *text, size_t size)
{
    if (!template_is_approved(template)) {
        snprintf(text, size, text_of("%s%s%s: only approved templates can be sent."),
                 template->status_name,
                 template->rejected_reason[0] != '\0' &&
                         strcmp(template->rejected_reason, "NONE") != 0
                     ? ", "
                     : "",
                 strcmp(template->rejected_reason, "NONE") != 0 ? template->rejected_reason : "");
        return text;
    }
    return slots_unsendable_reason(template);
}

static bool is_first_of_name(const struct app *app, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(app->templates[i]->name, app->templates[index]->name) == 0)
            return false;
    return true;
}

/* Text, language and status of every language of a name: all of them can be filtered by. */
static void add_search_words(struct strbuf *out, const struct app *app, const char *name)
{
    for (size_t i = 0; i < app->template_count; i++) {
        const struct template *template = app->templates[i];
        if (strcmp(template->name, name) != 0)
            continue;
        const char *english = language_name(template->language);
        strbuf_addf(out, "%s %s %s %s %s ", template->language, english != NULL ? english : "",
                    template->status_name, template->category, template->quality);
        strbuf_add_text(out, template->message.body.text);
        strbuf_add_char(out, ' ');
    }
}

static void fill_templates(struct app *app)
{
    for (size_t i = 0; i < app->template_count; i++) {
        const struct template *template = app->templates[i];
        if (!is_first_of_name(app, i))
            continue;
        char detail[200];
        char reason[300];
        size_t languages = app_languages(app, template->name);
        if (languages == 1)
            snprintf(detail, sizeof detail,
                     template->quality[0] != '\0' && strcmp(template->quality, "UNKNOWN") != 0
                         ? text_of("%s  %s  %s  quality %s")
                         : "%s  %s  %s",
                     template->category, template->status_name, template->language,
                     template->quality);
        else
            snprintf(detail, sizeof detail, text_of("%s  %zu languages"), template->category,
                     languages);
        const char *why = languages == 1 ? refusal_of(template, reason, sizeof reason) : NULL;
        struct strbuf search;
        strbuf_init(&search, 1 << 20);
        add_search_words(&search, app, template->name);
        add(app, &(struct picker_item){
                     .label = template->name,
                     .detail = detail,
                     .reason = why,
                     .search = search.text,
                     .index = i,
                 });
        strbuf_release(&search);
    }
}

static void add_keys(struct strbuf *out, const struct slot_list *a, const struct slot_list *b,
                     const char *sign)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->items[i].required && slots_find(b, a->items[i].key) == NULL)
            strbuf_addf(out, "  %s%s", sign, a->items[i].key);
}

/* How the slots of one language differ from those of the first of that name. */
static void compare_slots(struct strbuf *out, const struct template *first,
                          const struct template *other)
{
    struct arena arena;
    struct slot_list a, b;
    arena_init(&arena);
    if (first != other && slots_build(first, 0, &arena, &a, NULL) == ERR_OK &&
        slots_build(other, 0, &arena, &b, NULL) == ERR_OK) {
        add_keys(out, &b, &a, "+");
        add_keys(out, &a, &b, "-");
    }
    arena_release(&arena);
}

static void fill_languages(struct app *app)
{
    const struct template *first = NULL;
    for (size_t i = 0; i < app->template_count; i++) {
        const struct template *template = app->templates[i];
        if (app->draft.template_name == NULL ||
            strcmp(template->name, app->draft.template_name) != 0)
            continue;
        char detail[200];
        char reason[300];
        struct strbuf differences;
        strbuf_init(&differences, 4096);
        first = first != NULL ? first : template;
        compare_slots(&differences, first, template);
        const char *name = language_name(template->language);
        snprintf(detail, sizeof detail, "%s%s  %s%s",
                 name != NULL ? name : text_of("not a known code"),
                 language_is_rtl(template->language) ? text_of("  right to left") : "",
                 template->status_name, differences.text);
        strbuf_release(&differences);
        add(app, &(struct picker_item){.label = template->language,
                                       .detail = detail,
                                       .reason = refusal_of(template, reason, sizeof reason),
                                       .search = template->message.body.text,
                                       .index = i});
    }
}

static void fill_copies(struct app *app)
{
    static const char *const words[COPY_KIND_COUNT] = {
#define X(id, text) [COPY_##id] = text,
        COPY_LIST(X)
#undef X
    };
    for (size_t i = 0; i < COPY_KIND_COUNT; i++)
        add(app, &(struct picker_item){.label = text_of(words[i]), .index = i});
}

/* The settings' saved filters: [filter NAME] query = … */
static void fill_filters(struct app *app)
{
    for (size_t i = 0; i < app->config->value_count; i++) {
        const struct config_setting_value *value = &app->config->values[i];
        if (strncmp(value->section, "filter ", 7) == 0 && value->value != NULL)
            add(app, &(struct picker_item){
                         .label = value->section + 7, .detail = value->value, .index = i});
    }
}

static void fill_kept(struct app *app)
{
    for (size_t i = 0; i < app->kept_count; i++)
        add(app, &(struct picker_item){
                     .label = app->kept[i].label, .detail = app->kept[i].detail, .index = i});
}

static const struct {
    const char *title;
    const char *empty;
    void (*fill)(struct app *app);
    enum load_kind load; /* LOAD_KIND_COUNT: nothing is fetched for it */
} purposes[] = {
    [PICK_PROFILE] = {TEXT("Profile · `chakra-tui config init` adds one"),
                      TEXT("No profile. Add [profile NAME] to the settings."), fill_profiles,
                      LOAD_KIND_COUNT},
    [PICK_PLUGIN] = {TEXT("Plugin"),
                     TEXT("No plugin. Add [plugin NAME] with its id to the settings."),
                     fill_plugins, LOAD_KIND_COUNT},
    [PICK_SENDER] = {TEXT("Sender"),
                     TEXT("No phone number id found. Check the plugin, or add [phone NAME]."),
                     fill_senders, LOAD_SENDERS},
    [PICK_TEMPLATE] = {TEXT("Template"),
                       TEXT("No template in this account. Create one, then refresh with r."),
                       fill_templates, LOAD_TEMPLATES},
    [PICK_LANGUAGE] = {TEXT("Language"), TEXT("Choose a template first."), fill_languages,
                       LOAD_TEMPLATES},
    [PICK_THEME] = {TEXT("Theme"), TEXT("There is no theme."), looks_fill_themes, LOAD_KIND_COUNT},
    [PICK_COPY] = {TEXT("Copy"), TEXT("Nothing to copy."), fill_copies, LOAD_KIND_COUNT},
    [PICK_FILTER] =
        {TEXT("Saved filters"),
         TEXT("No saved filter. Add [filter NAME] with query = state:failed to the settings."),
         fill_filters, LOAD_KIND_COUNT},
    [PICK_DRAFT] = {TEXT("Put aside"), TEXT("Nothing was put aside. M-z puts the form aside."),
                    fill_kept, LOAD_KIND_COUNT},
    [PICK_PRESET] = {TEXT("Presets"),
                     TEXT("There is no preset. M-s saves template and values as one."), fill_kept,
                     LOAD_KIND_COUNT},
    [PICK_MEDIA] = {TEXT("Media of the row"), TEXT("There is none."), fill_kept, LOAD_KIND_COUNT},
    [PICK_COMMAND] = {TEXT("Commands"), TEXT("No such command."), palette_fill, LOAD_KIND_COUNT},
    [PICK_SLOT] = {TEXT("The column fills"), TEXT("The template has no slots."), list_fill_keys,
                   LOAD_KIND_COUNT},
    [PICK_EARLIER] = {TEXT("Earlier values"), TEXT("Nothing was sent with this slot yet."),
                      earlier_fill, LOAD_KIND_COUNT},
};

/* A list of templates says how old it is. */
static void list_title(const struct app *app, char *text, size_t size)
{
    const char *title = text_of(purposes[app->picker_purpose].title);
    int64_t age = (app->now_ms - app->templates_fetched_at) / 60000;
    bool has_age = purposes[app->picker_purpose].load == LOAD_TEMPLATES && app->template_count > 0;
    if (has_age && age > 0)
        snprintf(text, size, text_of("%s · fetched %" PRId64 " min ago, r fetches again"), title,
                 age);
    else
        snprintf(text, size, "%s", title);
}

/* Templates are fetched once the sender is known: until then the list waits for the senders. */
static enum load_kind load_of(const struct app *app)
{
    enum load_kind load = purposes[app->picker_purpose].load;
    bool waits = load == LOAD_TEMPLATES && app->load[LOAD_TEMPLATES] == LOAD_NOT_ASKED;
    return waits && app->load[LOAD_SENDERS] != LOAD_DONE ? LOAD_SENDERS : load;
}

static void empty_text(const struct app *app, enum load_kind load, char *text, size_t size)
{
    bool is_loaded = load != LOAD_KIND_COUNT;
    if (is_loaded && app->load[load] == LOAD_FAILED)
        snprintf(text, size, "%s. %s", app->load_error[load].what, app->load_error[load].next);
    else if (load == LOAD_TEMPLATES && app->load[load] == LOAD_NOT_ASKED)
        snprintf(text, size,
                 text_of("Choose a sender first: the templates are those of its account."));
    else
        snprintf(text, size, "%s", text_of(purposes[app->picker_purpose].empty));
}

void picker_fill(struct app *app)
{
    enum load_kind load = load_of(app);
    CLEANUP(mem_freep) char *filter = mem_strdup(app->picker.filter.text.text);
    const struct picker_item *marked = picker_selected(&app->picker);
    CLEANUP(mem_freep) char *label = mem_strdup(marked != NULL ? marked->label : NULL);
    size_t cursor = app->picker.filter.cursor;
    size_t top = app->picker.top;
    char empty[600];
    empty_text(app, load, empty, sizeof empty);
    char title[80];
    list_title(app, title, sizeof title);
    if (filter == NULL || !picker_open(&app->picker, title, empty) ||
        !textedit_set(&app->picker.filter, filter)) {
        app_nomem(app);
        return;
    }
    app->picker.loading = load != LOAD_KIND_COUNT
                              ? app->load[load] == LOAD_RUNNING
                              : app->picker_purpose == PICK_EARLIER && app->earlier_is_loading;
    purposes[app->picker_purpose].fill(app);
    picker_apply_filter(&app->picker);
    app->picker.filter.cursor = cursor;
    app->picker.top = top;
    picker_select_label(&app->picker, label);
    picker_scroll(&app->picker, app->picker_height);
}

static void mark_current(struct app *app)
{
    for (size_t i = 0; i < app->template_count; i++) {
        if (app->picker_purpose == PICK_TEMPLATE && app->draft.template_name != NULL &&
            strcmp(app->templates[i]->name, app->draft.template_name) == 0 &&
            is_first_of_name(app, i))
            picker_select_index(&app->picker, i);
        if (app->picker_purpose == PICK_LANGUAGE && app->templates[i] == app->draft.template)
            picker_select_index(&app->picker, i);
    }
    if (app->picker_purpose == PICK_SENDER && app_sender(app) != NULL)
        picker_select_index(&app->picker, (size_t)(app_sender(app) - app->senders));
    if (app->picker_purpose == PICK_PLUGIN)
        picker_select_index(&app->picker, app->plugin);
    if (app->picker_purpose == PICK_PROFILE)
        picker_select_index(&app->picker, app->profile_index);
}

void picker_open_for(struct app *app, enum picker_purpose purpose)
{
    app->picker_purpose = purpose;
    (void)textedit_set(&app->picker.filter, "");
    app->picker.shown_count = 0; /* nothing of the list before stays marked */
    app->picker.top = 0;
    picker_fill(app);
    mark_current(app);
    picker_scroll(&app->picker, app->picker_height);
    if (app->overlay != OVERLAY_PICKER)
        app->picker_below = app->overlay == OVERLAY_PAGE || app->overlay == OVERLAY_LIST
                                ? app->overlay
                                : OVERLAY_NONE;
    app->overlay = OVERLAY_PICKER;
}

static void take_template(struct app *app, size_t index)
{
    const struct template *template = app->templates[index];
    if (app_languages(app, template->name) == 1) {
        form_choose_template(app, template);
        form_focus(app, FIELD_TO);
        return;
    }
    /* Several languages: never one of them by itself. */
    if (!draft_choose_name(&app->draft, template->name)) {
        app_nomem(app);
        return;
    }
    app_changed(app);
    form_refresh(app);
    form_focus(app, FIELD_LANGUAGE);
    picker_open_for(app, PICK_LANGUAGE);
}

static void take_plugin(struct app *app, size_t index)
{
    if (app->plugin == index)
        return;
    app->plugin = index;
    account_drop_senders(app); /* of the other plugin: none of them may stay chosen */
    record_follow_route(app);
    app_changed(app);
    app->load[LOAD_SENDERS] = LOAD_RUNNING;
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_SENDERS});
}

static void take_choice(struct app *app, size_t index, const char *label)
{
    switch (app->picker_purpose) {
    case PICK_PROFILE:
        app_ask(app, (struct effect){.kind = EFFECT_SWITCH_PROFILE, .index = index});
        break;
    case PICK_PLUGIN:
        take_plugin(app, index);
        break;
    case PICK_SENDER:
        form_choose_sender(app, app->senders[index].id);
        form_focus(app, FIELD_TEMPLATE);
        break;
    case PICK_TEMPLATE:
        take_template(app, index);
        break;
    case PICK_LANGUAGE:
        form_choose_template(app, app->templates[index]);
        form_focus(app, FIELD_TO);
        break;
    case PICK_COPY:
        app_ask(app, (struct effect){.kind = EFFECT_COPY_ROW,
                                     .id = app->copied_row,
                                     .copy = (enum copy_kind)index});
        break;
    case PICK_DRAFT:
    case PICK_PRESET:
        keep_choose(app, index);
        break;
    case PICK_MEDIA:
        media_choose(app, index);
        break;
    case PICK_FILTER:
        filter_set(app, app->config->values[index].value);
        break;
    case PICK_COMMAND:
        palette_run(app, (enum action)index);
        break;
    case PICK_EARLIER:
        earlier_choose(app, label);
        break;
    case PICK_SLOT:
        list_choose_key(app, index, label);
        break;
    case PICK_THEME:
        app_ask(app, (struct effect){.kind = EFFECT_SET_THEME, .index = index});
        break;
    }
}

void picker_take_key(struct app *app, struct key key)
{
    if (key.code == KEYCODE_ENTER || key.code == KEYCODE_TAB) {
        const struct picker_item *item = picker_selected(&app->picker);
        if (item == NULL)
            return;
        app->overlay = app->picker_below;
        if (item->reason != NULL)
            app_say(app, TONE_WARNING, "%s: %s", item->label, item->reason);
        take_choice(app, item->index, item->label);
        return;
    }
    if (textedit_key(&app->picker.filter, key) == TEXTEDIT_CHANGED) {
        picker_apply_filter(&app->picker);
        app->picker.selected = 0;
        picker_scroll(&app->picker, app->picker_height);
    }
}
