/*
 * The steady state costs no memory: frames are built and painted without a single allocation, in a
 * terminal of the test's own whose output is thrown away.
 */
#include "tests/frame/stage.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "ui/paint.h"
#include "ui/theme.h"
#include "ui/tty.h"

enum { FRAMES = 50, FILES_MOST = 256, READER_SECONDS = 60 };

/* Somebody has to read what is painted. */
static pid_t start_reader(int terminal)
{
    pid_t reader = fork();
    if (reader == 0) {
        char bytes[4096];
        for (int fd = 0; fd < FILES_MOST; fd++) /* the test's runner waits for its own to close */
            if (fd != terminal)
                close(fd);
        alarm(READER_SECONDS);
        while (read(terminal, bytes, sizeof bytes) > 0)
            continue;
        _exit(0);
    }
    return reader;
}

static void give_terminal(pid_t *ret_reader)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    cr_assert_geq(master, 0);
    cr_assert_eq(grantpt(master), 0);
    cr_assert_eq(unlockpt(master), 0);
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    cr_assert_geq(slave, 0);
    *ret_reader = start_reader(master);
    cr_assert_gt(*ret_reader, 0);
    cr_assert_eq(dup2(slave, STDIN_FILENO), STDIN_FILENO);
    cr_assert_eq(dup2(slave, STDOUT_FILENO), STDOUT_FILENO);
    setenv("TERM", "xterm-256color", 1);
}

static void open_filled(struct stage *stage)
{
    stage_open(stage, 40, 120, MODE_TEST);
    stage_give_senders(stage);
    stage_keys(stage, "<Enter><Enter>");
    stage_give_templates(stage);
    stage_give_history(stage);
    stage_choose(stage, "order_shipped_positional", "en_US");
}

static void show(struct stage *stage, struct paint *paint)
{
    cr_assert(grid_resize(&stage->grid, stage->app.rows, stage->app.columns));
    frame_draw(&stage->grid, &stage->app);
    paint_show(paint, &stage->grid);
}

Test(steady, frames_are_built_and_painted_without_allocating)
{
    struct stage stage;
    struct paint paint;
    struct error error = {0};
    pid_t reader = 0;
    give_terminal(&reader);
    cr_assert_eq(tty_take(&error), ERR_OK, "%s", error.what);
    struct theme theme;
    (void)theme_load_builtin("default", &theme);
    paint_init(&paint, &theme);
    open_filled(&stage);
    static const char *const screens[] = {"", "<F3><Down>", "/order", "<Esc><F3>"};
    for (size_t i = 0; i < COUNT_OF(screens); i++) {
        stage_keys(&stage, screens[i]);
        show(&stage, &paint); /* what is kept grows to its size */
        mem_test_fail_after(0);
        for (int frame = 0; frame < FRAMES; frame++)
            show(&stage, &paint);
        size_t made = mem_test_fail_after(0);
        cr_expect_eq(made, 0, "%zu allocations in %d frames of screen %zu", made, FRAMES, i);
    }
    tty_give_back();
    paint_release(&paint);
    stage_close(&stage);
    kill(reader, SIGKILL);
    waitpid(reader, NULL, 0);
}

/* Keys that move through the rows that are there allocate nothing either. */
Test(steady, moving_through_the_rows_allocates_nothing)
{
    struct stage stage;
    open_filled(&stage);
    stage_keys(&stage, "<F3><Down><Up>");
    frame_draw(&stage.grid, &stage.app);
    mem_test_fail_after(0);
    for (int i = 0; i < FRAMES; i++) {
        stage_keys(&stage, i % 2 == 0 ? "<Down>" : "<Up>");
        frame_draw(&stage.grid, &stage.app);
    }
    size_t made = mem_test_fail_after(0);
    cr_expect_eq(made, 0, "%zu allocations", made);
    stage_close(&stage);
}

/* A typed character may grow the value, and remakes what is checked: a handful, not one a cell. */
Test(steady, a_typed_character_allocates_little)
{
    enum { MOST = 40 };
    struct stage stage;
    open_filled(&stage);
    stage_keys(&stage, "<M-t>1555000123");
    frame_draw(&stage.grid, &stage.app);
    mem_test_fail_after(0);
    stage_keys(&stage, "4");
    frame_draw(&stage.grid, &stage.app);
    size_t made = mem_test_fail_after(0);
    cr_expect_leq(made, MOST, "%zu allocations", made);
    stage_close(&stage);
}
