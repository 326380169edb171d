/*
 * The settings that the history's commands need, read without all the rest: a wrong
 * profile does not stop them. Saved filters are [filter NAME] query = …
 */
#ifndef CHAKRA_CONFIG_HISTORY_SETTINGS_H
#define CHAKRA_CONFIG_HISTORY_SETTINGS_H

#include "src/config/config.h"

#include <stdint.h>

struct saved_filter {
    const char *name, *query;
};

struct history_settings {
    struct arena arena; /* owns all below */
    struct saved_filter *filters;
    size_t filter_count;
    int64_t retain_ms; /* how long rows are kept; 0: for ever */
};

/* No file: nothing is set. history_settings_release() in every case. */
enum err history_settings_read(const struct config_flags *flags, struct history_settings *settings,
                               struct error *reterr);
void history_settings_release(struct history_settings *settings);

/* The query of a saved filter; NULL, with the nearest name in reterr. */
const char *history_settings_query(const struct history_settings *settings, const char *name,
                                   struct error *reterr);

#endif
