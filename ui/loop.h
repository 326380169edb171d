/*
 * The terminal program: one loop, one blocking call. It waits for the terminal,
 * for the worker's pipe and for signals (which write one byte to a pipe of the
 * loop's own); the time limit comes from the nearest deadline, or is none.
 */
#ifndef CHAKRA_UI_LOOP_H
#define CHAKRA_UI_LOOP_H

#include "src/app/effects.h"

/* Runs until the operator quits or a signal ends it; returns the exit status. Errors before the
 * screen is taken are in reterr. */
enum err ui_run(const struct config *config, struct effects *effects, struct error *reterr);

#endif
