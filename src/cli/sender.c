/* The sender of a command. */
#include "src/cli/sender.h"

#include "src/base/text.h"

#include <stdio.h>
#include <string.h>

bool error_is_decisive(enum err err)
{
    return err == ERR_AUTH || err == ERR_BILLING || err == ERR_INTERRUPTED || err == ERR_NOMEM;
}

void sender_release(struct sender *sender)
{
    exchange_release(&sender->listed);
    *sender = (struct sender){0};
}

enum err sender_check_plugin(const struct session *session, struct error *reterr)
{
    const struct profile *profile = session_profile(session);
    if (session->config.plugin_id != NULL)
        return ERR_OK;
    if (profile->plugin_count == 0)
        return error_set(reterr, ERR_CONFIG,
                         "Use --plugin UUID, or add a section [plugin NAME] to the settings.",
                         "the profile %s names no plugin to send with", profile->name);
    return error_set(reterr, ERR_CONFIG, "Name one with --plugin NAME.",
                     "the profile %s has %zu plugins, and none is chosen", profile->name,
                     profile->plugin_count);
}

static enum err list_phones(struct session *session, struct exchange *listed, struct error *reterr)
{
    struct job *job = session_new_job(session, JOB_LIST_PHONES, reterr);
    if (job == NULL)
        return ERR_NOMEM;
    if (session->config.plugin_id != NULL &&
        (job->plugin_id = arena_strdup(&job->arena, session->config.plugin_id)) == NULL) {
        job_free(job);
        return error_nomem(reterr);
    }
    enum err err = exchange_run(session, job, listed, reterr);
    if (err == ERR_OK && listed->done->error.code != ERR_OK) {
        if (reterr != NULL)
            *reterr = listed->done->error;
        err = listed->done->error.code;
    }
    return err;
}

static enum err choose_phone(struct session *session, struct sender *sender, struct error *reterr)
{
    const struct job_event *listed = sender->listed.result;
    sender->phone_number_id = session->config.phone_number_id;
    if (sender->phone_number_id != NULL)
        return ERR_OK;
    size_t count = listed != NULL ? listed->phone_count : 0;
    if (count == 1) {
        sender->phone_number_id = listed->phones[0].id;
        return ERR_OK;
    }
    if (count == 0)
        return error_set(reterr, ERR_CONFIG,
                         "Use --from ID, or add a section [phone NAME] to the settings.",
                         "the account lists no phone number to send from");
    error_set(reterr, ERR_CONFIG, NULL, "the account has %zu senders, and none is chosen", count);
    if (reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next,
                 text_of("Name one with --from ID, such as --from %.32s for %.60s."),
                 listed->phones[0].id, listed->phones[0].display_number);
    return ERR_CONFIG;
}

static const struct phone_number *find_listed(const struct sender *sender)
{
    const struct job_event *listed = sender->listed.result;
    for (size_t i = 0; listed != NULL && i < listed->phone_count; i++)
        if (strcmp(listed->phones[i].id, sender->phone_number_id) == 0)
            return &listed->phones[i];
    return NULL;
}

static enum err find_waba(const struct session *session, struct sender *sender,
                          struct error *reterr)
{
    const struct profile_phone *named =
        profile_find_phone(session_profile(session), sender->phone_number_id);
    const struct phone_number *listed = find_listed(sender);
    if (named != NULL && named->waba[0] != '\0')
        sender->waba = named->waba;
    else if (listed != NULL && listed->waba[0] != '\0')
        sender->waba = listed->waba;
    struct phone phone;
    if (listed != NULL && phone_normalize(listed->display_number, &phone, NULL) == ERR_OK)
        memcpy(sender->number, phone.digits, sizeof sender->number);
    if (sender->waba != NULL)
        return ERR_OK;
    return error_set(
        reterr, ERR_CONFIG, "Check the id with --from; or add waba = ID to a section [phone NAME].",
        "the account does not list the phone number id %.40s", sender->phone_number_id);
}

/* Do the settings know enough to go on without the account's list? */
static bool settings_suffice(const struct session *session)
{
    const char *id = session->config.phone_number_id;
    const struct profile_phone *phone =
        id != NULL ? profile_find_phone(session_profile(session), id) : NULL;
    return phone != NULL && phone->waba[0] != '\0';
}

enum err sender_find(struct session *session, bool needs_plugin, struct sender *ret_sender,
                     struct error *reterr)
{
    *ret_sender = (struct sender){.plugin_id = session->config.plugin_id};
    enum err err = needs_plugin ? sender_check_plugin(session, reterr) : ERR_OK;
    if (err == ERR_OK)
        err = list_phones(session, &ret_sender->listed, reterr);
    if (err == ERR_AUTH && session_renew_token(session)) { /* the first request of every command */
        exchange_release(&ret_sender->listed);
        err = list_phones(session, &ret_sender->listed, reterr);
    }
    if (err != ERR_OK && settings_suffice(session) && !error_is_decisive(err) && err != ERR_CONFIG)
        err = ERR_OK;
    if (err == ERR_OK)
        err = choose_phone(session, ret_sender, reterr);
    return err == ERR_OK ? find_waba(session, ret_sender, reterr) : err;
}
