/*
 * -f KEY=VALUE, as gh's typed fields: true, false, null and whole numbers become
 * what they look like, @FILE the file's text, all else is text. A KEY of the form
 * a[b] or a[] reaches into objects and lists. Pure but for @FILE.
 */
#ifndef CHAKRA_CLI_API_FIELDS_H
#define CHAKRA_CLI_API_FIELDS_H

#include "src/base/err.h"
#include "src/base/strbuf.h"

#include <cjson/cJSON.h>
#include <stddef.h>

/* Object with all fields, the caller's. ERR_USAGE for one that cannot be read. */
enum err api_fields_object(const char *const *fields, size_t count, cJSON **ret_object,
                           struct error *reterr);

/* "?a=b&c=d" (or with & where `out` holds a query already), percent-encoded. */
enum err api_fields_query(const char *const *fields, size_t count, struct strbuf *out,
                          struct error *reterr);

#endif
