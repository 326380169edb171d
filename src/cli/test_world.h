/*
 * Where a test run takes place: the settings, the definitions, and for all but
 * --check a session with the account. A check opens no connection at all and
 * needs no token.
 */
#ifndef CHAKRA_CLI_TEST_WORLD_H
#define CHAKRA_CLI_TEST_WORLD_H

#include "src/cli/sender.h"
#include "src/cli/session.h"
#include "src/cli/template_list.h"
#include "src/outbox/template_cache.h"
#include "src/trial/gate.h"

struct test_world {
    enum trial_mode mode;
    bool is_offline;
    struct config own_config; /* offline */
    struct session session;   /* else */
    struct sender sender;
    struct template_list list;
    struct arena arena;
    struct store *store; /* for reading; NULL while there is none */
    const struct config *config;
    const struct profile *profile;
    struct template *const *templates;
    size_t template_count;
    char definitions[80]; /* "fetched now", "kept since 2026-11-23 …" */
};

/* From --check, --dry-run, --sandbox, --live. Several, or (for a run) none, is ERR_USAGE; a profile
 * of the sandbox's own needs none. test_world_close() in every case. */
enum err test_world_open(struct test_world *world, const struct arguments *arguments,
                         bool only_definitions, struct error *reterr);
void test_world_close(struct test_world *world);

/* Keeps a small text in the history; a failure is a note, no end. */
void test_world_keep(struct test_world *world, const char *name, const char *text);

#endif
