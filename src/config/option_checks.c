/* Checks of single values, and the parsers behind them. */
#include "src/config/option_checks.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/uuid.h"
#include "src/config/options.h"
#include "src/config/profile.h"
#include "src/config/words.h"

#define DIGITS "0123456789"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"

enum err option_advise(struct error *reterr, const char *advice, const char *rest)
{
    if (reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, "%s%s", text_of(advice), rest);
    return ERR_CONFIG;
}

static enum err wrong(const struct option *option, const char *value, const char *next,
                      struct error *reterr)
{
    if (value[0] == '\0')
        return error_set(reterr, ERR_CONFIG, next, "%s is empty", option->name);
    return error_set(reterr, ERR_CONFIG, next, "%s cannot be '%.80s'", option->name, value);
}

static bool consists_of(const char *text, const char *characters)
{
    return text[0] != '\0' && text[strspn(text, characters)] == '\0';
}

/* At most nine digits: no overflow can happen. */
static bool parse_digits(const char *text, size_t length, long *ret_number)
{
    if (length == 0 || length > 9)
        return false;
    long number = 0;
    for (size_t i = 0; i < length; i++)
        number = number * 10 + (text[i] - '0');
    *ret_number = number;
    return true;
}

bool option_parse_count(const char *text, long *ret_count)
{
    return consists_of(text, DIGITS) && parse_digits(text, strlen(text), ret_count);
}

bool option_parse_duration(const char *text, long *ret_ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"", 1000},    {"ms", 1},       {"s", 1000},
                 {"m", 60000L}, {"h", 3600000L}, {"d", 86400000L}};
    size_t digits = strspn(text, DIGITS);
    long number = 0;
    if (!parse_digits(text, digits, &number))
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (strcmp(text + digits, units[i].unit) != 0)
            continue;
        int64_t ms = number * units[i].ms;
        if (ms > LONG_MAX)
            return false;
        *ret_ms = (long)ms;
        return true;
    }
    return false;
}

static bool duration_between(const char *value, int64_t least, int64_t most)
{
    long ms = 0;
    return option_parse_duration(value, &ms) && ms >= least && ms <= most;
}

enum err option_check_timeout(const struct option *option, const char *value, struct error *reterr)
{
    if (duration_between(value, 100, 3600000L))
        return ERR_OK;
    return wrong(option, value, "Write seconds, or a duration from 100ms to 1h, such as 30s.",
                 reterr);
}

enum err option_check_window(const struct option *option, const char *value, struct error *reterr)
{
    if (duration_between(value, 0, INT64_C(400) * 86400000))
        return ERR_OK;
    return wrong(option, value, "Write a duration of at most 400d, such as 30s, 10m or 2h.",
                 reterr);
}

enum err option_check_retain(const struct option *option, const char *value, struct error *reterr)
{
    if (strcmp(value, "forever") == 0 ||
        duration_between(value, INT64_C(86400000), INT64_C(36500) * 86400000))
        return ERR_OK;
    return wrong(option, value,
                 "Write a number of days from 1d to 36500d, such as 400d, or forever.", reterr);
}

enum err option_check_attempts(const struct option *option, const char *value, struct error *reterr)
{
    long count = 0;
    if (option_parse_count(value, &count) && count >= 1 && count <= 10)
        return ERR_OK;
    return wrong(option, value, "Write a number from 1 to 10.", reterr);
}

enum err option_check_port(const struct option *option, const char *value, struct error *reterr)
{
    long port = 0;
    if (strcmp(value, "off") == 0 ||
        (option_parse_count(value, &port) && port >= 1 && port <= 65535))
        return ERR_OK;
    return wrong(option, value, "Write a port from 1 to 65535, or off.", reterr);
}

enum err option_check_rate(const struct option *option, const char *value, struct error *reterr)
{
    long count = 0;
    if (option_parse_count(value, &count) && count >= 1 && count <= 1000)
        return ERR_OK;
    return wrong(option, value, "Write a number of messages a second, from 1 to 1000.", reterr);
}

enum err option_check_base_url(const struct option *option, const char *value, struct error *reterr)
{
    (void)option;
    return profile_check_base_url(value, reterr);
}

enum err option_check_api_version(const struct option *option, const char *value,
                                  struct error *reterr)
{
    const char *dot = strchr(value, '.');
    if (value[0] == 'v' && dot != NULL && strspn(value + 1, DIGITS) == (size_t)(dot - value) - 1 &&
        dot > value + 1 && consists_of(dot + 1, DIGITS) && strlen(value) < 12)
        return ERR_OK;
    return wrong(option, value, "Write a version such as v24.0.", reterr);
}

enum err option_check_name(const struct option *option, const char *value, struct error *reterr)
{
    if (value[0] != '\0' && strlen(value) < 50)
        return ERR_OK;
    return wrong(option, value, "Write a name of at most 49 bytes.", reterr);
}

enum err option_check_text(const struct option *option, const char *value, struct error *reterr)
{
    return value[0] != '\0' ? ERR_OK
                            : wrong(option, value, "Write a value, or take the line out.", reterr);
}

enum err option_check_command(const struct option *option, const char *value, struct error *reterr)
{
    (void)option;
    struct words words;
    enum err err = words_split(value, &words, reterr);
    if (err == ERR_OK)
        words_release(&words);
    return err;
}

enum err option_check_variable(const struct option *option, const char *value, struct error *reterr)
{
    if (consists_of(value, UPPER LOWER DIGITS "_") && strchr(DIGITS, value[0]) == NULL)
        return ERR_OK;
    /* Somebody pasted the token: do not repeat it. */
    return error_set(reterr, ERR_CONFIG,
                     "Write the name of a variable, such as ACME_TOKEN; never the token itself.",
                     "%s is not the name of a variable", option->name);
}

enum err option_check_recipients(const struct option *option, const char *value,
                                 struct error *reterr)
{
    (void)option;
    struct profile profile;
    profile_init(&profile);
    enum err err = profile_add_recipients(&profile, value, reterr);
    profile_release(&profile);
    return err;
}

enum err option_check_uuid(const struct option *option, const char *value, struct error *reterr)
{
    if (uuid_is_valid(value))
        return ERR_OK;
    return wrong(option, value,
                 "Write the plugin's UUID, such as d83e1d23-50b8-4d87-8f92-842a0ac516f6.", reterr);
}

enum err option_check_digits(const struct option *option, const char *value, struct error *reterr)
{
    if (consists_of(value, DIGITS) && strlen(value) <= 32)
        return ERR_OK;
    return wrong(option, value, "Write the id: digits only, without + and blanks.", reterr);
}
