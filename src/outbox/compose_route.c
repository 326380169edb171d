/* The three routes of a send: one row each. */
#include "src/outbox/compose_route.h"

#include <stdio.h>
#include <string.h>

#include "src/base/text.h"
#include "src/chakra/route.h"
#include "src/whatsapp/mapping.h"
#include "src/whatsapp/payload.h"

static const enum route wire_routes[] = {[VIA_MESSAGES] = ROUTE_SEND_MESSAGE,
                                         [VIA_PHONE] = ROUTE_SEND_TO_NUMBER,
                                         [VIA_PROCESS] = ROUTE_SEND_FOR_PROCESS};

enum send_route compose_route(const struct compose_options *options)
{
    return profile_send_route(options->profile, options->plugin_id);
}

enum err compose_split_process(const char *process, char short_id[PROCESS_PART_SIZE],
                               char key[PROCESS_PART_SIZE], struct error *reterr)
{
    static const char next[] = TEXT("Write chakra-tui send … --process SHORTID/KEY, such as "
                                    "lead/LEAD-001; or choose the route messages.");
    if (process == NULL)
        return error_set(reterr, ERR_CONTENT, next,
                         "the route process needs the record that the message is for");
    if (record_name_split(process, short_id, key))
        return ERR_OK;
    return error_set(reterr, ERR_CONTENT, next, "'%.80s' does not name a record", process);
}

enum err compose_allows_unknown(const struct profile *profile, const char *process,
                                struct error *reterr)
{
    if (profile->mode != MODE_TEST)
        return profile_allows_send(profile, "", reterr);
    return error_set(reterr, ERR_CONTENT,
                     "Send it with --route messages and --to, or set mode = live in the profile.",
                     "the profile %s is in mode test, and to whom the record %.80s belongs cannot "
                     "be told",
                     profile->name, process != NULL ? process : "");
}

enum err compose_url(const struct compose_options *options, const char *digits, bool for_show,
                     char **ret_url, struct error *reterr)
{
    char short_id[PROCESS_PART_SIZE] = "SHORTID", key[PROCESS_PART_SIZE] = "KEY";
    enum send_route route = compose_route(options);
    *ret_url = NULL;
    if (route == VIA_PROCESS) {
        enum err err =
            compose_split_process(options->process, short_id, key, for_show ? NULL : reterr);
        if (err != ERR_OK && !for_show)
            return err;
    }
    const struct route_parameter path[] = {
        {"pluginId", options->plugin_id},
        {"version", options->profile->api_version},
        {"phoneNumberId", options->phone_number_id},
        {"phone", digits[0] == '\0' && for_show ? "NUMBER" : digits},
        {"procedureShortId", short_id},
        {"primaryKeyOrId", key},
        {NULL, NULL},
    };
    return route_url(options->profile->base_url, wire_routes[route], path, NULL, ret_url, reterr);
}

enum err compose_body(const struct message *message, const struct compose_options *options,
                      cJSON **ret_body, struct error *reterr)
{
    if (compose_route(options) == VIA_MESSAGES)
        return payload_build(message, ret_body, reterr);
    return mapping_build(message, options->phone_number_id, ret_body, reterr);
}

enum err compose_check_route(const struct message *message, const struct compose_options *options,
                             struct error *reterr)
{
    enum send_route route = compose_route(options);
    char short_id[PROCESS_PART_SIZE], key[PROCESS_PART_SIZE];
    enum err err = route == VIA_PROCESS
                       ? compose_split_process(options->process, short_id, key, reterr)
                       : ERR_OK;
    if (err != ERR_OK)
        return err;
    size_t position = 0;
    const char *why = NULL;
    const struct slot *slot =
        route == VIA_MESSAGES ? NULL : mapping_next_gap(message, &position, &why);
    if (slot == NULL)
        return ERR_OK;
    error_set(reterr, ERR_CONTENT, "Send it with the route messages, or leave the value out.",
              "the route %s cannot carry %.80s: %s", send_route_word(route), slot->key, why);
    error_set_where(reterr, "%.80s", slot->key);
    return ERR_CONTENT;
}
