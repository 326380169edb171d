/*
 * Any bytes as a lock or a file of definitions. What is read is written as a lock
 * that reads the same, and its definitions can be compared and checked.
 */
#include "src/base/json.h"
#include "src/whatsapp/definition_check.h"
#include "src/whatsapp/definition_diff.h"
#include "src/whatsapp/definition_lock.h"
#include "src/whatsapp/definition_request.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* Examples and ids in other shapes come out as one: the lock of a lock is itself. */
static void check_round_trip(const struct definition_set *set, struct arena *arena)
{
    struct strbuf first, second;
    struct definition_file file;
    strbuf_init(&first, DEFINITION_FILE_BYTES_MAX);
    strbuf_init(&second, DEFINITION_FILE_BYTES_MAX);
    FUZZ_CHECK(definition_lock_write(set, "1", &first, NULL) == ERR_OK);
    FUZZ_CHECK(definition_file_read(first.text, first.length, arena, &file, NULL) == ERR_OK);
    FUZZ_CHECK(file.is_lock && file.set.count == set->count);
    FUZZ_CHECK(definition_lock_write(&file.set, "1", &second, NULL) == ERR_OK);
    FUZZ_CHECK(strcmp(first.text, second.text) == 0);
    strbuf_release(&first);
    strbuf_release(&second);
}

static void check_words(const struct definition_change *change)
{
    size_t before = 0, after = 0;
    for (size_t i = 0; i < change->words.count; i++) {
        const struct word_run *run = &change->words.runs[i];
        before += run->change != WORDS_ADDED ? run->length : 0;
        after += run->change != WORDS_REMOVED ? run->length : 0;
    }
    FUZZ_CHECK(change->before == NULL || change->after == NULL ||
               (before == strlen(change->before) && after == strlen(change->after)));
}

static void check_pair(const struct definition *left, const struct definition *right,
                       struct arena *arena)
{
    struct definition_diff diff;
    FUZZ_CHECK(definition_diff_make(left, right, arena, &diff, NULL) == ERR_OK);
    for (size_t i = 0; i < diff.change_count; i++)
        check_words(&diff.changes[i]);
}

static void check_one(const struct template *template)
{
    struct definition_problems problems;
    cJSON *body = NULL;
    definition_problems_init(&problems);
    FUZZ_CHECK(definition_check(template, DEFINITION_LISTED, &problems, NULL) == ERR_OK);
    FUZZ_CHECK(definition_check(template, DEFINITION_CREATED, &problems, NULL) == ERR_OK);
    definition_problems_release(&problems);
    FUZZ_CHECK(definition_create_body(template, &body, NULL) == ERR_OK);
    cJSON_Delete(body);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena;
    struct definition_file file;
    arena_init(&arena);
    if (definition_file_read((const char *)bytes, length, &arena, &file, NULL) == ERR_OK) {
        struct definition_problems problems;
        const struct definition_set *set = &file.set;
        definition_problems_init(&problems);
        check_round_trip(set, &arena);
        for (size_t i = 0; i < set->count; i++)
            check_one(set->items[i].template);
        for (size_t i = 1; i < set->count; i++)
            check_pair(&set->items[i - 1], &set->items[i], &arena);
        FUZZ_CHECK(definition_check_parity(set, &problems, NULL) == ERR_OK);
        definition_problems_release(&problems);
    }
    arena_release(&arena);
    return 0;
}
