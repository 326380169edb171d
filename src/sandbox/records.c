/* The records. */
#include "src/sandbox/records.h"

#include "src/base/json.h"
#include "src/base/mem.h"

#include <string.h>
#include <strings.h>

enum { CREATED_S = 1700558337 };

static const struct sandbox_record records[] = {
    {"lead", "1", "1bc10281-5882-43aa-b48d-28c527335e7a", "Asha", "15550001234"},
    {"ticket", "7", "705bab28-0042-43d5-9b7f-6e72eb411b5b", "Ted", "15550004321"},
};

const struct sandbox_record *sandbox_records(size_t *ret_count)
{
    *ret_count = COUNT_OF(records);
    return records;
}

const struct sandbox_record *sandbox_record_find(const char *short_id, const char *key_or_id)
{
    for (size_t i = 0; i < COUNT_OF(records); i++)
        if (strcmp(records[i].short_id, short_id) == 0 &&
            (strcmp(records[i].key, key_or_id) == 0 || strcasecmp(records[i].id, key_or_id) == 0))
            return &records[i];
    return NULL;
}

cJSON *sandbox_record_json(const struct sandbox_record *record)
{
    cJSON *object = cJSON_CreateObject(), *data = cJSON_CreateObject();
    cJSON *owner = cJSON_CreateObject(), *owner_data = cJSON_CreateObject();
    int64_t created = (int64_t)CREATED_S * 1000;
    bool made =
        json_add_text(data, "id", record->key) && json_add_text(data, "firstname", record->name);
    made = json_add_text(owner_data, "phone_number", record->phone) && made;
    made = json_add_node(owner, "data", owner_data) && made;
    made = made && json_add_text(object, "id", record->id) &&
           json_add_integer(object, "createdAt", created) &&
           json_add_integer(object, "updatedAt", created) &&
           json_add_text(object, "status", "OPEN") && json_add_text(object, "state", "NEW");
    made = json_add_node(object, "data", data) && made;
    made = json_add_node(object, "record", owner) && made;
    if (made)
        return object;
    cJSON_Delete(object);
    return NULL;
}
