/* Filling in one profile. */
#include "src/config/profile_settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"
#include "src/base/text.h"
#include "src/base/uuid.h"
#include "src/config/nearest.h"

/* WhatsApp refuses a second message to one recipient within about six seconds (code 131056). */
enum { PAIR_GAP_MS = 6000 };

/* The settings of a profile as they are worked on. */
struct scope {
    struct resolver *resolver;
    struct profile *profile;
    char section[80];         /* "profile acme", for `config show` */
    const char *section_name; /* NULL: not in the file */
    bool in_force;
};

static enum err decide(struct scope *scope, enum option_id option, const char **ret_value)
{
    return resolve_setting(scope->resolver, option, scope->section, scope->section_name,
                           scope->in_force, ret_value);
}

static enum err apply_address(struct scope *scope)
{
    const char *url = NULL, *version = NULL;
    enum err err = decide(scope, OPTION_BASE_URL, &url);
    if (err == ERR_OK)
        err = decide(scope, OPTION_API_VERSION, &version);
    if (err != ERR_OK)
        return err;
    size_t length = strlen(url);
    while (length > 0 && url[length - 1] == '/')
        length--;
    CLEANUP(mem_freep) char *trimmed = mem_strndup(url, length);
    if (trimmed == NULL)
        return error_nomem(scope->resolver->reterr);
    err = profile_set_text(&scope->profile->base_url, trimmed, scope->resolver->reterr);
    if (err == ERR_OK)
        err = profile_set_text(&scope->profile->api_version, version, scope->resolver->reterr);
    return err;
}

static enum err apply_switches(struct scope *scope)
{
    const struct {
        enum option_id option;
        bool *on;
    } switches[] = {{OPTION_POLL, &scope->profile->polls},
                    {OPTION_KEEP_CODES, &scope->profile->keeps_codes}};
    enum err err = ERR_OK;
    for (size_t i = 0; i < COUNT_OF(switches) && err == ERR_OK; i++) {
        const char *word = NULL;
        err = decide(scope, switches[i].option, &word);
        if (err == ERR_OK)
            *switches[i].on = strcmp(word, "yes") == 0;
    }
    const char *port = NULL;
    if (err == ERR_OK)
        err = decide(scope, OPTION_LISTEN_PORT, &port);
    if (err == ERR_OK && !option_parse_count(port, &scope->profile->listen_port))
        scope->profile->listen_port = 0; /* off */
    return err;
}

static enum err apply_mode(struct scope *scope)
{
    static const enum profile_mode modes[] = {MODE_TEST, MODE_LIVE, MODE_READ_ONLY};
    static const enum profile_confirm confirms[] = {CONFIRM_ALWAYS, CONFIRM_LIVE, CONFIRM_NEVER};
    const char *mode = NULL, *confirm = NULL;
    enum err err = decide(scope, OPTION_MODE, &mode);
    if (err == ERR_OK)
        err = decide(scope, OPTION_CONFIRM, &confirm);
    if (err != ERR_OK)
        return err;
    scope->profile->mode = modes[option_choice(&option_table[OPTION_MODE], mode)];
    scope->profile->confirm = confirms[option_choice(&option_table[OPTION_CONFIRM], confirm)];
    return apply_switches(scope);
}

/* General settings that each profile carries with it, decided once for all. */
static enum err apply_limits(struct scope *scope)
{
    struct profile *profile = scope->profile;
    const struct {
        enum option_id option;
        bool (*parse)(const char *text, long *ret_number);
        long *number;
    } limits[] = {
        {OPTION_TIMEOUT, option_parse_duration, &profile->timeout_ms},
        {OPTION_DUPLICATE_WINDOW, option_parse_duration, &profile->duplicate_window_ms},
        {OPTION_TEMPLATE_MAX_AGE, option_parse_duration, &profile->template_max_age_ms},
        {OPTION_MAX_ATTEMPTS, option_parse_count, &profile->max_attempts},
    };
    struct config *config = scope->resolver->config;
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        size_t recorded = config->value_count;
        const char *value = NULL;
        enum err err =
            resolve_setting(scope->resolver, limits[i].option, "chakra-tui", "", true, &value);
        if (err != ERR_OK)
            return err;
        if (config->profile_count > 1)
            config->value_count = recorded; /* the first profile listed it already */
        limits[i].parse(value, limits[i].number);
    }
    return ERR_OK;
}

