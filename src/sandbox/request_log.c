/* The ring of requests. */
#include "src/sandbox/request_log.h"

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <string.h>
#include <strings.h>

enum { BODY_AS_JSON_MAX = 1024 * 1024, BODY_AS_TEXT_MAX = 64 * 1024 };

struct fields {
    cJSON *object;
    bool failed;
};

static void add_field(void *context, const char *name, const char *value)
{
    struct fields *fields = context;
    bool is_secret = strcasecmp(name, "Authorization") == 0 || strcasecmp(name, "Cookie") == 0;
    const char *shown = is_secret ? "***" : value;
    if (value != NULL && !utf8_is_valid(value, strlen(value)))
        shown = "(not UTF-8)";
    if (!json_add_text(fields->object, name, shown))
        fields->failed = true;
}

static cJSON *describe_body(const struct http_request *request)
{
    cJSON *body = NULL;
    if (request->body_length == 0)
        return cJSON_CreateNull();
    if (request->body_length <= BODY_AS_JSON_MAX &&
        json_parse(request->body, request->body_length, &body, NULL) == ERR_OK)
        return body;
    struct strbuf text;
    strbuf_init(&text, BODY_AS_TEXT_MAX * 2);
    bool is_text = strlen(request->body) == request->body_length &&
                   utf8_is_valid(request->body, request->body_length);
    if (is_text && request->body_length <= BODY_AS_TEXT_MAX)
        strbuf_add(&text, request->body, request->body_length);
    else
        strbuf_addf(&text, "(%zu bytes)", request->body_length);
    body = text.failed ? NULL : cJSON_CreateString(text.text);
    strbuf_release(&text);
    return body;
}

static char *describe(const struct http_request *request)
{
    CLEANUP(json_deletep) cJSON *entry = cJSON_CreateObject();
    struct fields query = {.object = cJSON_CreateObject()};
    struct fields headers = {.object = cJSON_CreateObject()};
    if (query.object != NULL)
        http_request_each_query(request, add_field, &query);
    if (headers.object != NULL)
        http_request_each_header(request, add_field, &headers);
    char at[CLOCK_TEXT_SIZE];
    clock_format_utc(clock_now_ms(), at);
    const char *path =
        utf8_is_valid(request->path, strlen(request->path)) ? request->path : "(not UTF-8)";
    /* No short cut: each of these takes its node in every case. */
    bool made = json_add_text(entry, "at", at) && json_add_text(entry, "method", request->method) &&
                json_add_text(entry, "path", path);
    made = json_add_node(entry, "query", query.object) && made;
    made = json_add_node(entry, "headers", headers.object) && made;
    made = json_add_node(entry, "body", describe_body(request)) && made;
    return made && !query.failed && !headers.failed ? json_print(entry) : NULL;
}

void request_log_add(struct request_log *log, const struct http_request *request)
{
    char *text = describe(request);
    if (text == NULL)
        return;
    if (log->count == REQUEST_LOG_SIZE) {
        mem_free(log->entries[log->first]);
        log->first = (log->first + 1) % REQUEST_LOG_SIZE;
        log->count--;
    }
    log->entries[(log->first + log->count++) % REQUEST_LOG_SIZE] = text;
}

void request_log_print(const struct request_log *log, struct strbuf *out)
{
    strbuf_add_char(out, '[');
    for (size_t i = 0; i < log->count; i++) {
        strbuf_add_text(out, i > 0 ? ",\n" : "");
        strbuf_add_text(out, log->entries[(log->first + i) % REQUEST_LOG_SIZE]);
    }
    strbuf_add_text(out, "]\n");
}

void request_log_clear(struct request_log *log)
{
    for (size_t i = 0; i < log->count; i++)
        mem_free(log->entries[(log->first + i) % REQUEST_LOG_SIZE]);
    *log = (struct request_log){0};
}
