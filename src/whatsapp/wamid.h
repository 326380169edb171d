/* Message ids. Opaque for every decision; decoded only as a sanity check. Pure. */
#ifndef CHAKRA_WHATSAPP_WAMID_H
#define CHAKRA_WHATSAPP_WAMID_H

#include <stdbool.h>

struct wamid_parts {
    char phone[24];
    bool from_business;
    char key[40];
};

/* False for everything that does not follow the known layout; that is no error. */
bool wamid_decode(const char *wamid, struct wamid_parts *ret_parts);

/* Makes a wamid of that layout (the sandbox does); `key` is hex text. False: too long for `size`.
 */
bool wamid_encode(const char *phone, const char *key, char *text, unsigned long size);

#endif
