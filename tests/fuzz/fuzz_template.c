/*
 * Any bytes as a template definition: read, filled with values, checked, shown
 * and made into a body. What comes out has to hold together.
 */
#include "src/base/json.h"
#include "src/base/utf8.h"
#include "src/whatsapp/payload.h"
#include "src/whatsapp/preview.h"
#include "src/whatsapp/rules.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* Examples where there are any, text that looks like markup and placeholders elsewhere. */
static void fill(const struct slot_list *slots, struct values *values)
{
    static const char *const texts[] = {"{{1}} *a* _b_", "x", "", "[{\"products\":[\"a\"]}]",
                                        "{\"type\":\"currency\",\"fallback_value\":\"$1\"}"};
    for (size_t i = 0; i < slots->count; i++) {
        const char *text = slots->items[i].example;
        size_t choice = i % COUNT_OF(texts);
        if (text == NULL)
            text = texts[choice];
        FUZZ_CHECK(slots_find(slots, slots->items[i].key) != NULL);
        FUZZ_CHECK(values_set(values, slots->items[i].key, text, choice >= 3, NULL) == ERR_OK);
    }
}

static void check_payload(const struct message *message)
{
    cJSON *body = NULL;
    FUZZ_CHECK(payload_build(message, &body, NULL) == ERR_OK);
    FUZZ_CHECK(cJSON_IsArray(json_path(body, "template.components")));
    FUZZ_CHECK(
        strcmp(json_text(json_member(body, "template"), "name", ""), message->template->name) == 0);
    cJSON_Delete(body);
}

static void check_preview(const struct message *message, struct arena *arena)
{
    struct preview preview;
    FUZZ_CHECK(preview_build(message, arena, &preview, NULL) == ERR_OK);
    for (size_t i = 0; i < preview.count; i++) {
        const struct preview_block *block = &preview.blocks[i];
        size_t length = strlen(block->text);
        size_t end = 0;
        FUZZ_CHECK(block->resolved != NULL);
        FUZZ_CHECK(utf8_is_valid(block->text, length));
        for (size_t j = 0; j < block->run_count; j++) {
            FUZZ_CHECK(block->runs[j].begin >= end && block->runs[j].begin < block->runs[j].end);
            end = block->runs[j].end;
            FUZZ_CHECK(end <= length);
        }
    }
}

static void check_rules(const struct message *message)
{
    struct problem_list problems;
    problem_list_init(&problems);
    rules_check(message, NULL, &problems);
    FUZZ_CHECK(!problems.failed);
    for (size_t i = 0; i < problems.count; i++) {
        const struct problem *problem = &problems.items[i];
        FUZZ_CHECK(problem->message[0] != '\0' && problem->rule[0] == 'V');
        FUZZ_CHECK(i == 0 || problem->order >= problems.items[i - 1].order);
    }
    problem_list_release(&problems);
}

static void check_message(const struct template *template, struct arena *arena, size_t cards)
{
    struct slot_list slots;
    struct values values;
    FUZZ_CHECK(slots_build(template, cards, arena, &slots, NULL) == ERR_OK);
    values_init(&values);
    struct message message = {
        .template = template, .slots = &slots, .values = &values, .to = "15550001234"};
    for (int filled = 0; filled < 2; filled++) {
        if (filled == 1)
            fill(&slots, &values);
        check_payload(&message);
        check_preview(&message, arena);
        check_rules(&message);
    }
    values_release(&values);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    cJSON *root = NULL;
    struct arena arena;
    struct template *template = NULL;
    if (json_parse((const char *)bytes, length, &root, NULL) != ERR_OK)
        return 0;
    arena_init(&arena);
    if (template_parse(root, &arena, &template, NULL) == ERR_OK) {
        slots_unsendable_reason(template);
        check_message(template, &arena, length % 12);
    }
    arena_release(&arena);
    cJSON_Delete(root);
    return 0;
}
