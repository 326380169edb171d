/* The rows of `doctor` that this machine alone answers: nothing is made, changed or asked. */
#ifndef CHAKRA_CLI_DOCTOR_LOCAL_H
#define CHAKRA_CLI_DOCTOR_LOCAL_H

#include "src/config/check.h"
#include "src/config/config.h"

/* The file as `config` read it (its `file`), or what config_load said of it. */
void doctor_check_settings(struct check_list *list, const struct config *config,
                           const struct error *load_error);
void doctor_check_profile(struct check_list *list, const struct config *config);
/* Reads it, which may run the operator's command; the token goes into `ret_token`, never into a
 * text. */
void doctor_check_token(struct check_list *list, const struct profile *profile,
                        struct secret *ret_token);
void doctor_check_webhook_secret(struct check_list *list, const struct profile *profile);
/* Folder, space, and the history in it; `limit_ms` for the look into the file. */
void doctor_check_data(struct check_list *list, const char *folder, long limit_ms);
void doctor_check_terminal(struct check_list *list);
void doctor_check_versions(struct check_list *list);

#endif
