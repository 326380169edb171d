/*
 * Definitions as things to keep and compare: a canonical form in which two
 * definitions that say the same are the same bytes, its hash, and sorted sets.
 *
 * Canonical are the members that decide what a message is: name, language,
 * category, sub_category, parameter_format, components and
 * message_send_ttl_seconds. Left out is what changes without anybody's doing:
 * id, status, quality, times, and `header_handle`, which the API signs anew for
 * each listing (template reference, sections 2, 3 and 5.2). Members and
 * components are sorted, type names upper-cased, examples brought to one shape.
 *
 * Pure; everything lives in the arena given.
 */
#ifndef CHAKRA_WHATSAPP_DEFINITION_H
#define CHAKRA_WHATSAPP_DEFINITION_H

#include "src/base/arena.h"
#include "src/base/digest.h"
#include "src/base/err.h"
#include "src/whatsapp/template.h"

#include <cjson/cJSON.h>
#include <stddef.h>

enum { DEFINITION_HASH_SIZE = sizeof "sha256:" - 1 + DIGEST_TEXT_SIZE };

struct definition {
    struct template *template;       /* borrowed */
    const char *canonical;           /* one line of JSON */
    char hash[DEFINITION_HASH_SIZE]; /* "sha256:…" over `canonical` */
};

/* By name, then language, in byte order; each pair once. */
struct definition_set {
    struct definition *items;
    size_t count;
};

/* The canonical form as a tree; cJSON_Delete. */
enum err definition_canonical(const struct template *template, cJSON **ret_root,
                              struct error *reterr);
/* Only the hash. */
enum err definition_hash(const struct template *template, char hash[DEFINITION_HASH_SIZE],
                         struct error *reterr);
enum err definition_make(struct template *template, struct arena *arena,
                         struct definition *ret_definition, struct error *reterr);

/* ERR_INVALID when a name and language stand there twice. Templates are borrowed. */
enum err definition_set_make(struct template *const *templates, size_t count, struct arena *arena,
                             struct definition_set *ret_set, struct error *reterr);
/* NULL when it is not there. */
const struct definition *definition_set_find(const struct definition_set *set, const char *name,
                                             const char *language);
/* Order of sets. */
int definition_compare(const struct template *left, const struct template *right);

#endif
