/*
 * Files that the build puts into the program (chakra_embed() in assets/embed.cmake).
 * For a table SYMBOL there are two objects:
 *
 *     extern const struct embedded_file SYMBOL[];
 *     extern const size_t SYMBOL_count;
 *
 * Static and read-only; any thread.
 */
#ifndef CHAKRA_ASSETS_EMBED_H
#define CHAKRA_ASSETS_EMBED_H

#include <stddef.h>

struct embedded_file {
    const char *name;           /* the file's name without its folders */
    const unsigned char *bytes; /* followed by a NUL that `length` does not count */
    size_t length;
};

#endif
