/* Fetch Process By Id and List Processes, for the records that the sandbox has. */
#include "src/sandbox/routes.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"
#include "src/sandbox/records.h"

#include <string.h>

enum { LIMIT_DEFAULT = 10, LIMIT_MAX = 100 };

void route_show_process(struct route_call *call)
{
    const struct sandbox_record *record = sandbox_record_find(call->segments[0], call->segments[1]);
    if (record != NULL)
        answer_data(call->response, sandbox_record_json(record));
    else
        answer_error(call->response, 404, "process not found");
}

static bool read_paging(struct route_call *call, const cJSON *body, int64_t *ret_skip,
                        int64_t *ret_limit)
{
    const cJSON *skip = json_member(body, "skip"), *limit = json_member(body, "limit");
    *ret_skip = 0;
    *ret_limit = LIMIT_DEFAULT;
    if ((skip == NULL || json_integer(skip, ret_skip)) &&
        (limit == NULL || json_integer(limit, ret_limit)) && *ret_skip >= 0 && *ret_limit >= 1 &&
        *ret_limit <= LIMIT_MAX)
        return true;
    answer_error(call->response, 400, "skip must be 0 or more and limit must be 1 to 100");
    return false;
}

/* `where` is taken and not looked into: there is little to choose from. */
void route_list_processes(struct route_call *call)
{
    CLEANUP(json_deletep) cJSON *body = NULL;
    int64_t skip = 0, limit = 0, seen = 0;
    if (call->request->body_length > 0 &&
        json_parse(call->request->body, call->request->body_length, &body, NULL) != ERR_OK) {
        answer_error(call->response, 400, "The request body is not valid JSON.");
        return;
    }
    if (!read_paging(call, body, &skip, &limit))
        return;
    size_t count = 0;
    const struct sandbox_record *records = sandbox_records(&count);
    cJSON *list = cJSON_CreateArray(), *meta = cJSON_CreateObject();
    cJSON *answer = cJSON_CreateObject();
    bool made = list != NULL;
    for (size_t i = 0; made && i < count; i++) {
        if (strcmp(records[i].short_id, call->segments[0]) != 0)
            continue;
        if (seen >= skip && seen < skip + limit)
            made = json_append_node(list, sandbox_record_json(&records[i]));
        seen++;
    }
    made = made && json_add_bool(meta, "hasMore", seen > skip + limit);
    made = json_add_node(answer, "_data", list) && made;
    made = json_add_node(answer, "_meta", meta) && made;
    if (!made) {
        cJSON_Delete(answer);
        answer = NULL;
    }
    answer_json(call->response, 200, answer);
}
