/* What is said of delivery, by state and route. */
#include "src/outbox/delivery_note.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *note(enum send_state state, const char *request)
{
    struct send_detail detail = {.row = {.state = state}, .request = request};
    return delivery_note(&detail);
}

Test(delivery_note, routes)
{
    const char *passed_through = note(
        SEND_ACCEPTED, "{\"method\":\"POST\",\"url\":\"https://a/v24.0/1/messages\",\"body\":{}}");
    const char *chakra =
        note(SEND_ACCEPTED, "{\"method\":\"POST\",\"url\":\"https://a/v1/ext/plugin/"
                            "whatsapp/p/phoneNumber/1/send-template-message\"}");
    cr_assert(passed_through != NULL && chakra != NULL);
    cr_expect_str_neq(passed_through, chakra);
    cr_expect_not_null(strstr(passed_through, "chakra-tui listen"));
    cr_expect_not_null(strstr(chakra, "webhooks"));
    cr_expect_not_null(note(SEND_SENT, NULL), "a row without a request: imported");
    cr_expect_not_null(note(SEND_ACCEPTED, "not JSON"));
}

Test(delivery_note, only_while_more_can_come)
{
    for (int state = 0; state < SEND_STATE_COUNT; state++)
        cr_expect_eq(note((enum send_state)state, NULL) != NULL,
                     state == SEND_ACCEPTED || state == SEND_SENT, "%s",
                     send_state_word((enum send_state)state));
}
