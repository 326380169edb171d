/*
 * `history reconcile`: finds out what became of the sends whose outcome is
 * unknown, by asking ChakraHQ for the messages with their recipients.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/exchange.h"
#include "src/cli/output.h"

struct reconcile_command {
    struct session session;
    struct arena arena;
    bool json;
    bool has_undecided;
    int64_t *ids;
    size_t count;
    struct output_table table;
};

static enum err parse_id(const char *operand, int64_t *ret_id, struct error *reterr)
{
    const char *text = operand[0] == '#' ? operand + 1 : operand;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18 || text[digits] != '\0')
        return error_set(reterr, ERR_USAGE, "Write the id that history list shows.",
                         "'%.40s' is no id of a row", operand);
    *ret_id = strtoll(text, NULL, 10);
    return ERR_OK;
}

/* All is checked before the first request. */
static enum err check_row(const struct reconcile_command *command, const struct send_row *row,
                          struct error *reterr)
{
    const char *profile = session_profile(&command->session)->name;
    bool has_message = row->wamid != NULL && row->state >= SEND_ACCEPTED;
    if (row->profile != NULL && strcmp(row->profile, profile) != 0) {
        error_set(reterr, ERR_CONTENT, NULL,
                  "row %" PRId64 " was sent with the profile %.60s, and this is %.60s", row->id,
                  row->profile, profile);
        snprintf(reterr->next, sizeof reterr->next, text_of("Add --profile %.60s."), row->profile);
        return ERR_CONTENT;
    }
    if (row->state == SEND_UNKNOWN || has_message)
        return ERR_OK;
    return error_set(reterr, ERR_CONTENT, "Leave it out: only unknown rows are looked up.",
                     "row %" PRId64 " is %s, so there is nothing to look up", row->id,
                     send_state_word(row->state));
}

static enum err take_named(struct reconcile_command *command, const struct arguments *arguments,
                           struct store *store, struct error *reterr)
{
    command->ids = arena_alloc(&command->arena, arguments->operand_count, sizeof *command->ids);
    if (command->ids == NULL)
        return error_nomem(reterr);
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < arguments->operand_count; i++) {
        struct send_detail *detail = NULL;
        err = parse_id(arguments->operands[i], &command->ids[i], reterr);
        if (err == ERR_OK)
            err = store_get(store, command->ids[i], &command->arena, &detail, reterr);
        if (err == ERR_OK)
            err = check_row(command, &detail->row, reterr);
    }
    command->count = arguments->operand_count;
    return err;
}

static enum err find_rows(struct reconcile_command *command, const struct arguments *arguments,
                          struct error *reterr)
{
    struct store *store = NULL;
    enum err err = store_open(command->session.config.data_folder, STORE_READ, &store, reterr);
    if (err == ERR_NOT_FOUND && arguments->operand_count == 0)
        return ERR_OK; /* nothing was sent yet */
    if (err != ERR_OK)
        return err;
    if (arguments->operand_count > 0)
        err = take_named(command, arguments, store, reterr);
    else
        err = store_unknown_rows(store, session_profile(&command->session)->name, &command->arena,
                                 &command->ids, &command->count, reterr);
    store_close(store);
    return err;
}

static bool print_json(const struct job_event *done)
{
    const struct send_row *row = &done->detail->row;
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_integer(object, "id", row->id) &&
              json_add_text(object, "verdict", reconcile_verdict_word(done->verdict)) &&
              json_add_text(object, "wamid", row->wamid) &&
              json_add_text(object, "state", send_state_word(row->state)) &&
              json_add_text(object, "to", row->to) && json_add_text(object, "reason", done->reason);
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    return output_json(object);
}

static void add_table_row(struct output_table *table, const struct job_event *done)
{
    static const char *const words[] = {[RECONCILE_FOUND] = TEXT("found"),
                                        [RECONCILE_NOT_FOUND] = TEXT("not found yet"),
                                        [RECONCILE_CANNOT_TELL] = TEXT("cannot tell")};
    const struct send_row *row = &done->detail->row;
    char id[24], state[48];
    snprintf(id, sizeof id, "%" PRId64, row->id);
    snprintf(state, sizeof state, "%s %s", send_state_word(row->state),
             send_state_mark(row->state));
    const char *const cells[] = {id, text_of(words[done->verdict]), state, row->to,
                                 row->wamid != NULL ? row->wamid : done->reason};
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        table_add(table, cells[i]);
}

static enum err print_verdict(struct reconcile_command *command, const struct job_event *done,
                              struct error *reterr)
{
    if (done->detail == NULL)
        return error_nomem(reterr);
    command->has_undecided = command->has_undecided || done->verdict == RECONCILE_CANNOT_TELL;
    if (!command->json)
        add_table_row(&command->table, done);
    else if (!print_json(done))
        return error_nomem(reterr);
    return ERR_OK;
}

static enum err run_job(struct reconcile_command *command, int64_t id, struct exchange *exchange,
                        struct error *reterr)
{
    struct job *job = session_new_job(&command->session, JOB_LOOK_UP, reterr);
    if (job == NULL)
        return ERR_NOMEM;
    job->row_id = id;
    enum err err = exchange_run(&command->session, job, exchange, reterr);
    if (err != ERR_OK || exchange->done->error.code == ERR_OK)
        return err;
    *reterr = exchange->done->error;
    return reterr->code;
}

static enum err look_up(struct reconcile_command *command, int64_t id, struct error *reterr)
{
    struct exchange exchange = {0};
    enum err err = run_job(command, id, &exchange, reterr);
    if (err == ERR_AUTH && session_renew_token(&command->session)) {
        exchange_release(&exchange);
        err = run_job(command, id, &exchange, reterr);
    }
    if (err == ERR_OK)
        err = print_verdict(command, exchange.done, reterr);
    exchange_release(&exchange);
    return err;
}

static enum err look_up_all(struct reconcile_command *command, const struct arguments *arguments,
                            struct error *reterr)
{
    enum err err = session_open(&command->session, arguments, reterr);
    if (err == ERR_OK)
        err = find_rows(command, arguments, reterr);
    for (size_t i = 0; err == ERR_OK && i < command->count; i++)
        err = look_up(command, command->ids[i], reterr);
    return err;
}

int command_history_reconcile(const struct arguments *arguments)
{
    struct reconcile_command command = {.json = arguments_has(arguments, ARG_JSON)};
    struct error error = {0};
    arena_init(&command.arena);
    table_begin(&command.table, 5);
    enum err err = look_up_all(&command, arguments, &error);
    table_print(&command.table, stdout);
    session_close(&command.session);
    arena_release(&command.arena);
    if (err != ERR_OK)
        return output_error(&error);
    return command.has_undecided ? err_exit_status(ERR_UNKNOWN) : 0;
}
