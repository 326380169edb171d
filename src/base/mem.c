/* The door to the heap. The test countdown is an atomic, so threads may allocate. */
#include "src/base/mem.h"

#include <cjson/cJSON.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static atomic_size_t made;
static atomic_size_t fail_from; /* 0: never */

static int must_fail(void)
{
    size_t number = atomic_fetch_add_explicit(&made, 1, memory_order_relaxed) + 1;
    size_t from = atomic_load_explicit(&fail_from, memory_order_relaxed);
    return from != 0 && number >= from;
}

void *mem_alloc(size_t size)
{
    return must_fail() ? NULL : malloc(size != 0 ? size : 1);
}

void *mem_zalloc(size_t count, size_t size)
{
    return must_fail() ? NULL : calloc(count != 0 ? count : 1, size != 0 ? size : 1);
}

void *mem_realloc(void *old, size_t size)
{
    return must_fail() ? NULL : realloc(old, size != 0 ? size : 1);
}

void *mem_grow(void *old, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return mem_realloc(old, count * size);
}

char *mem_strndup(const char *text, size_t length)
{
    char *copy = mem_alloc(length + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *mem_strdup(const char *text)
{
    return text != NULL ? mem_strndup(text, strlen(text)) : NULL;
}

void mem_free(void *pointer)
{
    free(pointer);
}

void mem_freep(void *pointer_to_pointer)
{
    void **pointer = pointer_to_pointer;
    mem_free(*pointer);
    *pointer = NULL;
}

void mem_wipe(void *pointer, size_t size)
{
    volatile unsigned char *bytes = pointer;
    while (size-- > 0)
        *bytes++ = 0;
}

void mem_hook_cjson(void)
{
    cJSON_Hooks hooks = {.malloc_fn = mem_alloc, .free_fn = mem_free};
    cJSON_InitHooks(&hooks);
}

size_t mem_test_fail_after(size_t countdown)
{
    atomic_store(&fail_from, 0);
    size_t before = atomic_exchange(&made, 0);
    atomic_store(&fail_from, countdown);
    return before;
}
