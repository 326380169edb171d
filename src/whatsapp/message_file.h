/*
 * A message as a file keeps it, in one of two shapes: a preset
 *
 *     {"template": "order_update", "language": "en_US", "to": "Asha", "values": {"body.1": "x"}}
 *
 * with every member optional (also `from`, a phone number id, and `version`, 1 where it is not
 * said), or the values alone, which may hold `to`:
 *
 *     {"body.1": "x", "to": "+15550001234"}
 *
 * It is a preset when it has one of the members that no slot is called. Pure.
 */
#ifndef CHAKRA_WHATSAPP_MESSAGE_FILE_H
#define CHAKRA_WHATSAPP_MESSAGE_FILE_H

#include "src/base/err.h"
#include "src/whatsapp/values.h"

#include <cjson/cJSON.h>

struct message_file {
    const char *template, *language, *to,
        *from;            /* borrowed from the JSON; NULL where it says nothing */
    struct values values; /* its own; never holds `to` */
    char *to_copy;        /* owns `to` where it was given as a number */
};

enum { MESSAGE_FILE_VERSION = 1 };

/* message_file_release() in every case. ERR_INVALID names the member in reterr. */
enum err message_file_read(const cJSON *root, struct message_file *ret_file, struct error *reterr);
void message_file_release(struct message_file *file);

#endif
