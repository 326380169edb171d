/* Putting a longer settings file in the place of the one that is there. */
#include "src/config/new_settings.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/paths.h"

/* Somebody may have had the file open in an editor while the questions were answered. */
static enum err check_unchanged(const char *path, const char *before, size_t length,
                                struct error *reterr)
{
    struct strbuf now;
    strbuf_init(&now, NEW_SETTINGS_BYTES_MAX);
    enum err err = paths_read_file(path, &now, reterr);
    bool is_same = err == ERR_OK && now.length == length && memcmp(now.text, before, length) == 0;
    strbuf_release(&now);
    if (err != ERR_OK || is_same)
        return err;
    error_set(reterr, ERR_CONFIG, "Start again: the questions take the file as it is now.",
              "the settings were changed meanwhile, and nothing was written");
    error_set_where(reterr, "%s", path);
    return ERR_CONFIG;
}

enum err new_settings_replace(const char *path, const char *before, size_t before_length,
                              const char *text, size_t length, struct error *reterr)
{
    char real[PATH_MAX];
    if (realpath(path, real) == NULL) {
        error_set(reterr, ERR_IO, "Check that it is there and can be read.",
                  "the settings cannot be found again (%s)", strerror(errno));
        error_set_where(reterr, "%s", path);
        return ERR_IO;
    }
    enum err err = check_unchanged(real, before, before_length, reterr);
    return err == ERR_OK ? paths_write_private_file(real, text, length, reterr) : err;
}
