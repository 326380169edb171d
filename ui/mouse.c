/* The meaning of mouse reports. */
#include "ui/mouse.h"

/* Bits of the button's number (xterm's ctlseqs). */
enum { BUTTON_MASK = 3, BUTTON_MOTION = 32, BUTTON_WHEEL = 64, BUTTON_FURTHER = 128 };

enum gesture mouse_gesture(int button, bool is_press)
{
    if (!is_press || (button & (BUTTON_MOTION | BUTTON_FURTHER)) != 0)
        return GESTURE_NONE;
    if ((button & BUTTON_WHEEL) != 0)
        return (button & BUTTON_MASK) == 0   ? GESTURE_WHEEL_UP
               : (button & BUTTON_MASK) == 1 ? GESTURE_WHEEL_DOWN
                                             : GESTURE_NONE;
    return (button & BUTTON_MASK) == 0 ? GESTURE_PRESS : GESTURE_NONE;
}
