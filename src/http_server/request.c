/* What a handler can ask of a request, and add to a response. */
#include "src/http_server/server.h"

#include <microhttpd.h>
#include <string.h>

struct visit {
    http_field_visitor *visitor;
    void *context;
};

const char *http_request_header(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *http_request_query(const struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
}

static enum MHD_Result pass_on(void *context, enum MHD_ValueKind kind, const char *name,
                               const char *value)
{
    const struct visit *visit = context;
    (void)kind;
    visit->visitor(visit->context, name, value);
    return MHD_YES;
}

void http_request_each_header(const struct http_request *request, http_field_visitor *visit,
                              void *context)
{
    struct visit each = {visit, context};
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, pass_on, &each);
}

void http_request_each_query(const struct http_request *request, http_field_visitor *visit,
                             void *context)
{
    struct visit each = {visit, context};
    MHD_get_connection_values(request->connection, MHD_GET_ARGUMENT_KIND, pass_on, &each);
}

void http_response_add_header(struct http_response *response, const char *name, const char *value)
{
    size_t length = strlen(value);
    if (response->header_count == HTTP_HEADERS_MAX || length >= HTTP_HEADER_VALUE_SIZE)
        return;
    struct http_response_header *header = &response->headers[response->header_count++];
    header->name = name;
    memcpy(header->value, value, length + 1);
}
