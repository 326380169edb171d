/*
 * The cases that a file stands for: patterns of templates, languages, sets of
 * values and recipients multiplied out over the account's templates, each with
 * an id that stays the same as long as what it is made of does.
 *
 * The id is the case's name, or "template/language", with "/template",
 * "/language", "/set" and "/recipient" behind it for what the case multiplies.
 */
#ifndef CHAKRA_TRIAL_CASE_LIST_H
#define CHAKRA_TRIAL_CASE_LIST_H

#include "src/config/profile.h"
#include "src/trial/case_file.h"
#include "src/whatsapp/template.h"
#include "src/whatsapp/values.h"
#include "src/whatsapp/variables.h"

#include <stdbool.h>

enum { CASES_MAX = 100000 };

struct trial_case {
    const char *id;
    const struct case_entry *entry;
    const struct template *template;
    const char *set;       /* name of the set of values; NULL */
    const char *recipient; /* as the file says it: a name or a number; NULL */
    const char *to;        /* the number behind it; NULL when there is no recipient */
    struct values values;
    const char *folder; /* that files of the values are found from; NULL or "": here */
    bool is_chosen;     /* to be run */
};

struct case_list {
    struct trial_case *items;
    size_t count;
    struct arena arena;
};

/* What the file is multiplied out over. Borrowed. */
struct case_world {
    struct template *const *templates;
    size_t template_count;
    const struct profile *profile; /* its test_recipients have names */
    const char *folder; /* of the case file: presets and files are found from there; "" is here */
    const struct variables *variables; /* of presets; NULL: they are left as they stand */
};

/*
 * All are chosen. case_list_release() in every case; the list borrows from the file and the
 * templates. ERR_CONTENT (a template or recipient that is not there, two cases with one id, too
 * many) has the JSON path in reterr->where and what is near in reterr->next.
 */
enum err case_list_make(const struct case_file *file, const struct case_world *world,
                        struct case_list *ret_list, struct error *reterr);
void case_list_release(struct case_list *list);

/*
 * Leaves only cases chosen that have one of the tags and fit one of the patterns, each a list with
 * commas; NULL: whichever. ERR_CONTENT when no case is left.
 */
enum err case_list_choose(struct case_list *list, const char *tags, const char *patterns,
                          struct error *reterr);
size_t case_list_chosen(const struct case_list *list);

#endif
