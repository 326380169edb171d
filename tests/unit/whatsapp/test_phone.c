/* Numbers as people paste them. */
#include "src/base/mem.h"
#include "src/whatsapp/phone.h"

#include <criterion/criterion.h>
#include <string.h>

Test(phone, pasted_forms)
{
    static const struct {
        const char *text;
        const char *digits;
        bool changed;
        const char *country;
    } cases[] = {
        {"15550001234", "15550001234", false, "United States or Canada"},
        {"+44 (0)20 7946-0018", "442079460018", true, "United Kingdom"},
        {"0044 20 7946 0018", "442079460018", true, "United Kingdom"},
        {"0044 (0)20 7946 0018", "442079460018", true, "United Kingdom"},
        {"+44 20 7946 0018", "442079460018", false, "United Kingdom"},
        {"  +1 (555) 000-1234 ", "15550001234", false, "United States or Canada"},
        {"+1\u00A0555\u00A0000\u00A01234", "15550001234", true, "United States or Canada"},
        {"+1\u202F555\u2009000\u30001234", "15550001234", true, "United States or Canada"},
        {"+1.555.000.1234", "15550001234", true, "United States or Canada"},
        {"+49/30/23125000", "493023125000", true, "Germany"},
        {"+1\u2011555\u2013000\u22121234", "15550001234", true, "United States or Canada"},
        {"١٥٥٥٠٠٠١٢٣٤", "15550001234", true, "United States or Canada"},
        {"+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹", "989123456789", true, "Iran"},
        {"+९१ ९९०१२ ५८४३३", "919901258433", true, "India"},
        {"＋８１ ９０ １２３４ ５６７８", "819012345678", true, "Japan"},
        {"\U0001D7CE\U0001D7CE\U0001D7D2\U0001D7D2 2079460018", "442079460018", true,
         "United Kingdom"},
        {"\u200E+971\u200E501234567\u202C", "971501234567", true, "United Arab Emirates"},
        {"tel:+15550001234", "15550001234", true, "United States or Canada"},
        {"https://wa.me/15550001234", "15550001234", true, "United States or Canada"},
        {"+1 242 555 0123", "12425550123", false, "Bahamas"},
        {"+7 701 123 45 67", "77011234567", false, "Kazakhstan"},
        {"+7 912 123 45 67", "79121234567", false, "Russia"},
        {"1234567", "1234567", false, "United States or Canada"},
        {"123456789012345", "123456789012345", false, "United States or Canada"},
        {"+210 1234567", "2101234567", false, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct phone phone;
        struct error error = {0};
        cr_assert_eq(phone_normalize(cases[i].text, &phone, &error), ERR_OK, "%s: %s",
                     cases[i].text, error.what);
        cr_expect_str_eq(phone.digits, cases[i].digits, "%s", cases[i].text);
        cr_expect_eq(phone.changed, cases[i].changed, "%s", cases[i].text);
        cr_expect(cases[i].country == NULL ? phone.country == NULL
                                           : strcmp(phone.country, cases[i].country) == 0,
                  "%s", cases[i].text);
    }
}

Test(phone, refused)
{
    static const struct {
        const char *text;
        const char *what;
    } cases[] = {
        {"", "no digits"},
        {"+", "no digits"},
        {"abc", "\"a\" cannot stand"},
        {"1555000123x", "\"x\" cannot stand"},
        {"020 7946 0018", "begins with 0"},
        {"+0 44 2079460018", "begins with 0"},
        {"00", "no digits"},
        {"000044123456", "begins with 0"},
        {"12", "only 2 digits"},
        {"1234567890123456", "16 digits"},
        {"12345678901234567890123456789012345678901234567890", "50 digits"},
        {"+44+2079460018", "\"+\" cannot stand"},
        {"2+15550001234", "\"+\" cannot stand"},
        {"\xFF\xFE"
         "15550001234",
         "not text"},
        {"+1555\xC3", "not text"},
        {"15550001234\n; DROP", "\";\" cannot stand"},
        {"+1 555 000 1234 👍", "\"👍\" cannot stand"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct phone phone;
        struct error error = {0};
        cr_assert_eq(phone_normalize(cases[i].text, &phone, &error), ERR_INVALID, "%s",
                     cases[i].text);
        cr_expect_not_null(strstr(error.what, cases[i].what), "%s: %s", cases[i].text, error.what);
        cr_expect(error.next[0] != '\0');
    }
}

Test(phone, never_guesses_a_country)
{
    struct phone phone;
    cr_assert_eq(phone_normalize("555-0123", &phone, NULL), ERR_OK);
    cr_assert_str_eq(phone.digits, "5550123");
    cr_assert_eq(phone_normalize("(0)20 7946 0018", &phone, NULL), ERR_INVALID);
}

Test(phone, grouped_for_reading)
{
    static const struct {
        const char *digits;
        const char *text;
    } cases[] = {
        {"919901258433", "+91 99012 58433"},  {"442079460018", "+44 20 7946 0018"},
        {"15550001234", "+1 555 000 1234"},   {"12425550123", "+1 242 555 0123"},
        {"493023125000", "+49 302 312 5000"}, {"35312345678", "+353 1234 5678"},
        {"2101234567", "+210 123 4567"},      {"", "+"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[32];
        phone_format(cases[i].digits, text, sizeof text);
        cr_expect_str_eq(text, cases[i].text);
    }
    char small[6];
    phone_format("919901258433", small, sizeof small);
    cr_expect_str_eq(small, "+91 9");
}
