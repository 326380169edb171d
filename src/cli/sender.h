/*
 * Who sends: plugin, phone number id, business account and the sender's own
 * number, from the settings and from what the account lists. What the settings
 * say wins.
 */
#ifndef CHAKRA_CLI_SENDER_H
#define CHAKRA_CLI_SENDER_H

#include "src/cli/exchange.h"
#include "src/whatsapp/phone.h"

struct sender {
    const char *plugin_id; /* NULL when none is named, and none was asked for */
    const char *phone_number_id;
    const char *waba;
    char number[PHONE_DIGITS_SIZE]; /* "" when the account does not say */
    struct exchange listed;         /* owns what the account said */
};

/*
 * ERR_CONFIG says which flag or setting decides; errors of the server come as they are. When the
 * account's list cannot be read but the settings know the business account, that is enough.
 */
enum err sender_find(struct session *session, bool needs_plugin, struct sender *ret_sender,
                     struct error *reterr);
void sender_release(struct sender *sender);

/* ERR_CONFIG when no plugin is chosen. */
enum err sender_check_plugin(const struct session *session, struct error *reterr);

/* Would asking another time, or a copy kept from before, be no help: 401, billing, Ctrl-C. */
bool error_is_decisive(enum err err);

#endif
