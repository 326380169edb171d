/* A run as a page of Markdown to sign off: what was tested, with which definition, by whom, and
 * what each recipient got to see. */
#ifndef CHAKRA_TRIAL_SIGNOFF_H
#define CHAKRA_TRIAL_SIGNOFF_H

#include "src/base/strbuf.h"
#include "src/trial/run_summary.h"

void signoff_add_report(struct strbuf *out, const struct trial *trial,
                        const struct run_summary *summary);

#endif
