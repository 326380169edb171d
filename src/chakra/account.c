/* Senders and templates out of the account's lists, read tolerantly. */
#include "src/chakra/account.h"

#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/chakra/json_find.h"
#include "src/chakra/json_list.h"

/* Where a list may be: ChakraHQ's envelope, Meta's, one in the other, or bare. */
static const char *const list_places[] = {"_data", "data", "_data.data", "data.data", "", NULL};

static enum err no_list(const char *what, struct error *reterr)
{
    return error_set(reterr, ERR_INVALID,
                     "Check base_url and api_version; ChakraHQ may have changed this answer.",
                     "the server's %s holds no list", text_of(what));
}

static bool read_phone_number(const cJSON *object, struct arena *arena, struct phone_number *phone)
{
    static const char *const ids[] = {"id", "phoneNumberId", "phone_number_id", NULL};
    static const char *const wabas[] = {"waba", "waba.id", "wabaId", "waba_id", NULL};
    static const char *const numbers[] = {"displayPhoneNumber", "display_phone_number", NULL};
    static const char *const names[] = {"verifiedName", "verified_name", NULL};
    static const char *const statuses[] = {"status", "chakraStatus", NULL};
    static const char *const modes[] = {"accountMode", "account_mode", NULL};
    static const char *const qualities[] = {"qualityScore.score", "quality_score.score",
                                            "qualityScore", "quality_rating", NULL};
    static const char *const tiers[] = {"messagingLimitTier", "messaging_limit_tier", NULL};
    phone->id = json_list_text(object, ids, arena);
    phone->waba = json_list_text(object, wabas, arena);
    phone->display_number = json_list_text(object, numbers, arena);
    phone->verified_name = json_list_text(object, names, arena);
    phone->status = json_list_text(object, statuses, arena);
    phone->account_mode = json_list_text(object, modes, arena);
    phone->quality = json_list_text(object, qualities, arena);
    phone->tier = json_list_text(object, tiers, arena);
    return phone->id != NULL && phone->waba != NULL && phone->display_number != NULL &&
           phone->verified_name != NULL && phone->status != NULL && phone->account_mode != NULL &&
           phone->quality != NULL && phone->tier != NULL;
}

enum err account_parse_phone_numbers(const char *bytes, size_t length, struct arena *arena,
                                     struct phone_number **ret_items, size_t *ret_count,
                                     struct error *reterr)
{
    static const char what[] = TEXT("list of phone numbers");
    *ret_items = NULL;
    *ret_count = 0;
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_list_parse(bytes, length, what, &root, reterr);
    if (err != ERR_OK)
        return err;
    const cJSON *list = json_list_find(root, list_places);
    if (list == NULL)
        return no_list(what, reterr);
    struct phone_number *items =
        arena_alloc(arena, (size_t)cJSON_GetArraySize(list) + 1, sizeof *items);
    if (items == NULL)
        return error_nomem(reterr);
    size_t count = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsObject(item))
            continue;
        if (!read_phone_number(item, arena, &items[count]))
            return error_nomem(reterr);
        if (items[count].id[0] != '\0')
            count++;
    }
    *ret_items = items;
    *ret_count = count;
    return ERR_OK;
}

static int hex_value(char digit)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *place = digit != '\0' ? strchr(digits, digit) : NULL;
    return place != NULL ? (int)(place - digits) % 16 : -1;
}

/* Undoes percent-encoding in place: the cursor is encoded again when it goes out. */
static void decode_percent(char *text)
{
    char *to = text;
    for (const char *at = text; *at != '\0'; at++) {
        int high = at[0] == '%' ? hex_value(at[1]) : -1;
        int low = high >= 0 ? hex_value(at[2]) : -1;
        *to++ = low >= 0 ? (char)(high * 16 + low) : *at;
        at += low >= 0 ? 2 : 0;
    }
    *to = '\0';
}

/* The value of `after=` in a URL; NULL when there is none. */
static const char *cursor_in_url(const char *url, struct arena *arena)
{
    for (const char *at = strpbrk(url, "?&"); at != NULL; at = strpbrk(at + 1, "?&")) {
        if (strncmp(at + 1, "after=", 6) != 0)
            continue;
        char *cursor = arena_strndup(arena, at + 7, strcspn(at + 7, "&#"));
        if (cursor != NULL)
            decode_percent(cursor);
        return cursor;
    }
    return NULL;
}

/* `cursors.after` also stands on the last page, so only `next` says that there is another one. */
bool account_read_cursor(const cJSON *root, struct arena *arena, const char **ret_cursor)
{
    static const char *const places[] = {"paging", "_data.paging", "data.paging", "_meta.paging"};
    *ret_cursor = NULL;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const cJSON *paging = json_path(root, places[i]);
        const char *next = json_find_text(paging, "next");
        if (next == NULL)
            continue;
        const char *after = json_find_text(paging, "cursors.after");
        *ret_cursor = after != NULL ? arena_strdup(arena, after) : cursor_in_url(next, arena);
        return after == NULL || *ret_cursor != NULL;
    }
    return true;
}

enum err account_parse_templates(const char *bytes, size_t length, struct arena *arena,
                                 struct template_page *ret_page, struct error *reterr)
{
    static const char what[] = TEXT("list of templates");
    *ret_page = (struct template_page){0};
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_list_parse(bytes, length, what, &root, reterr);
    if (err != ERR_OK)
        return err;
    const cJSON *list = json_list_find(root, list_places);
    if (list == NULL)
        return no_list(what, reterr);
    struct template **items =
        arena_alloc(arena, (size_t)cJSON_GetArraySize(list) + 1, sizeof(struct template *));
    if (items == NULL || !account_read_cursor(root, arena, &ret_page->next_cursor))
        return error_nomem(reterr);
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list)
    {
        err = template_parse(item, arena, &items[ret_page->count], reterr);
        if (err == ERR_NOMEM)
            return err;
        if (err == ERR_OK)
            ret_page->count++;
        else
            ret_page->unreadable++;
    }
    ret_page->items = items;
    return ERR_OK;
}
