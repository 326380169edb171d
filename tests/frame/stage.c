/* The stage for screens. */
#include "tests/frame/stage.h"

#include "src/base/json.h"
#include "src/base/paths.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char acme[] = "acme", sandbox[] = "sandbox", url[] = "https://api.chakrahq.com";
static char version[] = "v24.0", plugin_name[] = "support", nothing[] = "";
static char plugin_id[] = "d83e1d23-50b8-4d87-8f92-842a0ac516f6";
static char digits[] = "15550001234", recipient_name[] = "Asha";

void stage_open(struct stage *stage, int rows, int columns, enum profile_mode mode)
{
    *stage = (struct stage){.monotonic_ms = 1000000};
    stage->plugin = (struct profile_plugin){.name = plugin_name, .id = plugin_id};
    stage->recipient = (struct profile_recipient){.digits = digits, .name = recipient_name};
    stage->profiles[0] = (struct profile){
        .name = acme,
        .base_url = url,
        .api_version = version,
        .mode = mode,
        .confirm = CONFIRM_ALWAYS,
        .token_from = nothing,
        .test_recipients = &stage->recipient,
        .test_recipient_count = 1,
        .plugins = &stage->plugin,
        .plugin_count = 1,
    };
    stage->profiles[1] = stage->profiles[0];
    stage->profiles[1].name = sandbox;
    stage->profiles[1].mode = MODE_SANDBOX;
    stage->config = (struct config){.profiles = stage->profiles,
                                    .profile_count = 2,
                                    .screen = {.has_mouse = true, .has_spinner = true}};
    cr_assert_eq(app_init(&stage->app, &stage->config, STAGE_NOW, NULL), ERR_OK);
    grid_init(&stage->grid);
    cr_assert(grid_resize(&stage->grid, rows, columns));
    struct app_event event = {.kind = EVENT_RESIZE, .rows = rows, .columns = columns};
    stage_handle(stage, &event);
}

void stage_close(struct stage *stage)
{
    app_release(&stage->app);
    grid_release(&stage->grid);
}

void stage_handle(struct stage *stage, struct app_event *event)
{
    event->now_ms = STAGE_NOW;
    event->monotonic_ms = stage->monotonic_ms;
    frame_apply(&stage->grid, &stage->app);
    app_handle(&stage->app, event);
}

void stage_wait(struct stage *stage, int64_t ms)
{
    stage->monotonic_ms += ms;
    struct app_event event = {.kind = EVENT_TIME};
    stage_handle(stage, &event);
}

void stage_give_senders(struct stage *stage)
{
    static const struct sender senders[] = {
        {.id = "106540352242922",
         .waba = "102290129340398",
         .label = "Support UK",
         .number = "+44 20 7946 0018",
         .status = "CONNECTED",
         .quality = "GREEN",
         .tier = "TIER_1K",
         .account_mode = "LIVE",
         .is_discovered = true},
        {.id = "106540352242999",
         .waba = "102290129340398",
         .label = "Sales",
         .number = "+44 20 7946 0042",
         .status = "CONNECTED",
         .quality = "YELLOW",
         .tier = "TIER_250",
         .account_mode = "SANDBOX",
         .is_discovered = true},
    };
    struct app_event event = {.kind = EVENT_SENDERS, .sender_count = 2};
    arena_init(&event.arena);
    event.senders = arena_alloc(&event.arena, 2, sizeof *event.senders);
    memcpy(event.senders, senders, sizeof senders);
    stage_handle(stage, &event);
    arena_release(&event.arena);
}

static struct template *read_template(const char *name, struct arena *arena)
{
    char path[1024];
    struct strbuf text;
    strbuf_init(&text, 1 << 20);
    snprintf(path, sizeof path, "%s/templates/%s", TEST_DATA, name);
    cr_assert_eq(paths_read_file(path, &text, NULL), ERR_OK, "%s", path);
    cJSON *root = NULL;
    struct template *template = NULL;
    cr_assert_eq(json_parse(text.text, text.length, &root, NULL), ERR_OK, "%s", path);
    cr_assert_eq(template_parse(root, arena, &template, NULL), ERR_OK, "%s", path);
    cJSON_Delete(root);
    strbuf_release(&text);
    return template;
}

static int is_definition(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');
    return end != NULL && strcmp(end, ".json") == 0;
}

void stage_give_templates(struct stage *stage)
{
    struct dirent **names = NULL;
    int count = scandir(TEST_DATA "/templates", &names, is_definition, alphasort);
    cr_assert_gt(count, 30);
    struct app_event event = {
        .kind = EVENT_TEMPLATES, .fetched_at = STAGE_NOW, .waba = "102290129340398"};
    arena_init(&event.arena);
    event.templates = arena_alloc(&event.arena, (size_t)count, sizeof *event.templates);
    for (int i = 0; i < count; i++) {
        event.templates[event.template_count++] = read_template(names[i]->d_name, &event.arena);
        free(names[i]);
    }
    free(names);
    stage_handle(stage, &event);
    arena_release(&event.arena);
}

