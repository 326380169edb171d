/*
 * What names a batch and its rows: digests, so that the same list is the same batch
 * wherever and whenever it is run, and a row is the same row in the history. Pure.
 */
#ifndef CHAKRA_BATCH_IDENTITY_H
#define CHAKRA_BATCH_IDENTITY_H

#include "src/base/uuid.h"
#include "src/batch/batch.h"
#include "src/batch/input.h"

/* Without a template of all rows no language is part of it: the rows, which are, name theirs.
 * 16 hex digits; `generation` above 1 (sent again with force) adds "-2" and so on. */
enum err identity_of_batch(const struct batch_settings *settings,
                           const unsigned char digest[INPUT_DIGEST_SIZE], char text[BATCH_ID_SIZE],
                           struct error *reterr);
void identity_of_generation(const char *base, int generation, char text[BATCH_ID_SIZE]);

/* The uid of a row: `attempt` counts from 0 the times that it was begun without having been sent.
 */
enum err identity_of_row(const char *batch, int64_t row, int attempt, char uid[UUID_TEXT_SIZE],
                         struct error *reterr);

#endif
