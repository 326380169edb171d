/* The sandbox's templates, and case files as text, for the tests of src/trial. */
#ifndef CHAKRA_TESTS_TRIAL_FIXTURE_H
#define CHAKRA_TESTS_TRIAL_FIXTURE_H

#include "src/trial/case_list.h"

struct world {
    struct arena arena;
    struct template *templates[128];
    struct case_world world; /* of all of them; without a profile */
};

/* Reads assets/sandbox/templates. */
void world_open(struct world *world);
void world_close(struct world *world);
struct template *world_find(const struct world *world, const char *name, const char *language);

/* The file at `path` from the root of the sources, the caller's (mem_free). */
char *read_source(const char *path);

#endif
