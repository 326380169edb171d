/*
 * What the sandbox has to offer: its plugin, its senders, its account, and the
 * templates, built in or read from a folder. Changed only under the sandbox's lock.
 */
#ifndef CHAKRA_SANDBOX_CATALOGUE_H
#define CHAKRA_SANDBOX_CATALOGUE_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/whatsapp/template.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The same ids as in src/config/config.h, which this layer may not include. */
#define SANDBOX_PLUGIN_ID "d83e1d23-50b8-4d87-8f92-842a0ac516f6"
#define SANDBOX_PHONE_NUMBER_ID "200000000000001"
#define SANDBOX_WABA_ID "100000000000001"
/* Two more accounts that a list of templates can be asked of: one without any, and one that breaks
 * the connection when the second page is asked for. */
#define SANDBOX_EMPTY_WABA_ID "100000000000002"
#define SANDBOX_BROKEN_WABA_ID "100000000000003"
#define SANDBOX_SENDER_NUMBER "15550009999"
#define SANDBOX_SENDER_NAME "Sandbox"
#define SANDBOX_MEDIA_ID "300000000000001"

struct sandbox_sender {
    const char *id;
    const char *number;  /* digits */
    const char *display; /* displayPhoneNumber */
    const char *name;
    const char *quality;
    const char *tier;
};

/* Static; the first one is the sandbox's own sender. */
const struct sandbox_sender *sandbox_senders(size_t *ret_count);
/* NULL for an id that is not a sender's. */
const struct sandbox_sender *sandbox_sender_find(const char *id);

struct catalogue_entry {
    cJSON *definition; /* as the list route shows it */
    struct template *template;
    bool is_changed;    /* created or edited here: kept for the next start */
    int64_t decided_at; /* when its review ends, ms since 1970; 0: it has ended */
};

struct catalogue {
    struct arena arena;              /* the parsed templates */
    struct catalogue_entry *entries; /* by id, which is their order in the list */
    size_t count;
    size_t size;    /* allocated */
    size_t pending; /* entries whose review has not ended */
};

/* `folder` holds *.json files, each one definition, an array of them, or a page {"data": [...]};
 * NULL: the built-in ones. On failure nothing is kept. */
enum err catalogue_load(struct catalogue *catalogue, const char *folder, struct error *reterr);
void catalogue_release(struct catalogue *catalogue);

/* By exact name and language; NULL when there is none. */
const struct template *catalogue_find(const struct catalogue *catalogue, const char *name,
                                      const char *language);

#endif
