/*
 * What was cut, newest first, for all text fields of the screen: cut here, put in
 * there. Cuts right after each other are one. In memory only, overwritten when
 * dropped. UI thread.
 */
#ifndef CHAKRA_APP_KILL_RING_H
#define CHAKRA_APP_KILL_RING_H

#include <stdbool.h>
#include <stddef.h>

enum { KILL_RING_SIZE = 16 };

struct kill_ring {
    char *entries[KILL_RING_SIZE]; /* [0] is the newest */
    size_t count;
    bool is_joining; /* the last key cut something: a further cut joins it */
    bool is_putting; /* the last key put something in, from put_at to put_end */
    size_t turn;     /* entry that was put in */
    size_t put_at, put_end;
};

void kill_ring_release(struct kill_ring *ring);
/* Keeps a cut text; `in_front`: cut to the left, so that it joins in front. NULL ring: nothing. */
void kill_ring_add(struct kill_ring *ring, const char *text, size_t length, bool in_front);
/* Another key than a cut, or than a put, came between. */
void kill_ring_break(struct kill_ring *ring);

#endif
