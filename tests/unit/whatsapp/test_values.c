/* Values: set, replace, copy, and to JSON and back. */
#include "src/base/json.h"
#include "src/whatsapp/values.h"

#include <criterion/criterion.h>
#include <string.h>

Test(values, set_replace_remove)
{
    struct values values;
    values_init(&values);
    cr_expect_null(values_get(&values, "a"));
    cr_assert_eq(values_set(&values, "a", "1", false, NULL), ERR_OK);
    cr_assert_eq(values_set(&values, "b", "", false, NULL), ERR_OK);
    cr_assert_eq(values_set(&values, "a", "{}", true, NULL), ERR_OK);
    cr_expect_eq(values.count, 2u);
    cr_expect_str_eq(values_get(&values, "a"), "{}");
    cr_expect(values_find(&values, "a")->is_json);
    cr_expect_str_eq(values_get(&values, "b"), "");
    values_remove(&values, "a");
    values_remove(&values, "none");
    cr_expect_eq(values.count, 1u);
    cr_expect_str_eq(values_get(&values, "b"), "");
    values_clear(&values);
    cr_expect_eq(values.count, 0u);
    values_release(&values);
}

Test(values, from_json_and_back)
{
    static const char text[] =
        "{\"z\":\"last\",\"body.1\":\"x\",\"card.count\":4,\"none\":null,"
        "\"yes\":true,\"no\":false,\"s\":[{\"a\":12345678901234567}],\"half\":0.5,"
        "\"price\":1.50,\"long\":12345678901234567}";
    static const char expected[] = "{\"body.1\":\"x\",\"card.count\":\"4\",\"half\":\"0.5\","
                                   "\"long\":\"12345678901234567\","
                                   "\"no\":\"false\",\"price\":\"1.50\","
                                   "\"s\":[{\"a\":12345678901234567}],\"yes\":\"true\","
                                   "\"z\":\"last\"}";
    struct values values;
    struct values copy;
    cJSON *object = NULL;
    values_init(&values);
    values_init(&copy);
    cr_assert_eq(json_parse(text, strlen(text), &object, NULL), ERR_OK);
    cr_assert_eq(values_from_json(object, &values, NULL), ERR_OK);
    cr_assert_eq(values_copy(&copy, &values, NULL), ERR_OK);
    cJSON *back = values_to_json(&copy);
    char *printed = json_print(back);
    cr_expect_str_eq(printed, expected);
    cr_expect_eq(values_card_count(&values), 4u);
    mem_free(printed);
    cJSON_Delete(back);
    cJSON_Delete(object);
    values_release(&values);
    values_release(&copy);
}

Test(values, only_an_object)
{
    struct values values;
    struct error error = {0};
    values_init(&values);
    cJSON *list = cJSON_CreateArray();
    cr_expect_eq(values_from_json(list, &values, &error), ERR_INVALID);
    cr_expect(error.next[0] != '\0');
    cr_expect_eq(values_from_json(NULL, &values, &error), ERR_INVALID);
    cJSON_Delete(list);
    values_release(&values);
}

Test(values, card_count)
{
    static const struct {
        const char *key;
        const char *text;
        size_t count;
    } cases[] = {
        {"body.1", "x", 0},        {"card.count", "3", 3},    {"card.count", "x", 0},
        {"card.5.body.1", "x", 6}, {"card.x.body.1", "x", 0}, {"card.99999999999.b", "x", 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct values values;
        values_init(&values);
        cr_assert_eq(values_set(&values, cases[i].key, cases[i].text, false, NULL), ERR_OK);
        cr_expect_eq(values_card_count(&values), cases[i].count, "%s", cases[i].key);
        values_release(&values);
    }
}
