/* The tables of control sequences. */
#include "src/app/key_sequence.h"

#include <stdint.h>

enum { ASCII_DELETE = 127, MODIFIED = 27, PASTE_BEGIN = 200, LARGEST_PARAMETER = 0x110000 };

static struct key no_key(void)
{
    return (struct key){.code = KEYCODE_NONE};
}

void key_sequence_parse(const unsigned char *bytes, size_t length,
                        struct key_sequence *ret_sequence)
{
    struct key_sequence sequence = {.count = 1};
    int *number = &sequence.parameters[0];
    size_t sub = 0;
    for (size_t i = 0; i + 1 < length; i++) {
        unsigned char byte = bytes[i];
        if (i == 0 && byte >= '<' && byte <= '?') {
            sequence.intro = byte;
        } else if (byte >= '0' && byte <= '9') {
            if (number != NULL && *number < LARGEST_PARAMETER)
                *number = *number * 10 + (byte - '0');
        } else if (byte == ':') {
            number =
                ++sub == 1 && sequence.count <= 4 ? &sequence.further[sequence.count - 1] : NULL;
        } else if (byte == ';') {
            sequence.count++;
            sub = 0;
            number = sequence.count <= 4 ? &sequence.parameters[sequence.count - 1] : NULL;
        }
    }
    sequence.last = length > 0 ? bytes[length - 1] : 0;
    *ret_sequence = sequence;
}

bool key_sequence_begins_paste(const struct key_sequence *sequence)
{
    return sequence->last == '~' && sequence->intro == 0 && sequence->count == 1 &&
           sequence->parameters[0] == PASTE_BEGIN;
}

bool key_sequence_is_mouse(const struct key_sequence *sequence)
{
    return sequence->intro == '<' && sequence->count == 3 && sequence->parameters[1] > 0 &&
           sequence->parameters[2] > 0 && (sequence->last == 'M' || sequence->last == 'm');
}

bool key_sequence_is_focus(const struct key_sequence *sequence)
{
    return sequence->intro == 0 && sequence->count == 1 && sequence->parameters[0] == 0 &&
           (sequence->last == 'I' || sequence->last == 'O');
}

bool key_sequence_is_old_mouse(const struct key_sequence *sequence)
{
    return sequence->intro == 0 && sequence->last == 'M' && sequence->count == 1 &&
           sequence->parameters[0] == 0;
}

/* xterm: one more than a sum of 1 Shift, 2 Alt, 4 Ctrl, 8 Meta. */
static unsigned modifiers_of(int parameter)
{
    int bits = parameter > 1 ? parameter - 1 : 0;
    return ((bits & 1) != 0 ? KEY_SHIFT : 0U) | ((bits & (2 | 8)) != 0 ? KEY_META : 0U) |
           ((bits & 4) != 0 ? KEY_CONTROL : 0U);
}

/* A code point with modifiers as one of our keys: Shift is in the character itself. */
static struct key of_code_point(int code_point, int shifted, unsigned modifiers)
{
    bool has_shift = (modifiers & KEY_SHIFT) != 0;
    if (code_point < 0x20 || code_point == ASCII_DELETE) {
        struct key key = code_point == MODIFIED ? (struct key){.code = KEYCODE_ESCAPE}
                                                : key_of_ascii((unsigned char)code_point);
        if (key.code == KEYCODE_TEXT)
            return no_key();
        key.modifiers |= modifiers;
        return key;
    }
    /* Kitty's private area: keypad, media and modifier keys. Surrogates are no characters. */
    if ((code_point >= 0xE000 && code_point <= 0xF8FF) || code_point >= LARGEST_PARAMETER ||
        (code_point >= 0xD800 && code_point < 0xE000) || (code_point > 0x7E && code_point < 0xA0))
        return no_key();
    bool has_control = (modifiers & KEY_CONTROL) != 0;
    if (!has_control && has_shift && shifted > 0x20 && shifted < 0xD800)
        code_point = shifted;
    else if (!has_control && has_shift && code_point >= 'a' && code_point <= 'z')
        code_point -= 'a' - 'A';
    else if (has_control && code_point >= 'A' && code_point <= 'Z')
        code_point += 'a' - 'A';
    return (struct key){.code = KEYCODE_TEXT,
                        .text = (uint32_t)code_point,
                        .modifiers = modifiers & ~(unsigned)KEY_SHIFT};
}

static enum key_code code_of_letter(unsigned char letter)
{
    static const struct {
        unsigned char letter;
        enum key_code code;
    } rows[] = {
        {'A', KEYCODE_UP},   {'B', KEYCODE_DOWN}, {'C', KEYCODE_RIGHT}, {'D', KEYCODE_LEFT},
        {'H', KEYCODE_HOME}, {'F', KEYCODE_END},  {'P', KEYCODE_F1},    {'Q', KEYCODE_F2},
        {'R', KEYCODE_F3},   {'S', KEYCODE_F4},   {'Z', KEYCODE_TAB},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].letter == letter)
            return rows[i].code;
    return KEYCODE_NONE;
}

