/*
 * The settings file as a list of lines that mean something, read by inih after a
 * check of our own: inih cuts long lines, names and sections without a word.
 *
 * Everything lives in the file's arena. Not thread safe.
 */
#ifndef CHAKRA_CONFIG_INI_FILE_H
#define CHAKRA_CONFIG_INI_FILE_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/config/options.h"

#include <stddef.h>

struct ini_section {
    enum option_section kind;
    const char *name; /* "" for [chakra-tui] */
    int line;
};

struct ini_setting {
    const struct option *option;
    const struct ini_section *section;
    const char *value;
    int line;
};

/* A row of [keys], as it stands there: which names and keys there are is not known here. */
struct ini_keys {
    const char *action;
    const char *keys;
    int line;
};

struct ini_file {
    struct arena arena;
    const char *path;
    struct ini_section **sections;
    size_t section_count;
    struct ini_setting **settings;
    size_t setting_count;
    struct ini_keys **keys;
    size_t keys_count;
};

void ini_file_init(struct ini_file *file);
void ini_file_release(struct ini_file *file);

/* ERR_CONFIG with `where` = "PATH:LINE" and what to write instead. `file` must be initialised. */
enum err ini_file_read(struct ini_file *file, const char *path, struct error *reterr);
/* The same from bytes; `path` is for messages. */
enum err ini_file_parse(struct ini_file *file, const char *path, const char *bytes, size_t length,
                        struct error *reterr);

/* NULL when there is none. `after` is the setting to go on from (for those that repeat), or NULL.
 */
const struct ini_setting *ini_file_find(const struct ini_file *file, enum option_id option,
                                        const char *section_name, const struct ini_setting *after);
const struct ini_section *ini_file_find_section(const struct ini_file *file,
                                                enum option_section kind, const char *name);

#endif
