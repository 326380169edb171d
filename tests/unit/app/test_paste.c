/* Pasted command lines, curl commands and bodies: what is read, what is dropped. */
#include "src/app/paste_text.h"
#include "src/app/paste_words.h"

#include "src/base/json.h"
#include "src/base/mem.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct pasted_form pasted;

static void read_text(const char *text)
{
    cJSON_Delete(pasted.form);
    cr_assert_eq(paste_read(text, strlen(text), &pasted, NULL), ERR_OK);
}

static void close_form(void)
{
    cJSON_Delete(pasted.form);
    pasted.form = NULL;
}

TestSuite(paste, .fini = close_form);

static void check_member(const char *path, const char *wanted)
{
    const cJSON *node = path[0] == '=' ? json_member(json_member(pasted.form, "values"), path + 1)
                                       : json_member(pasted.form, path);
    const char *text = cJSON_GetStringValue(node);
    cr_assert_not_null(text, "%s", path);
    cr_assert_str_eq(text, wanted, "%s: %s", path, text);
}

Test(paste, words_as_a_shell_takes_them)
{
    static const struct {
        const char *text, *words; /* joined by | */
    } rows[] = {
        {"a b  c", "a|b|c"},
        {"$ a 'b c' \"d \\\"e\\\" $F\" g\\ h", "a|b c|d \"e\" $F|g h"},
        {"a \\\n  b \\\r\n c\n", "a|b|c"},
        {"a '' \"\" b", "a|||b"},
        {"a'b'\"c\"d", "abcd"},
        {"a 'it'\\''s'", "a|it's"},
        {"  % a\tb ", "a|b"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena;
        struct paste_words words;
        char joined[200] = "";
        arena_init(&arena);
        cr_assert(paste_words_split(rows[i].text, strlen(rows[i].text), &arena, &words));
        for (size_t j = 0; j < words.count; j++)
            snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s",
                     j > 0 ? "|" : "", words.items[j]);
        cr_assert_str_eq(joined, rows[i].words);
        arena_release(&arena);
    }
}

Test(paste, more_than_one_command_is_not_taken_apart)
{
    static const char *const rows[] = {"a; b", "a | b", "a && b", "a\nb", "a 'b", "a \"b"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena;
        struct paste_words words;
        arena_init(&arena);
        cr_assert_not(paste_words_split(rows[i], strlen(rows[i]), &arena, &words), "%s", rows[i]);
        arena_release(&arena);
    }
}

Test(paste, a_command_line)
{
    read_text("$ chakra-tui --profile acme send --template order_update \\\n  --language=en_US "
              "--to '+1 555 000 1234' --from 106 --set body.1=Asha --set 'body.2=a=b c' "
              "--set body.1=Ines --dry-run");
    cr_assert_eq(pasted.kind, PASTE_IS_COMMAND);
    check_member("template", "order_update");
    check_member("language", "en_US");
    check_member("to", "+1 555 000 1234");
    check_member("from", "106");
    check_member("=body.1", "Ines");
    check_member("=body.2", "a=b c");
    cr_assert_not_null(strstr(pasted.notes, "Profile"));
    read_text("/usr/bin/chakra-tui send --template x --values v.json");
    cr_assert_eq(pasted.kind, PASTE_IS_COMMAND);
    cr_assert_not_null(strstr(pasted.notes, "--values"));
}

Test(paste, what_sends_nothing_is_a_value)
{
    static const char *const rows[] = {"",
                                       "Asha",
                                       "chakra-tui",
                                       "chakra-tui history list",
                                       "chakra-tui send",
                                       "chakra-tui send --template",
                                       "my chakra-tui send --template x",
                                       "curly hair",
                                       "{}",
                                       "{\"a\":",
                                       "{\"template\": 3}",
                                       "[1, 2]"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        read_text(rows[i]);
        cr_assert_eq(pasted.kind, PASTE_IS_VALUE, "%s", rows[i]);
        cr_assert_null(pasted.form);
    }
}

#define BODY                                                                                     \
    "{\"messaging_product\":\"whatsapp\",\"to\":\"15550001234\",\"type\":\"template\","          \
    "\"template\":{\"name\":\"order_update\",\"language\":{\"code\":\"en_US\"},\"components\":[" \
    "{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"text\":\"it's\"}]}]}}"

Test(paste, a_curl_command_loses_its_token)
{
    read_text("curl -s -X POST 'https://api.example.com/v1/x/v24.0/106540352242922/messages' \\\n"
              "  -H \"Authorization: Bearer canary-token-1\" \\\n"
              "  -H 'Content-Type: application/json' -u user:canary-token-2 \\\n"
              "  --data '{\"to\":\"15550001234\",\"template\":{\"name\":\"order_update\","
              "\"language\":{\"code\":\"en_US\"},\"components\":[{\"type\":\"body\","
              "\"parameters\":[{\"type\":\"text\",\"text\":\"it'\\''s\"}]}]}}'");
    cr_assert_eq(pasted.kind, PASTE_IS_CURL);
    check_member("template", "order_update");
    check_member("language", "en_US");
    check_member("to", "15550001234");
    check_member("from", "106540352242922");
    check_member("=body.1", "it's");
    CLEANUP(mem_freep) char *text = json_print(pasted.form);
    cr_assert_null(strstr(text, "canary"), "%s", text);
}

Test(paste, another_curl_command_is_private)
{
    static const char *const rows[] = {
        "curl -H 'Authorization: Bearer canary' https://api.example.com/me",
        "curl -H 'Authorization: Bearer canary' https://x/1/messages -d '{\"type\":\"text\"}'",
        "curl -H 'Authorization: Bearer canary' https://x/1/messages -d @body.json",
        "curl -H 'Authorization: Bearer canary",
        "$ curl https://x; rm -r y",
        "/usr/bin/curl\\\n https://x"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        read_text(rows[i]);
        cr_assert_eq(pasted.kind, PASTE_IS_PRIVATE, "%s", rows[i]);
        cr_assert_null(pasted.form);
    }
}

Test(paste, bodies_and_presets)
{
    read_text("\n " BODY);
    cr_assert_eq(pasted.kind, PASTE_IS_MESSAGE);
    check_member("=body.1", "it's");
    read_text("{\"method\":\"POST\",\"url\":\"u\",\"body\":" BODY "}");
    cr_assert_eq(pasted.kind, PASTE_IS_MESSAGE);
    check_member("to", "15550001234");
    read_text(
        "{\"template\":\"t\",\"language\":\"de\",\"values\":{\"body.1\":\"x\"},\"token\":\"y\"}");
    cr_assert_eq(pasted.kind, PASTE_IS_MESSAGE);
    check_member("=body.1", "x");
    cr_assert_null(json_member(pasted.form, "token"));
}

Test(paste, no_memory)
{
    static const char *const rows[] = {
        "chakra-tui send --template x --set body.1=y", BODY,
        "curl https://x/1/messages -d '{\"template\":{\"name\":\"x\"}}'"};
    mem_hook_cjson();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t n = 1; n < 60; n++) {
            struct pasted_form form;
            mem_test_fail_after(n);
            enum err err = paste_read(rows[i], strlen(rows[i]), &form, NULL);
            mem_test_fail_after(0);
            cr_assert(err == ERR_OK || (err == ERR_NOMEM && form.form == NULL));
            cJSON_Delete(form.form);
        }
    }
}
