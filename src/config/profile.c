/* A profile's memory, and the one place that decides who may be sent to. */
#include "src/config/profile.h"

#include <string.h>

#include "src/base/mem.h"

static const char *const mode_words[] = {
    [MODE_TEST] = "test",
    [MODE_LIVE] = "live",
    [MODE_READ_ONLY] = "read-only",
    [MODE_SANDBOX] = "sandbox",
};

static const char *const route_words[] = {
    [VIA_MESSAGES] = "messages",
    [VIA_PHONE] = "phone",
    [VIA_PROCESS] = "process",
};

const char *send_route_word(enum send_route route)
{
    return route_words[route];
}

const char *profile_mode_word(enum profile_mode mode)
{
    return mode_words[mode];
}

void profile_init(struct profile *profile)
{
    *profile = (struct profile){0};
}

void profile_release(struct profile *profile)
{
    for (size_t i = 0; i < profile->test_recipient_count; i++) {
        mem_free(profile->test_recipients[i].digits);
        mem_free(profile->test_recipients[i].name);
    }
    for (size_t i = 0; i < profile->plugin_count; i++) {
        mem_free(profile->plugins[i].name);
        mem_free(profile->plugins[i].id);
    }
    for (size_t i = 0; i < profile->phone_count; i++) {
        mem_free(profile->phones[i].name);
        mem_free(profile->phones[i].plugin);
        mem_free(profile->phones[i].id);
        mem_free(profile->phones[i].waba);
        mem_free(profile->phones[i].label);
    }
    mem_free(profile->test_recipients);
    mem_free(profile->plugins);
    mem_free(profile->phones);
    mem_free(profile->name);
    mem_free(profile->base_url);
    mem_free(profile->api_version);
    mem_free(profile->token_from);
    mem_free(profile->webhook_secret_from);
    mem_free(profile->hidden_variables);
    profile_init(profile);
}

enum err profile_set_text(char **member, const char *text, struct error *reterr)
{
    char *copy = mem_strdup(text);
    if (text != NULL && copy == NULL)
        return error_nomem(reterr);
    mem_free(*member);
    *member = copy;
    return ERR_OK;
}

static enum err add_recipient(struct profile *profile, const char *digits, const char *name,
                              struct error *reterr)
{
    struct profile_recipient *grown =
        mem_grow(profile->test_recipients, profile->test_recipient_count + 1, sizeof *grown);
    if (grown == NULL)
        return error_nomem(reterr);
    profile->test_recipients = grown;
    struct profile_recipient *recipient = &grown[profile->test_recipient_count++];
    *recipient = (struct profile_recipient){0};
    enum err err = profile_set_text(&recipient->digits, digits, reterr);
    return err == ERR_OK ? profile_set_text(&recipient->name, name, reterr) : err;
}

/* One "+1 555 000 1234 Asha": the number is what can belong to one, the name is the rest. */
static enum err add_one_recipient(struct profile *profile, const char *text, size_t length,
                                  struct error *reterr)
{
    char digits[16];
    size_t count = 0, at = 0;
    for (; at < length && strchr("+0123456789-(). \t", text[at]) != NULL; at++) {
        if (text[at] < '0' || text[at] > '9')
            continue;
        if (count < sizeof digits)
            digits[count] = text[at];
        count++;
    }
    if (count < 7 || count > 15 || digits[0] == '0')
        return error_set(reterr, ERR_CONFIG,
                         "Write numbers with country code, each with a name if you like, separated "
                         "by commas: +15550001234 Asha, +15550004321",
                         "'%.*s' does not begin with a phone number of 7 to 15 digits",
                         (int)(length < 80 ? length : 80), text);
    digits[count] = '\0';
    CLEANUP(mem_freep) char *name = mem_strndup(text + at, length - at);
    return name != NULL ? add_recipient(profile, digits, name, reterr) : error_nomem(reterr);
}

