/*
 * A settings file made by the program: from answers, or as a starter in which
 * everything is explained and switched off. What is written is read back with the
 * program's own reader before it counts, so a value that the file's format would
 * cut (long lines, a blank and a semicolon) is refused and never stored wrong.
 *
 * Any thread. The texts are borrowed.
 */
#ifndef CHAKRA_CONFIG_NEW_SETTINGS_H
#define CHAKRA_CONFIG_NEW_SETTINGS_H

#include "src/base/err.h"
#include "src/base/strbuf.h"
#include "src/config/options.h"
#include "src/config/profile.h"

/* The name of a profile that nobody named. */
#define NEW_PROFILE_NAME "main"

enum { NEW_SETTINGS_BYTES_MAX = 64 * 1024 };

/* The answers. NULL or "" where there is none: the file then says in a comment what to write. */
struct new_settings {
    const char *profile; /* name; NULL: NEW_PROFILE_NAME */
    const char *base_url;
    enum token_source token_source;
    const char *token_from; /* command, absolute path (or ~/…) or variable; never the token */
    const char *plugin_id;
    const char *phone_number_id, *waba, *label; /* of the sender; the label may be a stranger's */
    const char *test_recipients;                /* "+15550001234 Asha, +15550004321" */
};

/*
 * Appends the whole file. ERR_CONFIG names the setting (where), what is wrong and what to write.
 * The profile's mode is always test: the operator changes that by hand, knowing it.
 */
enum err new_settings_write(struct strbuf *out, const struct new_settings *settings,
                            struct error *reterr);
/*
 * The same for another profile: appends the file as it is, byte for byte, then the sections of the
 * profile. ERR_CONFIG when one of them is there already (where: its line), or when the file is not
 * sound. What is to be written goes to new_settings_replace().
 */
enum err new_settings_add(struct strbuf *out, const char *path, const char *existing, size_t length,
                          const struct new_settings *settings, struct error *reterr);
/* Whether that name can be added, before its questions are asked. */
enum err new_settings_check_added(const char *path, const char *existing, size_t length,
                                  const char *name, struct error *reterr);
/* One value by itself, as it is given: its own check, and what the file's format can hold. */
enum err new_settings_check(enum option_id option, const char *value, struct error *reterr);
/* The same for the name of a profile. */
enum err new_settings_check_profile(const char *name, struct error *reterr);

/* A profile to ask the account with while the settings are being made: defaults, mode test. `name`
 * and `timeout` (as typed) may be NULL. profile_release() in every case. */
enum err new_profile_make(struct profile *ret_profile, const char *name, const char *timeout,
                          struct error *reterr);

/* Appends every setting there is, explained, none in force. */
enum err new_settings_write_starter(struct strbuf *out, struct error *reterr);

/* "FOLDER/token", or "FOLDER/token-2" and so on where there is one, beside the settings file;
 * caller frees; NULL: no memory. */
char *new_settings_token_path(const char *settings_path);

/* Makes the folder (0700) and the file (0600, written whole or not at all). ERR_CONFIG when there
 * is one already: it is never overwritten. */
enum err new_settings_save(const char *path, const char *text, size_t length, struct error *reterr);

/* Writes over the file that `before` was read from, whole or not at all; a link stays a link, and
 * what it leads to is written. ERR_CONFIG when the file is another one by now. */
enum err new_settings_replace(const char *path, const char *before, size_t before_length,
                              const char *text, size_t length, struct error *reterr);

#endif
