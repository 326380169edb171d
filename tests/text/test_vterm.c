/*
 * The corpus in a terminal emulator (libvterm) that shares no code with curses,
 * libc's widths or utf8proc: every cell that we drew must be in its place there.
 */
#include "tests/text/corpus.h"

#include "src/base/clock.h"
#include "src/base/utf8.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

static int open_terminal(pid_t *ret_child)
{
    const struct winsize size = {.ws_row = CORPUS_ROWS, .ws_col = CORPUS_COLUMNS};
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    cr_assert(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    *ret_child = fork();
    if (*ret_child != 0)
        return master;
    setsid();
    int slave = open(ptsname(master), O_RDWR);
    ioctl(slave, TIOCSWINSZ, &size);
    for (int fd = 0; fd < 2; fd++)
        dup2(slave, fd);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    execl(SHOW_CORPUS, SHOW_CORPUS, (char *)NULL);
    _exit(127);
}

static uint32_t character_at(VTermScreen *screen, int row, int column)
{
    VTermScreenCell cell;
    cr_assert_eq(vterm_screen_get_cell(screen, (VTermPos){.row = row, .col = column}, &cell), 1);
    return cell.chars[0];
}

static bool is_drawn(VTermScreen *screen)
{
    return character_at(screen, CORPUS_ROWS - 1, 0) == 'E' &&
           character_at(screen, CORPUS_ROWS - 1, 2) == 'D' &&
           character_at(screen, CORPUS_ROWS - 1, 3) != 'N';
}

/* Until the last row says that all is there. */
static void read_screen(int master, VTerm *terminal)
{
    enum { DEADLINE_MS = 20000 };
    char bytes[4096];
    int64_t end = clock_monotonic_ms() + DEADLINE_MS;
    while (!is_drawn(vterm_obtain_screen(terminal)) && clock_monotonic_ms() < end) {
        struct pollfd source = {.fd = master, .events = POLLIN};
        if (poll(&source, 1, 100) <= 0)
            continue;
        ssize_t count = read(master, bytes, sizeof bytes);
        cr_assert_gt(count, 0, "the terminal closed");
        vterm_input_write(terminal, bytes, (size_t)count);
    }
    cr_assert(is_drawn(vterm_obtain_screen(terminal)), "the corpus was not drawn in time");
}

/* What our cell holds, or the sign that the painter puts where libc is older than the character. */
static bool is_same(uint32_t shown, const struct cell *cell)
{
    size_t at = 0;
    int32_t wanted = utf8_next(cell->text, strlen(cell->text), &at);
    if (shown == 0 || shown == ' ')
        return wanted == ' ';
    return shown == (uint32_t)wanted || shown == '?';
}

/* libvterm 0.1.4 counts these with the tables of an older Unicode (docs/TEXT.md): in a row with one
 * of them only the borders are sure. */
static bool is_disputed(const struct grid *grid, int row)
{
    static const int32_t code_points[] = {0x103A /* asat: 1 for 0 */, 0x1F9D1 /* adult: 1 for 2 */};
    for (int column = 0; column < CORPUS_COLUMNS; column++) {
        const char *text = grid_at(grid, row, column)->text;
        for (size_t at = 0; at < strlen(text);) {
            int32_t code_point = utf8_next(text, strlen(text), &at);
            for (size_t i = 0; i < sizeof code_points / sizeof code_points[0]; i++)
                if (code_points[i] == code_point)
                    return true;
        }
    }
    return false;
}

Test(vterm, every_cell_of_the_corpus_is_in_its_place)
{
    pid_t child = 0;
    struct grid grid;
    grid_init(&grid);
    cr_assert(corpus_draw(&grid, false));
    int master = open_terminal(&child);
    VTerm *terminal = vterm_new(CORPUS_ROWS, CORPUS_COLUMNS);
    vterm_set_utf8(terminal, 1);
    VTermScreen *screen = vterm_obtain_screen(terminal);
    vterm_screen_enable_altscreen(screen, 1);
    vterm_screen_reset(screen, 1);
    read_screen(master, terminal);
    size_t wrong = 0;
    size_t disputed = 0;
    for (int row = 0; row < CORPUS_ROWS; row++) {
        bool skips = is_disputed(&grid, row);
        disputed += skips;
        for (int column = 0; column < CORPUS_COLUMNS; column += skips ? CORPUS_COLUMNS - 1 : 1) {
            const struct cell *cell = grid_at(&grid, row, column);
            if (cell->width == 0 || is_same(character_at(screen, row, column), cell))
                continue;
            wrong++;
            cr_log_error("row %d column %d: U+%04X in place of %s", row, column,
                         character_at(screen, row, column), cell->text);
        }
    }
    cr_expect_leq(disputed, 2, "the list of what is not looked at has grown");
    cr_expect_eq(wrong, 0, "%zu cells are elsewhere", wrong);
    cr_assert_eq(write(master, "q", 1), 1);
    int status = 0;
    char rest[4096];
    while (read(master, rest, sizeof rest) > 0)
        continue;
    waitpid(child, &status, 0);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    vterm_free(terminal);
    close(master);
    grid_release(&grid);
}
