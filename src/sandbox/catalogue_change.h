/*
 * Templates that are created or edited in the sandbox: put into the catalogue,
 * reviewed after a moment, kept for the next start.
 *
 * The end of a name decides what its review ends with: _abusive_content,
 * _incorrect_category, _invalid_format, _promotional, _scam and
 * _tag_content_mismatch are rejected with that reason, _recategorized is approved
 * in another category, _stays_pending is never decided; all others are approved.
 */
#ifndef CHAKRA_SANDBOX_CATALOGUE_CHANGE_H
#define CHAKRA_SANDBOX_CATALOGUE_CHANGE_H

#include "src/sandbox/catalogue.h"

enum { CATALOGUE_REVIEW_MS = 500 };

/* Takes `definition`, in list form. Replaces the one of its name and language, or adds it at the
 * end; `decided_at` as in the entry. */
enum err catalogue_put(struct catalogue *catalogue, cJSON *definition, int64_t decided_at,
                       struct error *reterr);
/* Ends the reviews that are due. */
void catalogue_settle(struct catalogue *catalogue, int64_t now_ms);

/* By id; NULL when there is none. */
const struct catalogue_entry *catalogue_find_id(const struct catalogue *catalogue, const char *id);
/* An id above all others, in the caller's buffer. */
void catalogue_next_id(const struct catalogue *catalogue, char *text, size_t size);

/* Writes what was created or edited to `file` (NULL: does nothing), and takes it back at a start;
 * a file that is not there is an empty one. */
enum err catalogue_keep(const struct catalogue *catalogue, const char *file, struct error *reterr);
enum err catalogue_take_kept(struct catalogue *catalogue, const char *file, struct error *reterr);

#endif
