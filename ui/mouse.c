/* The reader of mouse reports. */
#include "ui/mouse.h"

enum { LONGEST_REPORT = 64, MOST_DIGITS = 4 };

/* Bits of the button's number (xterm's ctlseqs). */
enum { BUTTON_MASK = 3, BUTTON_MOTION = 32, BUTTON_WHEEL = 64, BUTTON_FURTHER = 128 };

void mouse_begin(struct mouse_reader *reader)
{
    *reader = (struct mouse_reader){.is_open = true};
}

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

static bool end(struct mouse_reader *reader, bool is_press, struct mouse_report *ret_report)
{
    bool is_whole = !reader->is_broken && reader->count == 2 && reader->digits > 0 &&
                    reader->numbers[1] > 0 && reader->numbers[2] > 0;
    *ret_report = (struct mouse_report){.gesture = GESTURE_NONE};
    if (is_whole)
        *ret_report = (struct mouse_report){.gesture = mouse_gesture(reader->numbers[0], is_press),
                                            .row = reader->numbers[2] - 1,
                                            .column = reader->numbers[1] - 1};
    reader->is_open = false;
    return true;
}

bool mouse_take(struct mouse_reader *reader, uint32_t character, struct mouse_report *ret_report)
{
    if (character == 'M' || character == 'm')
        return end(reader, character == 'M', ret_report);
    if (++reader->length > LONGEST_REPORT) {
        reader->is_broken = true;
        return end(reader, false, ret_report);
    }
    if (character >= '0' && character <= '9' && reader->digits < MOST_DIGITS) {
        reader->numbers[reader->count] =
            reader->numbers[reader->count] * 10 + (int)(character - '0');
        reader->digits++;
    } else if (character == ';' && reader->count < 2 && reader->digits > 0) {
        reader->count++;
        reader->digits = 0;
    } else {
        reader->is_broken = true;
    }
    return false;
}
