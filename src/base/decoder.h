/*
 * Text of a named encoding becomes UTF-8 (iconv of the C library), block by block.
 * What stands before a wrong byte is given out first; then ERR_CONTENT. Not thread safe.
 */
#ifndef CHAKRA_BASE_DECODER_H
#define CHAKRA_BASE_DECODER_H

#include "src/base/byte_source.h"

struct decoder;

/* `encoding`: "WINDOWS-1252", "UTF-16", … ERR_USAGE for one that the system does not know. The
 * source stays the caller's. */
enum err decoder_open(const char *encoding, const struct byte_source *source,
                      struct decoder **ret_decoder, struct error *reterr);
void decoder_close(struct decoder *decoder);
/* The text as UTF-8. */
struct byte_source decoder_source(struct decoder *decoder);

#endif
