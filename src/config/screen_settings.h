/*
 * How the terminal program looks and behaves: the settings of [chakra-tui] that
 * only it reads. For config.c; the values are in config->screen.
 */
#ifndef CHAKRA_CONFIG_SCREEN_SETTINGS_H
#define CHAKRA_CONFIG_SCREEN_SETTINGS_H

#include "src/config/resolve.h"

enum err screen_settings_load(struct resolver *resolver);
void screen_settings_release(struct screen_settings *settings);

#endif
