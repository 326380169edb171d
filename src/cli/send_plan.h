/*
 * Everything found out before a send: who sends, which template, its slots, the
 * values, and all that is wrong with them. The send, the dry run and the preview
 * begin with it.
 */
#ifndef CHAKRA_CLI_SEND_PLAN_H
#define CHAKRA_CLI_SEND_PLAN_H

#include "src/cli/given_values.h"
#include "src/cli/sender.h"
#include "src/cli/session.h"
#include "src/cli/template_list.h"
#include "src/outbox/compose.h"
#include "src/outbox/send_files.h"
#include "src/whatsapp/rules.h"

struct send_plan {
    struct session session;
    struct sender sender;
    struct template_list templates;
    struct given_values given;
    struct arena arena;
    struct template *template; /* a bare one of that name when the account has none */
    struct slot_list slots;
    struct phone phone; /* digits "" when the number is wrong */
    enum send_route route;
    const char *process;    /* --process; NULL */
    bool may_lack_language; /* set before loading: some language of the template will do then */
    struct phone record;    /* whom the record belongs to; digits "" where that cannot be told */
    struct message message;
    struct problem_list problems; /* filled by send_plan_check */
    struct send_files files;      /* likewise; to be uploaded before the message is sent */
};

/* send_plan_release() in every case. */
void send_plan_init(struct send_plan *plan);
void send_plan_release(struct send_plan *plan);

/*
 * Session, values, sender and templates. An unknown template or a wrong values file is no failure
 * but a problem: what can be built is built of a bare template of that name.
 */
enum err send_plan_load(struct send_plan *plan, const struct arguments *arguments,
                        struct error *reterr);
/* A bare template of the name asked for, for what can be said without the account's list. */
enum err send_plan_make_bare(struct send_plan *plan, const struct arguments *arguments,
                             struct error *reterr);
/* Rules, unknown keys, and whether the profile may send there. */
enum err send_plan_check(struct send_plan *plan, struct error *reterr);

/* Refuses (ERR_NOT_SENT) to go on in mode live with a list of templates that could not be fetched
 * and is older than template_max_age: the template may not be what it was. */
enum err send_plan_check_age(const struct send_plan *plan, struct error *reterr);

struct compose_options send_plan_options(struct send_plan *plan, bool force);

#endif
