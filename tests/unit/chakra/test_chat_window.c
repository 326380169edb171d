/* The 24-hour window, and whom a record belongs to. */
#include "src/chakra/chat_window.h"

#include <criterion/criterion.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/chakra/record.h"

enum { HOUR = 60 * 60 * 1000 };
#define NOW INT64_C(1800000000000)

static const struct {
    struct chat_message messages[3];
    size_t count;
    bool complete;
    enum chat_window_state state;
    int64_t last;
} windows[] = {
    {{{0}}, 0, true, WINDOW_CLOSED, 0},
    {{{0}}, 0, false, WINDOW_CANNOT_TELL, 0},
    {{{.direction = CHAT_INBOUND, .at = NOW - HOUR}}, 1, false, WINDOW_OPEN, NOW - HOUR},
    {{{.direction = CHAT_INBOUND, .at = NOW - 24 * HOUR + 1}},
     1,
     true,
     WINDOW_OPEN,
     NOW - 24 * HOUR + 1},
    {{{.direction = CHAT_INBOUND, .at = NOW - 24 * HOUR}}, 1, true, WINDOW_CLOSED, NOW - 24 * HOUR},
    {{{.direction = CHAT_INBOUND, .at = NOW - 25 * HOUR}},
     1,
     false,
     WINDOW_CANNOT_TELL,
     NOW - 25 * HOUR},
    {{{.direction = CHAT_OUTBOUND, .at = NOW - HOUR}}, 1, true, WINDOW_CLOSED, 0},
    {{{.direction = CHAT_DIRECTION_UNKNOWN, .at = NOW - HOUR}}, 1, true, WINDOW_CANNOT_TELL, 0},
    {{{.direction = CHAT_DIRECTION_UNKNOWN, .at = NOW - 30 * HOUR}}, 1, true, WINDOW_CLOSED, 0},
    {{{.direction = CHAT_INBOUND, .at = 0}}, 1, true, WINDOW_CANNOT_TELL, 0},
    {{{.direction = CHAT_INBOUND, .at = NOW + HOUR}}, 1, true, WINDOW_CANNOT_TELL, 0},
    {{{.direction = CHAT_INBOUND, .at = NOW - 30 * HOUR},
      {.direction = CHAT_INBOUND, .at = NOW - 2 * HOUR},
      {.direction = CHAT_DIRECTION_UNKNOWN, .at = NOW - HOUR}},
     3,
     true,
     WINDOW_OPEN,
     NOW - 2 * HOUR},
};

Test(chat_window, open_closed_and_cannot_tell)
{
    for (size_t i = 0; i < COUNT_OF(windows); i++) {
        struct chat_window window =
            chat_window_decide(windows[i].messages, windows[i].count, windows[i].complete, NOW);
        cr_expect_eq(window.state, windows[i].state, "row %zu: %s", i, window.reason);
        cr_expect_eq(window.last_inbound_at, windows[i].last, "row %zu", i);
        cr_expect_eq(window.closes_at,
                     window.state == WINDOW_OPEN ? windows[i].last + CHAT_WINDOW_MS : 0);
        cr_expect_not_null(window.reason);
    }
}

static const struct {
    const char *json, *digits; /* NULL: cannot be told */
} records[] = {
    {"{\"_data\":{\"record\":{\"data\":{\"phone_number\":\"15550001234\"}}}}", "15550001234"},
    {"{\"_data\":{\"data\":{\"Mobile\":\"+65 8123 4567\"}}}", "6581234567"},
    {"{\"_data\":{\"data\":{\"phone\":15550001234}}}", "15550001234"},
    {"{\"_data\":{\"data\":{\"phone\":\"15550001234\",\"whatsapp\":\"+1 555 000 1234\"}}}",
     "15550001234"},
    {"{\"_data\":{\"data\":{\"phone\":\"15550001234\",\"mobile\":\"15550004321\"}}}", NULL},
    {"{\"_data\":{\"data\":{\"phone\":\"7701214822\"}}}", NULL},
    {"{\"_data\":{\"data\":{\"phone\":\"7701214822\",\"mobile\":\"15550004321\"}}}", NULL},
    {"{\"_data\":{\"data\":{\"telephoneType\":\"home\",\"phone\":\"15550001234\"}}}",
     "15550001234"},
    {"{\"_data\":{\"data\":{\"lead_id\":\"15550001234\"}}}", NULL},
    {"{\"_data\":[]}", NULL},
    {"{\"_data\":null}", NULL},
    {"{\"data\":{\"phone\":\"15550001234\"}}", NULL},
    {"no json", NULL},
    {"{\"_data\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"phone\":"
     "\"15550001234\"}}}}}}}}}}",
     NULL},
};

Test(record, the_one_phone_number)
{
    for (size_t i = 0; i < COUNT_OF(records); i++) {
        struct phone phone;
        bool found = record_find_phone(records[i].json, strlen(records[i].json), &phone);
        cr_expect_eq(found, records[i].digits != NULL, "%s", records[i].json);
        cr_expect_str_eq(phone.digits, records[i].digits != NULL ? records[i].digits : "");
    }
}
