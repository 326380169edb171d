/* The name of a record of ChakraHQ's: the short id of its process, and its key ("lead/LEAD-001").
 */
#ifndef CHAKRA_WHATSAPP_RECORD_NAME_H
#define CHAKRA_WHATSAPP_RECORD_NAME_H

#include <stdbool.h>

enum { RECORD_PART_SIZE = 128 };

/* The two parts, in the caller's buffers. False when there are no two, or one is too long; NULL is
 * no name. The key may hold slashes. Pure. */
bool record_name_split(const char *name, char short_id[RECORD_PART_SIZE],
                       char key[RECORD_PART_SIZE]);

#endif
