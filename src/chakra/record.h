/* Whom a record of ChakraHQ's (a process: lead, ticket, …) belongs to. Pure. */
#ifndef CHAKRA_CHAKRA_RECORD_H
#define CHAKRA_CHAKRA_RECORD_H

#include "src/whatsapp/phone.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The one phone number in the answer of *Fetch Process By Id*. Attributes are the tenant's own, so
 * every member that is called a phone or mobile number is looked at. False when there is none, when
 * two differ, or when it may lack its country code (under 11 digits and no +).
 */
bool record_find_phone(const char *bytes, size_t length, struct phone *ret_phone);

#endif
