/* Filters, fields and cursors of the template list. */
#include "src/sandbox/template_list.h"

#include "src/base/json.h"
#include "src/base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LIMIT_DEFAULT = 25, LIMIT_MAX = 1000 };

/* A cursor is this and the place in the filtered list; clients must not look into it. */
static const char cursor_mark[] = "QVFIUn";
static const char separators[] = "[]\", ";

static const char *const known_fields[] = {
    "id",
    "name",
    "language",
    "status",
    "category",
    "sub_category",
    "parameter_format",
    "components",
    "quality_score",
    "rejected_reason",
    "previous_category",
    "correct_category",
    "message_send_ttl_seconds",
    "library_template_name",
    "display_format",
    "last_updated_time",
    "cta_url_link_tracking_opted_out",
    "health_status",
};
static const char *const default_fields[] = {
    "name",
    "parameter_format",
    "components",
    "language",
    "status",
    "category",
    "sub_category",
    "display_format",
    "previous_category",
    "message_send_ttl_seconds",
};

__attribute__((format(printf, 3, 4))) static bool refuse_query(struct refusal *refusal, int code,
                                                               const char *format, ...)
{
    *refusal = (struct refusal){.code = code};
    va_list args;
    va_start(args, format);
    vsnprintf(refusal->message, sizeof refusal->message, format, args);
    va_end(args);
    return false;
}

/* Is `word` in a list such as `a,b` or `["a","b"]`? A NULL list holds everything. */
static bool list_holds(const char *list, const char *word)
{
    if (list == NULL)
        return true;
    size_t wanted = strlen(word);
    for (const char *at = list + strspn(list, separators); *at != '\0';
         at += strspn(at, separators)) {
        size_t length = strcspn(at, separators);
        if (length == wanted && strncasecmp(at, word, length) == 0)
            return true;
        at += length;
    }
    return false;
}

static bool text_holds(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (; strlen(text) >= length; text++)
        if (strncasecmp(text, part, length) == 0)
            return true;
    return false;
}

static bool fits(const struct template *template, const struct template_query *query)
{
    if (query->name != NULL && !text_holds(template->name, query->name))
        return false;
    if (query->content != NULL && !text_holds(template->json, query->content))
        return false;
    if (query->name_or_content != NULL && !text_holds(template->json, query->name_or_content))
        return false;
    return list_holds(query->status, template->status_name) &&
           list_holds(query->category, template->category) &&
           list_holds(query->language, template->language) &&
           list_holds(query->quality_score, template->quality);
}

static bool is_known_field(const char *name, size_t length)
{
    for (size_t i = 0; i < COUNT_OF(known_fields); i++)
        if (strlen(known_fields[i]) == length && strncmp(known_fields[i], name, length) == 0)
            return true;
    return false;
}

static bool check_fields(const char *fields, struct refusal *refusal)
{
    for (const char *at = fields; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, ",");
        if (length > 0 && !is_known_field(at, length))
            return refuse_query(refusal, 100,
                                "(#100) Tried accessing nonexisting field (%.*s) on node type "
                                "(MessageTemplate)",
                                length > 100 ? 100 : (int)length, at);
        at += length + (at[length] == ',' ? 1 : 0);
    }
    return true;
}

static bool is_default_field(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(default_fields); i++)
        if (strcmp(default_fields[i], name) == 0)
            return true;
    return false;
}

/* Members in the order of the definition; `id` always. NULL when memory is out. */
static cJSON *select_fields(const cJSON *definition, const char *fields)
{
    CLEANUP(json_deletep) cJSON *selected = cJSON_CreateObject();
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, definition)
    {
        bool is_wanted = strcmp(member->string, "id") == 0 ||
                         (fields != NULL ? list_holds(fields, member->string)
                                         : is_default_field(member->string));
        if (is_wanted && !json_add_node(selected, member->string, cJSON_Duplicate(member, true)))
            return NULL;
    }
    cJSON *taken = selected;
    selected = NULL;
    return taken;
}

static bool read_number(const char *text, size_t *ret_number)
{
    size_t length = strlen(text);
    if (length == 0 || length > 9 || text[strspn(text, "0123456789")] != '\0')
        return false;
    *ret_number = (size_t)strtoul(text, NULL, 10);
    return true;
}

static bool read_cursor(const char *cursor, size_t *ret_place, struct refusal *refusal)
{
    size_t mark = sizeof cursor_mark - 1;
    if (strncmp(cursor, cursor_mark, mark) == 0 && read_number(cursor + mark, ret_place))
        return true;
    return refuse_query(refusal, 131059, "(#131059) Invalid cursor");
}

struct window {
    size_t begin, end; /* of the filtered list */
};

static bool find_window(const struct template_query *query, size_t total, struct window *ret_window,
                        struct refusal *refusal)
{
    size_t limit = LIMIT_DEFAULT;
    size_t place = 0;
    if (query->limit != NULL && (!read_number(query->limit, &limit) || limit == 0))
        return refuse_query(refusal, 100, "(#100) Param limit must be a number above 0");
    if (limit > LIMIT_MAX)
        return refuse_query(refusal, 1,
                            "Please reduce the amount of data you're asking for, then retry your "
                            "request");
    size_t begin = 0;
    if (query->after != NULL && query->after[0] != '\0') {
        if (!read_cursor(query->after, &place, refusal))
            return false;
        begin = place + 1;
    } else if (query->before != NULL && query->before[0] != '\0') {
        if (!read_cursor(query->before, &place, refusal))
            return false;
        begin = place > limit ? place - limit : 0;
        limit = place < limit ? place : limit;
    }
    begin = begin < total ? begin : total;
    *ret_window = (struct window){begin, limit < total - begin ? begin + limit : total};
    return true;
}

static bool fill_page(const struct catalogue *catalogue, const struct template_query *query,
                      const struct window *window, cJSON *data)
{
    size_t place = 0;
    for (size_t i = 0; i < catalogue->count && place < window->end; i++) {
        if (!fits(catalogue->entries[i].template, query) || place++ < window->begin)
            continue;
        if (!json_append_node(data, select_fields(catalogue->entries[i].definition, query->fields)))
            return false;
    }
    return true;
}

bool template_list_page(const struct catalogue *catalogue, const struct template_query *query,
                        struct template_list_page *ret_page, struct refusal *ret_refusal)
{
    struct window window = {0};
    *ret_page = (struct template_list_page){0};
    for (size_t i = 0; i < catalogue->count; i++)
        ret_page->total += fits(catalogue->entries[i].template, query) ? 1 : 0;
    if (!check_fields(query->fields, ret_refusal) ||
        !find_window(query, ret_page->total, &window, ret_refusal))
        return false;
    ret_page->data = cJSON_CreateArray();
    if (ret_page->data == NULL || !fill_page(catalogue, query, &window, ret_page->data)) {
        cJSON_Delete(ret_page->data);
        ret_page->data = NULL;
        return refuse_query(ret_refusal, 131000, "(#131000) Something went wrong");
    }
    if (window.begin < window.end) {
        snprintf(ret_page->first, sizeof ret_page->first, "%s%zu", cursor_mark, window.begin);
        snprintf(ret_page->last, sizeof ret_page->last, "%s%zu", cursor_mark, window.end - 1);
    }
    ret_page->has_previous = window.begin > 0 && window.begin < window.end;
    ret_page->has_next = window.end < ret_page->total;
    return true;
}
