/*
 * A file of test cases, read and checked as far as that goes without knowing
 * the account's templates (the format: docs/CASES.md, docs/cases.schema.json).
 * Everything borrowed from the file lives as long as the struct. Pure.
 */
#ifndef CHAKRA_TRIAL_CASE_FILE_H
#define CHAKRA_TRIAL_CASE_FILE_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/trial/expectation.h"

#include <cjson/cJSON.h>
#include <stddef.h>

enum { CASE_FILE_BYTES_MAX = 64 * 1024 * 1024 };

struct text_list {
    const char **items;
    size_t count;
};

/* One member of `cases`, with what `defaults` says where it says nothing itself. */
struct case_entry {
    size_t index;                          /* in `cases`, from 0: for messages */
    const char *name;                      /* NULL */
    const char *preset;                    /* path of a file, from the case file's folder; NULL */
    struct text_list templates, languages; /* with patterns, and "all"; may be empty (a preset) */
    struct text_list value_sets;           /* names */
    struct text_list recipients;           /* names or numbers; may be empty */
    struct text_list contains, lacks;      /* of the preview */
    struct text_list tags;
    const cJSON *values; /* an object; NULL */
    struct expectation expect;
};

struct case_file {
    cJSON *root;
    struct arena arena;
    struct case_entry *entries;
    size_t count;
    const cJSON *recipients; /* {"asha": "+15550001234"}; NULL */
    const cJSON *value_sets; /* {"long": {"body.1": "…"}}; NULL */
};

/*
 * case_file_release() in every case. ERR_INVALID has the JSON path of what is wrong in
 * reterr->where ("cases[3].expect"), and the nearest key or word in reterr->next.
 */
enum err case_file_parse(const char *bytes, size_t length, struct case_file *ret_file,
                         struct error *reterr);
void case_file_release(struct case_file *file);

#endif
