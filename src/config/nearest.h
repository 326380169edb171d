/*
 * The name that somebody probably meant: for unknown settings, profiles,
 * commands and options. Pure; any thread.
 */
#ifndef CHAKRA_CONFIG_NEAREST_H
#define CHAKRA_CONFIG_NEAREST_H

#include <stddef.h>

struct nearest {
    const char *wanted;
    const char *best; /* NULL while nothing is near enough; borrowed from the candidates */
    size_t distance;
};

void nearest_init(struct nearest *nearest, const char *wanted);
/* Offers one candidate; NULL is ignored. */
void nearest_offer(struct nearest *nearest, const char *candidate);

#endif
