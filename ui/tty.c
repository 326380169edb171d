/*
 * Keys from curses. One decision: raw mode, so that Ctrl-S, Ctrl-Z and Ctrl-C are
 * keys like others and what they do stands in the table of actions.
 */
#include "ui/tty.h"

#include <errno.h>
#include <langinfo.h>
#include <ncurses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ESCAPE_DELAY_MS = 25, /* a lone Esc waits so long inside get_wch (default: 1000) */
    PASTE_BEGIN = KEY_MAX + 1,
    PASTE_END,
    CONTROL_LEFT,
    CONTROL_RIGHT,
    PASTE_BYTES_MAX = 1 << 20,
    ASCII_ESCAPE = 27
};

static const struct {
    int curses;
    struct key key;
} named_keys[] = {
    {KEY_ENTER, {.code = KEYCODE_ENTER}},
    {'\r', {.code = KEYCODE_ENTER}},
    {'\n', {.code = KEYCODE_ENTER}},
    {'\t', {.code = KEYCODE_TAB}},
    {KEY_BTAB, {.code = KEYCODE_TAB, .modifiers = KEY_SHIFT}},
    {KEY_BACKSPACE, {.code = KEYCODE_BACKSPACE}},
    {127, {.code = KEYCODE_BACKSPACE}},
    {8, {.code = KEYCODE_BACKSPACE}},
    {KEY_DC, {.code = KEYCODE_DELETE}},
    {KEY_IC, {.code = KEYCODE_INSERT}},
    {KEY_UP, {.code = KEYCODE_UP}},
    {KEY_DOWN, {.code = KEYCODE_DOWN}},
    {KEY_LEFT, {.code = KEYCODE_LEFT}},
    {KEY_RIGHT, {.code = KEYCODE_RIGHT}},
    {KEY_HOME, {.code = KEYCODE_HOME}},
    {KEY_END, {.code = KEYCODE_END}},
    {KEY_PPAGE, {.code = KEYCODE_PAGE_UP}},
    {KEY_NPAGE, {.code = KEYCODE_PAGE_DOWN}},
    {CONTROL_LEFT, {.code = KEYCODE_LEFT, .modifiers = KEY_CONTROL}},
    {CONTROL_RIGHT, {.code = KEYCODE_RIGHT, .modifiers = KEY_CONTROL}},
};

static void write_to_terminal(const char *sequence)
{
    fputs(sequence, stdout);
    fflush(stdout);
}

static void prepare(void)
{
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    meta(stdscr, TRUE);
    set_escdelay(ESCAPE_DELAY_MS);
    define_key("\033[200~", PASTE_BEGIN);
    define_key("\033[201~", PASTE_END);
    define_key("\033[1;5D", CONTROL_LEFT);
    define_key("\033[1;5C", CONTROL_RIGHT);
}

/* Bracketed paste: what is pasted must never be taken for commands. */
static void set_bracketed_paste(bool on)
{
    write_to_terminal(on ? "\033[?2004h" : "\033[?2004l");
}

enum err tty_take(struct error *reterr)
{
    static const char next[] = "Use a terminal, or the same from the command line: chakra-tui send --help";
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(reterr, ERR_IO, next, "the form needs a terminal on input and output");
    SCREEN *screen = newterm(NULL, stdout, stdin);
    const char *type = getenv("TERM");
    if (screen == NULL)
        return error_set(reterr, ERR_IO, next, "the terminal type %s is not known",
                         type != NULL ? type : "(TERM is not set)");
    const char *move = tigetstr("cup");
    if (move == NULL || move == (char *)-1) {
        endwin();
        delscreen(screen);
        return error_set(reterr, ERR_IO, next, "this terminal (TERM=%s) cannot move its cursor",
                         type != NULL ? type : "");
    }
    prepare();
    set_bracketed_paste(true);
    return ERR_OK;
}

void tty_give_back(void)
{
    if (stdscr == NULL || isendwin())
        return;
    set_bracketed_paste(false);
    endwin();
}

void tty_pause(void)
{
    tty_give_back();
}

void tty_resume(void)
{
    refresh();
    prepare();
    set_bracketed_paste(true);
    clearok(stdscr, TRUE);
}

