/* A profile that no file knows yet, with the defaults of the table. */
#include "src/config/new_settings.h"

#include "src/config/options.h"

enum err new_profile_make(struct profile *ret_profile, const char *name, const char *timeout,
                          struct error *reterr)
{
    const struct option *option = &option_table[OPTION_TIMEOUT];
    profile_init(ret_profile);
    ret_profile->mode = MODE_TEST;
    if (timeout != NULL && option_check(option, timeout, reterr) != ERR_OK) {
        error_set_where(reterr, "%s", option->flag);
        return ERR_CONFIG;
    }
    option_parse_duration(timeout != NULL ? timeout : option->default_value,
                          &ret_profile->timeout_ms);
    enum err err =
        profile_set_text(&ret_profile->name, name != NULL ? name : NEW_PROFILE_NAME, reterr);
    if (err == ERR_OK)
        err = profile_set_text(&ret_profile->base_url, option_table[OPTION_BASE_URL].default_value,
                               reterr);
    if (err == ERR_OK)
        err = profile_set_text(&ret_profile->api_version,
                               option_table[OPTION_API_VERSION].default_value, reterr);
    return err;
}
