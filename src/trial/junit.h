/*
 * A run as JUnit XML, for CI (schema: docs/junit.xsd). Characters that XML cannot
 * hold are replaced, so that the file is well-formed whatever a server sent.
 */
#ifndef CHAKRA_TRIAL_JUNIT_H
#define CHAKRA_TRIAL_JUNIT_H

#include "src/base/strbuf.h"
#include "src/trial/run_summary.h"

#include <stdbool.h>

/* Appends the whole document. A case that cannot be told is an error, or skipped where that is
 * allowed. */
void junit_add_report(struct strbuf *out, const struct trial *trial,
                      const struct run_summary *summary);

/* Appends text for an element: < > & " ' and CR escaped; what XML 1.0 does not allow, and bytes
 * that are not UTF-8, as U+FFFD. In an attribute line ends and tabs are escaped as well: its reader
 * would make blanks of them. */
void junit_add_escaped(struct strbuf *out, const char *text, bool is_attribute);

#endif
