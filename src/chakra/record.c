/* Looks through a record for a phone number. */
#include "src/chakra/record.h"

#include <string.h>
#include <strings.h>

#include "src/base/json.h"

enum { DEPTH_MAX = 6, WHOLE_NUMBER_DIGITS = 11 };

struct search {
    struct phone found;
    bool is_doubtful; /* two numbers, or one that may not be whole */
};

static bool names_a_phone(const char *name)
{
    static const char *const words[] = {"phone", "mobile", "whatsapp"};
    for (; name != NULL && *name != '\0'; name++)
        for (size_t i = 0; i < COUNT_OF(words); i++)
            if (strncasecmp(name, words[i], strlen(words[i])) == 0)
                return true;
    return false;
}

static void look_at(struct search *search, const cJSON *object, const char *name)
{
    char buffer[32];
    struct phone phone;
    const char *text = json_text_or_number(object, name, buffer, sizeof buffer);
    if (text == NULL || text[0] == '\0')
        return;
    if (phone_normalize(text, &phone, NULL) != ERR_OK)
        return; /* an id of a phone, a type: no number at all */
    bool is_whole = text[0] == '+' || strlen(phone.digits) >= WHOLE_NUMBER_DIGITS;
    bool is_other =
        search->found.digits[0] != '\0' && strcmp(search->found.digits, phone.digits) != 0;
    search->is_doubtful = search->is_doubtful || !is_whole || is_other;
    search->found = phone;
}

static void walk(struct search *search, const cJSON *node, int depth)
{
    const cJSON *member = NULL;
    if (depth > DEPTH_MAX)
        return;
    cJSON_ArrayForEach(member, node)
    {
        if (cJSON_IsObject(member) || cJSON_IsArray(member))
            walk(search, member, depth + 1);
        else if (cJSON_IsObject(node) && names_a_phone(member->string))
            look_at(search, node, member->string);
    }
}

bool record_find_phone(const char *bytes, size_t length, struct phone *ret_phone)
{
    struct search search = {0};
    CLEANUP(json_deletep) cJSON *root = NULL;
    *ret_phone = (struct phone){0};
    if (json_parse(bytes, length, &root, NULL) != ERR_OK)
        return false;
    walk(&search, json_member(root, "_data"), 0);
    if (search.is_doubtful || search.found.digits[0] == '\0')
        return false;
    *ret_phone = search.found;
    return true;
}
