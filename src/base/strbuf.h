/*
 * A growing string with a ceiling. `text` is always a valid C string.
 *
 * Appending never needs a check: a failure (out of memory, or over `limit`)
 * sticks in `failed`, later appends do nothing, and the owner looks once at the
 * end, with strbuf_status() or by strbuf_take() returning NULL.
 *
 * init sets up, release frees, clear empties but keeps the memory (so that a
 * buffer used for every frame stops allocating), take moves the string out.
 * Not thread safe. This file may not call anything above base/.
 */
#ifndef CHAKRA_BASE_STRBUF_H
#define CHAKRA_BASE_STRBUF_H

#include "src/base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct strbuf {
    char *text;
    size_t length; /* bytes, without the final NUL; may hold NULs itself */
    size_t size;   /* bytes allocated; 0 while `text` is the static empty string */
    size_t limit;  /* most bytes that `length` may reach */
    bool failed;
    bool over_limit; /* why it failed: the ceiling, not the heap */
};

/* `limit` in bytes; choose it for what the data may be, not for what it is today. */
void strbuf_init(struct strbuf *buffer, size_t limit);
void strbuf_release(struct strbuf *buffer);
void strbuf_clear(struct strbuf *buffer);
void strbuf_truncate(struct strbuf *buffer, size_t length);

void strbuf_add(struct strbuf *buffer, const void *bytes, size_t count);
void strbuf_add_text(struct strbuf *buffer, const char *text); /* NULL adds nothing */
void strbuf_add_char(struct strbuf *buffer, char byte);
void strbuf_add_repeated(struct strbuf *buffer, char byte, size_t count);
void strbuf_add_code_point(struct strbuf *buffer, unsigned long code_point); /* as UTF-8 */
__attribute__((format(printf, 2, 3))) void strbuf_addf(struct strbuf *buffer, const char *format,
                                                       ...);
void strbuf_insert(struct strbuf *buffer, size_t at, const void *bytes, size_t count);
void strbuf_remove(struct strbuf *buffer, size_t at, size_t count);

/* ERR_OK, or ERR_TOO_BIG / ERR_NOMEM with `what` naming the thing that was being built. */
enum err strbuf_status(const struct strbuf *buffer, const char *what, struct error *reterr);

/* The string, now the caller's (mem_free), and the buffer empty; NULL after a failure. */
char *strbuf_take(struct strbuf *buffer);

#endif
