/*
 * What is kept of a reply's header, line by line as it arrives. Lines are not ended by NUL and may
 * end with CR LF. Pure.
 */
#ifndef CHAKRA_CHAKRA_REPLY_HEADER_H
#define CHAKRA_CHAKRA_REPLY_HEADER_H

#include <stddef.h>

/* Puts the line's value into `value` when its name (with the colon, in any case) is `name`; a value
 * that does not fit is left out. */
void header_value(const char *line, size_t length, const char *name, char *value, size_t size);

/* Appends the line to `headers` ("A: 1, B: 2") when it helps to trace a reply or explains a wait.
 */
void header_note(const char *line, size_t length, char *headers, size_t size);

#endif
