/*
 * Where files live (XDG base directories), and the few file operations that the
 * program needs with the right permissions. Any thread, but the XDG look-ups
 * read the environment: call them before other threads change it (none does).
 */
#ifndef CHAKRA_BASE_PATHS_H
#define CHAKRA_BASE_PATHS_H

#include "src/base/err.h"
#include "src/base/strbuf.h"

/* $XDG_CONFIG_HOME/chakra-tui/chakra-tui.ini; caller frees; NULL and reterr when there is no home.
 */
char *paths_config_file(struct error *reterr);
/* $XDG_DATA_HOME/chakra-tui */
char *paths_data_folder(struct error *reterr);
/* $XDG_STATE_HOME/chakra-tui */
char *paths_state_folder(struct error *reterr);

/* "folder/name", caller frees; NULL when memory is out. */
char *paths_join(const char *folder, const char *name);

/* Makes the folder and its missing parents with 0700. A folder of others that others can write
 * to is ERR_IO. */
enum err paths_make_private_folder(const char *folder, struct error *reterr);

/* Reads a whole regular file of at most `out->limit` bytes into `out`. */
enum err paths_read_file(const char *path, struct strbuf *out, struct error *reterr);

/* ERR_SECRET when group or others can read `path`. */
enum err paths_check_private_file(const char *path, struct error *reterr);

/* Writes 0600 to a temporary beside `path` and renames it over: whole or not at all. */
enum err paths_write_private_file(const char *path, const void *bytes, size_t count,
                                  struct error *reterr);
/* The same for a file that must not be there yet: ERR_IO when it is, and it stays as it was. */
enum err paths_write_new_private_file(const char *path, const void *bytes, size_t count,
                                      struct error *reterr);

#endif
