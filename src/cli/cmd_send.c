/* `send`: one message, or with --dry-run its request. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/cli/send_plan.h"
#include "src/cli/send_report.h"
#include "src/cli/upload.h"

struct send_command {
    const struct arguments *arguments;
    struct send_plan plan;
    struct send_report report;
    struct error error;
    bool json, dry_run;
    char accepted[200]; /* row and wamid once the message was accepted; "" */
};

static enum err check_given(const struct arguments *arguments, struct error *reterr)
{
    static const enum argument_id needed[] = {ARG_TEMPLATE, ARG_LANGUAGE};
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        const struct argument_option *option = &argument_table[needed[i]];
        if (arguments->value[needed[i]] != NULL || arguments->value[ARG_VALUES] != NULL)
            continue; /* a preset may say it: send_plan_load() looks */
        error_set(reterr, ERR_USAGE, NULL, "send needs %s", option->name);
        if (reterr != NULL)
            snprintf(reterr->next, sizeof reterr->next,
                     text_of("Add %s %s; chakra-tui templates list shows what there is."),
                     option->name, option->argument);
        return ERR_USAGE;
    }
    return ERR_OK;
}

/* A list could not be read, or a file not be uploaded: nothing was sent, whatever the reason was.
 * Only a refused token, billing, throttling and Ctrl-C have exit statuses of their own. */
static enum err as_not_sent(enum err err)
{
    switch (err) {
    case ERR_REJECTED:
    case ERR_NOT_FOUND:
    case ERR_INVALID:
    case ERR_TOO_BIG:
    case ERR_UNKNOWN: /* of an upload, no message */
        return ERR_NOT_SENT;
    default:
        return err;
    }
}

static bool is_about_server(enum err err)
{
    return err == ERR_NOT_SENT || err == ERR_THROTTLED || err == ERR_BILLING ||
           err == ERR_INTERRUPTED || err == ERR_AUTH;
}

/* {"request":…,"problems":[…]}; for people the same, indented. Takes `request`. */
static int print_dry_run(struct send_command *command, cJSON *request, int status)
{
    const struct problem_list *problems = &command->plan.problems;
    cJSON *object = cJSON_CreateObject();
    bool ok = request != NULL ? json_add_node(object, "request", request)
                              : json_add_text(object, "request", NULL);
    ok = ok && json_add_node(object, "problems", send_report_problems_json(problems));
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    if (!command->json)
        send_report_problems(problems);
    if (command->json || object == NULL) {
        bool printed = output_json(object);
        return printed ? status : err_exit_status(ERR_NOMEM);
    }
    char *text = json_print_pretty(json_member(object, "request"));
    if (text != NULL)
        output_lines(stdout, text);
    mem_free(text);
    cJSON_Delete(object);
    return status;
}

static int dry_run(struct send_command *command, struct error *error)
{
    struct compose_options options = send_plan_options(&command->plan, false);
    cJSON *request = NULL;
    enum err err = compose_dry_run(&command->plan.message, &options, &request, error);
    if (err != ERR_OK)
        return output_error(error);
    bool has_errors = problem_list_errors(&command->plan.problems) > 0;
    return print_dry_run(command, request, has_errors ? err_exit_status(ERR_CONTENT) : 0);
}

static int stop_for_problems(struct send_command *command)
{
    command->report.problems = &command->plan.problems;
    send_report_print(&command->report, command->json);
    return err_exit_status(ERR_CONTENT);
}

/* A refusal of our own, after the checks: the guard, or a profile that may not send there. */
static int stop_for_content(struct send_command *command, const struct error *error,
                            const char *rule)
{
    problems_add(&command->plan.problems, "", rule, 0, "%s. %s", error->what, error->next);
    return stop_for_problems(command);
}

static int report_end(struct send_command *command, const struct exchange *exchange)
{
    const struct job_event *done = exchange->done;
    const struct error *end = &done->error;
    if (end->code == ERR_DUPLICATE) {
        problems_add(&command->plan.problems, "", "duplicate", 0,
                     "%.150s; --force sends it all the same.", end->what);
        return stop_for_problems(command);
    }
    command->report.detail = done->detail;
    if (end->code == ERR_OK && done->detail != NULL) {
        const struct send_row *row = &done->detail->row;
        snprintf(command->accepted, sizeof command->accepted, "#%" PRId64 "%s%s", row->id,
                 row->wamid != NULL ? " " : "", row->wamid != NULL ? row->wamid : "");
    }
    command->report.state = end->code == ERR_INTERRUPTED ? "cancelled" : "not_sent";
    command->report.error = end;
    send_report_print(&command->report, command->json);
    if (exchange->interrupted && end->code != ERR_OK)
        return err_exit_status(ERR_INTERRUPTED);
    return err_exit_status(end->code);
}

/* What can be said when the account could not be asked. */
static int stop_before(struct send_command *command, enum err err, struct error *error)
{
    err = error->code = as_not_sent(err);
    if (!is_about_server(err))
        return output_error(error);
    struct send_plan *plan = &command->plan;
    if (command->dry_run) {
        problems_add(&plan->problems, "template", "", 0, "%s. %s", error->what, error->next);
        return print_dry_run(command, NULL, err_exit_status(err));
    }
    command->report.state = err == ERR_INTERRUPTED ? "cancelled" : "not_sent";
    command->report.error = error;
    send_report_print(&command->report, command->json);
    return err_exit_status(err);
}

/* A file that went bad or away since it was checked is a problem of its slot. */
static int stop_for_upload(struct send_command *command, const struct send_file *file, enum err err,
                           struct error *error)
{
    if (err != ERR_CONTENT && err != ERR_TOO_BIG && err != ERR_IO)
        return stop_before(command, err, error);
    problems_add(&command->plan.problems, file->key, "", 0, "%s. %s", error->what, error->next);
    return stop_for_problems(command);
}

