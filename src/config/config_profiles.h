/*
 * From the settings to profiles: those of the file, the built-in sandbox, and the
 * one that --base-url makes. For config.c only.
 */
#ifndef CHAKRA_CONFIG_CONFIG_PROFILES_H
#define CHAKRA_CONFIG_CONFIG_PROFILES_H

#include "src/config/resolve.h"

/* Fills config->profiles, current, uses_sandbox, plugin_id and phone_number_id. */
enum err config_build_profiles(struct resolver *resolver);

#endif
