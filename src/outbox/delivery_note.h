/* What can be known of a message after the server took it, by the route that it went. Pure. */
#ifndef CHAKRA_OUTBOX_DELIVERY_NOTE_H
#define CHAKRA_OUTBOX_DELIVERY_NOTE_H

#include "src/history/store.h"

/* A static sentence for the detail view; NULL where there is nothing left to say. */
const char *delivery_note(const struct send_detail *detail);

#endif
