/* Upload Public Media, and the public address of what was uploaded. */
#include "src/sandbox/routes.h"

#include "src/base/json.h"
#include "src/http_server/multipart.h"
#include "src/sandbox/answer.h"

#include <stdio.h>
#include <string.h>

static void answer_address(struct route_call *call, const struct media_file *file)
{
    char address[MEDIA_NAME_SIZE + 128];
    snprintf(address, sizeof address, "http://127.0.0.1:%d/public-media/%s/%s", call->sandbox->port,
             file->id, file->name);
    cJSON *data = cJSON_CreateObject();
    if (json_add_text(data, "publicMediaUrl", address)) {
        answer_data(call->response, data);
        return;
    }
    cJSON_Delete(data);
    answer_out_of_memory(call->response);
}

void route_upload_media(struct route_call *call)
{
    const struct http_request *request = call->request;
    const char *content_type = http_request_header(request, "Content-Type");
    struct multipart_part file;
    struct multipart_part name;
    if (!route_check_plugin(call, call->segments[0]))
        return;
    if (!multipart_find(content_type, request->body, request->body_length, "file", &file)) {
        answer_error(call->response, 400, "file is required");
        return;
    }
    char filename[MEDIA_NAME_SIZE];
    snprintf(filename, sizeof filename, "%s", file.filename);
    if (multipart_find(content_type, request->body, request->body_length, "filename", &name) &&
        name.length > 0 && name.length < sizeof filename)
        snprintf(filename, sizeof filename, "%.*s", (int)name.length, name.bytes);
    const struct media_file *added = NULL;
    struct error error = {0};
    if (media_add(&call->sandbox->media, filename, file.content_type, file.bytes, file.length,
                  &added, &error) == ERR_OK)
        answer_address(call, added);
    else
        answer_error(call->response, error.code == ERR_TOO_BIG ? 413 : 500, error.what);
}

void route_show_media(struct route_call *call)
{
    struct http_response *response = call->response;
    const struct media_file *file = media_find(&call->sandbox->media, call->segments[0]);
    if (file == NULL || strcmp(file->name, call->segments[1]) != 0) {
        answer_not_found(response);
        return;
    }
    snprintf(response->content_type, sizeof response->content_type, "%s", file->content_type);
    strbuf_add(&response->body, file->bytes, file->length);
}
