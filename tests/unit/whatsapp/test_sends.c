/* Every file of tests/data/sends: its inputs give its request and its preview, and no errors. */
#include "src/base/json.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void load_send(struct fixture *fixture, const char *name, cJSON **ret_send)
{
    char path[256];
    snprintf(path, sizeof path, "sends/%s.json", name);
    *ret_send = data_read(path);
    fixture_load(fixture, name);
    fixture_fill(fixture, json_member(*ret_send, "inputs"));
}

static void show_difference(const char *name, const cJSON *expected, const cJSON *actual)
{
    char *left = json_print(expected);
    char *right = json_print(actual);
    fprintf(stderr, "%s\n expected %s\n actual   %s\n", name, left, right);
    mem_free(left);
    mem_free(right);
}

Test(sends, requests)
{
    size_t count = 0;
    size_t equal = 0;
    char **names = data_names("sends", &count);
    for (size_t i = 0; i < count; i++) {
        struct fixture fixture;
        cJSON *send = NULL;
        load_send(&fixture, names[i], &send);
        cJSON *body = fixture_payload(&fixture);
        if (cJSON_Compare(body, json_member(send, "request"), true))
            equal++;
        else
            show_difference(names[i], json_member(send, "request"), body);
        cJSON_Delete(body);
        cJSON_Delete(send);
        fixture_release(&fixture);
    }
    printf("sends: %zu of %zu requests equal\n", equal, count);
    cr_assert_eq(equal, count);
    cr_assert_geq(count, 52u);
    data_free_names(names, count);
}

/* Every key of the inputs is a slot. */
Test(sends, keys)
{
    size_t count = 0;
    char **names = data_names("sends", &count);
    for (size_t i = 0; i < count; i++) {
        struct fixture fixture;
        cJSON *send = NULL;
        load_send(&fixture, names[i], &send);
        for (size_t j = 0; j < fixture.values.count; j++)
            cr_expect_not_null(slots_find(&fixture.slots, fixture.values.items[j].key), "%s: %s",
                               names[i], fixture.values.items[j].key);
        cJSON_Delete(send);
        fixture_release(&fixture);
    }
    data_free_names(names, count);
}

static const struct preview_block *find_block(const struct preview *preview,
                                              enum preview_block_kind kind, int card, int button)
{
    for (size_t i = 0; i < preview->count; i++) {
        const struct preview_block *block = &preview->blocks[i];
        if (block->kind == kind && block->card == card &&
            (kind != PREVIEW_BUTTON || block->button == button))
            return block;
    }
    return NULL;
}

