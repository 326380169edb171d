/*
 * How far a long work is, in words: "12/30 40 %  4.0/s, 5 s left". Pure.
 */
#ifndef CHAKRA_BASE_PROGRESS_TEXT_H
#define CHAKRA_BASE_PROGRESS_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Rate and time left once a second has passed and something has ended; cut to `size`. */
void progress_text(int64_t ended, int64_t total, int64_t elapsed_ms, char *text, size_t size);

#endif
