/* A row's media on the screen: which, under what name, what is asked before it is replaced. */
#include "tests/frame/stage.h"

#include <criterion/criterion.h>
#include <string.h>

static struct stage stage;

static void open_stage(void)
{
    stage_open(&stage, 24, 80, MODE_TEST);
    stage_give_senders(&stage);
    stage_keys(&stage, "<Enter><Enter>");
    stage_give_history(&stage);
    stage_keys(&stage, "<F3>");
    (void)stage_took_effect(&stage, EFFECT_QUIT);
}

static void close_stage(void)
{
    stage_close(&stage);
}

TestSuite(media, .init = open_stage, .fini = close_stage);

static void give_media(size_t from, size_t count)
{
    static const struct kept_form media[] = {
        {"id:300000000000001", "card 0 header", "id 300000000000001"},
        {"link:https://cdn.example.com/1.jpg", "card 1 header",
         "link https://cdn.example.com/1.jpg"},
    };
    struct app_event event = {.kind = EVENT_KEPT, .index = PICK_MEDIA, .kept_count = count};
    arena_init(&event.arena);
    event.kept = arena_alloc(&event.arena, count, sizeof *event.kept);
    memcpy(event.kept, media + from, count * sizeof *event.kept);
    stage_handle(&stage, &event);
    arena_release(&event.arena);
}

static void tell(enum media_news news, const char *title, const char *text)
{
    struct app_event event = {.kind = EVENT_MEDIA, .index = news, .title = title, .text = text};
    stage_handle(&stage, &event);
}

Test(media, several_are_chosen_from)
{
    stage_keys(&stage, "M");
    cr_assert(stage_took_effect(&stage, EFFECT_MEDIA));
    give_media(0, 2);
    stage_check(&stage, "media_choice_80x24");
    stage_keys(&stage, "<Enter>");
    cr_assert(stage_took_effect(&stage, EFFECT_MEDIA));
    cr_assert_str_eq(stage.app.prompted.text, "300000000000001");
}

Test(media, one_by_id_gets_a_name)
{
    give_media(0, 1);
    cr_assert(stage_took_effect(&stage, EFFECT_MEDIA));
    tell(MEDIA_IS_KNOWN, "/home/u/Downloads/media-300000000000001.png", "image/png, 67 bytes");
    stage_check(&stage, "media_name_80x24");
    stage_keys(&stage, "<Enter>");
    cr_assert(stage_took_effect(&stage, EFFECT_MEDIA));
    cr_assert_str_eq(stage.app.prompted.text, "/home/u/Downloads/media-300000000000001.png");
    tell(MEDIA_IS_THERE, NULL, "There is a file x already. Replace it?");
    stage_keys(&stage, "<Enter>"); /* No is marked */
    cr_assert_not(stage_took_effect(&stage, EFFECT_MEDIA));
    tell(MEDIA_IS_THERE, NULL, "There is a file x already. Replace it?");
    stage_keys(&stage, "y");
    cr_assert(stage_took_effect(&stage, EFFECT_MEDIA));
}

Test(media, while_one_is_fetched_the_key_offers_to_stop_it)
{
    tell(MEDIA_BEGINS, NULL, NULL);
    stage_keys(&stage, "M");
    cr_assert_eq(stage.app.overlay, OVERLAY_QUESTION);
    stage_keys(&stage, "y");
    cr_assert(stage_took_effect(&stage, EFFECT_MEDIA));
    tell(MEDIA_HAS_ENDED, NULL, "Saved 67 bytes to /x.");
    cr_assert_str_eq(stage.app.notice.text, "Saved 67 bytes to /x.");
    stage_keys(&stage, "M");
    cr_assert_eq(stage.app.overlay, OVERLAY_NONE);
}

Test(media, a_link_is_copied_after_a_yes)
{
    give_media(1, 1);
    stage_check(&stage, "media_link_80x24");
    stage_keys(&stage, "y");
    cr_assert(stage_took_effect(&stage, EFFECT_COPY));
    cr_assert_str_eq(stage.app.copied.text, "https://cdn.example.com/1.jpg");
}