/* Nobody is disturbed by a sandbox: it is paced only when that is asked for. */
static enum err apply_pace(struct scope *scope)
{
    const struct resolver *resolver = scope->resolver;
    bool is_asked_for = resolve_flag(resolver->flags, OPTION_RATE) != NULL ||
                        resolve_environment(OPTION_RATE) != NULL;
    bool is_sandbox = scope->section_name == NULL && strcmp(scope->profile->name, "sandbox") == 0;
    if (is_sandbox && !is_asked_for)
        return resolve_record(scope->resolver, scope->section, option_table[OPTION_RATE].name,
                              "off", "default");
    const char *rate = NULL;
    enum err err = decide(scope, OPTION_RATE, &rate);
    if (err != ERR_OK)
        return err;
    option_parse_count(rate, &scope->profile->rate);
    scope->profile->pair_gap_ms = PAIR_GAP_MS;
    return ERR_OK;
}

static enum err apply_route(struct scope *scope)
{
    const struct resolver *resolver = scope->resolver;
    const char *route = NULL;
    enum err err = decide(scope, OPTION_ROUTE, &route);
    if (err != ERR_OK)
        return err;
    scope->profile->route = (enum send_route)option_choice(&option_table[OPTION_ROUTE], route);
    scope->profile->route_is_fixed =
        scope->in_force && (resolve_flag(resolver->flags, OPTION_ROUTE) != NULL ||
                            resolve_environment(OPTION_ROUTE) != NULL);
    return ERR_OK;
}

static enum err apply_recipients(struct scope *scope)
{
    if (scope->section_name == NULL)
        return ERR_OK;
    struct resolver *resolver = scope->resolver;
    const struct ini_setting *setting = NULL;
    enum err err = ERR_OK;
    while (err == ERR_OK && (setting = ini_file_find(resolver->ini, OPTION_TEST_RECIPIENTS,
                                                     scope->section_name, setting)) != NULL) {
        char origin[300];
        snprintf(origin, sizeof origin, "%s:%d", resolver->ini->path, setting->line);
        err = profile_add_recipients(scope->profile, setting->value, resolver->reterr);
        if (err == ERR_OK)
            err = resolve_record(resolver, scope->section, setting->option->name, setting->value,
                                 origin);
    }
    return err;
}

/* One of the two secrets of a profile: where it may come from, and where that is kept. */
struct secret_family {
    enum option_id command, file, environment;
    enum option_id variable; /* the variable that holds the secret itself */
    enum token_source *source;
    char **from;
};

static struct secret_family token_family(struct profile *profile)
{
    return (struct secret_family){OPTION_TOKEN_COMMAND,   OPTION_TOKEN_FILE,
                                  OPTION_TOKEN_ENV,       OPTION_TOKEN,
                                  &profile->token_source, &profile->token_from};
}

static struct secret_family webhook_family(struct profile *profile)
{
    return (struct secret_family){OPTION_WEBHOOK_SECRET_COMMAND,   OPTION_WEBHOOK_SECRET_FILE,
                                  OPTION_WEBHOOK_SECRET_ENV,       OPTION_WEBHOOK_SECRET,
                                  &profile->webhook_secret_source, &profile->webhook_secret_from};
}

static enum err set_secret(struct scope *scope, const struct secret_family *family,
                           enum token_source source, const char *from)
{
    *family->source = source;
    return profile_set_text(family->from, from, scope->resolver->reterr);
}

/* ~/x in the file is below the home folder; another relative path would depend on where the program
 * was started. */
static enum err set_secret_file(struct scope *scope, const struct secret_family *family,
                                const struct ini_setting *setting)
{
    struct error *reterr = scope->resolver->reterr;
    const char *path = setting->value, *home = getenv("HOME");
    if (path[0] == '/')
        return set_secret(scope, family, TOKEN_FILE, path);
    if (strncmp(path, "~/", 2) == 0 && home != NULL) {
        CLEANUP(mem_freep) char *whole = paths_join(home, path + 2);
        return whole != NULL ? set_secret(scope, family, TOKEN_FILE, whole) : error_nomem(reterr);
    }
    error_set(reterr, ERR_CONFIG, "Write a path that begins with / or ~/.",
              "%s is not an absolute path: %.200s", setting->option->name, path);
    error_set_where(reterr, "%s:%d", scope->resolver->ini->path, setting->line);
    return ERR_CONFIG;
}

