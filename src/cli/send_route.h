/* What a send's route asks for besides the template: the record of the route process, and that
 * every value can be carried. Part of the plan of a send. */
#ifndef CHAKRA_CLI_SEND_ROUTE_H
#define CHAKRA_CLI_SEND_ROUTE_H

#include "src/cli/send_plan.h"

/*
 * With the route process: asks ChakraHQ for the record, to know whom it belongs to. That this
 * cannot be told is no error (attributes are the tenant's own, and a role may not read them).
 */
enum err send_route_find_record(struct send_plan *plan, struct error *reterr);

/* Adds a problem for all that the route cannot do. */
enum err send_route_check(struct send_plan *plan, struct error *reterr);

/* The rules miss a recipient that the record brings. */
bool send_route_brings_recipient(const struct send_plan *plan);

#endif
