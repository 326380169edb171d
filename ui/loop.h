/*
 * The terminal program: one loop, one blocking call. It waits for the terminal,
 * for the worker's pipe and for signals (which write one byte to a pipe of the
 * loop's own); the time limit comes from the nearest deadline, or is none.
 */
#ifndef CHAKRA_UI_LOOP_H
#define CHAKRA_UI_LOOP_H

#include "src/app/effects.h"

/* ERR_IO when there is no terminal: look before anything is opened. */
enum err ui_check_terminal(struct error *reterr);

/* Runs until the operator quits or a signal ends it (ERR_INTERRUPTED). Errors before the screen is
 * taken are in reterr. */
enum err ui_run(const struct config *config, struct effects *effects, struct error *reterr);

#endif
