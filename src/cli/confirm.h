/* Asking the operator before something that cannot be taken back. Main thread only. */
#ifndef CHAKRA_CLI_CONFIRM_H
#define CHAKRA_CLI_CONFIRM_H

#include "src/base/err.h"

#include <stdbool.h>

/* Can somebody be asked: are standard input and error a terminal? */
bool confirm_is_possible(void);
/* Asks on stderr; only the word "yes" is one. ERR_INTERRUPTED for a signal and for any other
 * answer. Needs signals_catch(). */
enum err confirm_ask(const char *question, struct error *reterr);

#endif
