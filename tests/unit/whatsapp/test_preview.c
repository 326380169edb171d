/* Runs of style, unfilled slots, and what cannot be shown. */
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <string.h>

static struct preview build(struct fixture *fixture)
{
    struct preview preview = {0};
    cr_assert_eq(preview_build(&fixture->message, &fixture->arena, &preview, NULL), ERR_OK);
    return preview;
}

static void expect_run(const struct preview_block *block, size_t index, const char *text,
                       unsigned style)
{
    cr_assert_lt(index, block->run_count, "%s", text);
    const struct style_run *run = &block->runs[index];
    cr_expect_eq(run->end - run->begin, strlen(text), "%s", text);
    cr_expect(strncmp(block->text + run->begin, text, strlen(text)) == 0, "%s", text);
    cr_expect_eq(run->style, style, "%s: %u", text, run->style);
}

Test(preview, values_and_markup_in_runs)
{
    struct fixture fixture;
    fixture_body(&fixture, "Dear *{{1}}*, see {{2}}.", "");
    fixture_set(&fixture, "body.1", "Ann");
    struct preview preview = build(&fixture);
    const struct preview_block *body = &preview.blocks[0];
    cr_expect_str_eq(body->text, "Dear Ann, see ⟦body.2⟧.");
    cr_expect_str_eq(body->resolved, "Dear *Ann*, see ⟦body.2⟧.");
    cr_assert_eq(body->run_count, 2u);
    expect_run(body, 0, "Ann", STYLE_BOLD | STYLE_VALUE);
    expect_run(body, 1, "⟦body.2⟧", STYLE_UNFILLED);
    fixture_release(&fixture);
}

Test(preview, markup_that_comes_with_a_value)
{
    struct fixture fixture;
    fixture_body(&fixture, "Hi {{1}}", "");
    fixture_set(&fixture, "body.1", "*Ann*");
    struct preview preview = build(&fixture);
    cr_expect_str_eq(preview.blocks[0].text, "Hi Ann");
    expect_run(&preview.blocks[0], 0, "Ann", STYLE_BOLD | STYLE_VALUE);
    fixture_release(&fixture);
}

Test(preview, names_of_unfilled_slots_are_no_markup)
{
    struct fixture fixture;
    fixture_body(&fixture, "{{_a_}} and {{b}}", "");
    struct preview preview = build(&fixture);
    cr_expect_str_eq(preview.blocks[0].text, "⟦body._a_⟧ and ⟦body.b⟧");
    fixture_release(&fixture);
}

Test(preview, lists_quotes_and_code)
{
    struct fixture fixture;
    fixture_body(&fixture, "* one\n- two\n1. three\n> four\n```a *b*\n* c```\n`x`", "");
    struct preview preview = build(&fixture);
    const struct preview_block *body = &preview.blocks[0];
    cr_expect_str_eq(body->text, "• one\n• two\n1. three\nfour\na *b*\n* c\nx");
    expect_run(body, 0, "• one", STYLE_LIST);
    expect_run(body, 1, "• two", STYLE_LIST);
    expect_run(body, 2, "1. three", STYLE_LIST);
    expect_run(body, 3, "four", STYLE_QUOTE);
    expect_run(body, 4, "a *b*\n* c", STYLE_CODE | STYLE_BLOCK);
    expect_run(body, 5, "x", STYLE_CODE);
    fixture_release(&fixture);
}

Test(preview, unfilled_headers_and_buttons)
{
    struct fixture fixture;
    fixture_load(&fixture, "flash_sale_lto");
    struct preview preview = build(&fixture);
    cr_expect_str_eq(preview.blocks[0].text, "[image] ⟦header.link⟧");
    cr_expect_eq(preview.blocks[1].kind, PREVIEW_OFFER);
    cr_expect_str_eq(preview.blocks[3].detail, "⟦button.0.coupon_code⟧");
    cr_expect_str_eq(preview.blocks[4].detail,
                     "https://trips.example.com/offers?code=⟦button.1.text⟧");
    fixture_set(&fixture, "button.1.text", "a b");
    preview = build(&fixture);
    cr_expect_str_eq(preview.blocks[4].detail, "https://trips.example.com/offers?code=a%20b");
    fixture_release(&fixture);
    fixture_load(&fixture, "otp_copy_code");
    preview = build(&fixture);
    cr_expect_str_eq(preview.blocks[0].text,
                     "⟦otp⟧ is your verification code. For your security, do not share this code.");
    fixture_release(&fixture);
}

Test(preview, cards_stand_between_begin_and_end)
{
    struct fixture fixture;
    fixture_load(&fixture, "media_carousel");
    struct preview preview = build(&fixture);
    size_t begun = 0;
    size_t ended = 0;
    for (size_t i = 0; i < preview.count; i++) {
        const struct preview_block *block = &preview.blocks[i];
        begun += block->kind == PREVIEW_CARD_BEGIN ? 1 : 0;
        ended += block->kind == PREVIEW_CARD_END ? 1 : 0;
        cr_expect(i == 0 ? block->card == -1 : block->card >= 0);
    }
    cr_expect_eq(begun, 3u);
    cr_expect_eq(ended, 3u);
    fixture_release(&fixture);
}

Test(preview, what_cannot_be_shown)
{
    struct fixture fixture;
    fixture_body(&fixture, "x",
                 "{\"type\":\"HOLOGRAM\"},{\"type\":\"HEADER\",\"format\":\"SMELL\"},"
                 "{\"type\":\"CALL_PERMISSION_REQUEST\"}");
    struct preview preview = build(&fixture);
    cr_assert_eq(preview.count, 4u);
    cr_expect_str_eq(preview.blocks[0].text, "cannot be shown: header of unknown format SMELL");
    cr_expect_str_eq(preview.blocks[2].type, "CALL_PERMISSION_REQUEST");
    cr_expect_str_eq(preview.blocks[3].text, "cannot be shown: unknown component HOLOGRAM");
    fixture_release(&fixture);
}

Test(preview, rebuilding_does_not_touch_the_heap)
{
    struct fixture fixture;
    struct arena arena;
    struct preview preview;
    fixture_load(&fixture, "media_carousel");
    fixture_set(&fixture, "body.1", "*Ann*");
    fixture_set(&fixture, "card.0.button.1.text", "a b");
    arena_init(&arena);
    cr_assert_eq(preview_build(&fixture.message, &arena, &preview, NULL), ERR_OK);
    arena_clear(&arena);
    mem_test_fail_after(0);
    cr_assert_eq(preview_build(&fixture.message, &arena, &preview, NULL), ERR_OK);
    cr_expect_eq(mem_test_fail_after(0), 0u);
    arena_release(&arena);
    fixture_release(&fixture);
}
