/*
 * What a report of the mouse means here: presses of the first button and the wheel. Releases, other
 * buttons and motion mean nothing. Pure.
 */
#ifndef CHAKRA_UI_MOUSE_H
#define CHAKRA_UI_MOUSE_H

#include "src/app/pointer.h"

#include <stdbool.h>

/* `button`: as xterm sends it, with its bits for wheel, motion and modifiers (ctlseqs, mode 1006).
 */
enum gesture mouse_gesture(int button, bool is_press);

#endif
