/*
 * The check before inih sees a line: what inih would cut, join or drop without a
 * word is refused here, by line. Pure; for ini_file.c.
 */
#ifndef CHAKRA_CONFIG_INI_SCAN_H
#define CHAKRA_CONFIG_INI_SCAN_H

#include "src/base/err.h"
#include "src/config/options.h"

#include <stddef.h>

/* Of Debian's inih 55: INI_MAX_LINE 200 less line end and NUL, MAX_SECTION and MAX_NAME 50. */
enum { INI_LONGEST_LINE = 198, INI_LONGEST_NAME = 49 };

enum ini_line_kind { INI_BLANK, INI_SECTION, INI_SETTING };

/* One line without its end and without blanks around it; pieces point into it. */
struct ini_line {
    enum ini_line_kind kind;
    const char *name; /* section's or setting's, trimmed */
    size_t name_length;
    const char *value; /* setting's, whole: with what follows a ` ;` */
    size_t value_length;
};

/* Fills what and next of reterr, not where. */
enum err ini_line_scan(const char *line, size_t length, struct ini_line *ret_line,
                       struct error *reterr);

/* "profile acme" into its kind and name (borrowed, not ended by NUL). */
enum err ini_section_split(const char *text, size_t length, enum option_section *ret_kind,
                           const char **ret_name, size_t *ret_name_length, struct error *reterr);

/* Refuses a ` ;` that cuts a value and may be meant as a part of it. */
enum err ini_value_check_comment(const struct option *option, const char *value, size_t length,
                                 struct error *reterr);

#endif
