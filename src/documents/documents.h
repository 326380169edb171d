/*
 * The parts of the man pages and of docs/ERROR_CODES.md that are made from the program's tables.
 * Their prose stands in assets/man/, where a line "@part@", or
 * "@part word@", is the place of a table. Used by a tool of the build (make_document.c) alone.
 */
#ifndef CHAKRA_DOCUMENTS_DOCUMENTS_H
#define CHAKRA_DOCUMENTS_DOCUMENTS_H

#include "src/base/err.h"
#include "src/base/strbuf.h"

#include <stdbool.h>

/* `prose` with every such line replaced. ERR_INVALID for a part that there is not. */
enum err document_write(struct strbuf *out, const char *prose, struct error *reterr);

/* roff.c: text as man pages want it, at the begin of a line or inside of one. */
void roff_text(struct strbuf *out, const char *text);
/* ".TP", the words in bold and the argument in italics (may be NULL). */
void roff_term(struct strbuf *out, const char *words, const char *argument);

/* The parts. `word` is what stands behind the part's name, or "". False: no such word. */
bool part_version(struct strbuf *out, const char *word);
bool part_commands(struct strbuf *out, const char *word);
bool part_options(struct strbuf *out, const char *word);
bool part_filter_fields(struct strbuf *out, const char *word);
bool part_states(struct strbuf *out, const char *word);
bool part_settings(struct strbuf *out, const char *word); /* of a section: "profile" */
bool part_environment(struct strbuf *out, const char *word);
bool part_keys(struct strbuf *out, const char *word);
bool part_exit_statuses(struct strbuf *out, const char *word);
bool part_error_codes(struct strbuf *out, const char *word);         /* a table of Markdown */
bool part_error_code_handling(struct strbuf *out, const char *word); /* what its words mean */

#endif
