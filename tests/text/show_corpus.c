/* Draws the corpus on the terminal with the program's own painter: upside down first, so that the
 * second picture is made of changes, and ends when a byte comes. */
#include "tests/text/corpus.h"

#include "ui/paint.h"
#include "ui/tty.h"

#include <locale.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    struct error error = {.code = ERR_OK};
    struct theme theme;
    struct paint paint;
    struct grid grid;
    char byte = 0;
    setlocale(LC_ALL, "");
    if (!theme_load_builtin("default", &theme) || tty_take(&error) != ERR_OK) {
        fprintf(stderr, "%s\n", error.what);
        return 1;
    }
    grid_init(&grid);
    paint_init(&paint, &theme);
    bool ok = corpus_draw(&grid, true);
    if (ok)
        paint_show(&paint, &grid);
    ok = ok && corpus_draw(&grid, false);
    if (ok)
        paint_show(&paint, &grid);
    ssize_t count = ok ? read(STDIN_FILENO, &byte, 1) : 0;
    paint_release(&paint);
    grid_release(&grid);
    tty_give_back();
    return count == 1 ? 0 : 1;
}