static bool same(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

static bool header_equals(const struct preview *preview, const cJSON *expected, int card)
{
    const cJSON *header = json_member(expected, "header");
    const char *format = json_text(header, "format", "");
    const char *text = json_text(header, "text", NULL);
    if (header == NULL)
        return find_block(preview, PREVIEW_HEADER_TEXT, card, -1) == NULL &&
               find_block(preview, PREVIEW_HEADER_MEDIA, card, -1) == NULL;
    if (strcmp(format, "TEXT") == 0) {
        const struct preview_block *block = find_block(preview, PREVIEW_HEADER_TEXT, card, -1);
        return block != NULL && same(block->resolved, text) && same(block->text, text);
    }
    const struct preview_block *block = find_block(preview, PREVIEW_HEADER_MEDIA, card, -1);
    return block != NULL && same(block->type, format) &&
           (text == NULL ? block->detail == NULL : same(block->detail, text));
}

static bool text_equals(const struct preview *preview, enum preview_block_kind kind, int card,
                        const char *text)
{
    const struct preview_block *block = find_block(preview, kind, card, -1);
    return text == NULL ? block == NULL : block != NULL && same(block->resolved, text);
}

static bool button_equals(const struct preview_block *block, const cJSON *expected)
{
    const char *detail = json_text(expected, "url", NULL);
    if (detail == NULL)
        detail = json_text(expected, "phone_number", NULL);
    if (detail == NULL)
        detail = json_text(expected, "code", NULL);
    return block != NULL && same(block->type, json_text(expected, "type", "")) &&
           same(block->text, json_text(expected, "text", "")) &&
           (detail == NULL ? block->detail == NULL : same(block->detail, detail));
}

static bool part_equals(const struct preview *preview, const cJSON *expected, int card)
{
    bool equal = header_equals(preview, expected, card) &&
                 text_equals(preview, PREVIEW_BODY, card, json_text(expected, "body", NULL)) &&
                 text_equals(preview, PREVIEW_FOOTER, card, json_text(expected, "footer", NULL));
    const cJSON *buttons = json_member(expected, "buttons");
    int index = 0;
    for (const cJSON *node = buttons != NULL ? buttons->child : NULL; node != NULL;
         node = node->next, index++)
        equal = equal && button_equals(find_block(preview, PREVIEW_BUTTON, card, index), node);
    return equal && find_block(preview, PREVIEW_BUTTON, card, index) == NULL;
}

static bool preview_equals(const struct preview *preview, const cJSON *expected)
{
    bool equal = part_equals(preview, expected, -1);
    const cJSON *cards = json_member(expected, "cards");
    int card = 0;
    for (const cJSON *node = cards != NULL ? cards->child : NULL; node != NULL;
         node = node->next, card++)
        equal = equal && part_equals(preview, node, card);
    bool no_more = find_block(preview, PREVIEW_CARD_BEGIN, card, -1) == NULL;
    const char *offer = json_text(json_member(expected, "offer"), "text", NULL);
    return equal && no_more && text_equals(preview, PREVIEW_OFFER, -1, offer);
}

Test(sends, previews)
{
    size_t count = 0;
    size_t equal = 0;
    char **names = data_names("sends", &count);
    for (size_t i = 0; i < count; i++) {
        struct fixture fixture;
        cJSON *send = NULL;
        struct preview preview;
        load_send(&fixture, names[i], &send);
        cr_assert_eq(preview_build(&fixture.message, &fixture.arena, &preview, NULL), ERR_OK);
        if (preview_equals(&preview, json_member(send, "preview")))
            equal++;
        else
            fprintf(stderr, "preview of %s differs\n", names[i]);
        cJSON_Delete(send);
        fixture_release(&fixture);
    }
    printf("sends: %zu of %zu previews equal\n", equal, count);
    cr_assert_eq(equal, count);
    data_free_names(names, count);
}

/* 0: no error expected; else the code that an error has to prevent. */
static int expected_refusal(const cJSON *send)
{
    int64_t code = 0;
    if (strcmp(json_text(send, "endpoint", "messages"), "messages") != 0)
        return 100;
    json_integer(json_path(send, "expect.code"), &code);
    return (int)code;
}

static bool rules_agree(struct fixture *fixture, const char *name, int refusal)
{
    bool found = refusal == 0;
    bool only = true;
    static const struct facts facts = {.now_ms = 1767225600000};
    rules_check(&fixture->message, &facts, &fixture->problems);
    for (size_t i = 0; i < fixture->problems.count; i++) {
        const struct problem *problem = &fixture->problems.items[i];
        if (problem->level == PROBLEM_WARNING)
            continue;
        found = found || problem->prevents == refusal;
        if (problem->prevents == refusal)
            continue;
        only = false;
        fprintf(stderr, "%s: %s %s %s\n", name, problem->rule, problem->slot, problem->message);
    }
    return found && only;
}

Test(sends, rules)
{
    size_t count = 0;
    size_t right = 0;
    char **names = data_names("sends", &count);
    for (size_t i = 0; i < count; i++) {
        struct fixture fixture;
        cJSON *send = NULL;
        load_send(&fixture, names[i], &send);
        right += rules_agree(&fixture, names[i], expected_refusal(send)) ? 1 : 0;
        cJSON_Delete(send);
        fixture_release(&fixture);
    }
    printf("sends: %zu of %zu checked as expected\n", right, count);
    cr_assert_eq(right, count);
    data_free_names(names, count);
}

/* No known route: a dry run shows the body, the rules say why it cannot be sent. */
Test(sends, marketing_messages)
{
    static const char *const cases[][2] = {{"looping_gif_teaser", "template"},
                                           {"category_changed", "product_policy"},
                                           {"category_changed", "message_activity_sharing"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture fixture;
        cJSON *send = NULL;
        load_send(&fixture, cases[i][0], &send);
        const struct problem *problem = fixture_problem(&fixture, "V14", cases[i][1]);
        cr_assert_not_null(problem, "%s", cases[i][1]);
        cr_assert_eq(problem->level, PROBLEM_ERROR);
        cr_assert_not_null(strstr(problem->message, "ChakraHQ has no known route for it"));
        cJSON_Delete(send);
        fixture_release(&fixture);
    }
}
