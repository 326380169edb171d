/* What `config show` lists beside the settings that were decided on the way. For config.c only. */
#ifndef CHAKRA_CONFIG_CONFIG_RECORD_H
#define CHAKRA_CONFIG_CONFIG_RECORD_H

#include "src/config/resolve.h"

/* Records every option of the table that has no row yet: general ones, those of each profile, of
 * each section [plugin], [phone] and [filter] of the file, and which plugin and sender are chosen.
 * One that is set nowhere has the value "" and the origin "default". */
enum err config_record_rest(struct resolver *resolver);

#endif
