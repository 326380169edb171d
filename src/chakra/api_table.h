/*
 * Every entry of ChakraHQ's API page, in the page's order: what `api --list`
 * shows, what `api` looks a request up in, and what docs/API.md, the completions
 * and the man page are made from. Titles, methods and paths are the page's own;
 * a path that no source gives is NULL, and nothing is made up in its place.
 *
 * Static; any thread.
 */
#ifndef CHAKRA_CHAKRA_API_TABLE_H
#define CHAKRA_CHAKRA_API_TABLE_H

#include <stddef.h>

enum api_effect {
    API_GUIDE,   /* a text, no request */
    API_READS,   /* changes nothing, though some are POSTs */
    API_CHANGES, /* the account's data; no message goes out by it */
    API_HARMS,   /* deletes, or overwrites what may be somebody else's: wants --yes */
    API_SENDS,   /* a message may reach a person */
    API_UNKNOWN  /* no entry: only as the answer of api_effect_of() */
};

struct api_entry {
    const char *folder;
    const char *title;
    const char *method; /* ""; where no source says it, and for guides */
    const char *path;   /* with the page's own {parameters}; NULL: not known */
    const char *page; /* "api-11312774": its address below apidocs.chakrahq.com; NULL: not known */
    enum api_effect effect;
    const char *command; /* that does it here; NULL: only `api` */
    const char *example; /* of the body, or of the query with its ?; NULL */
};

const struct api_entry *api_entries(size_t *ret_count);

/* The entry of a request, by its path without the query; NULL when there is none. */
const struct api_entry *api_find(const char *method, const char *path);

/* What a request may do. A GET only reads; a path that ends like a send is one, known or not. */
enum api_effect api_effect_of(const char *method, const char *path);

/* "guide", "read", "change", "harm", "send", "unknown" */
const char *api_effect_word(enum api_effect effect);

#endif
