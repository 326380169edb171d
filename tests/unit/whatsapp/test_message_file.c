/* Presets and files of values: two shapes, one reader. */
#include "src/whatsapp/message_file.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/json.h"

static enum err read(const char *text, struct message_file *file, cJSON **ret_root,
                     struct error *reterr)
{
    cr_assert_eq(json_parse(text, strlen(text), ret_root, NULL), ERR_OK, "%s", text);
    return message_file_read(*ret_root, file, reterr);
}

Test(message_file, a_preset)
{
    struct message_file file;
    cJSON *root = NULL;
    cr_assert_eq(read("{\"template\":\"t\",\"language\":\"en\",\"to\":\"Asha\","
                      "\"values\":{\"body.1\":\"x\",\"button.0.sections\":[1]}}",
                      &file, &root, NULL),
                 ERR_OK);
    cr_expect_str_eq(file.template, "t");
    cr_expect_str_eq(file.language, "en");
    cr_expect_str_eq(file.to, "Asha");
    cr_expect_str_eq(values_get(&file.values, "body.1"), "x");
    cr_expect(values_find(&file.values, "button.0.sections")->is_json);
    message_file_release(&file);
    cJSON_Delete(root);
}

Test(message_file, values_alone)
{
    struct message_file file;
    cJSON *root = NULL;
    cr_assert_eq(read("{\"body.1\":\"x\",\"to\":15550001234}", &file, &root, NULL), ERR_OK);
    cr_expect_null(file.template);
    cr_expect_str_eq(file.to, "15550001234");
    cr_expect_null(values_get(&file.values, "to"));
    cr_expect_eq(file.values.count, 1u);
    message_file_release(&file);
    cJSON_Delete(root);
}

Test(message_file, what_is_neither)
{
    static const struct {
        const char *text, *where, *what;
    } rows[] = {
        {"[]", "", "no JSON object"},
        {"{\"template\":\"t\",\"body.1\":\"x\"}", "body.1", "no body.1"},
        {"{\"values\":{},\"langage\":\"en\"}", "langage", "no langage"},
        {"{\"template\":1}", "template", "template is no text"},
        {"{\"values\":[]}", "", "not a JSON object"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct message_file file;
        struct error error = {0};
        cJSON *root = NULL;
        cr_expect_eq(read(rows[i].text, &file, &root, &error), ERR_INVALID, "%s", rows[i].text);
        cr_expect_str_eq(error.where, rows[i].where);
        cr_expect_not_null(strstr(error.what, rows[i].what), "%s", error.what);
        message_file_release(&file);
        cJSON_Delete(root);
    }
}
