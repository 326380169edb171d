/*
 * Checks before a send: the table of rules V1..V73 of the template reference
 * that concern sending. All problems are returned at once, each on its slot.
 *
 * Pure: what needs the past or the clock comes in `facts`. Live checks reuse one
 * problem list, so in the steady state they do not touch the heap.
 */
#ifndef CHAKRA_WHATSAPP_RULES_H
#define CHAKRA_WHATSAPP_RULES_H

#include "src/base/err.h"
#include "src/whatsapp/message.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum problem_level { PROBLEM_ERROR, PROBLEM_WARNING };

struct problem {
    char slot[96];    /* key; "to", "template" or "" for the whole message */
    const char *rule; /* "V19"; static */
    enum problem_level level;
    char message[240]; /* what is wrong and the next step, one line */
    int prevents;      /* the server's code if it were sent anyway; 0 when none is known */
    int order;         /* place in the form: the recipient, the template, then the slots */
};

struct problem_list {
    struct problem *items;
    size_t count;
    size_t size; /* allocated */
    bool failed; /* memory ran out while collecting: never send then */
};

struct facts {
    int64_t now_ms;
    int64_t last_send_to_recipient_ms; /* 0: never */
    int64_t last_131049_ms;            /* marketing held back by Meta; 0: never */
    bool has_131050;                   /* recipient opted out of marketing */
};

void problem_list_init(struct problem_list *list);
void problem_list_release(struct problem_list *list);

/* Adds an error that is not one of the rules', at the end; `rule` is static. ERR_NOMEM sets
 * problems->failed. */
__attribute__((format(printf, 5, 6))) enum err problems_add(struct problem_list *problems,
                                                            const char *slot, const char *rule,
                                                            int prevents, const char *format, ...);

/* Empties `list`, then fills it: errors and warnings in the order of the slots. `facts` may be
 * NULL: nothing is known. */
void rules_check(const struct message *message, const struct facts *facts,
                 struct problem_list *list);

/* Is there a rule with this id ("V20")? */
bool rules_has(const char *id);

size_t problem_list_errors(const struct problem_list *list);
/* The worst problem of one slot, or NULL. */
const struct problem *problem_list_for_slot(const struct problem_list *list, const char *key);

#endif