static enum err apply_file_secret(struct scope *scope, const struct secret_family *family)
{
    const struct {
        enum option_id option;
        enum token_source source;
    } sources[] = {{family->command, TOKEN_COMMAND},
                   {family->file, TOKEN_FILE},
                   {family->environment, TOKEN_ENVIRONMENT}};
    const struct ini_setting *found = NULL;
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < COUNT_OF(sources); i++) {
        const struct ini_setting *setting =
            ini_file_find(scope->resolver->ini, sources[i].option, scope->section_name, NULL);
        if (setting == NULL)
            continue;
        if (found != NULL) {
            error_set(scope->resolver->reterr, ERR_CONFIG, "Take one of the two lines out.",
                      "%s and %s are two sources for one secret", found->option->name,
                      setting->option->name);
            error_set_where(scope->resolver->reterr, "%s:%d", scope->resolver->ini->path,
                            setting->line);
            return ERR_CONFIG;
        }
        found = setting;
        err = sources[i].source == TOKEN_FILE
                  ? set_secret_file(scope, family, setting)
                  : set_secret(scope, family, sources[i].source, setting->value);
    }
    return err;
}

static enum err record_secret(struct scope *scope, const struct secret_family *family)
{
    const enum option_id options[] = {[TOKEN_COMMAND] = family->command,
                                      [TOKEN_FILE] = family->file,
                                      [TOKEN_ENVIRONMENT] = family->environment};
    if (*family->source == TOKEN_NONE)
        return ERR_OK;
    const char *value = NULL;
    return decide(scope, options[*family->source], &value);
}

static enum err apply_secret(struct scope *scope, const struct secret_family *family)
{
    enum err err = scope->section_name != NULL ? apply_file_secret(scope, family) : ERR_OK;
    if (err != ERR_OK)
        return err;
    const char *file_flag = resolve_flag(scope->resolver->flags, family->file);
    const char *file_variable = resolve_environment(family->file);
    if (scope->in_force && file_flag != NULL)
        err = set_secret(scope, family, TOKEN_FILE, file_flag);
    else if (scope->in_force && resolve_environment(family->variable) != NULL) {
        const char *hidden = NULL;
        err = decide(scope, family->variable, &hidden); /* recorded as *** */
        return err == ERR_OK ? set_secret(scope, family, TOKEN_ENVIRONMENT,
                                          option_table[family->variable].environment)
                             : err;
    } else if (scope->in_force && file_variable != NULL)
        err = set_secret(scope, family, TOKEN_FILE, file_variable);
    return err == ERR_OK ? record_secret(scope, family) : err;
}

static enum err apply_token(struct scope *scope)
{
    struct secret_family family = token_family(scope->profile);
    return apply_secret(scope, &family);
}

static enum err apply_webhook_secret(struct scope *scope)
{
    struct secret_family family = webhook_family(scope->profile);
    return apply_secret(scope, &family);
}

/* All variables that the file names as holding a secret, for this profile's commands. */
static enum err hide_variables(struct scope *scope)
{
    const struct ini_file *ini = scope->resolver->ini;
    struct strbuf names;
    strbuf_init(&names, 64 * 1024);
    for (size_t i = 0; i < ini->setting_count; i++)
        if (ini->settings[i]->option == &option_table[OPTION_TOKEN_ENV] ||
            ini->settings[i]->option == &option_table[OPTION_WEBHOOK_SECRET_ENV])
            strbuf_addf(&names, "%s ", ini->settings[i]->value);
    enum err err = strbuf_status(&names, "the list of variables", scope->resolver->reterr);
    if (err == ERR_OK && names.length > 0)
        err = profile_set_text(&scope->profile->hidden_variables, names.text,
                               scope->resolver->reterr);
    strbuf_release(&names);
    return err;
}

