/*
 * The environment of a child process (token command, editor): ours without the
 * variables that hold secrets. Call before fork; the main thread.
 */
#ifndef CHAKRA_CONFIG_CHILD_ENVIRONMENT_H
#define CHAKRA_CONFIG_CHILD_ENVIRONMENT_H

/* `hidden_variables`: names with blanks between them, may be NULL; CHAKRA_TOKEN and
 * CHAKRA_WEBHOOK_SECRET are always left out. The array is the caller's (mem_free), its strings are
 * borrowed from the environment. NULL: no memory. */
char **child_environment(const char *hidden_variables);

#endif
