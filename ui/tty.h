/*
 * The terminal: taken and given back, keys read, size known. With paint.c the
 * only file that includes curses. UI thread.
 */
#ifndef CHAKRA_UI_TTY_H
#define CHAKRA_UI_TTY_H

#include "src/app/key_decode.h"
#include "src/base/err.h"

#include <stdbool.h>

/* What was read from the terminal. */
enum tty_input_kind {
    TTY_NOTHING,
    TTY_KEY,
    TTY_PASTE, /* reader->decoder.paste; key_decoder_forget_paste() when it was used */
    TTY_MOUSE,
    TTY_FOCUS,
    TTY_GONE
};

struct tty_input {
    enum tty_input_kind kind;
    struct key key;
    struct decoded_mouse mouse;
    bool has_focus;
};

/* Bytes that were read and what they are going to be. */
struct tty_reader {
    struct key_decoder decoder;
    char bytes[16384];
    size_t at, count;
};

/* ERR_IO with the next step when stdin or stdout is no terminal. */
enum err tty_check(struct error *reterr);
/* Takes the terminal of stdin and stdout. ERR_IO with the next step when there is none, or when it
 * cannot move its cursor (TERM=dumb). */
enum err tty_take(struct error *reterr);
/* Gives it back as it was; safe to call twice. */
void tty_give_back(void);
/* Given back for a while (another program, sleep), then taken again; the screen must be painted
 * anew after tty_resume. */
void tty_pause(void);
void tty_resume(void);
/* Stops the program until it is continued; the terminal is given back meanwhile. */
void tty_sleep(void);

/* As the kernel has it now; the terminal library is told too. */
void tty_size(int *ret_rows, int *ret_columns);
bool tty_is_utf8(void); /* the locale shows more than ASCII */

/* Sets up, with the sequences of this terminal's keys: after tty_take. */
void tty_reader_init(struct tty_reader *reader);
void tty_reader_release(struct tty_reader *reader);
/* The next input. Waits for nothing but, a moment, for what may follow an escape. */
struct tty_input tty_read(struct tty_reader *reader);
/* Bytes were read that tty_read() has not looked at. */
bool tty_reader_has_more(const struct tty_reader *reader);
/* A paste or a sequence is open whose end has not come. */
bool tty_reader_is_open(const struct tty_reader *reader);
/* After a long silence: what is open ends, so that later keys are keys again. */
struct tty_input tty_give_up(struct tty_reader *reader);
/* Reports of buttons and wheel, not of motion: Shift and the button still select text. Off again
 * whenever the terminal is given back. */
void tty_set_mouse(bool on);
/* Reports of the window being used or not (mode 1004). */
void tty_set_focus_reports(bool on);
/* The window's title, where the terminal is known to have one; NULL gives the old one back. */
void tty_set_title(const char *title);
void tty_ring(void);
/* A notification of the desktop (OSC 9); the text is shown as it is. */
void tty_notify(const char *text);
/* The terminal is known to make links of OSC 8, and not to show its bytes. */
bool tty_has_links(void);
/* The terminal has no line graphics in UTF-8. */
bool tty_needs_ascii_lines(void);

/* Puts bytes on the clipboard of the terminal (OSC 52); terminals that do not know it ignore it. */
void tty_copy(const char *bytes, size_t length);
/* Throws away what was typed and not read yet. */
void tty_discard_input(struct tty_reader *reader);

#endif
