/* A folder of its own for each test, and an environment that the machine does not reach. */
#ifndef CHAKRA_TESTS_CONFIG_SCRATCH_H
#define CHAKRA_TESTS_CONFIG_SCRATCH_H

#include <stddef.h>
#include <sys/types.h>

struct scratch {
    char folder[64];
    char ini[96]; /* the usual settings file of this folder */
};

/* Makes the folder, points HOME and the XDG variables into it, and unsets CHAKRA_…. */
void scratch_begin(struct scratch *scratch);
void scratch_end(struct scratch *scratch); /* removes what was written */
/* Writes the usual settings file. */
void scratch_write_ini(const struct scratch *scratch, const void *bytes, size_t length);
/* Writes FOLDER/name with `mode`; the path, in a static buffer. */
const char *scratch_write(const struct scratch *scratch, const char *name, const char *text,
                          mode_t mode);

#endif
