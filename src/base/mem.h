/*
 * The only door to the heap, so that tests can make the n-th allocation fail
 * (style: curl's torture tests). No other file calls malloc; a check in the
 * test run greps for it. Any thread.
 */
#ifndef CHAKRA_BASE_MEM_H
#define CHAKRA_BASE_MEM_H

#include <stddef.h>

/* All return NULL when memory is out; a size of 0 gives a unique pointer. */
void *mem_alloc(size_t size);
void *mem_zalloc(size_t count, size_t size);          /* zeroed; checks count * size */
void *mem_realloc(void *old, size_t size);            /* `old` stays valid on failure */
void *mem_grow(void *old, size_t count, size_t size); /* realloc with a checked product */
char *mem_strdup(const char *text);                   /* NULL in, NULL out */
char *mem_strndup(const char *text, size_t length);
void mem_free(void *pointer); /* NULL is fine */

/* Overwrites with zeros in a way that the compiler cannot leave out. */
void mem_wipe(void *pointer, size_t size);

/* Sends cJSON's allocations through here. Call once, before any thread. */
void mem_hook_cjson(void);

/*
 * For tests: from now on the allocation number `countdown` (1 is the next) and
 * all after it fail; 0 switches this off. Returns how many allocations were
 * made since the last call.
 */
size_t mem_test_fail_after(size_t countdown);

/* Frees *pointer and clears it; for use with CLEANUP. */
void mem_freep(void *pointer_to_pointer);

/* Runs `f` on the variable when it goes out of scope. Always initialise it. */
#define CLEANUP(f) __attribute__((cleanup(f)))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
