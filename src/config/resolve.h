/*
 * Flag over environment over file over default: one setting decided, with the
 * place that it came from. For config.c and config_profiles.c only.
 */
#ifndef CHAKRA_CONFIG_RESOLVE_H
#define CHAKRA_CONFIG_RESOLVE_H

#include "src/base/err.h"
#include "src/config/config.h"
#include "src/config/ini_file.h"
#include "src/config/options.h"

struct resolver {
    const struct config_flags *flags;
    const struct ini_file *ini; /* may be empty */
    struct config *config;      /* gets `values`, in its arena */
    struct error *reterr;
};

/* What the flag of an option says; NULL when it was not given or has no flag. */
const char *resolve_flag(const struct config_flags *flags, enum option_id option);
/* What the variable of an option says; NULL when it is not set, or empty. */
const char *resolve_environment(enum option_id option);

/*
 * The value in force (*ret_value may be NULL: there is no default), recorded in
 * config->values under `section`. Looks at flag and environment only if
 * `overridden`, and into the file only if `section_name` is not NULL.
 */
enum err resolve_setting(struct resolver *resolver, enum option_id id, const char *section,
                         const char *section_name, bool overridden, const char **ret_value);

/* The row of a setting that something else decides after all; recorded if there is none. */
enum err resolve_overrule(struct resolver *resolver, const char *section, const char *name,
                          const char *value, const char *origin);

/* Records a value that was decided elsewhere. */
enum err resolve_record(struct resolver *resolver, const char *section, const char *name,
                        const char *value, const char *origin);

#endif
