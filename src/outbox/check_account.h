/*
 * What an exchange with the account says about the set-up: the rows of `doctor`,
 * of `config init` and of the first screen, judged from the worker's events in
 * one place. Nothing here asks for anything, and nothing is ever sent. Pure.
 */
#ifndef CHAKRA_OUTBOX_CHECK_ACCOUNT_H
#define CHAKRA_OUTBOX_CHECK_ACCOUNT_H

#include "src/config/check.h"
#include "src/config/profile.h"
#include "src/outbox/job.h"

/* https, or http on this machine; false when it is neither, and nothing can be asked. */
bool check_address(struct check_list *list, const char *base_url);

/* Name, connection, TLS, the clock and the API's answer, from the end (DONE) of the first list. */
void check_exchange(struct check_list *list, const char *base_url, const struct job_event *done);

/* The list of one plugin: `phones` is its PHONES event, NULL when it failed. */
void check_plugin(struct check_list *list, const char *plugin_id, const struct job_event *done,
                  const struct job_event *phones);

/* Every sender with status, quality, tier and mode. */
void check_senders(struct check_list *list, const struct job_event *phones);
/* Is the sender that the settings name in the account's list? */
void check_sender(struct check_list *list, const struct profile_phone *phone,
                  const struct job_event *phones);

/* `templates` is the TEMPLATES event, NULL when it failed. */
void check_templates(struct check_list *list, const struct job_event *done,
                     const struct job_event *templates);

/* "+1 555 000 9999 Sandbox, CONNECTED, quality GREEN, TIER_1K, SANDBOX" */
void check_describe_sender(const struct phone_number *phone, char *text, size_t size);

#endif
