/* Waiting for Meta's decision about a template that was created or edited. */
#ifndef CHAKRA_CLI_TEMPLATE_WATCH_H
#define CHAKRA_CLI_TEMPLATE_WATCH_H

#include "src/cli/template_list.h"

#include <stdint.h>

struct template_watched {
    const char *name, *language;
    const char *old_hash; /* of an edit: what is listed with it was decided before; NULL */
};

struct template_decision {
    char status[40]; /* the last one seen; "" when none was */
    char category[40];
    char reason[60]; /* of a rejection */
};

/*
 * Asks for the list at growing gaps until the template is neither PENDING nor
 * IN_APPEAL, at most `limit_ms`. ERR_OK: approved; ERR_REJECTED: decided otherwise,
 * with the reason; ERR_UNKNOWN: not decided in time. A list that cannot be read is
 * asked for again until then.
 */
enum err template_watch(struct session *session, const char *waba,
                        const struct template_watched *watched, int64_t limit_ms,
                        struct template_decision *ret_decision, struct error *reterr);

#endif
