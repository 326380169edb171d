/* The same list is the same batch; anything that changes what is sent makes another. */
#include "src/batch/identity.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/mem.h"

static struct template order = {.name = "order", .language = "en_US"};
static const struct batch_map maps[] = {{"Name", "body.1"}, {"Phone", "to"}};

static struct batch_settings settings_of(const struct values *fixed)
{
    return (struct batch_settings){.template = &order,
                                   .phone_number_id = "106540352242922",
                                   .maps = maps,
                                   .map_count = COUNT_OF(maps),
                                   .fixed = fixed};
}

static void identify(const struct batch_settings *settings, unsigned char first,
                     char id[BATCH_ID_SIZE])
{
    unsigned char digest[INPUT_DIGEST_SIZE] = {first};
    cr_assert_eq(identity_of_batch(settings, digest, id, NULL), ERR_OK);
    cr_assert_eq(strlen(id), 16);
}

/* A list whose rows name their languages is named without one, and not like one in any language. */
Test(identity, without_a_language)
{
    struct template german = {.name = "order", .language = "de"};
    const struct template *const languages[] = {&german, &order};
    const struct template *const turned[] = {&order, &german};
    struct batch_settings settings = settings_of(NULL);
    char ids[4][BATCH_ID_SIZE];
    identify(&settings, 1, ids[0]);
    settings.template = &german;
    identify(&settings, 1, ids[1]);
    settings.template = NULL;
    settings.languages = languages;
    settings.language_count = COUNT_OF(languages);
    identify(&settings, 1, ids[2]);
    settings.languages = turned;
    identify(&settings, 1, ids[3]);
    cr_expect_str_neq(ids[2], ids[0]);
    cr_expect_str_neq(ids[2], ids[1]);
    cr_expect_str_eq(ids[3], ids[2]);
}

Test(identity, is_of_what_is_sent)
{
    struct values fixed;
    values_init(&fixed);
    cr_assert_eq(values_set(&fixed, "body.2", "x", false, NULL), ERR_OK);
    struct batch_settings settings = settings_of(&fixed);
    char ids[8][BATCH_ID_SIZE];
    identify(&settings, 1, ids[0]);
    char again[BATCH_ID_SIZE];
    identify(&settings, 1, again);
    cr_assert_str_eq(again, ids[0]);

    identify(&settings, 2, ids[1]); /* other bytes */
    settings.phone_number_id = "2";
    identify(&settings, 1, ids[2]);
    settings = settings_of(&fixed);
    settings.map_count = 1;
    identify(&settings, 1, ids[3]);
    settings = settings_of(NULL);
    identify(&settings, 1, ids[4]);
    settings = settings_of(&fixed);
    settings.encoding = "WINDOWS-1252";
    identify(&settings, 1, ids[5]);
    struct template german = order;
    german.language = "de";
    settings = settings_of(&fixed);
    settings.template = &german;
    identify(&settings, 1, ids[6]);
    cr_assert_eq(values_set(&fixed, "body.2", "y", false, NULL), ERR_OK);
    settings = settings_of(&fixed);
    identify(&settings, 1, ids[7]);
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        for (size_t j = 0; j < i; j++)
            cr_assert_str_neq(ids[i], ids[j]);
    values_release(&fixed);
}

Test(identity, of_rows_is_a_uuid_of_batch_row_and_attempt)
{
    char one[UUID_TEXT_SIZE];
    char other[UUID_TEXT_SIZE];
    cr_assert_eq(identity_of_row("bdb81a0eefc11567", 2, 0, one, NULL), ERR_OK);
    cr_assert(uuid_is_valid(one));
    cr_assert_eq(one[14], '8');
    cr_assert_eq(identity_of_row("bdb81a0eefc11567", 2, 0, other, NULL), ERR_OK);
    cr_assert_str_eq(one, other);
    cr_assert_eq(identity_of_row("bdb81a0eefc11567", 2, 1, other, NULL), ERR_OK);
    cr_assert_str_neq(one, other);
    cr_assert_eq(identity_of_row("bdb81a0eefc11567", 3, 0, other, NULL), ERR_OK);
    cr_assert_str_neq(one, other);
    cr_assert_eq(identity_of_row("bdb81a0eefc11567-2", 2, 0, other, NULL), ERR_OK);
    cr_assert_str_neq(one, other);
}

Test(identity, of_generations)
{
    char text[BATCH_ID_SIZE];
    identity_of_generation("bdb81a0eefc11567", 0, text);
    cr_assert_str_eq(text, "bdb81a0eefc11567");
    identity_of_generation("bdb81a0eefc11567", 1, text);
    cr_assert_str_eq(text, "bdb81a0eefc11567");
    identity_of_generation("bdb81a0eefc11567", 999, text);
    cr_assert_str_eq(text, "bdb81a0eefc11567-999");
}
