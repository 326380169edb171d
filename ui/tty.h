/*
 * The terminal: taken and given back, keys read, size known. With paint.c the
 * only file that includes curses. UI thread.
 */
#ifndef CHAKRA_UI_TTY_H
#define CHAKRA_UI_TTY_H

#include "src/app/key.h"
#include "src/base/err.h"
#include "src/base/strbuf.h"
#include "ui/mouse.h"

#include <stdbool.h>

/* What was read from the terminal. */
enum tty_input_kind { TTY_NOTHING, TTY_KEY, TTY_PASTE, TTY_MOUSE, TTY_FOCUS, TTY_GONE };

/* A paste: its text, and whether its end is still to come. The same of a mouse report. */
struct tty_paste {
    struct strbuf text;
    bool is_open;
    struct mouse_reader mouse;
};

struct tty_input {
    enum tty_input_kind kind;
    struct key key;
    struct mouse_report mouse;
    bool has_focus;
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

/* The next input without waiting; a paste is collected in `paste` until it is whole. */
struct tty_input tty_read(struct tty_paste *paste);
/* Ends a paste whose end mark does not come; true when one was open. */
bool tty_end_paste(struct tty_paste *paste);

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
void tty_discard_input(void);

#endif
