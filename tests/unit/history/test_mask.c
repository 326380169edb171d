/* Nothing of a number may be left, in any disguise; everything else must be. */
#include "src/history/mask.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "src/whatsapp/wamid.h"

static const char number[] = "919901258433";

static const char *masked(const char *text)
{
    static struct strbuf out;
    struct mask mask;
    mask_init(&mask, number);
    strbuf_release(&out);
    strbuf_init(&out, 100000);
    mask_add(&mask, &out, text, strlen(text));
    cr_assert_not(out.failed);
    return out.text;
}

Test(mask, every_way_of_writing_a_number)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"919901258433", "**********33"},
        {"+919901258433", "+**********33"},
        {"+91 99012 58433", "+** ***** ***33"},
        {"+91-99012-58433.", "+**-*****-***33."},
        {"(91) (990) 125.8433", "(**) (***) ***.**33"},
        {"call 099012 58433 now", "call 0***** ***33 now"},
        {"9012 58433", "**** ***33"},
        {"91\xC2\xA0"
         "99012\xC2\xA0"
         "58433",
         "91\xC2\xA0*****\xC2\xA0***33"},
        {"\"input\":\"919901258433\",\"wa_id\":\"919901258433\"",
         "\"input\":\"**********33\",\"wa_id\":\"**********33\""},
        {"919901258434", "919901258434"},
        {"901258", "901258"},
        {"order 1042 of 2026", "order 1042 of 2026"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cr_expect_str_eq(masked(cases[i].text), cases[i].want, "%s", cases[i].text);
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void encode(const char *text, char *out)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i += 3) {
        unsigned group = (unsigned)(unsigned char)text[i] << 16;
        group |= i + 1 < length ? (unsigned)(unsigned char)text[i + 1] << 8 : 0;
        group |= i + 2 < length ? (unsigned)(unsigned char)text[i + 2] : 0;
        for (size_t j = 0; j < 4; j++)
            *out++ = i + j > length ? '=' : alphabet[group >> (18 - 6 * j) & 63];
    }
    *out = '\0';
}

Test(mask, base64_in_every_alignment)
{
    static const char *const around[][2] = {
        {"", ""}, {"a", "b"}, {"ab", "c"}, {"abc", ""}, {"to=", "&x=1"}, {"+91 9", ""},
    };
    for (size_t i = 0; i < 5; i++) {
        char plain[64], coded[128], text[200];
        snprintf(plain, sizeof plain, "%s%s%s", around[i][0], number, around[i][1]);
        encode(plain, coded);
        snprintf(text, sizeof text, "{\"data\":\"%s\"}", coded);
        cr_expect_str_eq(masked(text), "{\"data\":\"***\"}", "%s", plain);
    }
    char wamid[128], text[200];
    cr_assert(wamid_encode(number, "0123456789ABCDEF01", wamid, sizeof wamid));
    snprintf(text, sizeof text, "id %s!", wamid);
    cr_expect_str_eq(masked(text), "id wamid.***!");
    cr_assert(wamid_encode("15550001234", "0123456789ABCDEF01", wamid, sizeof wamid));
    cr_expect_str_eq(masked(wamid), wamid, "somebody else's id stays");
}

Test(mask, short_and_missing_numbers)
{
    struct mask mask;
    struct strbuf out;
    strbuf_init(&out, 1000);
    mask_init(&mask, NULL);
    mask_add(&mask, &out, "919901258433", 12);
    cr_expect_str_eq(out.text, "919901258433");
    strbuf_clear(&out);
    mask_init(&mask, "1234567");
    mask_add(&mask, &out, "x 1234567 y 123 4567", 20);
    cr_expect_str_eq(out.text, "x *****67 y *** **67");
    strbuf_release(&out);
}
