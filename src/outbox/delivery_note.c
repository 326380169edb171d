/*
 * Route honesty: an answer says "accepted", and which route was used decides
 * what says more (API notes, section 3, "A versus B").
 */
#include "src/outbox/delivery_note.h"

#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"

/* Where the recorded request's URL ends names the route. */
static const struct {
    const char *url_end;
    const char *note;
} notes[] = {
    {"/messages\"",
     TEXT("Accepted is all that this route's answer says. Delivery is known only from webhooks "
          "(chakra-tui listen), from a file of them (history import-status) or by looking the "
          "message "
          "up.")},
    {"/send-template-message\"", TEXT("The answer says what was known at that moment. Later states "
                                      "come from ChakraHQ's webhooks "
                                      "(chakra-tui listen), from a file of them (history "
                                      "import-status) or by looking the message "
                                      "up.")},
};

const char *delivery_note(const struct send_detail *detail)
{
    enum send_state state = detail->row.state;
    if (state != SEND_ACCEPTED && state != SEND_SENT)
        return NULL;
    for (size_t i = 0; detail->request != NULL && i < COUNT_OF(notes); i++)
        if (strstr(detail->request, notes[i].url_end) != NULL)
            return text_of(notes[i].note);
    return text_of(
        "Accepted is not delivered: delivery is known only from webhooks or by looking the "
        "message up.");
}
