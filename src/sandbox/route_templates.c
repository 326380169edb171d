/* The template list: ChakraHQ passes WhatsApp's own body through, errors included. */
#include "src/sandbox/routes.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/sandbox/answer.h"
#include "src/sandbox/template_list.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { ADDRESS_MAX = 16 * 1024 };

static void add_encoded(struct strbuf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x80 && (isalnum(byte) || strchr("-._~", byte) != NULL))
            strbuf_add_char(out, *text);
        else
            strbuf_addf(out, "%%%02X", byte);
    }
}

/* The arguments of this request but its cursor. */
static void add_argument(void *context, const char *name, const char *value)
{
    struct strbuf *out = context;
    if (value == NULL || strcmp(name, "after") == 0 || strcmp(name, "before") == 0 ||
        strcmp(name, "access_token") == 0)
        return;
    add_encoded(out, name);
    strbuf_add_char(out, '=');
    add_encoded(out, value);
    strbuf_add_char(out, '&');
}

static bool add_address(cJSON *paging, const struct route_call *call, const char *name,
                        const char *argument, const char *cursor)
{
    struct strbuf address;
    strbuf_init(&address, ADDRESS_MAX);
    strbuf_addf(&address, "http://127.0.0.1:%d%s?", call->sandbox->port, call->request->path);
    http_request_each_query(call->request, add_argument, &address);
    strbuf_addf(&address, "%s=%s", argument, cursor);
    bool added = !address.failed && json_add_text(paging, name, address.text);
    strbuf_release(&address);
    return added;
}

static bool add_paging(cJSON *body, const struct route_call *call,
                       const struct template_list_page *page)
{
    if (page->first[0] == '\0')
        return true;
    cJSON *paging = cJSON_AddObjectToObject(body, "paging");
    cJSON *cursors = paging != NULL ? cJSON_AddObjectToObject(paging, "cursors") : NULL;
    return json_add_text(cursors, "before", page->first) &&
           json_add_text(cursors, "after", page->last) &&
           (!page->has_next || add_address(paging, call, "next", "after", page->last)) &&
           (!page->has_previous || add_address(paging, call, "previous", "before", page->first));
}

static bool add_summary(cJSON *body, const struct route_call *call,
                        const struct template_list_page *page)
{
    if (http_request_query(call->request, "summary") == NULL)
        return true;
    cJSON *summary = cJSON_AddObjectToObject(body, "summary");
    return json_add_integer(summary, "total_count", (int64_t)page->total) &&
           json_add_integer(summary, "message_template_count",
                            (int64_t)call->sandbox->catalogue.count) &&
           json_add_integer(summary, "message_template_limit", 6000) &&
           json_add_bool(summary, "are_translations_complete", true);
}

void route_refuse_object(struct route_call *call, const char *id)
{
    struct refusal refusal = {.code = 100, .subcode = 33};
    snprintf(refusal.message, sizeof refusal.message,
             "Unsupported %s request. Object with ID '%s' does not exist, cannot be loaded due to "
             "missing permissions, or does not support this operation",
             strcmp(call->request->method, "POST") == 0 ? "post" : "get", id);
    answer_graph_error(call->response, &refusal);
}

bool route_check_account(struct route_call *call, const char *waba)
{
    if (strcmp(waba, SANDBOX_WABA_ID) == 0)
        return true;
    route_refuse_object(call, waba);
    return false;
}

static struct template_query read_query(const struct http_request *request)
{
    return (struct template_query){
        .name = http_request_query(request, "name"),
        .content = http_request_query(request, "content"),
        .name_or_content = http_request_query(request, "name_or_content"),
        .status = http_request_query(request, "status"),
        .category = http_request_query(request, "category"),
        .language = http_request_query(request, "language"),
        .quality_score = http_request_query(request, "quality_score"),
        .fields = http_request_query(request, "fields"),
        .limit = http_request_query(request, "limit"),
        .after = http_request_query(request, "after"),
        .before = http_request_query(request, "before"),
    };
}

void route_list_templates(struct route_call *call)
{
    if (!route_is_version(call->segments[0])) {
        answer_not_found(call->response);
        return;
    }
    struct template_query query = read_query(call->request);
    const struct catalogue empty = {0};
    const struct catalogue *catalogue = &call->sandbox->catalogue;
    if (strcmp(call->segments[1], SANDBOX_EMPTY_WABA_ID) == 0) {
        catalogue = &empty;
    } else if (strcmp(call->segments[1], SANDBOX_BROKEN_WABA_ID) == 0) {
        if (query.after != NULL) {
            call->response->fate = HTTP_CLOSE;
            return;
        }
        query.limit = "10";
    } else if (!route_check_account(call, call->segments[1])) {
        return;
    }
    struct template_list_page page;
    struct refusal refusal = {0};
    if (!template_list_page(catalogue, &query, &page, &refusal)) {
        answer_graph_error(call->response, &refusal);
        return;
    }
    cJSON *body = cJSON_CreateObject();
    bool made = json_add_node(body, "data", page.data);
    if (made && add_paging(body, call, &page) && add_summary(body, call, &page)) {
        answer_json(call->response, 200, body);
        return;
    }
    cJSON_Delete(body);
    answer_out_of_memory(call->response);
}
