/* UUIDs from the system's random source. */
#include "src/base/uuid.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum err uuid_make(char text[UUID_TEXT_SIZE], struct error *reterr)
{
    unsigned char bytes[16];
    int source = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    ssize_t count = source >= 0 ? read(source, bytes, sizeof bytes) : -1;
    int reason = errno;
    if (source >= 0)
        close(source);
    if (count != (ssize_t)sizeof bytes)
        return error_set(reterr, ERR_IO, "Check that /dev/urandom can be read.",
                         "no random bytes: %s", strerror(reason));
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
    char *at = text;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *at++ = '-';
        *at++ = "0123456789abcdef"[bytes[i] >> 4];
        *at++ = "0123456789abcdef"[bytes[i] & 15];
    }
    *at = '\0';
    return ERR_OK;
}

bool uuid_is_valid(const char *text)
{
    for (size_t i = 0; i < UUID_TEXT_SIZE - 1; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            return false;
    }
    return text[UUID_TEXT_SIZE - 1] == '\0';
}
