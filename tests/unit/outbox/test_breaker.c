/* What stops the queue, whom the stop reaches, and who sets it going again. */
#include "src/outbox/breaker.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/mem.h"

static struct outcome outcome_of(enum err err, int http_status)
{
    return (struct outcome){.err = err,
                            .change = {.http_status = http_status, .error_text = "because"}};
}

static bool note(struct breaker *breaker, enum err err, int http_status)
{
    struct outcome outcome = outcome_of(err, http_status);
    return breaker_note(breaker, &outcome, 7, 10);
}

Test(breaker, what_stops_it)
{
    static const struct {
        enum err err;
        int http_status;
        bool stops;
    } rows[] = {{ERR_AUTH, 401, true},      {ERR_AUTH, 403, true},      {ERR_BILLING, 402, true},
                {ERR_OK, 200, false},       {ERR_REJECTED, 400, false}, {ERR_THROTTLED, 429, false},
                {ERR_UNKNOWN, 502, false},  {ERR_UNKNOWN, 0, false},    {ERR_NOT_SENT, 0, false},
                {ERR_INTERRUPTED, 0, false}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct breaker breaker = {0};
        cr_expect_eq(note(&breaker, rows[i].err, rows[i].http_status), rows[i].stops, "row %zu", i);
        cr_expect_eq(breaker.is_open, rows[i].stops);
        cr_expect_eq(breaker_admits(&breaker, 10, false), !rows[i].stops, "row %zu", i);
        cr_expect(breaker_next_step(&breaker)[0] != '\0');
    }
}

Test(breaker, three_losses_in_a_row)
{
    struct breaker breaker = {0};
    cr_expect_not(note(&breaker, ERR_NOT_SENT, 0));
    cr_expect_not(note(&breaker, ERR_NOT_SENT, 0));
    cr_expect_not(note(&breaker, ERR_REJECTED, 400)); /* there is a network after all */
    cr_expect_not(note(&breaker, ERR_NOT_SENT, 0));
    cr_expect_not(note(&breaker, ERR_UNKNOWN, 0)); /* nobody answered */
    cr_expect_not(note(&breaker, ERR_NOT_SENT, 0));
    cr_expect(note(&breaker, ERR_NOT_SENT, 0));
    cr_expect_eq(breaker.row, 7);
    cr_expect_str_eq(breaker.why, "because");
    cr_expect_not(note(&breaker, ERR_NOT_SENT, 0)); /* it stopped once */
}

Test(breaker, whom_it_reaches)
{
    struct breaker breaker = {0};
    cr_expect(breaker_admits(&breaker, 1, false));
    cr_expect(breaker_admits(&breaker, 1, true));
    cr_expect(note(&breaker, ERR_AUTH, 401));
    cr_expect_not(breaker_admits(&breaker, 1, false));
    cr_expect_not(breaker_admits(&breaker, 10, false));
    cr_expect_not(breaker_admits(&breaker, 11, true)); /* the list goes on submitting */
    cr_expect(breaker.is_open);
    cr_expect(breaker_admits(&breaker, 12, false)); /* the operator tries again */
    cr_expect_not(breaker.is_open);
    cr_expect(breaker_admits(&breaker, 13, true));
    cr_expect_not(breaker_admits(&breaker, 10, false)); /* still the old queue */
}

Test(breaker, it_can_stop_again)
{
    struct breaker breaker = {0};
    cr_expect(note(&breaker, ERR_AUTH, 401));
    cr_expect(breaker_admits(&breaker, 11, false));
    struct outcome billing = outcome_of(ERR_BILLING, 402);
    billing.change.error_text = NULL;
    cr_expect(breaker_note(&breaker, &billing, 8, 20));
    cr_expect_eq(breaker.row, 8);
    cr_expect_not(breaker_admits(&breaker, 20, false));
    cr_expect_str_eq(breaker.why, err_text(ERR_BILLING));
}

/* What still comes in of the requests that were under way says nothing new. */
Test(breaker, the_first_reason_stays)
{
    struct breaker breaker = {0};
    cr_expect(note(&breaker, ERR_NOT_SENT, 0) + note(&breaker, ERR_NOT_SENT, 0) +
                  note(&breaker, ERR_NOT_SENT, 0) ==
              1);
    struct outcome late = outcome_of(ERR_AUTH, 401);
    cr_expect_not(breaker_note(&breaker, &late, 9, 30));
    cr_expect_eq(breaker.row, 7);
    cr_expect_eq(breaker.stopped_upto, 10);
    cr_expect_eq(breaker.err, ERR_NOT_SENT);
    /* After a new start the losses are counted anew. */
    cr_expect(breaker_admits(&breaker, 31, false));
    cr_expect_not(note(&breaker, ERR_NOT_SENT, 0));
    cr_expect_not(note(&breaker, ERR_NOT_SENT, 0));
    cr_expect(note(&breaker, ERR_NOT_SENT, 0));
}
