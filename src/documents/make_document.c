/*
 * Build tool: a page from its prose and the program's tables.
 *
 *     make_document PROSE OUTPUT
 *
 * Runs while the program is being built and is never installed.
 */
#include <stdio.h>

#include "src/base/paths.h"
#include "src/documents/documents.h"

enum { LARGEST_PAGE = 4 * 1024 * 1024 };

static enum err write_page(const char *path, const struct strbuf *page, struct error *reterr)
{
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && fwrite(page->text, 1, page->length, file) == page->length;
    if (file != NULL)
        written = fclose(file) == 0 && written;
    return written ? ERR_OK
                   : error_set(reterr, ERR_IO, "Check the folder and the disk.",
                               "%s could not be written", path);
}

int main(int argc, char **argv)
{
    struct error error = {0};
    struct strbuf prose, page;
    strbuf_init(&prose, LARGEST_PAGE);
    strbuf_init(&page, LARGEST_PAGE);
    enum err err = argc == 3 ? paths_read_file(argv[1], &prose, &error)
                             : error_set(&error, ERR_USAGE, "Name two files.",
                                         "usage: make_document PROSE OUTPUT");
    if (err == ERR_OK)
        err = document_write(&page, prose.text, &error);
    if (err == ERR_OK)
        err = write_page(argv[2], &page, &error);
    if (err != ERR_OK)
        fprintf(stderr, "make_document: %s. %s\n", error.what, error.next);
    strbuf_release(&prose);
    strbuf_release(&page);
    return err_exit_status(err);
}
