/*
 * The checks that the table of settings names: one for each kind of value. Each
 * fills what and next; whoever read the value adds where. Pure, but for the theme, whose file has
 * to be there; any thread.
 */
#ifndef CHAKRA_CONFIG_OPTION_CHECKS_H
#define CHAKRA_CONFIG_OPTION_CHECKS_H

#include "src/base/err.h"

struct option;

enum err option_check_name(const struct option *option, const char *value, struct error *reterr);
enum err option_check_text(const struct option *option, const char *value, struct error *reterr);
/* In screen_settings.c. */
enum err option_check_theme(const struct option *option, const char *value, struct error *reterr);
enum err option_check_timeout(const struct option *option, const char *value, struct error *reterr);
enum err option_check_window(const struct option *option, const char *value, struct error *reterr);
enum err option_check_retain(const struct option *option, const char *value, struct error *reterr);
enum err option_check_attempts(const struct option *option, const char *value,
                               struct error *reterr);
enum err option_check_port(const struct option *option, const char *value, struct error *reterr);
enum err option_check_rate(const struct option *option, const char *value, struct error *reterr);
enum err option_check_base_url(const struct option *option, const char *value,
                               struct error *reterr);
enum err option_check_api_version(const struct option *option, const char *value,
                                  struct error *reterr);
enum err option_check_command(const struct option *option, const char *value, struct error *reterr);
enum err option_check_variable(const struct option *option, const char *value,
                               struct error *reterr);
enum err option_check_recipients(const struct option *option, const char *value,
                                 struct error *reterr);
enum err option_check_uuid(const struct option *option, const char *value, struct error *reterr);
enum err option_check_digits(const struct option *option, const char *value, struct error *reterr);

/* Sets reterr->next to the two texts joined; returns ERR_CONFIG. */
enum err option_advise(struct error *reterr, const char *advice, const char *rest);

#endif
