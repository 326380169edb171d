/* Fills in responses. */
#include "src/sandbox/answer.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/base/uuid.h"
#include "src/whatsapp/graph_error.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_MAX = 2048, TRACE_ID_LENGTH = 22 };

void answer_out_of_memory(struct http_response *response)
{
    strbuf_clear(&response->body);
    response->status = 500;
    snprintf(response->content_type, sizeof response->content_type, "text/plain");
    strbuf_add_text(&response->body, "The sandbox is out of memory.\n");
}

void answer_json(struct http_response *response, int status, cJSON *body)
{
    char *text = body != NULL ? json_print(body) : NULL;
    cJSON_Delete(body);
    if (text == NULL) {
        answer_out_of_memory(response);
        return;
    }
    response->status = status;
    strbuf_add_text(&response->body, text);
    mem_free(text);
}

/* Takes `node` in every case; NULL when memory is out. */
static cJSON *wrap(const char *name, cJSON *node)
{
    CLEANUP(json_deletep) cJSON *object = cJSON_CreateObject();
    if (!json_add_node(object, name, node))
        return NULL;
    cJSON *taken = object;
    object = NULL;
    return taken;
}

void answer_data(struct http_response *response, cJSON *data)
{
    answer_json(response, 200, wrap("_data", data));
}

void answer_error(struct http_response *response, int status, const char *text)
{
    CLEANUP(json_deletep) cJSON *body = wrap("_data", cJSON_CreateArray());
    CLEANUP(json_deletep) cJSON *errors = cJSON_CreateArray();
    bool made = body != NULL && json_append_node(errors, cJSON_CreateString(text));
    cJSON *taken = errors;
    errors = NULL;
    made = json_add_node(body, "_errors", taken) && made;
    taken = body;
    body = NULL;
    if (made) {
        answer_json(response, status, taken);
        return;
    }
    cJSON_Delete(taken);
    answer_out_of_memory(response);
}

void answer_not_found(struct http_response *response)
{
    answer_json(response, 404, wrap("message", cJSON_CreateString("Not Found")));
}

static int refusal_status(const struct refusal *refusal)
{
    const struct graph_error *row = graph_error_find(refusal->code);
    if (refusal->http_status != 0)
        return refusal->http_status;
    return row != NULL && row->http_status != 0 ? row->http_status : 400;
}

static void add_message(struct strbuf *out, const struct refusal *refusal)
{
    const struct graph_error *row = graph_error_find(refusal->code);
    if (refusal->message[0] != '\0')
        strbuf_add_text(out, refusal->message);
    else
        strbuf_addf(out, "(#%d) %s", refusal->code, row != NULL ? row->title : "Unknown error");
}

void answer_refusal(struct http_response *response, const struct refusal *refusal)
{
    struct strbuf text;
    strbuf_init(&text, MESSAGE_MAX);
    add_message(&text, refusal);
    if (refusal->details[0] != '\0')
        strbuf_addf(&text, ": %s", refusal->details);
    if (text.failed)
        answer_out_of_memory(response);
    else
        answer_error(response, refusal_status(refusal), text.text);
    strbuf_release(&text);
}

/* "A" and letters and digits, of the length that WhatsApp's have. */
static void make_trace_id(char text[TRACE_ID_LENGTH + 1])
{
    char random[UUID_TEXT_SIZE] = "";
    size_t length = 0;
    text[length++] = 'A';
    if (uuid_make(random, NULL) == ERR_OK)
        for (const char *at = random; *at != '\0' && length < TRACE_ID_LENGTH; at++)
            if (*at != '-')
                text[length++] = (char)toupper((unsigned char)*at);
    text[length] = '\0';
}

static bool fill_graph_error(cJSON *error, const struct refusal *refusal)
{
    struct strbuf message;
    strbuf_init(&message, MESSAGE_MAX);
    add_message(&message, refusal);
    const char *type = refusal->subcode == 33 ? "GraphMethodException" : "OAuthException";
    bool made = !message.failed && json_add_text(error, "message", message.text) &&
                json_add_text(error, "type", type) &&
                json_add_integer(error, "code", refusal->code);
    strbuf_release(&message);
    if (refusal->subcode != 0)
        made = made && json_add_integer(error, "error_subcode", refusal->subcode);
    if (refusal->details[0] != '\0') {
        cJSON *data = wrap("messaging_product", cJSON_CreateString("whatsapp"));
        bool added = json_add_text(data, "details", refusal->details);
        made = json_add_node(error, "error_data", data) && added && made;
    }
    char trace_id[TRACE_ID_LENGTH + 1];
    make_trace_id(trace_id);
    return made && json_add_text(error, "fbtrace_id", trace_id);
}

void answer_graph_error(struct http_response *response, const struct refusal *refusal)
{
    cJSON *error = cJSON_CreateObject();
    if (error != NULL && fill_graph_error(error, refusal)) {
        answer_json(response, refusal_status(refusal), wrap("error", error));
        return;
    }
    cJSON_Delete(error);
    answer_out_of_memory(response);
}
