/*
 * Reports of the mouse in the SGR form (xterm's mode 1006): ESC [ < button ; column
 * ; row, then M for a press and m for a release. The reader takes what follows
 * `ESC [ <` character by character, so that a report may come in pieces. Pure.
 */
#ifndef CHAKRA_UI_MOUSE_H
#define CHAKRA_UI_MOUSE_H

#include "src/app/pointer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mouse_report {
    enum gesture gesture; /* GESTURE_NONE: a release, another button, a broken report */
    int row, column;      /* from 0 */
};

struct mouse_reader {
    bool is_open; /* between `ESC [ <` and the end */
    bool is_broken;
    int numbers[3];
    size_t count;  /* of the number that is being read */
    size_t digits; /* of it */
    size_t length;
};

/* What a button's number, as xterm sends it, means; GESTURE_NONE for what nothing is done with. */
enum gesture mouse_gesture(int button, bool is_press);

void mouse_begin(struct mouse_reader *reader);
/*
 * Takes the next character. True when the report is over, with what it says; one
 * that makes no sense is swallowed up to its end and says nothing.
 */
bool mouse_take(struct mouse_reader *reader, uint32_t character, struct mouse_report *ret_report);

#endif