enum err profile_apply_settings(struct resolver *resolver, struct profile *profile,
                                const char *section_name, bool in_force)
{
    struct scope scope = {.resolver = resolver,
                          .profile = profile,
                          .section_name = section_name,
                          .in_force = in_force};
    snprintf(scope.section, sizeof scope.section, "profile %s", profile->name);
    static enum err (*const steps[])(struct scope * scope) = {
        apply_limits,     apply_address, apply_mode,           apply_pace,    apply_route,
        apply_recipients, apply_token,   apply_webhook_secret, hide_variables};
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < COUNT_OF(steps); i++)
        err = steps[i](&scope);
    return err;
}

static const char *asked_for(const char *flag, const char *variable)
{
    const char *value = flag != NULL ? flag : getenv(variable);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static enum err unknown_plugin(const struct resolver *resolver, const struct profile *profile,
                               const char *wanted)
{
    struct nearest nearest;
    nearest_init(&nearest, wanted);
    for (size_t i = 0; i < profile->plugin_count; i++)
        nearest_offer(&nearest, profile->plugins[i].name);
    error_set(resolver->reterr, ERR_CONFIG,
              "Write the plugin's UUID, or add a section [plugin NAME] to the settings.",
              "the profile %s has no plugin '%.60s'", profile->name, wanted);
    if (nearest.best != NULL && resolver->reterr != NULL)
        snprintf(resolver->reterr->next, sizeof resolver->reterr->next, text_of("Did you mean %s?"),
                 nearest.best);
    return ERR_CONFIG;
}

static enum err choose_plugin(struct resolver *resolver, struct profile *profile)
{
    const char *wanted = asked_for(resolver->flags->plugin, "CHAKRA_TUI_PLUGIN");
    const char *id = profile->plugin_count == 1 ? profile->plugins[0].id : NULL;
    if (wanted != NULL) {
        const struct profile_plugin *plugin = profile_find_plugin(profile, wanted);
        if (plugin == NULL && !uuid_is_valid(wanted))
            return unknown_plugin(resolver, profile, wanted);
        enum err err =
            plugin == NULL ? profile_add_plugin(profile, wanted, wanted, resolver->reterr) : ERR_OK;
        if (err != ERR_OK)
            return err;
        id = plugin != NULL ? plugin->id : wanted;
    }
    return profile_set_text(&resolver->config->plugin_id, id, resolver->reterr);
}

static enum err choose_phone(struct resolver *resolver, struct profile *profile)
{
    const char *wanted = asked_for(resolver->flags->from, "CHAKRA_TUI_FROM");
    const char *id = profile->phone_count == 1 ? profile->phones[0].id : NULL;
    if (wanted != NULL) {
        const struct profile_phone *phone = profile_find_phone(profile, wanted);
        if (phone == NULL && option_check(&option_table[OPTION_PHONE_ID], wanted, NULL) != ERR_OK)
            return error_set(resolver->reterr, ERR_CONFIG,
                             "Write a phone number id (digits), or the NAME of a [phone NAME].",
                             "the profile %s has no phone '%.60s'", profile->name, wanted);
        struct profile_phone_texts added = {
            .name = wanted, .plugin = "", .id = wanted, .waba = "", .label = ""};
        enum err err =
            phone == NULL ? profile_add_phone(profile, &added, resolver->reterr) : ERR_OK;
        if (err != ERR_OK)
            return err;
        id = phone != NULL ? phone->id : wanted;
    }
    return profile_set_text(&resolver->config->phone_number_id, id, resolver->reterr);
}

/* A phone that names its plugin settles the plugin too. */
static enum err plugin_of_phone(struct resolver *resolver, const struct profile *profile)
{
    struct config *config = resolver->config;
    if (config->plugin_id != NULL || config->phone_number_id == NULL)
        return ERR_OK;
    const struct profile_phone *phone = profile_find_phone(profile, config->phone_number_id);
    const struct profile_plugin *plugin =
        phone != NULL ? profile_find_plugin(profile, phone->plugin) : NULL;
    return plugin != NULL ? profile_set_text(&config->plugin_id, plugin->id, resolver->reterr)
                          : ERR_OK;
}

enum err profile_choose_sender(struct resolver *resolver)
{
    struct profile *profile = &resolver->config->profiles[resolver->config->current];
    enum err err = choose_plugin(resolver, profile);
    if (err == ERR_OK)
        err = choose_phone(resolver, profile);
    return err == ERR_OK ? plugin_of_phone(resolver, profile) : err;
}
