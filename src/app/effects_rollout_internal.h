/* What the two files that run the rollout share; nobody else includes it. */
#ifndef CHAKRA_APP_EFFECTS_ROLLOUT_INTERNAL_H
#define CHAKRA_APP_EFFECTS_ROLLOUT_INTERNAL_H

#include "src/app/effects_internal.h"
#include "src/base/uuid.h"
#include "src/trial/trial.h"

/* So many cases are read together: reading looks at each with each. */
enum { ROLLOUT_PART_CASES = 64 };

/* Cases of some templates, and what they borrow from. */
struct rollout_part {
    struct template *templates[ROLLOUT_PART_CASES];
    size_t template_count;
    cJSON *file; /* as `test --generate` writes it; NULL once it is read */
    struct case_file read;
    struct case_list list;
};

/* A cell as it was chosen: the app's list may be another one before its turn comes. */
struct rollout_source {
    const char *name, *language, *json;
};

struct rollout_cases {
    struct arena arena;
    struct rollout_source *sources;
    size_t source_count, next;
    const char *to;
    struct rollout_part **parts;
    size_t part_count;
    struct case_list all; /* items borrowed from the parts */
};

void rollout_cases_release(struct rollout_cases *cases);
/* Copies what is chosen. rollout_cases_release() in every case. */
enum err rollout_cases_init(struct rollout_cases *cases, const struct app *app,
                            struct error *reterr);
/* Makes the case of the next source. ERR_CONTENT: none can be made of it, which is no end. */
enum err rollout_cases_make_next(struct rollout_cases *cases, const struct profile *profile,
                                 struct error *reterr);
/* Once all are made: `all`. */
enum err rollout_cases_join(struct rollout_cases *cases, struct error *reterr);
/* The message of one definition, as a draft; the caller's (cJSON_Delete). */
enum err rollout_draft_make(const struct template *template, const char *to, cJSON **ret_draft,
                            struct error *reterr);

#endif
