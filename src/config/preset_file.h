/*
 * Presets: files of JSON (src/whatsapp/message_file.h says what is in them) in the folder `presets`
 * beside the settings. The name is the file's, without ".json".
 */
#ifndef CHAKRA_CONFIG_PRESET_FILE_H
#define CHAKRA_CONFIG_PRESET_FILE_H

#include "src/config/config.h"

struct preset_name {
    const char *name, *path; /* in the arena */
};

/* Sorted by name, at most 1,000. No folder is no preset. */
enum err preset_list(const struct config *config, struct arena *arena,
                     struct preset_name **ret_names, size_t *ret_count, struct error *reterr);

/* The file of a name: letters, digits, '.', '-' and '_', not beginning with a dot. The caller's. */
enum err preset_path(const struct config *config, const char *name, char **ret_path,
                     struct error *reterr);

/* Writes it whole, or not at all; never over another: ERR_INVALID when the name is taken. */
enum err preset_save(const char *path, const char *text, struct error *reterr);

#endif
