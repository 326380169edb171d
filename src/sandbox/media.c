/* The shelf of uploaded files. */
#include "src/sandbox/media.h"

#include "src/base/mem.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { SHELF_BYTES_MAX = 256 * 1024 * 1024 };

static void forget_oldest(struct media_shelf *shelf)
{
    shelf->bytes -= shelf->files[0].length;
    mem_free(shelf->files[0].bytes);
    shelf->count--;
    memmove(shelf->files, shelf->files + 1, shelf->count * sizeof shelf->files[0]);
}

/* The name becomes part of a URL and of a header: only characters that are plain in both. */
static void copy_name(char *to, const char *name)
{
    size_t length = 0;
    const char *slash = strrchr(name, '/');
    for (name = slash != NULL ? slash + 1 : name; *name != '\0' && length + 1 < MEDIA_NAME_SIZE;
         name++) {
        bool is_plain = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
                        (*name >= '0' && *name <= '9') || strchr("._-", *name) != NULL;
        to[length++] = is_plain ? *name : '_';
    }
    to[length] = '\0';
    if (length == 0)
        snprintf(to, MEDIA_NAME_SIZE, "file");
}

/* It goes out as a header again. */
static bool is_header_text(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text < ' ' || *text > '~')
            return false;
    return true;
}

enum err media_add(struct media_shelf *shelf, const char *name, const char *content_type,
                   const char *bytes, size_t length, const struct media_file **ret_file,
                   struct error *reterr)
{
    struct media_file file = {.length = length};
    enum err err = uuid_make(file.id, reterr);
    if (err != ERR_OK)
        return err;
    if (length > SHELF_BYTES_MAX)
        return error_set(reterr, ERR_TOO_BIG, "Upload a smaller file.", "the file is too large");
    file.bytes = mem_alloc(length);
    if (file.bytes == NULL)
        return error_nomem(reterr);
    memcpy(file.bytes, bytes, length);
    copy_name(file.name, name);
    snprintf(file.content_type, sizeof file.content_type, "%s",
             content_type[0] != '\0' && is_header_text(content_type) ? content_type
                                                                     : "application/octet-stream");
    while (shelf->count == MEDIA_FILES_MAX ||
           (shelf->count > 0 && shelf->bytes + length > SHELF_BYTES_MAX))
        forget_oldest(shelf);
    shelf->bytes += length;
    shelf->files[shelf->count] = file;
    *ret_file = &shelf->files[shelf->count++];
    return ERR_OK;
}

const struct media_file *media_find(const struct media_shelf *shelf, const char *id)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (strcmp(shelf->files[i].id, id) == 0)
            return &shelf->files[i];
    return NULL;
}

void media_clear(struct media_shelf *shelf)
{
    while (shelf->count > 0)
        forget_oldest(shelf);
}
