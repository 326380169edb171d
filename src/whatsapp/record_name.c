/* The name of a record, in its two parts. */
#include "src/whatsapp/record_name.h"

#include <stddef.h>
#include <string.h>

static bool copy_part(char part[RECORD_PART_SIZE], const char *text, size_t length)
{
    if (length == 0 || length >= RECORD_PART_SIZE)
        return false;
    memcpy(part, text, length);
    part[length] = '\0';
    return true;
}

bool record_name_split(const char *name, char short_id[RECORD_PART_SIZE],
                       char key[RECORD_PART_SIZE])
{
    const char *slash = name != NULL ? strchr(name, '/') : NULL;
    return slash != NULL && copy_part(short_id, name, (size_t)(slash - name)) &&
           copy_part(key, slash + 1, strlen(slash + 1));
}
