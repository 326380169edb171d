/* What tells one version of a template's definition from another. Pure. */
#ifndef CHAKRA_TRIAL_DEFINITION_HASH_H
#define CHAKRA_TRIAL_DEFINITION_HASH_H

#include "src/base/err.h"
#include "src/whatsapp/template.h"

enum { DEFINITION_HASH_TEXT_SIZE = 72 };

/* "sha256:…" over name, language, category, parameter format and components: what changes without
 * anybody's doing (status, quality, signed links of samples) is left out. */
enum err definition_hash(const struct template *template, char text[DEFINITION_HASH_TEXT_SIZE],
                         struct error *reterr);

#endif
