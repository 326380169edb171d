/* The five vector files of tests/data, each line by line. */
#include "src/base/json.h"
#include "src/base/utf8.h"
#include "src/whatsapp/markup.h"
#include "src/whatsapp/payload.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/wamid.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN_SIZE = 512 };

/* Text with the style of each byte: nesting order and run borders do not matter. */
struct shown {
    char text[SHOWN_SIZE];
    unsigned styles[SHOWN_SIZE];
    size_t length;
};

static const struct {
    const char *tag;
    unsigned style;
} tags[] = {
    {.tag = "b", .style = STYLE_BOLD},   {.tag = "i", .style = STYLE_ITALIC},
    {.tag = "s", .style = STYLE_STRIKE}, {.tag = "code", .style = STYLE_CODE},
    {.tag = "q", .style = STYLE_QUOTE},  {.tag = "pre", .style = STYLE_CODE | STYLE_BLOCK},
    {.tag = "ul", .style = STYLE_LIST},  {.tag = "ol", .style = STYLE_LIST},
};

/* Reads one <tag> or </tag>; 0 when there is none. */
static size_t read_tag(const char *at, unsigned *style)
{
    bool closing = at[0] == '<' && at[1] == '/';
    const char *name = at + (closing ? 2 : 1);
    for (size_t i = 0; at[0] == '<' && i < COUNT_OF(tags); i++) {
        size_t length = strlen(tags[i].tag);
        if (strncmp(name, tags[i].tag, length) != 0 || name[length] != '>')
            continue;
        *style = closing ? *style & ~tags[i].style : *style | tags[i].style;
        return (size_t)(name - at) + length + 1;
    }
    return 0;
}

static void read_expected(const char *html, struct shown *shown)
{
    unsigned style = 0;
    *shown = (struct shown){.length = 0};
    for (const char *at = html; *at != '\0';) {
        size_t tag = read_tag(at, &style);
        at += tag;
        if (tag > 0)
            continue;
        shown->styles[shown->length] = style;
        shown->text[shown->length++] = *at++;
    }
}

/* The sign of a list stands in the text; the vectors leave it out. */
static size_t list_sign(const char *text)
{
    if (strncmp(text, "• ", strlen("• ")) == 0)
        return strlen("• ");
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && strncmp(text + digits, ". ", 2) == 0 ? digits + 2 : 0;
}

static void read_actual(const char *input, struct shown *shown)
{
    struct arena arena;
    const char *text = NULL;
    const struct style_run *runs = NULL;
    size_t count = 0;
    unsigned styles[SHOWN_SIZE] = {0};
    arena_init(&arena);
    cr_assert(markup_parse(input, &arena, &text, &runs, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t at = runs[i].begin; at < runs[i].end; at++)
            styles[at] = runs[i].style;
    *shown = (struct shown){.length = 0};
    for (size_t at = 0; text[at] != '\0'; at++) {
        bool starts_line = at == 0 || text[at - 1] == '\n';
        if (starts_line && (styles[at] & STYLE_LIST) != 0)
            at += list_sign(text + at);
        shown->styles[shown->length] = styles[at];
        shown->text[shown->length++] = text[at];
    }
    arena_release(&arena);
}

Test(vectors, formatting)
{
    cJSON *vectors = data_read("formatting-vectors.json");
    int count = 0;
    int right = 0;
    for (const cJSON *node = vectors->child; node != NULL; node = node->next, count++) {
        struct shown expected;
        struct shown actual;
        read_expected(json_text(node, "expect", ""), &expected);
        read_actual(json_text(node, "input", ""), &actual);
        if (expected.length == actual.length &&
            memcmp(expected.text, actual.text, expected.length) == 0 &&
            memcmp(expected.styles, actual.styles, expected.length * sizeof(unsigned)) == 0)
            right++;
        else
            fprintf(stderr, "%s: expected %s, got %s\n", json_text(node, "input", ""),
                    json_text(node, "expect", ""), actual.text);
    }
    printf("formatting: %d of %d\n", right, count);
    cr_assert_eq(right, count);
    cJSON_Delete(vectors);
}

Test(vectors, phone)
{
    cJSON *vectors = data_read("phone-vectors.json");
    int count = 0;
    for (const cJSON *node = vectors->child; node != NULL; node = node->next, count++) {
        char digits[PHONE_DIGITS_SIZE] = "";
        const char *input = json_text(node, "input", "");
        cr_expect_eq(phone_is_valid_on_wire(input, digits), json_is_true(node, "valid"), "%s",
                     input);
        cr_expect_str_eq(digits, json_text(node, "wa_id", ""), "%s", input);
    }
    printf("phone: %d vectors\n", count);
    cJSON_Delete(vectors);
}

Test(vectors, url_suffix)
{
    cJSON *vectors = data_read("url-suffix-vectors.json");
    struct strbuf out;
    int count = 0;
    strbuf_init(&out, 4096);
    for (const cJSON *node = vectors->child; node != NULL; node = node->next, count++) {
        strbuf_clear(&out);
        payload_encode_suffix(&out, json_text(node, "input", ""));
        cr_expect_str_eq(out.text, json_text(node, "encoded", "?"));
    }
    strbuf_release(&out);
    printf("url suffix: %d vectors\n", count);
    cJSON_Delete(vectors);
}

Test(vectors, wamid)
{
    cJSON *vectors = data_read("wamid-vectors.json");
    int count = 0;
    for (const cJSON *node = vectors->child; node != NULL; node = node->next, count++) {
        struct wamid_parts parts = {.phone = ""};
        const cJSON *decoded = json_member(node, "decoded");
        const char *id = json_text(node, "id", "");
        cr_expect_eq(wamid_decode(id, &parts), cJSON_IsObject(decoded), "%s", id);
        if (!cJSON_IsObject(decoded))
            continue;
        cr_expect_str_eq(parts.phone, json_text(decoded, "phone", ""));
        cr_expect_str_eq(parts.key, json_text(decoded, "key", ""));
        cr_expect_eq(parts.from_business, json_is_true(decoded, "from_business"));
        char again[256] = "";
        cr_expect(wamid_encode(parts.phone, parts.key, again, sizeof again));
        if (parts.from_business)
            cr_expect_str_eq(again, id);
    }
    printf("wamid: %d vectors\n", count);
    cJSON_Delete(vectors);
}

Test(vectors, length)
{
    cJSON *vectors = data_read("length-vectors.json");
    int count = 0;
    for (const cJSON *node = vectors->child; node != NULL; node = node->next, count++) {
        const char *text = json_text(node, "text", "");
        size_t length = strlen(text);
        int64_t expected = -1;
        cr_expect(json_integer(json_member(node, "utf8_bytes"), &expected));
        cr_expect_eq(length, (size_t)expected, "%s", text);
        cr_expect(json_integer(json_member(node, "code_points"), &expected));
        cr_expect_eq(utf8_count_code_points(text, length), (size_t)expected, "%s", text);
        cr_expect(json_integer(json_member(node, "utf16_units"), &expected));
        cr_expect_eq(utf8_count_utf16_units(text, length), (size_t)expected, "%s", text);
        cr_expect(json_integer(json_member(node, "graphemes"), &expected));
        /* Older tables of Unicode count the Devanagari word as four. */
        size_t clusters = utf8_count_clusters(text, length);
        bool is_devanagari = strncmp(text, "नम", strlen("नम")) == 0;
        cr_expect(clusters == (size_t)expected || (is_devanagari && clusters == 4), "%s", text);
    }
    printf("length: %d vectors\n", count);
    cJSON_Delete(vectors);
}
