/*
 * Where definitions to compare come from: the account (`live`), what is kept of
 * it (`cache`), another account (`waba:ID`), the lock (`lock`), or a file or
 * folder of definitions. Files need no account, no token and no network.
 */
#ifndef CHAKRA_CLI_DEFINITION_SOURCE_H
#define CHAKRA_CLI_DEFINITION_SOURCE_H

#include "src/cli/sender.h"
#include "src/cli/template_list.h"
#include "src/whatsapp/definition_lock.h"

#define DEFINITION_LOCK_NAME "chakra-templates.lock.json"

/* Opened when the first source needs it. */
struct definition_desk {
    const struct arguments *arguments;
    struct session session;
    struct sender sender;
    bool is_open;
};

struct definition_source {
    const char *label; /* for people; borrowed or in the arena */
    struct definition_set set;
    const char *waba; /* of the account, when it is known; NULL */
    struct arena arena;
    struct template_list fetched;
};

void definition_desk_init(struct definition_desk *desk, const struct arguments *arguments);
void definition_desk_release(struct definition_desk *desk);
/* Opens the session, and finds the account: --waba, else the sender's. */
enum err definition_desk_open(struct definition_desk *desk, const char **ret_waba,
                              struct error *reterr);

/* `word` is one of the above; definition_source_release() in every case. */
enum err definition_source_load(struct definition_desk *desk, const char *word,
                                struct definition_source *ret_source, struct error *reterr);
void definition_source_release(struct definition_source *source);

/* One file: a lock, one definition, an array or a page. */
enum err definition_source_read_file(const char *path, struct arena *arena,
                                     struct definition_file *ret_file, struct error *reterr);

/* Paths of the *.json files of a folder, sorted, in the arena; ERR_NOT_FOUND when there is none. */
enum err definition_source_list_folder(const char *folder, struct arena *arena,
                                       const char ***ret_paths, size_t *ret_count,
                                       struct error *reterr);

#endif
