/*
 * One profile's settings decided, and its sender chosen. For config_profiles.c
 * only.
 */
#ifndef CHAKRA_CONFIG_PROFILE_SETTINGS_H
#define CHAKRA_CONFIG_PROFILE_SETTINGS_H

#include "src/config/resolve.h"

/* `section_name` is the file's [profile NAME], NULL for a profile that is not in the file. Flags
 * and environment count only for the profile in force. */
enum err profile_apply_settings(struct resolver *resolver, struct profile *profile,
                                const char *section_name, bool in_force);

/* --plugin and --from for the profile in force; or the only ones there are. */
enum err profile_choose_sender(struct resolver *resolver);

#endif
