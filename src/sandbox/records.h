/* The records ("processes") that the sandbox has: a lead and a ticket. Static; any thread. */
#ifndef CHAKRA_SANDBOX_RECORDS_H
#define CHAKRA_SANDBOX_RECORDS_H

#include <cjson/cJSON.h>
#include <stddef.h>

/* What the sandbox calls itself where ChakraHQ says which team or user it was. */
#define SANDBOX_TEAM_ID "5a4d0b0c-0000-4000-8000-000000000001"
#define SANDBOX_USER_ID "5a4d0b0c-0000-4000-8000-000000000002"
#define SANDBOX_NO_RECORD_ID "5a4d0b0c-0000-4000-8000-000000000000"

struct sandbox_record {
    const char *short_id; /* of its procedure */
    const char *key;      /* primary key */
    const char *id;       /* UUID */
    const char *name;
    const char *phone; /* digits */
};

const struct sandbox_record *sandbox_records(size_t *ret_count);
/* By procedure, and primary key or id; NULL when there is none. */
const struct sandbox_record *sandbox_record_find(const char *short_id, const char *key_or_id);

/* As the process routes show it; the caller's, NULL when memory is out. */
cJSON *sandbox_record_json(const struct sandbox_record *record);

#endif
