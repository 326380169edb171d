/*
 * Any bytes as a reply. Up to three lines in front say with which status, content
 * type and Retry-After: "200\ntext/html\n5\nBODY"; what has no such lines is a body.
 */
#include "src/chakra/reply.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { LINE_SIZE = 128, LATEST = 1800000000 };

static const int statuses[] = {200, 201, 204, 301, 400, 401, 402, 403, 404, 429, 500, 502};

/* Cuts a line off the front; false when there is none that fits. */
static bool take_line(const char **bytes, size_t *length, char line[LINE_SIZE])
{
    const char *end = memchr(*bytes, '\n', *length);
    size_t size = end != NULL ? (size_t)(end - *bytes) : LINE_SIZE;
    if (size >= LINE_SIZE)
        return false;
    memcpy(line, *bytes, size);
    line[size] = '\0';
    *bytes += size + 1;
    *length -= size + 1;
    return true;
}

static void check_reply(const struct reply *reply, size_t length)
{
    const char *const texts[] = {reply->error.title,    reply->error.message, reply->error.details,
                                 reply->error.trace_id, reply->wamid,         reply->wa_id};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        FUZZ_CHECK(texts[i] == NULL || strlen(texts[i]) <= 2 * length + 4096);
    FUZZ_CHECK(reply->retry_after_ms >= -1);
    FUZZ_CHECK(reply->wamid == NULL || reply->wamid[0] != '\0');
    FUZZ_CHECK(reply->has_error || (reply->http_status >= 200 && reply->http_status < 300));
    struct error error = {0};
    enum err err = reply_to_error(reply, "a test", &error);
    FUZZ_CHECK(err == error.code);
    (void)reply_is_throttled(reply);
    (void)reply_is_auth(reply);
    (void)reply_is_billing(reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *body = (const char *)bytes;
    char status[LINE_SIZE] = "200", type[LINE_SIZE] = "", wait[LINE_SIZE] = "";
    bool has_wait = false;
    if (length > 0 && bytes[0] >= '0' && bytes[0] <= '9' && take_line(&body, &length, status)) {
        has_wait = take_line(&body, &length, type) && take_line(&body, &length, wait);
    }
    int number = (int)strtol(status, NULL, 10);
    if (number < 100 || number > 599)
        number = statuses[(unsigned)number % (sizeof statuses / sizeof statuses[0])];
    struct arena arena;
    struct reply reply;
    struct error error = {0};
    arena_init(&arena);
    enum err err = reply_parse(number, has_wait ? wait : NULL, (int64_t)LATEST * 1000, body, length,
                               &arena, &reply, &error);
    FUZZ_CHECK(err == ERR_OK);
    FUZZ_CHECK(reply.http_status == number);
    check_reply(&reply, length);
    arena_release(&arena);
    return 0;
}
