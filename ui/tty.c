/*
 * The terminal. Two decisions: raw mode, so that Ctrl-S, Ctrl-Z and Ctrl-C are keys
 * like others and what they do stands in the table of actions; and curses only
 * writes, the bytes that come in go to our own decoder, because get_wch() makes
 * text of sequences that it does not know.
 */
#include "ui/tty.h"

#include "src/base/mem.h"
#include "src/base/text.h"

#include <errno.h>
#include <langinfo.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum {
    ESCAPE_DELAY_MS = 25, /* a lone Esc waits so long for what may follow it */
    SLICE_BYTES = 1 << 20 /* of a paste, before the loop gets its turn */
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
    meta(stdscr, TRUE);
    typeahead(-1); /* the loop reads all keys before it draws: no looking while drawing */
}

/* Bracketed paste: what is pasted must never be taken for commands. */
static void set_bracketed_paste(bool on)
{
    write_to_terminal(on ? "\033[?2004h" : "\033[?2004l");
}

static const char next_step[] =
    TEXT("Use a terminal, or the same from the command line: chakra-tui send --help");

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
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): as terminfo has it */
    if (move == NULL || move == (char *)-1) {
        endwin();
        delscreen(screen);
        return error_set(reterr, ERR_IO, next_step,
                         "this terminal (TERM=%s) cannot move its cursor",
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
    tty_set_mouse(false);
    tty_set_focus_reports(false);
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

/* ---- reading ------------------------------------------------------------- */

/* What terminfo says of keys; what xterm and its kin send is in the decoder already. */
static void add_terminfo_keys(struct key_decoder *decoder)
{
    static const struct {
        const char *capability;
        struct key key;
    } rows[] = {
        {"kcuu1", {.code = KEYCODE_UP}},
        {"kcud1", {.code = KEYCODE_DOWN}},
        {"kcub1", {.code = KEYCODE_LEFT}},
        {"kcuf1", {.code = KEYCODE_RIGHT}},
        {"khome", {.code = KEYCODE_HOME}},
        {"kend", {.code = KEYCODE_END}},
        {"kpp", {.code = KEYCODE_PAGE_UP}},
        {"knp", {.code = KEYCODE_PAGE_DOWN}},
        {"kich1", {.code = KEYCODE_INSERT}},
        {"kdch1", {.code = KEYCODE_DELETE}},
        {"kent", {.code = KEYCODE_ENTER}},
        {"kcbt", {.code = KEYCODE_TAB, .modifiers = KEY_SHIFT}},
        {"kf1", {.code = KEYCODE_F1}},
        {"kf2", {.code = KEYCODE_F2}},
        {"kf3", {.code = KEYCODE_F3}},
        {"kf4", {.code = KEYCODE_F4}},
        {"kf5", {.code = KEYCODE_F5}},
        {"kf6", {.code = KEYCODE_F6}},
        {"kf7", {.code = KEYCODE_F7}},
        {"kf8", {.code = KEYCODE_F8}},
        {"kf9", {.code = KEYCODE_F9}},
        {"kf10", {.code = KEYCODE_F10}},
        {"kf11", {.code = KEYCODE_F11}},
        {"kf12", {.code = KEYCODE_F12}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *sequence = tigetstr(rows[i].capability);
        /* NOLINTNEXTLINE(performance-no-int-to-ptr): as terminfo has it */
        if (sequence != NULL && sequence != (char *)-1)
            key_decoder_add(decoder, sequence, rows[i].key);
    }
}

void tty_reader_init(struct tty_reader *reader)
{
    key_decoder_init(&reader->decoder);
    reader->at = 0;
    reader->count = 0;
    add_terminfo_keys(&reader->decoder);
}

void tty_reader_release(struct tty_reader *reader)
{
    key_decoder_release(&reader->decoder);
    mem_wipe(reader->bytes, sizeof reader->bytes);
}

static bool waits_to_be_read(int timeout_ms)
{
    struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&terminal, 1, timeout_ms) > 0;
}

/* False when there is nothing, or the terminal is gone. */
static bool fill(struct tty_reader *reader, bool *ret_gone)
{
    if (!waits_to_be_read(key_decoder_is_at_escape(&reader->decoder) ? ESCAPE_DELAY_MS : 0))
        return false;
    ssize_t count = read(STDIN_FILENO, reader->bytes, sizeof reader->bytes);
    *ret_gone = count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN);
    reader->at = 0;
    reader->count = count > 0 ? (size_t)count : 0;
    return count > 0;
}

static struct tty_input input_of(const struct decoded *decoded)
{
    static const enum tty_input_kind kinds[] = {
        [DECODED_NOTHING] = TTY_NOTHING, [DECODED_KEY] = TTY_KEY,     [DECODED_PASTE] = TTY_PASTE,
        [DECODED_MOUSE] = TTY_MOUSE,     [DECODED_FOCUS] = TTY_FOCUS,
    };
    return (struct tty_input){.kind = kinds[decoded->kind],
                              .key = decoded->key,
                              .mouse = decoded->mouse,
                              .has_focus = decoded->has_focus};
}

struct tty_input tty_read(struct tty_reader *reader)
{
    struct decoded decoded = {.kind = DECODED_NOTHING};
    bool is_gone = false;
    size_t taken = 0;
    while (decoded.kind == DECODED_NOTHING) {
        bool is_empty = reader->at == reader->count;
        if (is_empty && taken >= SLICE_BYTES)
            break; /* a long paste: the loop has other things to do too */
        if (is_empty && !fill(reader, &is_gone)) {
            if (is_gone)
                return (struct tty_input){.kind = TTY_GONE};
            key_decoder_pause(&reader->decoder, &decoded);
            break;
        }
        size_t used = key_decoder_feed(&reader->decoder, reader->bytes + reader->at,
                                       reader->count - reader->at, &decoded);
        reader->at += used;
        taken += used;
    }
    return input_of(&decoded);
}

bool tty_reader_has_more(const struct tty_reader *reader)
{
    return reader->at < reader->count;
}

bool tty_reader_is_open(const struct tty_reader *reader)
{
    return key_decoder_is_open(&reader->decoder);
}

struct tty_input tty_give_up(struct tty_reader *reader)
{
    struct decoded decoded;
    key_decoder_give_up(&reader->decoder, &decoded);
    return input_of(&decoded);
}

void tty_discard_input(struct tty_reader *reader)
{
    tcflush(STDIN_FILENO, TCIFLUSH);
    reader->at = reader->count;
}

void tty_set_mouse(bool on)
{
    write_to_terminal(on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
}

void tty_set_focus_reports(bool on)
{
    write_to_terminal(on ? "\033[?1004h" : "\033[?1004l");
}

/* True when TERM is one of these, or begins with one and a dash. */
static bool is_terminal(const char *const *names, size_t count)
{
    const char *type = getenv("TERM");
    for (size_t i = 0; type != NULL && i < count; i++) {
        size_t length = strlen(names[i]);
        if (strncmp(type, names[i], length) == 0 && (type[length] == '\0' || type[length] == '-'))
            return true;
    }
    return false;
}

/* The old title goes onto the terminal's stack (xterm's 22 and 23) and comes back from it. */
void tty_set_title(const char *title)
{
    static const char *const known[] = {"xterm",   "tmux",    "screen",  "alacritty", "foot",
                                        "rxvt",    "vte",     "konsole", "gnome",     "st",
                                        "wezterm", "contour", "kitty",   "mlterm",    "putty"};
    if (!is_terminal(known, sizeof known / sizeof known[0]))
        return;
    if (title == NULL)
        write_to_terminal("\033]2;\033\\\033[23;2t");
    else
        fprintf(stdout, "\033[22;2t\033]2;%s\033\\", title);
    fflush(stdout);
}

void tty_ring(void)
{
    write_to_terminal("\a");
}

void tty_notify(const char *text)
{
    fprintf(stdout, "\033]9;%s\033\\", text);
    fflush(stdout);
}

/* By what these terminals put into the environment; tmux passes links on or drops them. */
bool tty_has_links(void)
{
    static const char *const types[] = {"tmux",        "foot",    "alacritty", "kitty",
                                        "xterm-kitty", "wezterm", "contour",   "xterm-ghostty"};
    static const char *const variables[] = {"VTE_VERSION", "KONSOLE_VERSION", "WT_SESSION",
                                            "ITERM_SESSION_ID"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        if (getenv(variables[i]) != NULL)
            return true;
    return is_terminal(types, sizeof types / sizeof types[0]);
}

bool tty_needs_ascii_lines(void)
{
    static const char *const known[] = {"ansi", "vt52", "vt100", "vt102", "vt220", "vt320", "sun"};
    return is_terminal(known, sizeof known / sizeof known[0]);
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
