/* What was cut. */
#include "src/app/kill_ring.h"

#include "src/base/mem.h"

#include <string.h>

static void drop(char *entry)
{
    if (entry != NULL)
        mem_wipe(entry, strlen(entry));
    mem_free(entry);
}

void kill_ring_release(struct kill_ring *ring)
{
    for (size_t i = 0; i < ring->count; i++)
        drop(ring->entries[i]);
    *ring = (struct kill_ring){.count = 0};
}

static char *joined(const char *entry, const char *text, size_t length, bool in_front)
{
    size_t before = strlen(entry);
    char *whole = mem_alloc(before + length + 1);
    if (whole == NULL)
        return NULL;
    memcpy(whole + (in_front ? length : 0), entry, before);
    memcpy(whole + (in_front ? 0 : before), text, length);
    whole[before + length] = '\0';
    return whole;
}

void kill_ring_add(struct kill_ring *ring, const char *text, size_t length, bool in_front)
{
    if (ring == NULL || length == 0)
        return;
    bool joins = ring->is_joining && ring->count > 0;
    char *entry =
        joins ? joined(ring->entries[0], text, length, in_front) : mem_strndup(text, length);
    kill_ring_break(ring);
    if (entry == NULL)
        return; /* no memory: the cut is still in the undo */
    if (joins) {
        drop(ring->entries[0]);
    } else {
        if (ring->count == KILL_RING_SIZE)
            drop(ring->entries[--ring->count]);
        memmove(ring->entries + 1, ring->entries, ring->count * sizeof ring->entries[0]);
        ring->count++;
    }
    ring->entries[0] = entry;
    ring->is_joining = true;
}

void kill_ring_break(struct kill_ring *ring)
{
    if (ring == NULL)
        return;
    ring->is_joining = false;
    ring->is_putting = false;
}
