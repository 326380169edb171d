/* The state of the screen: its life, what it says, where keys go. */
#include "src/app/app.h"

#include "src/app/app_internal.h"
#include "src/app/first_run.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { NOTICE_LEAST_MS = 2000, COPY_BYTES_MAX = 1 << 20, PASTED_FORM_MAX = 1 << 21 };

void app_ask(struct app *app, struct effect effect)
{
    if (app->effect_count < APP_EFFECTS_MAX)
        app->effects[app->effect_count++] = effect;
}

size_t app_take_effects(struct app *app, struct effect effects[APP_EFFECTS_MAX])
{
    size_t count = app->effect_count;
    memcpy(effects, app->effects, count * sizeof effects[0]);
    app->effect_count = 0;
    return count;
}

void app_changed(struct app *app)
{
    app->generation++;
    draft_touch(app);
}

void app_say(struct app *app, enum tone tone, const char *format, ...)
{
    bool matters = tone == TONE_WARNING || tone == TONE_BAD;
    app->notice.tone = tone;
    app->notice.keep_until = app->monotonic_ms + (matters ? NOTICE_LEAST_MS : 0);
    va_list args;
    va_start(args, format);
    vsnprintf(app->notice.text, sizeof app->notice.text, text_of(format), args);
    va_end(args);
    utf8_mend(app->notice.text);
}

void app_say_error(struct app *app, const struct error *error)
{
    app_say(app, TONE_BAD, "%s%s%s%s", error->what, error->what[0] != '\0' ? ". " : "", error->next,
            "");
}

void app_nomem(struct app *app)
{
    app_say(app, TONE_BAD, "Out of memory. Close other programs, then try again.");
}

void app_use_profile(struct app *app, size_t index)
{
    app->profile_index = index;
    app->profile = &app->config->profiles[index];
    app->plugin = app->profile->plugin_count > 0 ? 0 : SIZE_MAX;
    account_drop_senders(app); /* what was chosen is wanted again, if the new account has it */
    app_changed(app);
    app->focus = FIELD_TEMPLATE;
    app->facts_for[0] = '\0';
    app->refused_slot[0] = '\0';
    app->draft.owner = (struct record_owner){0};
    record_follow_route(app);
    app->load[LOAD_SENDERS] = LOAD_RUNNING;
    app->unknown_row = 0;
    app->save_draft_at = 0;
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_SENDERS});
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_HISTORY, .move = HISTORY_NEWEST});
}

enum err app_init(struct app *app, const struct config *config, int64_t now_ms,
                  struct error *reterr)
{
    *app = (struct app){.config = config, .now_ms = now_ms, .is_typing = true, .next_number = 1};
    arena_init(&app->sender_arena);
    arena_init(&app->template_arena);
    draft_init(&app->draft);
    picker_init(&app->picker);
    page_init(&app->page);
    page_init(&app->request);
    strbuf_init(&app->editing, 2 * TEXTEDIT_BYTES_MAX);
    strbuf_init(&app->copied, COPY_BYTES_MAX);
    strbuf_init(&app->prompted, TEXTEDIT_BYTES_MAX);
    arena_init(&app->kept_arena);
    textedit_init(&app->prompt.edit);
    strbuf_init(&app->fixed, TEXTEDIT_BYTES_MAX);
    history_view_init(&app->history);
    arena_init(&app->earlier_arena);
    strbuf_init(&app->pasted, PASTED_FORM_MAX);
    app->draft.ring = &app->kill_ring;
    app->picker.filter.ring = &app->kill_ring;
    app->history.filter.ring = &app->kill_ring;
    app->prompt.edit.ring = &app->kill_ring;
    looks_take_config(app);
    setup_init(&app->setup);
    list_view_init(&app->list);
    if (!draft_open(&app->draft)) {
        app_release(app);
        return error_nomem(reterr);
    }
    app_ask(app, (struct effect){.kind = EFFECT_LOAD_DRAFT});
    app_use_profile(app, config->current);
    keys_load(app);
    if (config->is_empty)
        setup_open(app);
    return ERR_OK;
}

void app_release(struct app *app)
{
    draft_release(&app->draft);
    picker_release(&app->picker);
    page_release(&app->page);
    page_release(&app->request);
    strbuf_release(&app->editing);
    strbuf_release(&app->copied);
    strbuf_release(&app->prompted);
    arena_release(&app->kept_arena);
    textedit_release(&app->prompt.edit);
    strbuf_release(&app->fixed);
    strbuf_release(&app->pasted);
    arena_release(&app->earlier_arena);
    kill_ring_release(&app->kill_ring);
    mem_free(app->recalled_definition);
    app->recalled_definition = NULL;
    history_view_release(&app->history);
    setup_release(&app->setup);
    rollout_release(&app->rollout);
    list_view_release(&app->list);
    arena_release(&app->sender_arena);
    arena_release(&app->template_arena);
    mem_free(app->sender_id);
    mem_free(app->last_to);
    mem_free(app->last_record);
    mem_free(app->templates_waba);
    app->templates_waba = NULL;
    mem_free(app->wanted_template);
    mem_free(app->wanted_language);
    mem_free(app->wanted_sender);
    app->wanted_template = NULL;
    app->wanted_language = NULL;
    app->wanted_sender = NULL;
    app->sender_id = NULL;
    app->last_to = app->last_record = NULL;
}

void app_set_heights(struct app *app, size_t history, size_t page, size_t picker, bool shares_place)
{
    app->shares_place = shares_place;
    app->history_height = history;
    app->page_height = page;
    app->picker_height = picker;
}

unsigned app_context(const struct app *app)
{
    if (app->prompt.is_open)
        return CONTEXT_PROMPT;
    switch (app->overlay) {
    case OVERLAY_PICKER:
        return CONTEXT_PICKER;
    case OVERLAY_PAGE:
        return app->detail_id != 0 ? CONTEXT_PAGE | CONTEXT_DETAIL : CONTEXT_PAGE;
    case OVERLAY_REVIEW:
        return CONTEXT_REVIEW;
    case OVERLAY_QUESTION:
        return CONTEXT_QUESTION;
    case OVERLAY_SETUP:
        return CONTEXT_SETUP;
    case OVERLAY_LIST:
        return CONTEXT_LIST;
    case OVERLAY_NONE:
        break;
    }
    if (app->rollout.is_open)
        return CONTEXT_ROLLOUT;
    if (app->pane == PANE_HISTORY)
        return app->history.is_filtering ? CONTEXT_FILTER : CONTEXT_HISTORY;
    if (!app->is_typing)
        return CONTEXT_FORM;
    return app->focus < FIELD_TO ? CONTEXT_CHOICE : CONTEXT_FIELD;
}

const struct sender *app_sender(const struct app *app)
{
    for (size_t i = 0; app->sender_id != NULL && i < app->sender_count; i++)
        if (strcmp(app->senders[i].id, app->sender_id) == 0)
            return &app->senders[i];
    return NULL;
}
