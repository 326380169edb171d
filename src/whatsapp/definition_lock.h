/*
 * The lock file: the definitions that were agreed on, to be committed beside the
 * code that sends them.
 *
 *   {"lock_version": 1, "templates": [{"definition": {…}, "hash": "sha256:…",
 *    "language": "en_US", "name": "order_update"}, …], "waba": "1022…"}
 *
 * Definitions are canonical (definition.h), sorted by name and language, indented
 * by two blanks: the same definitions are the same bytes. Reading is strict,
 * because what is read here decides whether a job passes. Pure.
 */
#ifndef CHAKRA_WHATSAPP_DEFINITION_LOCK_H
#define CHAKRA_WHATSAPP_DEFINITION_LOCK_H

#include "src/base/strbuf.h"
#include "src/whatsapp/definition.h"

enum {
    DEFINITION_LOCK_VERSION = 1,
    DEFINITION_FILE_BYTES_MAX = 64 * 1024 * 1024,
};

/* `waba`: the account that they are of. Ends with a line end. */
enum err definition_lock_write(const struct definition_set *set, const char *waba,
                               struct strbuf *out, struct error *reterr);

struct definition_file {
    struct definition_set set;
    const char *waba; /* of a lock; NULL */
    bool is_lock;
};

/*
 * A lock, or definitions as the API lists them: one object, an array, or a page
 * {"data": […]}. ERR_INVALID says what is wrong with it and where: cut off, a
 * newer version, an unknown member, a hash that does not fit its definition, a
 * template twice. All that is returned lives in the arena.
 */
enum err definition_file_read(const char *bytes, size_t length, struct arena *arena,
                              struct definition_file *ret_file, struct error *reterr);

#endif
