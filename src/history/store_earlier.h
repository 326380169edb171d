/* What was given before: values of a template's slots, and recipients. UI thread, bounded. */
#ifndef CHAKRA_HISTORY_STORE_EARLIER_H
#define CHAKRA_HISTORY_STORE_EARLIER_H

#include "src/history/store.h"

/* Texts in the arena, newest first. */
struct earlier_texts {
    const char **items;
    size_t count;
};

/*
 * The values (JSON objects by slot key) of the newest sends of a template in a profile, each once,
 * at most `most`; only the newest 5000 rows of the template are looked at. One-time codes stand in
 * them masked or not at all.
 */
enum err store_earlier_values(struct store *store, const char *profile, const char *template,
                              size_t most, struct arena *arena, struct earlier_texts *ret_texts,
                              struct error *reterr);
/* The recipients of the newest 5000 rows of a profile, each once. */
enum err store_earlier_recipients(struct store *store, const char *profile, size_t most,
                                  struct arena *arena, struct earlier_texts *ret_texts,
                                  struct error *reterr);

#endif
