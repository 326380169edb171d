/*
 * What the account consists of: senders, business accounts, and how the plugin is
 * set up (read only; nothing here ever changes it). Asked of ChakraHQ and kept in
 * the history with its age, for when it cannot be asked. For `account show`, and
 * for whoever wants to know whether all is well.
 */
#ifndef CHAKRA_CLI_ACCOUNT_INFO_H
#define CHAKRA_CLI_ACCOUNT_INFO_H

#include "src/cli/session.h"

#include <cjson/cJSON.h>

struct account_info {
    /* {"profile","base_url","plugin_id","fetched_at","senders":[…],"business_accounts":[…],
     *  "plugin_config":{…}, "problems":[{"what","message"}]}; a part that could not be read is null
     *  and has a problem. */
    cJSON *root;
    int64_t fetched_at;
    bool is_copy; /* kept from before: ChakraHQ could not be asked now, and `why` says why */
    struct error why;
};

/* ERR_AUTH, billing and Ctrl-C as they come; else the copy, if there is one. */
enum err account_info_load(struct session *session, struct account_info *ret_info,
                           struct error *reterr);
void account_info_release(struct account_info *info);

#endif
