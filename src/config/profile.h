/*
 * A profile as the rest of the program uses it: every setting decided (flag over
 * environment over file over default), nothing left to look up. Plain data that
 * owns its strings.
 */
#ifndef CHAKRA_CONFIG_PROFILE_H
#define CHAKRA_CONFIG_PROFILE_H

#include "src/base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum profile_mode { MODE_TEST, MODE_LIVE, MODE_READ_ONLY, MODE_SANDBOX };
enum profile_confirm { CONFIRM_ALWAYS, CONFIRM_LIVE, CONFIRM_NEVER };
/* Which of ChakraHQ's routes a message goes: WhatsApp's own format, or ChakraHQ's, to a number or
 * to whom a record belongs. */
enum send_route { VIA_MESSAGES, VIA_PHONE, VIA_PROCESS };
enum token_source { TOKEN_NONE, TOKEN_COMMAND, TOKEN_FILE, TOKEN_ENVIRONMENT };

struct profile_recipient {
    char *digits; /* normalised */
    char *name;   /* "" when the settings give none */
};

struct profile_plugin {
    char *name;     /* as in [plugin NAME] */
    char *id;       /* UUID */
    bool has_route; /* of its own, which goes before the profile's */
    enum send_route route;
};

struct profile_phone {
    char *name;   /* as in [phone NAME] */
    char *plugin; /* name of its plugin; "" for any */
    char *id;     /* phone number id */
    char *waba;   /* "" when not given: discovered */
    char *label;
};

struct profile {
    char *name;
    char *base_url;    /* without a trailing slash; https, or http for a loopback host */
    char *api_version; /* "v24.0" */
    enum profile_mode mode;
    enum profile_confirm confirm;
    bool polls;       /* asks at growing gaps what became of an accepted message */
    long listen_port; /* where the terminal program takes webhooks itself; 0: nowhere */
    bool keeps_codes; /* one-time codes stay readable in the history */
    enum send_route route;
    bool route_is_fixed; /* by flag or environment: a plugin's own does not count then */
    enum token_source token_source;
    char *token_from; /* the command, path or variable; never the token */
    long timeout_ms;
    long duplicate_window_ms;
    long template_max_age_ms;
    long max_attempts;
    long rate;        /* messages a second from one sender; 0: as fast as it goes */
    long pair_gap_ms; /* between two messages from one sender to one recipient; 0: none */
    struct profile_recipient *test_recipients;
    size_t test_recipient_count;
    struct profile_plugin *plugins;
    size_t plugin_count;
    struct profile_phone *phones;
    size_t phone_count;
    enum token_source webhook_secret_source;
    char *webhook_secret_from; /* the command, path or variable; never the secret */
    char *hidden_variables; /* that hold tokens, blanks between: no token command gets them; NULL */
};

void profile_init(struct profile *profile);
void profile_release(struct profile *profile);

/*
 * May this profile send to these digits at all? ERR_OK, or ERR_CONTENT with the
 * reason (read-only, or a test profile and no test recipient). Every send passes
 * here: there is one place that decides.
 */
enum err profile_allows_send(const struct profile *profile, const char *digits,
                             struct error *reterr);

/* Building one; each copies its strings. `text` is "+15550001234 Asha, +15550004321". */
enum err profile_set_text(char **member, const char *text, struct error *reterr);
enum err profile_add_recipients(struct profile *profile, const char *text, struct error *reterr);
enum err profile_add_plugin(struct profile *profile, const char *name, const char *id,
                            struct error *reterr);
/* A phone whose strings are somebody else's; none of them NULL. */
struct profile_phone_texts {
    const char *name, *plugin, *id, *waba, *label;
};
enum err profile_add_phone(struct profile *profile, const struct profile_phone_texts *phone,
                           struct error *reterr);
/* By name or id; NULL when there is none. */
const struct profile_plugin *profile_find_plugin(const struct profile *profile,
                                                 const char *name_or_id);
const struct profile_phone *profile_find_phone(const struct profile *profile,
                                               const char *name_or_id);

/* The route that a message goes with this plugin (id; NULL: none is chosen). */
enum send_route profile_send_route(const struct profile *profile, const char *plugin_id);
/* "messages", "phone", "process". */
const char *send_route_word(enum send_route route);
/* Gives the plugin of that name a route of its own. */
void profile_set_plugin_route(struct profile *profile, const char *name, enum send_route route);

/* "test", "live", "read-only", "sandbox". */
const char *profile_mode_word(enum profile_mode mode);

/* http is allowed only for 127.0.0.0/8, [::1] and localhost. */
bool profile_url_is_loopback(const char *base_url);
enum err profile_check_base_url(const char *base_url, struct error *reterr);

#endif
