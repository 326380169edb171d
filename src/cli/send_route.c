/* The route of a send, from the command line to problems. */
#include "src/cli/send_route.h"

#include <string.h>

#include "src/chakra/record.h"
#include "src/cli/call.h"
#include "src/cli/output.h"
#include "src/whatsapp/mapping.h"

bool send_route_brings_recipient(const struct send_plan *plan)
{
    return plan->route == VIA_PROCESS && plan->record.digits[0] == '\0';
}

enum err send_route_find_record(struct send_plan *plan, struct error *reterr)
{
    char short_id[PROCESS_PART_SIZE], key[PROCESS_PART_SIZE];
    if (plan->route != VIA_PROCESS ||
        compose_split_process(plan->process, short_id, key, NULL) != ERR_OK)
        return ERR_OK; /* send_route_check() says what is wrong */
    const struct route_parameter path[] = {
        {"procedureShortId", short_id}, {"processId", key}, {NULL, NULL}};
    struct exchange exchange = {0};
    struct error error = {0};
    enum err err =
        call_read(&plan->session, ROUTE_SHOW_PROCESS, path, NULL, "the record", &exchange, &error);
    if (err == ERR_OK)
        record_find_phone(exchange.result->answer.body, exchange.result->answer.length,
                          &plan->record);
    exchange_release(&exchange);
    if (err == ERR_NOMEM || err == ERR_INTERRUPTED) {
        *reterr = error;
        return err;
    }
    if (plan->record.digits[0] == '\0')
        output_note("to whom the record %s belongs cannot be told%s%s", plan->process,
                    err != ERR_OK ? ": " : "", err != ERR_OK ? error.what : "");
    return ERR_OK;
}

static enum err check_to(struct send_plan *plan)
{
    const char *given = plan->given.to, *record = plan->record.digits;
    struct phone phone;
    if (given == NULL)
        return ERR_OK;
    if (record[0] == '\0')
        return problems_add(&plan->problems, "to", "route", 0,
                            "the route process takes the recipient from the record, and that it is "
                            "this one cannot be checked; leave --to out.");
    if (phone_normalize(given, &phone, NULL) == ERR_OK && strcmp(phone.digits, record) == 0)
        return ERR_OK;
    return problems_add(&plan->problems, "to", "route", 0,
                        "the route process takes the recipient from the record, which belongs to "
                        "%s; leave --to out.",
                        record);
}

static enum err check_process(struct send_plan *plan)
{
    char short_id[PROCESS_PART_SIZE], key[PROCESS_PART_SIZE];
    struct error error = {0};
    if (plan->route != VIA_PROCESS && plan->process == NULL)
        return ERR_OK;
    if (plan->route != VIA_PROCESS)
        return problems_add(&plan->problems, "process", "route", 0,
                            "--process goes with --route process; this message goes by %s.",
                            send_route_word(plan->route));
    enum err err = compose_split_process(plan->process, short_id, key, &error);
    if (err != ERR_OK)
        return problems_add(&plan->problems, "process", "route", 0, "%.120s. %.100s", error.what,
                            error.next);
    err = check_to(plan);
    if (err == ERR_OK && plan->record.digits[0] == '\0' &&
        compose_allows_unknown(session_profile(&plan->session), plan->process, &error) != ERR_OK)
        err = problems_add(&plan->problems, "process", "route", 0, "%.150s. %.80s", error.what,
                           error.next);
    return err;
}

static enum err check_slots(struct send_plan *plan)
{
    const char *why = NULL;
    const struct slot *slot = NULL;
    enum err err = ERR_OK;
    size_t position = 0;
    while (err == ERR_OK && plan->route != VIA_MESSAGES &&
           (slot = mapping_next_gap(&plan->message, &position, &why)) != NULL)
        err = problems_add(&plan->problems, slot->key, "route", 0,
                           "the route %s cannot carry this: %s; use --route messages.",
                           send_route_word(plan->route), why);
    return err;
}

enum err send_route_check(struct send_plan *plan, struct error *reterr)
{
    enum err err = check_process(plan);
    if (err == ERR_OK)
        err = check_slots(plan);
    return err == ERR_OK ? ERR_OK : error_nomem(reterr);
}
