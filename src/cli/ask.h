/*
 * Questions on the terminal: the prompt goes to stderr, the answer is one line of
 * stdin. Ctrl-C and the end of input are ERR_INTERRUPTED. Needs signals_catch().
 */
#ifndef CHAKRA_CLI_ASK_H
#define CHAKRA_CLI_ASK_H

#include "src/base/err.h"
#include "src/config/secret.h"

#include <stdbool.h>
#include <stddef.h>

/* stdin and stderr are a terminal. */
bool ask_is_possible(void);

/* The line without its end and without blanks around it. An empty answer takes `usual` (shown in
 * brackets; NULL: ""). */
enum err ask_line(const char *prompt, const char *usual, char *answer, size_t size,
                  struct error *reterr);

/* A number from 1 to `most`; asks again until it is one. */
enum err ask_choice(const char *prompt, size_t usual, size_t most, size_t *ret_choice,
                    struct error *reterr);

/* Yes unless the answer begins with n. */
enum err ask_yes(const char *prompt, bool *ret_yes, struct error *reterr);

/* Without an echo; the bytes go nowhere but into the secret. */
enum err ask_secret(const char *prompt, struct secret *ret_secret, struct error *reterr);

#endif
