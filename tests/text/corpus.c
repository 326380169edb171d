/* The corpus, drawn. */
#include "tests/text/corpus.h"

#include "src/base/paths.h"

#include <string.h>

static void draw_row(struct grid *grid, int row, const char *line, size_t length)
{
    const struct pen pen = {.role = ROLE_NORMAL};
    const char *mark = memchr(line, '=', length);
    size_t name = mark != NULL ? (size_t)(mark - line) + 1 : 0;
    grid_text(grid, row, 0, 1, pen, "|");
    grid_bytes(grid, row, 2, CORPUS_COLUMNS - 4, pen, line + name, length - name);
    grid_text(grid, row, CORPUS_COLUMNS - 1, 1, pen, "|");
}

bool corpus_draw(struct grid *grid, bool turned)
{
    struct strbuf text;
    strbuf_init(&text, 1 << 20);
    bool ok = paths_read_file(TEST_DATA "/text/hard.txt", &text, NULL) == ERR_OK &&
              grid_resize(grid, CORPUS_ROWS, CORPUS_COLUMNS);
    const char *line = text.text;
    if (ok)
        grid_clear(grid);
    for (int row = 0; ok && row < CORPUS_ROWS - 1 && *line != '\0'; row++) {
        size_t length = strcspn(line, "\n");
        draw_row(grid, turned ? CORPUS_ROWS - 2 - row : row, line, length);
        line += length + (line[length] == '\n');
    }
    if (ok)
        grid_text(grid, CORPUS_ROWS - 1, 0, CORPUS_COLUMNS, (struct pen){.role = ROLE_NORMAL},
                  turned ? "TURNED" : "END");
    strbuf_release(&text);
    return ok;
}
