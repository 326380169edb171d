/*
 * Cases and presets as far as a change of definitions concerns them: any JSON
 * object with a `template`, wherever it stands in the file; its `language` ("all"
 * or none: every one), its `values` by slot key (an object, or a list of them),
 * and its `name`. `template` may be a pattern such as order_*.
 */
#ifndef CHAKRA_CLI_CASE_FILES_H
#define CHAKRA_CLI_CASE_FILES_H

#include "src/cli/arguments.h"
#include "src/whatsapp/definition.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads --cases and --presets, and says which break from `before` to `after`: on stdout, one line
 * (`json`: one object) for each. *ret_count is how many. */
enum err case_files_check(const struct arguments *arguments, const struct definition_set *before,
                          const struct definition_set *after, bool json, size_t *ret_count,
                          struct error *reterr);

#endif