/* The row that this message would double, as the guard will say once more; 0 for none. */
static int64_t find_earlier(struct send_plan *plan)
{
    struct compose_options options = send_plan_options(plan, false);
    char fingerprint[FINGERPRINT_SIZE];
    int64_t since = 0;
    int64_t id = 0;
    struct store *store = NULL;
    struct values guard;
    values_init(&guard);
    options.guard_values = &guard;
    if (send_files_guard_values(&plan->files, plan->message.values, &guard, NULL) == ERR_OK &&
        compose_guard(&plan->message, &options, plan->phone.digits, fingerprint, &since, NULL) ==
            ERR_OK &&
        store_open(plan->session.config.data_folder, STORE_READ, &store, NULL) == ERR_OK)
        store_find_duplicate(store, fingerprint, since, &id, NULL);
    if (store != NULL)
        store_close(store);
    values_release(&guard);
    return id;
}

/* Puts links in the place of files. False: *ret_status is what the command ends with. What would
 * not be sent is not made public before. */
static bool link_files(struct send_command *command, struct error *error, int *ret_status)
{
    struct send_plan *plan = &command->plan;
    const struct send_file *failed = NULL;
    enum err err = send_files_digest(&plan->files, &failed, error);
    bool asks_guard = plan->files.count > 0 && !arguments_has(command->arguments, ARG_FORCE);
    int64_t earlier = err == ERR_OK && asks_guard ? find_earlier(plan) : 0;
    if (earlier != 0) {
        problems_add(&plan->problems, "", "duplicate", 0,
                     "the same message to this number is row %lld; --force sends it all the same.",
                     (long long)earlier);
        *ret_status = stop_for_problems(command);
        return false;
    }
    if (err == ERR_OK)
        err = upload_files(&plan->files, &plan->session, plan->sender.plugin_id,
                           &plan->given.values, &failed, error);
    if (err != ERR_OK)
        *ret_status = stop_for_upload(command, failed, err, error);
    return err == ERR_OK;
}

/* As the worker would end it, but before files are uploaded. */
static int stop_for_history(struct send_command *command, const struct error *error)
{
    command->report.state = "not_sent";
    command->report.error = error;
    send_report_print(&command->report, command->json);
    return err_exit_status(error->code);
}

static int send_for_real(struct send_command *command, struct error *error)
{
    struct send_plan *plan = &command->plan;
    int status = 0;
    if (session_check_history(&plan->session, error) != ERR_OK)
        return stop_for_history(command, error);
    if (!link_files(command, error, &status))
        return status;
    struct compose_options options =
        send_plan_options(&command->plan, arguments_has(command->arguments, ARG_FORCE));
    struct job *job = NULL;
    struct values guard;
    values_init(&guard);
    enum err err = send_files_guard_values(&plan->files, plan->message.values, &guard, error);
    options.guard_values = &guard;
    if (err == ERR_OK)
        err = compose_send(&command->plan.message, &options, &job, error);
    values_release(&guard);
    if (err == ERR_CONTENT)
        return stop_for_content(command, error, "");
    if (err != ERR_OK)
        return output_error(error);
    struct exchange exchange;
    err = exchange_run(&command->plan.session, job, &exchange, error);
    if (err != ERR_OK)
        return output_error(error);
    status = report_end(command, &exchange);
    exchange_release(&exchange);
    return status;
}

static int run(struct send_command *command)
{
    struct error *error = &command->error; /* the report may keep it */
    struct send_plan *plan = &command->plan;
    enum err err = check_given(command->arguments, error);
    if (err != ERR_OK)
        return output_error(error);
    err = send_plan_load(plan, command->arguments, error);
    if (plan->template != NULL) {
        command->report.template = plan->template->name;
        command->report.language = plan->template->language;
    }
    command->report.to = plan->message.to != NULL ? plan->message.to : plan->given.to;
    if (err == ERR_OK && !command->dry_run)
        err = send_plan_check_age(plan, error);
    if (err != ERR_OK)
        return stop_before(command, err, error);
    err = send_plan_check(plan, error);
    if (err != ERR_OK)
        return output_error(error);
    if (command->dry_run)
        return dry_run(command, error);
    if (problem_list_errors(&plan->problems) > 0)
        return stop_for_problems(command);
    send_report_problems(&plan->problems); /* warnings */
    if (!command->json)
        problem_list_release(&plan->problems); /* a refusal that follows stands for itself */
    return send_for_real(command, error);
}

/*
 * Who lost the wamid must not be told that all is well, and not that nothing was sent either: then
 * a script would send again. Unknown is what it is to him, and its remedy is the right one.
 */
static int finish_output(const struct send_command *command, int status)
{
    if (output_finish() || status != 0)
        return status;
    if (command->accepted[0] == '\0')
        return err_exit_status(ERR_IO);
    output_note("the message was sent and accepted: %s. Do not send it again; history show has "
                "all of it.",
                command->accepted);
    return err_exit_status(ERR_UNKNOWN);
}

int command_send(const struct arguments *arguments)
{
    struct send_command command = {
        .arguments = arguments,
        .json = arguments_has(arguments, ARG_JSON),
        .dry_run = arguments_has(arguments, ARG_DRY_RUN),
        .report = {.template = arguments->value[ARG_TEMPLATE],
                   .language = arguments->value[ARG_LANGUAGE]},
    };
    send_plan_init(&command.plan);
    int status = finish_output(&command, run(&command));
    send_plan_release(&command.plan);
    return status;
}