/* ESC [ NUMBER ~ of VT220, xterm, rxvt and the consoles. */
static enum key_code code_of_number(int number)
{
    static const struct {
        int number;
        enum key_code code;
    } rows[] = {
        {1, KEYCODE_HOME},    {2, KEYCODE_INSERT},    {3, KEYCODE_DELETE}, {4, KEYCODE_END},
        {5, KEYCODE_PAGE_UP}, {6, KEYCODE_PAGE_DOWN}, {7, KEYCODE_HOME},   {8, KEYCODE_END},
        {11, KEYCODE_F1},     {12, KEYCODE_F2},       {13, KEYCODE_F3},    {14, KEYCODE_F4},
        {15, KEYCODE_F5},     {17, KEYCODE_F6},       {18, KEYCODE_F7},    {19, KEYCODE_F8},
        {20, KEYCODE_F9},     {21, KEYCODE_F10},      {23, KEYCODE_F11},   {24, KEYCODE_F12},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].number == number)
            return rows[i].code;
    return KEYCODE_NONE;
}

/* rxvt: the last byte of the arrows and of ESC [ NUMBER tells the modifiers. */
static struct key of_rxvt(const struct key_sequence *sequence)
{
    static const enum key_code arrows[] = {KEYCODE_UP, KEYCODE_DOWN, KEYCODE_RIGHT, KEYCODE_LEFT};
    static const struct {
        unsigned char last;
        unsigned modifiers;
    } rows[] = {{'$', KEY_SHIFT}, {'^', KEY_CONTROL}, {'@', KEY_CONTROL | KEY_SHIFT}};
    if (sequence->last >= 'a' && sequence->last <= 'd')
        return (struct key){.code = arrows[sequence->last - 'a'], .modifiers = KEY_SHIFT};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].last == sequence->last)
            return (struct key){.code = code_of_number(sequence->parameters[0]),
                                .modifiers = rows[i].modifiers};
    return no_key();
}

struct key key_sequence_key(const struct key_sequence *sequence)
{
    enum { KEY_RELEASED = 3 };
    unsigned modifiers = modifiers_of(sequence->parameters[1]);
    struct key key = {.code = KEYCODE_NONE, .modifiers = modifiers};
    if (sequence->intro != 0 || sequence->further[1] == KEY_RELEASED)
        return no_key();
    if (sequence->last == 'u')
        return of_code_point(sequence->parameters[0], sequence->further[0], modifiers);
    if (sequence->last == '~' && sequence->parameters[0] == MODIFIED)
        return of_code_point(sequence->parameters[2], 0, modifiers);
    if (sequence->last == 'Z')
        key.modifiers |= KEY_SHIFT;
    key.code = sequence->last == '~' ? code_of_number(sequence->parameters[0])
                                     : code_of_letter(sequence->last);
    if (key.code == KEYCODE_NONE)
        key = of_rxvt(sequence);
    return key.code != KEYCODE_NONE ? key : no_key();
}

/* The keypad in application mode sends ESC O and a letter for each of its characters. */
struct key key_of_ss3(const unsigned char *bytes, size_t length)
{
    unsigned char letter = bytes[length - 1];
    struct key_sequence sequence;
    key_sequence_parse(bytes, length, &sequence);
    int parameter = sequence.count > 1 ? sequence.parameters[1] : sequence.parameters[0];
    unsigned modifiers = modifiers_of(parameter);
    if (letter == 'M')
        return (struct key){.code = KEYCODE_ENTER, .modifiers = modifiers};
    if (letter >= 'a' && letter <= 'd') /* rxvt: Ctrl and an arrow */
        return (struct key){.code = code_of_letter((unsigned char)(letter - 'a' + 'A')),
                            .modifiers = KEY_CONTROL};
    if (letter >= 'j' && letter <= 'y') /* * + , - . / 0…9 */
        return (struct key){.code = KEYCODE_TEXT, .text = (uint32_t)(letter - 'j' + '*')};
    enum key_code code = code_of_letter(letter);
    return code != KEYCODE_NONE && letter != 'Z'
               ? (struct key){.code = code, .modifiers = modifiers}
               : no_key();
}

struct key key_of_console(unsigned char byte)
{
    if (byte >= 'A' && byte <= 'E')
        return (struct key){.code = (enum key_code)(KEYCODE_F1 + (byte - 'A'))};
    return no_key();
}

struct key key_of_ascii(unsigned char byte)
{
    switch (byte) {
    case '\r':
    case '\n':
        return (struct key){.code = KEYCODE_ENTER};
    case '\t':
        return (struct key){.code = KEYCODE_TAB};
    case '\b':
    case ASCII_DELETE:
        return (struct key){.code = KEYCODE_BACKSPACE};
    case 0:
        return (struct key){.code = KEYCODE_TEXT, .text = ' ', .modifiers = KEY_CONTROL};
    default:
        break;
    }
    if (byte < 0x20) /* 1 is Ctrl-A, 28 is Ctrl-\ */
        return (struct key){.code = KEYCODE_TEXT,
                            .text =
                                byte <= 26 ? (uint32_t)(byte + 'a' - 1) : (uint32_t)(byte + '@'),
                            .modifiers = KEY_CONTROL};
    return (struct key){.code = KEYCODE_TEXT, .text = byte};
}
