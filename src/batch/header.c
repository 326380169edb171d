/* The header of a list alone. */
#include "src/batch/header.h"

#include <string.h>
#include <sys/stat.h>

#include "src/batch/columns.h"
#include "src/batch/input.h"

static enum err copy_names(const struct csv_row *header, struct arena *arena,
                           const char ***ret_names, size_t *ret_count, struct error *reterr)
{
    const char **names = arena_alloc(arena, header->count + 1, sizeof *names);
    if (names == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < header->count; i++)
        if ((names[i] = column_name(arena, header->cells[i])) == NULL)
            return error_nomem(reterr);
    *ret_names = names;
    *ret_count = header->count;
    return ERR_OK;
}

static enum err read_first_row(const struct input *input, const char *encoding, struct arena *arena,
                               const char ***ret_names, size_t *ret_count, struct error *reterr)
{
    struct cursor cursor = {0};
    struct csv_row header;
    bool found = false;
    enum err err = cursor_open(&cursor, input, encoding, reterr);
    if (err == ERR_OK)
        err = csv_next(cursor.reader, &header, &found, reterr);
    if (err == ERR_OK && !found)
        err = error_set(reterr, ERR_CONTENT,
                        "Write a header with `to` and the template's slots, then a row for each "
                        "message.",
                        "the list is empty");
    if (err == ERR_OK)
        err = copy_names(&header, arena, ret_names, ret_count, reterr);
    cursor_close(&cursor);
    return err;
}

enum err header_read(const char *path, const char *encoding, const char *data_folder,
                     struct arena *arena, const char ***ret_names, size_t *ret_count,
                     struct error *reterr)
{
    struct stat seen;
    struct input input;
    *ret_names = NULL;
    *ret_count = 0;
    if (stat(path, &seen) == 0 && !S_ISREG(seen.st_mode) && !S_ISDIR(seen.st_mode))
        return error_set(reterr, ERR_CONTENT, "Write the list into a file first.",
                         "%.200s is a pipe or a device, not a file", path);
    enum err err = input_open(path, data_folder, &input, reterr);
    if (err == ERR_OK)
        err = read_first_row(&input, encoding, arena, ret_names, ret_count, reterr);
    input_release(&input);
    return err;
}
