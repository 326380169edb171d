/* Which column of the file fills which slot: by its own name, or by a mapping. Pure. */
#ifndef CHAKRA_BATCH_COLUMNS_H
#define CHAKRA_BATCH_COLUMNS_H

#include "src/base/arena.h"
#include "src/base/csv.h"
#include "src/batch/batch.h"
#include "src/batch/languages.h"
#include "src/whatsapp/slots.h"

struct column {
    const char *name;        /* as in the file */
    const char *key;         /* "to", "language", a slot's key, or NULL: left out */
    const struct slot *slot; /* of a language that has it; NULL for `to` and `language` */
};

struct columns {
    struct column *items; /* in the arena */
    size_t count;
    size_t to, language; /* index; == count: none */
};

/* What columns_match() tells problems to. */
struct problem_sink {
    const struct batch_settings *settings;
    int64_t errors, warnings;
};
__attribute__((format(printf, 6, 7))) void sink_tell(struct problem_sink *sink, int64_t row,
                                                     const char *column, const char *rule,
                                                     enum problem_level level, const char *format,
                                                     ...);

/* The card count of a product carousel is read from the keys, so the slots are made here too.
 * ERR_USAGE: nobody says the language. */
enum err columns_match(const struct csv_row *header, struct problem_sink *sink, struct arena *arena,
                       struct columns *ret_columns, struct row_languages *ret_languages,
                       struct error *reterr);

/* A cell of the header without the blanks around it, in the arena; NULL: no memory. */
const char *column_name(struct arena *arena, const char *text);

/* The file's name of the column that fills the slot; the key itself when none does. */
const char *columns_name_of(const struct columns *columns, const char *key);

#endif
