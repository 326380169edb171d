/* Known vectors, and everything that is nearly a signature. */
#include "src/webhook/signature.h"

#include <criterion/criterion.h>
#include <string.h>

/* RFC 4231, test case 2, and the vector that most implementations print. */
static const struct {
    const char *secret, *body, *signature;
} vectors[] = {
    {"Jefe", "what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {"key", "The quick brown fox jumps over the lazy dog",
     "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"},
};

Test(signature, known_vectors)
{
    char text[SIGNATURE_TEXT_SIZE];
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        cr_assert(
            signature_make(vectors[i].secret, vectors[i].body, strlen(vectors[i].body), text));
        cr_expect_str_eq(text, vectors[i].signature);
        cr_expect(signature_matches(vectors[i].secret, vectors[i].body, strlen(vectors[i].body),
                                    vectors[i].signature));
    }
}

Test(signature, the_body_is_bytes)
{
    static const char body[] = "a\0b";
    char whole[SIGNATURE_TEXT_SIZE], cut[SIGNATURE_TEXT_SIZE];
    cr_assert(signature_make("s", body, 3, whole));
    cr_assert(signature_make("s", body, 1, cut));
    cr_expect_str_neq(whole, cut);
    cr_expect(signature_matches("s", body, 3, whole));
    cr_expect_not(signature_matches("s", body, 1, whole));
}

Test(signature, each_wrong_character_is_seen)
{
    const char *body = vectors[0].body;
    for (size_t i = 0; i < SIGNATURE_TEXT_SIZE - 1; i++) {
        char given[SIGNATURE_TEXT_SIZE];
        memcpy(given, vectors[0].signature, sizeof given);
        given[i] = given[i] == '0' ? '1' : '0';
        cr_expect_not(signature_matches("Jefe", body, strlen(body), given), "character %zu", i);
    }
}

Test(signature, what_is_nearly_one_is_none)
{
    static const char *const given[] = {
        NULL,
        "",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec38433",
        "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843",
        "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    };
    const char *body = vectors[0].body;
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        cr_expect_not(signature_matches("Jefe", body, strlen(body), given[i]), "%zu", i);
    cr_expect_not(signature_matches("jefe", body, strlen(body), vectors[0].signature));
    cr_expect_not(signature_matches("Jefe", body, strlen(body) - 1, vectors[0].signature));
}

/* Whoever knows that there is no secret could sign. */
Test(signature, an_empty_secret_signs_nothing)
{
    char text[SIGNATURE_TEXT_SIZE];
    cr_assert(signature_make("", "x", 1, text));
    cr_expect_not(signature_matches("", "x", 1, text));
}
