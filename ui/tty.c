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
#include <sys/ioctl.h>
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
    typeahead(-1); /* the loop reads all keys before it draws: no looking while drawing */
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

static const char next_step[] =
    "Use a terminal, or the same from the command line: chakra-tui send --help";

enum err tty_check(struct error *reterr)
{
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        return ERR_OK;
    return error_set(reterr, ERR_IO, next_step, "the form needs a terminal on input and output");
}

enum err tty_take(struct error *reterr)
{
    if (tty_check(reterr) != ERR_OK)
        return ERR_IO;
    SCREEN *screen = newterm(NULL, stdout, stdin);
    const char *type = getenv("TERM");
    if (screen == NULL)
        return error_set(reterr, ERR_IO, next_step, "the terminal type %s is not known",
                         type != NULL && type[0] != '\0' ? type : "(TERM is not set)");
    const char *move = tigetstr("cup");
    if (move == NULL || move == (char *)-1) {
        endwin();
        delscreen(screen);
        return error_set(reterr, ERR_IO, next_step, "this terminal (TERM=%s) cannot move its cursor",
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

/* The default action of SIGTSTP, which the kernel leaves out where no shell could wake us. */
void tty_sleep(void)
{
    struct sigaction plain = {.sa_handler = SIG_DFL};
    struct sigaction before;
    sigemptyset(&plain.sa_mask);
    tty_pause();
    sigaction(SIGTSTP, &plain, &before);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &before, NULL);
    tty_resume();
}

void tty_size(int *ret_rows, int *ret_columns)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
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

/* The end of a control sequence (ECMA-48): parameters, then one byte from @ to ~. */
struct sequence {
    int parameters[4];
    size_t count;
    wint_t last;
};

static bool read_sequence(struct sequence *sequence)
{
    wint_t character = 0;
    *sequence = (struct sequence){.count = 1};
    for (int i = 0; i < 32; i++) {
        if (get_wch(&character) != OK)
            return false;
        if (character >= '0' && character <= '9') {
            int *parameter = &sequence->parameters[sequence->count - 1];
            if (*parameter < 1000)
                *parameter = *parameter * 10 + (int)(character - '0');
        } else if (character == ';' && sequence->count < 4) {
            sequence->count++;
        } else if (character >= '@' && character <= '~') {
            sequence->last = character;
            return true;
        }
    }
    return false;
}

/* Keys with modifiers that terminfo does not name: ESC [ 1 ; 5 D and ESC [ 3 ; 5 ~ and the like.
 * What is not known is no key; none of its bytes becomes text. */
static struct key from_sequence(const struct sequence *sequence)
{
    static const struct {
        wint_t last;
        int number; /* of sequences that end with ~ */
        enum key_code code;
    } rows[] = {
        {'A', 0, KEYCODE_UP},    {'B', 0, KEYCODE_DOWN}, {'C', 0, KEYCODE_RIGHT},
        {'D', 0, KEYCODE_LEFT},  {'H', 0, KEYCODE_HOME}, {'F', 0, KEYCODE_END},
        {'~', 1, KEYCODE_HOME},  {'~', 2, KEYCODE_INSERT}, {'~', 3, KEYCODE_DELETE},
        {'~', 4, KEYCODE_END},   {'~', 5, KEYCODE_PAGE_UP}, {'~', 6, KEYCODE_PAGE_DOWN},
        {'P', 0, KEYCODE_F1},    {'Q', 0, KEYCODE_F2},   {'R', 0, KEYCODE_F3},
        {'S', 0, KEYCODE_F4},
    };
    int modifier = sequence->count > 1 ? sequence->parameters[1] - 1 : 0;
    struct key key = {.code = KEYCODE_NONE};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].last == sequence->last &&
            (rows[i].last != '~' || rows[i].number == sequence->parameters[0]))
            key.code = rows[i].code;
    if (modifier > 0)
        key.modifiers = ((modifier & 1) != 0 ? KEY_SHIFT : 0U) |
                        ((modifier & 2) != 0 ? KEY_META : 0U) |
                        ((modifier & 4) != 0 ? KEY_CONTROL : 0U);
    return key;
}

/* Esc with another key right behind it is Meta and that key, or begins a control sequence. */
static struct key after_escape(void)
{
    wint_t character = 0;
    int status = get_wch(&character);
    if (status == ERR)
        return (struct key){.code = KEYCODE_ESCAPE};
    struct sequence sequence;
    if (status == OK && (character == '[' || character == 'O'))
        return read_sequence(&sequence) ? from_sequence(&sequence)
                                        : (struct key){.code = KEYCODE_NONE};
    struct key key =
        status == KEY_CODE_YES ? from_curses((int)character) : from_character(character);
    key.modifiers |= KEY_META;
    return key;
}

/* What is pasted, up to the end mark. True when that came; a paste that pauses stays open, so that
 * its rest cannot be taken for keys. */
static bool read_paste(struct tty_paste *paste)
{
    wint_t character = 0;
    for (;;) {
        int status = get_wch(&character);
        if (status == ERR)
            return false;
        if (status == KEY_CODE_YES && character == PASTE_END) {
            paste->is_open = false;
            return true;
        }
        if (status == KEY_CODE_YES && character == KEY_RESIZE)
            continue; /* the loop hears of the size by itself */
        if (status != KEY_CODE_YES && paste->text.length < PASTE_BYTES_MAX)
            strbuf_add_code_point(&paste->text, character);
    }
}

bool tty_end_paste(struct tty_paste *paste)
{
    bool was_open = paste->is_open;
    paste->is_open = false;
    return was_open;
}

static bool terminal_is_gone(void)
{
    return errno == EIO || getppid() == 1 || !isatty(STDIN_FILENO);
}

struct tty_input tty_read(struct tty_paste *paste)
{
    struct tty_input input = {.kind = TTY_NOTHING};
    wint_t character = 0;
    if (paste->is_open) {
        if (read_paste(paste))
            input.kind = TTY_PASTE;
        return input;
    }
    errno = 0;
    int status = get_wch(&character);
    if (status == ERR) {
        if (errno != 0 && errno != EINTR && errno != EAGAIN && terminal_is_gone())
            input.kind = TTY_GONE;
        return input;
    }
    if (status == KEY_CODE_YES && character == KEY_RESIZE)
        return tty_read(paste); /* the loop hears of the size by its own signal */
    if (status == KEY_CODE_YES && character == PASTE_BEGIN) {
        strbuf_clear(&paste->text);
        paste->is_open = true;
        if (read_paste(paste))
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
