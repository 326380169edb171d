/* Creating and editing templates: ChakraHQ passes WhatsApp's own bodies through. */
#include "src/sandbox/routes.h"

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"
#include "src/sandbox/catalogue_change.h"
#include "src/sandbox/template_create.h"

#include <stdio.h>
#include <string.h>

/* Management errors have texts for the user (template reference, section 10). */
static void answer_template_refusal(struct route_call *call, const struct template_refusal *refusal)
{
    CLEANUP(json_deletep) cJSON *body = cJSON_CreateObject();
    cJSON *error = body != NULL ? cJSON_AddObjectToObject(body, "error") : NULL;
    const char *message = refusal->message != NULL ? refusal->message : "Invalid parameter";
    bool made = json_add_text(error, "message", message) &&
                json_add_text(error, "type", "OAuthException") &&
                json_add_integer(error, "code", 100);
    if (refusal->subcode != 0)
        made = made && json_add_integer(error, "error_subcode", refusal->subcode);
    if (refusal->title != NULL)
        made = made && json_add_bool(error, "is_transient", false) &&
               json_add_text(error, "error_user_title", refusal->title) &&
               json_add_text(error, "error_user_msg", refusal->text);
    made = made && json_add_text(error, "fbtrace_id", "AsandboxTemplates00000");
    cJSON *taken = body;
    body = NULL;
    if (made) {
        answer_json(call->response, 400, taken);
        return;
    }
    cJSON_Delete(taken);
    answer_out_of_memory(call->response);
}

/* Another program may have this store too: what it created is taken over, not written over. */
static bool refresh(struct route_call *call)
{
    struct sandbox *sandbox = call->sandbox;
    struct error error = {0};
    if (sandbox->template_store == NULL ||
        catalogue_take_kept(&sandbox->catalogue, sandbox->template_store, &error) == ERR_OK)
        return true;
    answer_error(call->response, 500, error.what);
    return false;
}

/* NULL when the request's body is no JSON object; the response says so. */
static cJSON *read_body(struct route_call *call)
{
    cJSON *body = NULL;
    json_parse(call->request->body, call->request->body_length, &body, NULL);
    if (cJSON_IsObject(body))
        return body;
    cJSON_Delete(body);
    answer_template_refusal(
        call, &(struct template_refusal){.message = "(#100) The body must be a JSON object."});
    return NULL;
}

/* Takes `definition`. False: it was not put into the catalogue, and the response says why. */
static bool put(struct route_call *call, cJSON *definition)
{
    struct sandbox *sandbox = call->sandbox;
    struct error error = {0};
    enum err err = definition == NULL ? error_nomem(&error)
                                      : catalogue_put(&sandbox->catalogue, definition,
                                                      clock_now_ms() + CATALOGUE_REVIEW_MS, &error);
    if (err == ERR_OK)
        err = catalogue_keep(&sandbox->catalogue, sandbox->template_store, &error);
    if (err != ERR_OK)
        answer_error(call->response, 500, error.what);
    return err == ERR_OK;
}

static void answer_created(struct route_call *call, const char *id, const char *category)
{
    cJSON *body = cJSON_CreateObject();
    if (json_add_text(body, "id", id) && json_add_text(body, "status", "PENDING") &&
        json_add_text(body, "category", category)) {
        answer_json(call->response, 200, body);
        return;
    }
    cJSON_Delete(body);
    answer_out_of_memory(call->response);
}

void route_create_template(struct route_call *call)
{
    if (!route_is_version(call->segments[0])) {
        answer_not_found(call->response);
        return;
    }
    struct template_refusal refusal;
    if (!route_check_account(call, call->segments[1]) || !refresh(call))
        return;
    CLEANUP(json_deletep) cJSON *body = read_body(call);
    if (body == NULL)
        return;
    if (!template_create_check(&call->sandbox->catalogue, body, &refusal)) {
        answer_template_refusal(call, &refusal);
        return;
    }
    char id[32];
    catalogue_next_id(&call->sandbox->catalogue, id, sizeof id);
    if (put(call, template_create_list_form(body, id)))
        answer_created(call, id, json_text(body, "category", ""));
}

/* The listed definition with what the edit replaces; NULL when memory is out. */
static cJSON *edited(const struct catalogue_entry *entry, const cJSON *body)
{
    static const char *const members[] = {"category", "components", "message_send_ttl_seconds"};
    CLEANUP(json_deletep) cJSON *whole = cJSON_Duplicate(entry->definition, true);
    for (size_t i = 0; i < COUNT_OF(members) && whole != NULL; i++) {
        const cJSON *member = json_member(body, members[i]);
        if (member == NULL)
            continue;
        cJSON_DeleteItemFromObjectCaseSensitive(whole, members[i]);
        if (!json_add_node(whole, members[i], cJSON_Duplicate(member, true)))
            return NULL;
    }
    return whole != NULL ? template_create_list_form(whole, entry->template->id) : NULL;
}

void route_update_template(struct route_call *call)
{
    if (!route_is_version(call->segments[0])) {
        answer_not_found(call->response);
        return;
    }
    if (!refresh(call))
        return;
    catalogue_settle(&call->sandbox->catalogue, clock_now_ms());
    const struct catalogue_entry *entry =
        catalogue_find_id(&call->sandbox->catalogue, call->segments[1]);
    if (entry == NULL) {
        route_refuse_object(call, call->segments[1]);
        return;
    }
    struct template_refusal refusal;
    CLEANUP(json_deletep) cJSON *body = read_body(call);
    if (body == NULL)
        return;
    if (!template_update_check(entry->template, body, &refusal)) {
        answer_template_refusal(call, &refusal);
        return;
    }
    if (!put(call, edited(entry, body)))
        return;
    cJSON *answer = cJSON_CreateObject();
    if (json_add_bool(answer, "success", true)) {
        answer_json(call->response, 200, answer);
        return;
    }
    cJSON_Delete(answer);
    answer_out_of_memory(call->response);
}
