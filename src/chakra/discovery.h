/*
 * What an account consists of, read from replies into JSON with keys of our own:
 * senders, business accounts and the plugin's configuration, of which only the
 * members that are known to be harmless are taken over. Pure.
 */
#ifndef CHAKRA_CHAKRA_DISCOVERY_H
#define CHAKRA_CHAKRA_DISCOVERY_H

#include "src/base/arena.h"
#include "src/base/err.h"

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdint.h>

/* [{"id","waba","number","name","status","account_mode","quality","tier"}], the caller's. */
enum err discovery_read_senders(const char *bytes, size_t length, cJSON **ret_list,
                                struct error *reterr);
/* [{"id","name","status"}], the caller's. */
enum err discovery_read_business_accounts(const char *bytes, size_t length, cJSON **ret_list,
                                          struct error *reterr);
/* {"pass_through_webhook_url","chakra_webhook_url",…}, the caller's; null where nothing was said.
 */
enum err discovery_read_plugin_config(const char *bytes, size_t length, cJSON **ret_config,
                                      struct error *reterr);

/* What WhatsApp says of a media id. Missing texts are NULL, a missing size is -1. */
struct media_info {
    const char *id, *mime, *sha256, *url;
    int64_t bytes;
};
/* Texts live in the arena. */
enum err discovery_read_media(const char *bytes, size_t length, struct arena *arena,
                              struct media_info *ret_info, struct error *reterr);

#endif