enum err profile_add_recipients(struct profile *profile, const char *text, struct error *reterr)
{
    enum err err = ERR_OK;
    while (err == ERR_OK && *text != '\0') {
        text += strspn(text, " \t,");
        size_t next = strcspn(text, ",");
        size_t length = next;
        while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
            length--;
        if (length > 0)
            err = add_one_recipient(profile, text, length, reterr);
        text += next;
    }
    return err;
}

enum err profile_add_plugin(struct profile *profile, const char *name, const char *id,
                            struct error *reterr)
{
    struct profile_plugin *grown =
        mem_grow(profile->plugins, profile->plugin_count + 1, sizeof *grown);
    if (grown == NULL)
        return error_nomem(reterr);
    profile->plugins = grown;
    struct profile_plugin *plugin = &grown[profile->plugin_count++];
    *plugin = (struct profile_plugin){0};
    enum err err = profile_set_text(&plugin->name, name, reterr);
    return err == ERR_OK ? profile_set_text(&plugin->id, id, reterr) : err;
}

enum err profile_add_phone(struct profile *profile, const struct profile_phone_texts *phone,
                           struct error *reterr)
{
    struct profile_phone *grown =
        mem_grow(profile->phones, profile->phone_count + 1, sizeof *grown);
    if (grown == NULL)
        return error_nomem(reterr);
    profile->phones = grown;
    struct profile_phone *copy = &grown[profile->phone_count++];
    *copy = (struct profile_phone){.name = mem_strdup(phone->name),
                                   .plugin = mem_strdup(phone->plugin),
                                   .id = mem_strdup(phone->id),
                                   .waba = mem_strdup(phone->waba),
                                   .label = mem_strdup(phone->label)};
    bool whole = copy->name != NULL && copy->plugin != NULL && copy->id != NULL &&
                 copy->waba != NULL && copy->label != NULL;
    return whole ? ERR_OK : error_nomem(reterr);
}

const struct profile_plugin *profile_find_plugin(const struct profile *profile,
                                                 const char *name_or_id)
{
    for (size_t i = 0; i < profile->plugin_count; i++) {
        const struct profile_plugin *plugin = &profile->plugins[i];
        if (strcmp(plugin->name, name_or_id) == 0 || strcmp(plugin->id, name_or_id) == 0)
            return plugin;
    }
    return NULL;
}

enum send_route profile_send_route(const struct profile *profile, const char *plugin_id)
{
    const struct profile_plugin *plugin = plugin_id != NULL && !profile->route_is_fixed
                                              ? profile_find_plugin(profile, plugin_id)
                                              : NULL;
    return plugin != NULL && plugin->has_route ? plugin->route : profile->route;
}

void profile_set_plugin_route(struct profile *profile, const char *name, enum send_route route)
{
    for (size_t i = 0; i < profile->plugin_count; i++) {
        if (strcmp(profile->plugins[i].name, name) != 0)
            continue;
        profile->plugins[i].has_route = true;
        profile->plugins[i].route = route;
    }
}

const struct profile_phone *profile_find_phone(const struct profile *profile,
                                               const char *name_or_id)
{
    for (size_t i = 0; i < profile->phone_count; i++) {
        const struct profile_phone *phone = &profile->phones[i];
        if (strcmp(phone->name, name_or_id) == 0 || strcmp(phone->id, name_or_id) == 0)
            return phone;
    }
    return NULL;
}

enum err profile_allows_send(const struct profile *profile, const char *digits,
                             struct error *reterr)
{
    if (profile->mode == MODE_READ_ONLY)
        return error_set(reterr, ERR_CONTENT,
                         "Choose another profile, or change its mode in the settings.",
                         "the profile %s is read-only: nothing can be sent from it", profile->name);
    if (profile->mode != MODE_TEST)
        return ERR_OK;
    for (size_t i = 0; i < profile->test_recipient_count; i++)
        if (strcmp(profile->test_recipients[i].digits, digits) == 0)
            return ERR_OK;
    return error_set(reterr, ERR_CONTENT,
                     "Add the number to test_recipients, or set mode = live, in the profile.",
                     "the profile %s is in mode test, and %s is none of its test_recipients",
                     profile->name, digits);
}
