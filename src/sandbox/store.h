/*
 * Messages that the sandbox accepted, kept in memory and, with a folder, in
 * `sandbox-messages.jsonl` there: one JSON object a line, appended with one
 * write, so that a later run, or another process on the same folder, can look
 * up what an earlier one left unknown.
 *
 * Bounded: the oldest are forgotten. The caller's lock guards it.
 */
#ifndef CHAKRA_SANDBOX_STORE_H
#define CHAKRA_SANDBOX_STORE_H

#include "src/base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MESSAGE_ID_SIZE = 37, MESSAGE_WAMID_SIZE = 256 };

/* One message as it is accepted; all borrowed. */
struct stored_message {
    const char *to; /* digits, or a user id */
    const char *phone_number_id;
    const char *template_id;
    const char *template_name;
    const char *language;
    const char *text; /* the body with its values */
    bool is_inbound;  /* `to` is then who wrote it */
    int64_t at_ms;    /* 0: now */
    int failure_code; /* 0, or the code with which it fails later */
};

struct message_record;

struct message_store {
    char *path;                     /* NULL: in memory only */
    struct message_record *records; /* oldest first */
    size_t count;
    size_t size;   /* allocated */
    off_t read_to; /* how much of the file has been read */
    ino_t file_id; /* of the file that was read */
};

enum err message_store_open(struct message_store *store, const char *folder, struct error *reterr);
void message_store_release(struct message_store *store);

/* Stores the message and tells the id it got. */
enum err message_store_add(struct message_store *store, const struct stored_message *message,
                           char ret_wamid[MESSAGE_WAMID_SIZE], struct error *reterr);

/*
 * The messages to one recipient (NULL: to all), newest first, `limit` of them after the first
 * `skip`, as an array of the objects in the file: id, wamid, to, phone_number_id, template_id,
 * template, language, text, accepted_at, failure_code; is_inbound where it is. The caller's; NULL
 * when memory is out.
 */
cJSON *message_store_list(struct message_store *store, const char *to, size_t skip, size_t limit);

/* When the last message went from this sender to this recipient; 0: never. */
int64_t message_store_last_ms(struct message_store *store, const char *to,
                              const char *phone_number_id);

#endif
