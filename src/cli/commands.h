/* The functions behind the table of commands: one file each. They print, and return the exit
 * status. */
#ifndef CHAKRA_CLI_COMMANDS_H
#define CHAKRA_CLI_COMMANDS_H

#include "src/cli/arguments.h"

int command_api(const struct arguments *arguments);
int command_send(const struct arguments *arguments);
int command_test(const struct arguments *arguments);
int command_batch(const struct arguments *arguments);
int command_templates_list(const struct arguments *arguments);
int command_templates_show(const struct arguments *arguments);
int command_templates_preview(const struct arguments *arguments);
int command_templates_sync(const struct arguments *arguments);
int command_templates_lock(const struct arguments *arguments);
int command_templates_diff(const struct arguments *arguments);
int command_templates_check(const struct arguments *arguments);
int command_templates_create(const struct arguments *arguments);
int command_templates_update(const struct arguments *arguments);
int command_history_list(const struct arguments *arguments);
int command_history_show(const struct arguments *arguments);
int command_history_export(const struct arguments *arguments);
int command_history_import(const struct arguments *arguments);
int command_history_purge(const struct arguments *arguments);
int command_history_stats(const struct arguments *arguments);
int command_history_reconcile(const struct arguments *arguments);
int command_chats_list(const struct arguments *arguments);
int command_chats_show(const struct arguments *arguments);
int command_history_import_status(const struct arguments *arguments);
int command_listen(const struct arguments *arguments);
int command_sandbox(const struct arguments *arguments);
int command_media_show(const struct arguments *arguments);
int command_media_fetch(const struct arguments *arguments);
int command_account_show(const struct arguments *arguments);
int command_chats_window(const struct arguments *arguments);
int command_media_upload(const struct arguments *arguments);
int command_explain(const struct arguments *arguments);
int command_config_show(const struct arguments *arguments);
int command_config_check(const struct arguments *arguments);
int command_config_init(const struct arguments *arguments);
int command_doctor(const struct arguments *arguments);
int command_completion(const struct arguments *arguments);
int command_complete(const struct arguments *arguments);

#endif
