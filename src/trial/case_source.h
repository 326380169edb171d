/* What one entry of a case file draws its cases from: the templates that it names, and its preset.
 */
#ifndef CHAKRA_TRIAL_CASE_SOURCE_H
#define CHAKRA_TRIAL_CASE_SOURCE_H

#include "src/trial/case_list.h"

struct case_source {
    const struct case_entry *entry;
    struct text_list templates, languages, recipients; /* the entry's, else the preset's */
    struct values preset_values;
    bool many_templates, many_languages; /* patterns, or more than one */
};

/* Reads the preset, if there is one; what it says lives in the arena. case_source_release() in
 * every case. */
enum err case_source_open(struct case_source *source, const struct case_entry *entry,
                          const struct case_world *world, struct arena *arena,
                          struct error *reterr);
void case_source_release(struct case_source *source);

/* ERR_CONTENT when a template or language that it names is not there. */
enum err case_source_check(const struct case_source *source, const struct case_world *world,
                           struct error *reterr);

/*
 * A pattern takes what was approved once: approved, paused, disabled and the like, which then fail,
 * as a test is for. Drafts and refused ones are taken only by their exact name.
 */
bool case_source_fits(const struct case_source *source, const struct template *template);

#endif
