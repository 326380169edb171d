/* Writes a catalogue in the form that gettext reads, and asks for it. */
#include "tests/support/catalogue.h"

#include "src/base/text.h"

#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The GNU MO form: a head, two tables of length and offset, then the texts with their NULs. */
static void write_catalogue(FILE *file, const struct translation *rows, size_t count)
{
    static const struct translation first = {"", "Content-Type: text/plain; charset=UTF-8\n"};
    enum { HEAD_WORDS = 7, PAIR_BYTES = 8 };
    const uint32_t pairs = (uint32_t)(HEAD_WORDS * sizeof(uint32_t));
    const uint32_t table = (uint32_t)(count * PAIR_BYTES);
    const uint32_t head[HEAD_WORDS] = {0x950412de,    0, (uint32_t)count,  pairs,
                                       pairs + table, 0, pairs + 2 * table};
    uint32_t at = pairs + 2 * table;
    fwrite(head, sizeof head[0], HEAD_WORDS, file);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            const struct translation *row = i == 0 ? &first : &rows[i - 1];
            const char *text = pass == 0 ? row->text : row->translated;
            const uint32_t pair[2] = {(uint32_t)strlen(text), at};
            fwrite(pair, sizeof pair[0], 2, file);
            at += pair[0] + 1;
        }
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            const struct translation *row = i == 0 ? &first : &rows[i - 1];
            fputs(pass == 0 ? row->text : row->translated, file), fputc('\0', file);
        }
}

int catalogue_use(const struct translation *rows, size_t count)
{
    char folder[] = "/tmp/chakra-catalogue.XXXXXX";
    char path[128];
    if (mkdtemp(folder) == NULL)
        return 0;
    snprintf(path, sizeof path, "%s/xx", folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/xx/LC_MESSAGES", folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/xx/LC_MESSAGES/chakra-tui.mo", folder);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return 0;
    write_catalogue(file, rows, count + 1); /* its head comes first */
    fclose(file);
    setlocale(LC_ALL, "C.UTF-8");
    setlocale(LC_NUMERIC, "C");
    setenv("LANGUAGE", "xx", 1);
    text_begin(folder);
    int found = strcmp(text_of(rows[0].text), rows[0].translated) == 0; /* read once, then kept */
    unlink(path);
    for (size_t end = strlen(path); end > strlen(folder); end--)
        if (path[end] == '/') {
            path[end] = '\0';
            rmdir(path);
        }
    rmdir(folder);
    return found;
}
