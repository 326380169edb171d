/*
 * Memory with one lifetime: many small allocations, freed together. Used for a
 * parsed reply, a template, one frame's preview. The strings in it live until
 * arena_release() or arena_clear(). Not thread safe.
 */
#ifndef CHAKRA_BASE_ARENA_H
#define CHAKRA_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *first;   /* the chain of blocks, oldest first */
    struct arena_block *current; /* the one being filled */
};

void arena_init(struct arena *arena);
void arena_release(struct arena *arena);

/* Forgets the contents but keeps the blocks, so that a rebuild does not touch the heap. */
void arena_clear(struct arena *arena);

/* Zeroed, aligned for any type; NULL when memory is out or the product overflows. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_strdup(struct arena *arena, const char *text); /* NULL in, NULL out */
__attribute__((format(printf, 2, 3))) char *arena_format(struct arena *arena, const char *format,
                                                         ...);

#endif
