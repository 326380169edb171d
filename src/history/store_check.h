/* A look at the health of the history's file, for `doctor`. */
#ifndef CHAKRA_HISTORY_STORE_CHECK_H
#define CHAKRA_HISTORY_STORE_CHECK_H

#include "src/history/store.h"

struct store_health {
    bool is_whole;   /* the check came to its end and found nothing */
    bool ran_out;    /* of time: what was looked at is well, the rest is not known */
    int64_t rows;    /* sends in it; -1: not counted in time */
    char found[256]; /* the first damage; "" */
};

/* SQLite's quick check and a count, each for at most `limit_ms`. ERR_STORE when neither can be
 * asked at all. */
enum err store_check_health(struct store *store, int64_t limit_ms, struct store_health *ret_health,
                            struct error *reterr);

/* "3.40.1"; static. */
const char *store_library_version(void);

#endif