void tty_sleep(void)
{
    tty_pause();
    kill(0, SIGSTOP);
    tty_resume();
}

void tty_size(int *ret_rows, int *ret_columns)
{
    *ret_rows = LINES;
    *ret_columns = COLS;
}

bool tty_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static struct key from_curses(int code)
{
    for (size_t i = 0; i < sizeof named_keys / sizeof named_keys[0]; i++)
        if (named_keys[i].curses == code)
            return named_keys[i].key;
    if (code >= KEY_F(1) && code <= KEY_F(12))
        return (struct key){.code = (enum key_code)(KEYCODE_F1 + code - KEY_F(1))};
    return (struct key){.code = KEYCODE_NONE};
}

static struct key from_character(wint_t character)
{
    struct key named = character < 128 ? from_curses((int)character) : (struct key){0};
    if (named.code != KEYCODE_NONE)
        return named;
    if (character == ASCII_ESCAPE)
        return (struct key){.code = KEYCODE_ESCAPE};
    if (character >= 1 && character <= 26)
        return (struct key){.code = KEYCODE_TEXT,
                            .text = (uint32_t)(character + 'a' - 1),
                            .modifiers = KEY_CONTROL};
    if (character < 32)
        return (struct key){.code = KEYCODE_NONE};
    return (struct key){.code = KEYCODE_TEXT, .text = (uint32_t)character};
}

/* Esc with another key right behind it is Meta and that key. */
static struct key after_escape(void)
{
    wint_t character = 0;
    int status = get_wch(&character);
    if (status == ERR)
        return (struct key){.code = KEYCODE_ESCAPE};
    struct key key =
        status == KEY_CODE_YES ? from_curses((int)character) : from_character(character);
    key.modifiers |= KEY_META;
    return key;
}

/* Everything up to the end mark, as text. A paste without its end stops when input stops. */
static void read_paste(struct strbuf *paste)
{
    strbuf_clear(paste);
    wint_t character = 0;
    timeout(200);
    for (;;) {
        int status = get_wch(&character);
        if (status == ERR || (status == KEY_CODE_YES && character == PASTE_END))
            break;
        if (status == KEY_CODE_YES)
            continue;
        if (paste->length < PASTE_BYTES_MAX)
            strbuf_add_code_point(paste, character);
    }
    nodelay(stdscr, TRUE);
}

static bool terminal_is_gone(void)
{
    return errno == EIO || getppid() == 1 || !isatty(STDIN_FILENO);
}

struct tty_input tty_read(struct strbuf *paste)
{
    struct tty_input input = {.kind = TTY_NOTHING};
    wint_t character = 0;
    errno = 0;
    int status = get_wch(&character);
    if (status == ERR) {
        if (errno != 0 && errno != EINTR && errno != EAGAIN && terminal_is_gone())
            input.kind = TTY_GONE;
        return input;
    }
    if (status == KEY_CODE_YES && character == KEY_RESIZE) {
        input.kind = TTY_RESIZE;
        tty_size(&input.rows, &input.columns);
        return input;
    }
    if (status == KEY_CODE_YES && character == PASTE_BEGIN) {
        read_paste(paste);
        input.kind = TTY_PASTE;
        return input;
    }
    input.kind = TTY_KEY;
    if (status == KEY_CODE_YES)
        input.key = from_curses((int)character);
    else if (character == ASCII_ESCAPE)
        input.key = after_escape();
    else
        input.key = from_character(character);
    return input;
}

void tty_discard_input(void)
{
    flushinp();
}


void tty_copy(const char *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    fputs("\033]52;c;", stdout);
    for (size_t i = 0; i < length; i += 3) {
        unsigned long group = (unsigned long)(unsigned char)bytes[i] << 16;
        group |= i + 1 < length ? (unsigned long)(unsigned char)bytes[i + 1] << 8 : 0;
        group |= i + 2 < length ? (unsigned long)(unsigned char)bytes[i + 2] : 0;
        putchar(digits[group >> 18 & 63]);
        putchar(digits[group >> 12 & 63]);
        putchar(i + 1 < length ? digits[group >> 6 & 63] : '=');
        putchar(i + 2 < length ? digits[group & 63] : '=');
    }
    fputs("\007", stdout);
    fflush(stdout);
}
