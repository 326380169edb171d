/* Going on to the next page. */
#include "src/cli/api_pages.h"

#include <string.h>

#include "src/base/json.h"
#include "src/chakra/account.h"
#include "src/chakra/json_list.h"
#include "src/chakra/route.h"

static const char *const list_places[] = {"_data", "data", "chats", "messages", "", NULL};

void api_pager_init(struct api_pager *pager)
{
    *pager = (struct api_pager){0};
    arena_init(&pager->arena);
}

void api_pager_release(struct api_pager *pager)
{
    cJSON_Delete(pager->body);
    arena_release(&pager->arena);
}

/* The query with `after` set to the cursor. */
static enum err query_after(struct api_pager *pager, const char *query, const char *cursor,
                            struct error *reterr)
{
    struct strbuf out;
    strbuf_init(&out, (size_t)API_PATH_MAX * 2);
    for (const char *at = query; *at == '?' || *at == '&';) {
        size_t length = strcspn(++at, "&");
        if (length > 0 && strncmp(at, "after=", 6) != 0) {
            strbuf_add_char(&out, out.length == 0 ? '?' : '&');
            strbuf_add(&out, at, length);
        }
        at += length;
    }
    strbuf_add_text(&out, out.length == 0 ? "?after=" : "&after=");
    route_add_encoded(&out, cursor);
    enum err err = strbuf_status(&out, "the query", reterr);
    if (err == ERR_OK && (pager->query = arena_strdup(&pager->arena, out.text)) == NULL)
        err = error_nomem(reterr);
    strbuf_release(&out);
    return err;
}

static enum err follow_cursor(struct api_pager *pager, const struct api_request *request,
                              const char *cursor, bool *ret_more, struct error *reterr)
{
    for (size_t i = 0; i < pager->pages; i++)
        if (pager->cursors[i] != NULL && strcmp(pager->cursors[i], cursor) == 0)
            pager->stopped_early = true;
    if (pager->stopped_early)
        return ERR_OK;
    pager->cursors[pager->pages] = cursor;
    *ret_more = true;
    return query_after(pager, request->query.text, cursor, reterr);
}

static enum err begin_body(struct api_pager *pager, const struct api_request *request,
                           struct error *reterr)
{
    if (pager->body != NULL)
        return ERR_OK;
    if (request->has_body)
        return json_parse(request->body.text, request->body.length, &pager->body, reterr);
    pager->body = cJSON_CreateObject();
    return pager->body != NULL ? ERR_OK : error_nomem(reterr);
}

/* Does this list count pages: by what was asked, or by what its entry shows? */
static bool has_page_numbers(const struct api_pager *pager, const struct api_request *request)
{
    const struct api_entry *entry = api_find(request->method, request->path.text);
    return json_member(pager->body, "page") != NULL ||
           (entry != NULL && entry->example != NULL && strstr(entry->example, "\"page\":") != NULL);
}

static bool set_number(cJSON *body, const char *name, int64_t number)
{
    cJSON_DeleteItemFromObjectCaseSensitive(body, name);
    return json_add_integer(body, name, number);
}

static enum err next_body(struct api_pager *pager, const struct api_request *request,
                          const cJSON *answer, bool *ret_more, struct error *reterr)
{
    const cJSON *list = json_list_find(answer, list_places);
    int64_t count = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
    int64_t page = 1, skip = 0;
    enum err err = begin_body(pager, request, reterr);
    if (err != ERR_OK || !cJSON_IsObject(pager->body) || count == 0)
        return err;
    json_integer(json_member(pager->body, "page"), &page);
    json_integer(json_member(pager->body, "skip"), &skip);
    if (json_is_true(json_member(answer, "_meta"), "hasMore"))
        *ret_more = set_number(pager->body, "skip", skip + count);
    else if (has_page_numbers(pager, request))
        *ret_more = set_number(pager->body, "page", page + 1);
    else
        return ERR_OK;
    return *ret_more ? ERR_OK : error_nomem(reterr);
}

enum err api_pager_next(struct api_pager *pager, const struct api_request *request,
                        const cJSON *answer, bool *ret_more, struct error *reterr)
{
    const char *cursor = NULL;
    *ret_more = false;
    if (pager->pages + 1 >= API_PAGES_MAX) {
        pager->stopped_early = true;
        return ERR_OK;
    }
    if (!account_read_cursor(answer, &pager->arena, &cursor))
        return error_nomem(reterr);
    enum err err = ERR_OK;
    if (cursor != NULL)
        err = follow_cursor(pager, request, cursor, ret_more, reterr);
    else if (strcmp(request->method, "POST") == 0)
        err = next_body(pager, request, answer, ret_more, reterr);
    pager->pages++;
    return err;
}