void stage_give_history(struct stage *stage)
{
    static const struct history_item items[] = {
        {.id = 9,
         .created_at = STAGE_NOW - 3000,
         .state = "sending",
         .mark = "…",
         .tone = TONE_BUSY,
         .is_pending = true,
         .to = "919990125843",
         .template = "order_shipped_positional",
         .language = "en_US",
         .latency_ms = -1},
        {.id = 8,
         .created_at = STAGE_NOW - 60000,
         .state = "delivered",
         .mark = "✓✓",
         .tone = TONE_GOOD,
         .to = "919990125843",
         .template = "order_shipped_positional",
         .language = "en_US",
         .wamid = "wamid.HBgMOTE5OTkwMTI1ODQzFQIAERgSMDEyMzQ1Njc4OUFCQ0RFRjAwAA==",
         .latency_ms = 231},
        {.id = 7,
         .created_at = STAGE_NOW - 120000,
         .state = "rejected",
         .mark = "✗",
         .tone = TONE_BAD,
         .to = "919990125843",
         .template = "delivery_slot",
         .language = "en",
         .error_text =
             "Template does not exist: template name (delivery_slot) does not exist in en",
         .error_code = 132001,
         .latency_ms = 187},
        {.id = 6,
         .created_at = STAGE_NOW - 180000,
         .state = "unknown",
         .mark = "?",
         .is_unknown = true,
         .tone = TONE_WARNING,
         .to = "447700900112",
         .template = "appointment_reminder_named",
         .language = "en_GB",
         .error_text = "no answer within 30 s",
         .latency_ms = 30000},
        {.id = 5,
         .created_at = STAGE_NOW - 240000,
         .state = "not_sent",
         .mark = "–",
         .tone = TONE_WARNING,
         .to = "447700900112",
         .template = "hello_world",
         .language = "en_US",
         .error_text = "the server refused the connection",
         .latency_ms = 2},
    };
    struct app_event event = {.kind = EVENT_HISTORY,
                              .item_count = COUNT_OF(items),
                              .at_newest = true,
                              .counts = {.rows = 5,
                                         .sending = 1,
                                         .unknown = 1,
                                         .by_state = "1 sending · 1 not_sent · 1 unknown · "
                                                     "1 rejected · 1 delivered"}};
    arena_init(&event.arena);
    event.items = arena_alloc(&event.arena, COUNT_OF(items), sizeof *event.items);
    memcpy(event.items, items, sizeof items);
    stage_handle(stage, &event);
    arena_release(&event.arena);
}

void stage_keys(struct stage *stage, const char *script)
{
    while (*script != '\0') {
        const char *name = script;
        size_t length = 1;
        while (((unsigned char)script[length] & 0xC0) == 0x80)
            length++;
        script += length;
        if (*name == '<') {
            name++;
            length = strcspn(name, ">");
            script = name + length + 1;
        }
        struct app_event event = {.kind = EVENT_KEY};
        if (length == 1 && *name == ' ')
            event.key = (struct key){.code = KEYCODE_TEXT, .text = ' '};
        else
            cr_assert(key_parse(name, length, &event.key), "no key: %.*s", (int)length, name);
        stage_handle(stage, &event);
    }
}

void stage_choose(struct stage *stage, const char *name, const char *language)
{
    stage->app.focus = FIELD_TEMPLATE;
    stage_keys(stage, "<Enter>");
    stage_keys(stage, name);
    stage_keys(stage, "<Enter>");
    if (stage->app.overlay == OVERLAY_PICKER) {
        stage_keys(stage, language);
        stage_keys(stage, "<Enter>");
    }
    cr_assert_not_null(stage->app.draft.template);
    cr_assert_str_eq(stage->app.draft.template->name, name);
    cr_assert_str_eq(stage->app.draft.template->language, language);
}

bool stage_took_effect(struct stage *stage, enum effect_kind kind)
{
    struct effect effects[APP_EFFECTS_MAX];
    size_t count = app_take_effects(&stage->app, effects);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found = found || effects[i].kind == kind;
    return found;
}

static void write_file(const char *path, const struct strbuf *text)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file, "cannot write %s", path);
    fwrite(text->text, 1, text->length, file);
    fclose(file);
}

void stage_check(struct stage *stage, const char *name)
{
    char path[1024];
    struct strbuf shown, wanted;
    strbuf_init(&shown, 1 << 20);
    strbuf_init(&wanted, 1 << 20);
    frame_draw(&stage->grid, &stage->app);
    grid_dump(&stage->grid, &shown);
    snprintf(path, sizeof path, "%s/tests/frame/golden/%s.txt", TEST_SOURCE_DIR, name);
    if (getenv("UPDATE_GOLDEN") != NULL)
        write_file(path, &shown);
    cr_assert_eq(paths_read_file(path, &wanted, NULL), ERR_OK,
                 "no golden %s: run with UPDATE_GOLDEN=1 and look at it", path);
    bool equal = strcmp(shown.text, wanted.text) == 0;
    if (!equal)
        fprintf(stderr, "--- %s as it should be\n%s--- as it is\n%s", name, wanted.text,
                shown.text);
    strbuf_release(&shown);
    strbuf_release(&wanted);
    cr_assert(equal, "the screen %s differs; UPDATE_GOLDEN=1 takes it over", name);
}
