/* The words of `expect`. */
#include "src/trial/expectation.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/mem.h"

Test(expectation, every_word_is_read_and_written_again)
{
    static const struct {
        const char *text;
        enum expectation_kind kind;
        int code;
        const char *rule;
        int64_t within_ms;
        const char *written; /* NULL: as it was */
    } rows[] = {
        {"accepted", EXPECT_ACCEPTED, 0, "", 0, NULL},
        {"rejected", EXPECT_REJECTED, 0, "", 0, NULL},
        {"rejected:132000", EXPECT_REJECTED, 132000, "", 0, NULL},
        {"invalid", EXPECT_INVALID, 0, "", 0, NULL},
        {"invalid:V20", EXPECT_INVALID, 0, "V20", 0, NULL},
        {"sent within 5s", EXPECT_SENT, 0, "", 5000, NULL},
        {"delivered within 60s", EXPECT_DELIVERED, 0, "", 60000, NULL},
        {"delivered", EXPECT_DELIVERED, 0, "", 60000, "delivered within 60s"},
        {"read within 1h", EXPECT_READ, 0, "", 3600000, "read within 3600s"},
        {"read within 2m", EXPECT_READ, 0, "", 120000, "read within 120s"},
        {"failed:131026 within 30s", EXPECT_FAILED, 131026, "", 30000, NULL},
        {"failed", EXPECT_FAILED, 0, "", 60000, "failed within 60s"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct expectation expect;
        char written[EXPECTATION_TEXT_SIZE];
        cr_assert_eq(expectation_parse(rows[i].text, &expect, NULL), ERR_OK, "%s", rows[i].text);
        cr_expect_eq(expect.kind, rows[i].kind, "%s", rows[i].text);
        cr_expect_eq(expect.code, rows[i].code, "%s", rows[i].text);
        cr_expect_str_eq(expect.rule, rows[i].rule);
        cr_expect_eq(expect.within_ms, rows[i].within_ms, "%s", rows[i].text);
        cr_expect_eq(expectation_needs_evidence(&expect), expect.within_ms > 0);
        expectation_format(&expect, written);
        cr_expect_str_eq(written, rows[i].written != NULL ? rows[i].written : rows[i].text);
    }
}

Test(expectation, what_is_wrong_is_said_with_what_is_near)
{
    static const struct {
        const char *text;
        const char *what, *next;
    } rows[] = {
        {"acepted", "'acepted' is nothing that can be expected", "Did you mean accepted?"},
        {"deliverd within 60s", "nothing that can be expected", "Did you mean delivered?"},
        {"", "nothing that can be expected", "Write accepted, rejected"},
        {"Accepted", "nothing that can be expected", "Did you mean accepted?"},
        {"accepted:1", "accepted has no code", "Leave the colon"},
        {"accepted within 5s", "is known at once", "Leave it out"},
        {"rejected:", "is no error code", "rejected:132000"},
        {"rejected:0", "is no error code", "rejected:132000"},
        {"rejected:V20", "'V20' is no error code", "rejected:132000"},
        {"rejected:99999999999999999999", "is no error code", "rejected:132000"},
        {"rejected:132000x", "is no error code", "rejected:132000"},
        {"invalid:132000", "there is no rule '132000'", "invalid:V20"},
        {"invalid:V2000000", "there is no rule", "invalid:V20"},
        {"invalid:V3", "there is no rule 'V3'", "invalid:V20"},
        {"delivered in 60s", "'in 60s' does not belong behind delivered", "within 60s"},
        {"delivered within", "does not belong", "within 60s"},
        {"delivered within 60", "'60' is no time", "within 2m"},
        {"delivered within 0s", "'0s' is no time", "within 2m"},
        {"delivered within 99h", "'99h' is no time", "within 2m"},
        {"delivered within 86401s", "is no time of a day", "within 2m"},
        {"delivered within 60s or so", "is no time", "within 2m"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct expectation expect;
        struct error error = {0};
        cr_expect_eq(expectation_parse(rows[i].text, &expect, &error), ERR_INVALID, "%s",
                     rows[i].text);
        cr_expect_not_null(strstr(error.what, rows[i].what), "%s: %s", rows[i].text, error.what);
        cr_expect_not_null(strstr(error.next, rows[i].next), "%s: %s", rows[i].text, error.next);
    }
}
