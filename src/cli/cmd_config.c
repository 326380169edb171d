/* `config show` and `config check`. */
#include <stdio.h>
#include <string.h>

#include "src/app/keymap_user.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"

static enum err load(const struct arguments *arguments, struct config *config, struct error *reterr)
{
    struct config_flags flags = arguments_flags(arguments);
    return config_load(&flags, config, reterr);
}

static cJSON *value_json(const struct config_setting_value *value)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "section", value->section);
    ok = ok && json_add_text(object, "name", value->name);
    ok = ok && json_add_text(object, "value", value->value[0] != '\0' ? value->value : NULL);
    ok = ok && json_add_text(object, "origin", value->origin);
    if (!ok) {
        cJSON_Delete(object);
        return NULL;
    }
    return object;
}

static bool print_values(const struct config *config, bool json)
{
    struct output_table table;
    table_begin(&table, 4);
    bool ok = true;
    for (size_t i = 0; ok && i < config->value_count; i++) {
        const struct config_setting_value *value = &config->values[i];
        if (json) {
            ok = output_json(value_json(value));
            continue;
        }
        table_add(&table, value->section);
        table_add(&table, value->name);
        table_add(&table, value->value[0] != '\0' ? value->value : text_of("(none)"));
        table_add(&table, text_of(value->origin));
    }
    table_print(&table, stdout);
    return ok;
}

int command_config_show(const struct arguments *arguments)
{
    struct config config;
    struct error error = {0};
    if (load(arguments, &config, &error) != ERR_OK)
        return output_error(&error);
    bool ok = print_values(&config, arguments_has(arguments, ARG_JSON));
    config_release(&config);
    return ok ? 0 : err_exit_status(ERR_NOMEM);
}

/* A command is not run only to check: it may ask for a passphrase. */
static enum err check_token(const struct profile *profile, struct error *reterr)
{
    if (profile->token_source == TOKEN_COMMAND)
        return ERR_OK;
    struct secret token;
    secret_init(&token);
    enum err err = config_read_token(profile, &token, reterr);
    secret_release(&token);
    return err;
}

/* The keys are the screen program's, but a wrong one is found by the same command. */
static enum err check_keys(const struct config *config, struct error *reterr)
{
    struct keymap keymap;
    struct keymap_problems problems;
    enum err err = keymap_load(&keymap, config->keys, config->keys_count, &problems, reterr);
    for (size_t i = 0; err == ERR_OK && i < problems.count; i++) {
        bool is_last = i + 1 == problems.count;
        if (is_last) {
            err = error_set(reterr, ERR_CONFIG, "Until then these actions have their default keys.",
                            "%s", problems.items[i].text);
            error_set_where(reterr, "%s:%d", config->file, problems.items[i].line);
            break;
        }
        output_note("%s:%d: %s", config->file, problems.items[i].line, problems.items[i].text);
    }
    keymap_problems_release(&problems);
    return err;
}

int command_config_check(const struct arguments *arguments)
{
    struct config config;
    struct error error = {0};
    if (load(arguments, &config, &error) != ERR_OK)
        return output_error(&error);
    const struct profile *profile = &config.profiles[config.current];
    enum err err = check_token(profile, &error);
    if (err == ERR_OK)
        err = check_keys(&config, &error);
    if (err == ERR_OK) {
        output_text(stdout, config.file != NULL ? config.file : text_of("no settings file"));
        fputs(text_of(": all right; profile "), stdout);
        output_text(stdout, profile->name);
        printf(text_of(", mode %s, %zu plugins, %zu phone numbers\n"),
               profile_mode_word(profile->mode), profile->plugin_count, profile->phone_count);
    }
    config_release(&config);
    return err == ERR_OK ? 0 : output_error(&error);
}
