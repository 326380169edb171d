/*
 * Does a case or preset (a template, a language and values) still fit when a
 * definition changes? It breaks when a value's slot is gone, a new required slot
 * has no value, or a rule finds an error that it did not find before. What was
 * wrong with the case before is not the change's doing. Pure.
 */
#ifndef CHAKRA_WHATSAPP_CASE_CHECK_H
#define CHAKRA_WHATSAPP_CASE_CHECK_H

#include "src/base/arena.h"
#include "src/whatsapp/rules.h"

/*
 * Empties `list` (initialised by the caller), then fills it. Either template may
 * be NULL: it is not there. Their status does not matter.
 */
enum err case_check(const struct template *before, const struct template *after,
                    const struct values *values, struct arena *arena, struct problem_list *list,
                    struct error *reterr);

#endif
