/* `batch`: a list of sends. Checked as a whole, confirmed, sent, watched. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "src/base/local_count.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/batch/batch.h"
#include "src/cli/batch_progress_line.h"
#include "src/cli/batch_report.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/cli/send_plan.h"
#include "src/cli/send_report.h"
#include "src/cli/signals.h"

enum { TICK_MS = 250, ANSWER_SIZE = 64 };

/* Jobs of the batch are counted from here; the few of the session stay below. */
static const uint64_t first_number = UINT64_C(1) << 32;

struct batch_command {
    const struct arguments *arguments;
    struct send_plan plan;
    struct batch_map *maps;
    const struct template **languages; /* in the plan's arena */
    size_t language_count;
    struct values fixed;
    char *result_path; /* NULL: none */
    struct batch *batch;
    struct progress_line line;
    bool json, dry_run, interrupted;
};

static void on_problem(const struct batch_problem *problem, void *context)
{
    const struct batch_command *command = context;
    batch_report_problem(problem, command->json);
}

static void on_row(const struct batch_row *row, void *context)
{
    struct batch_command *command = context;
    if (!command->json)
        progress_line_clear(&command->line);
    batch_report_row(row, command->json);
}

static bool should_stop(void *context)
{
    (void)context;
    return signals_came();
}

static enum err check_given(const struct arguments *arguments, struct error *reterr)
{
    if (arguments->value[ARG_TEMPLATE] != NULL)
        return ERR_OK;
    return error_set(reterr, ERR_USAGE, "Add it; chakra-tui templates list shows what there is.",
                     "batch needs %s", argument_table[ARG_TEMPLATE].name);
}

/* "COLUMN=KEY", split at the last =, since a column's name may hold one. */
static enum err read_maps(struct batch_command *command, struct error *reterr)
{
    const struct arguments *arguments = command->arguments;
    struct arena *arena = &command->plan.arena;
    command->maps = arena_alloc(arena, arguments->map_count + 1, sizeof *command->maps);
    if (command->maps == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < arguments->map_count; i++) {
        const char *text = arguments->maps[i];
        const char *sign = strrchr(text, '=');
        if (sign == NULL || sign == text || sign[1] == '\0')
            return error_set(reterr, ERR_USAGE,
                             "Write --map COLUMN=KEY, such as --map 'First name=body.1'.",
                             "--map '%.80s' is not COLUMN=KEY", text);
        command->maps[i] = (struct batch_map){
            .column = arena_strndup(arena, text, (size_t)(sign - text)), .key = sign + 1};
        if (command->maps[i].column == NULL)
            return error_nomem(reterr);
    }
    return ERR_OK;
}

/* FILE.csv has its results in FILE.result.csv; a list from standard input only where -o says. */
static enum err choose_result(struct batch_command *command, struct error *reterr)
{
    const char *given = command->arguments->value[ARG_OUTPUT];
    const char *file = command->arguments->operands[0];
    if (command->dry_run || (given == NULL && strcmp(file, "-") == 0))
        return ERR_OK;
    command->result_path = given != NULL ? mem_strdup(given) : batch_result_path(file);
    return command->result_path != NULL ? ERR_OK : error_nomem(reterr);
}

static enum err prepare(struct batch_command *command, struct error *reterr)
{
    struct send_plan *plan = &command->plan;
    plan->may_lack_language = true; /* rows may name theirs */
    enum err err = check_given(command->arguments, reterr);
    if (err == ERR_OK)
        err = read_maps(command, reterr);
    if (err == ERR_OK)
        err = choose_result(command, reterr);
    if (err == ERR_OK)
        err = send_plan_load(plan, command->arguments, reterr);
    if (err == ERR_OK && !command->dry_run)
        err = send_plan_check_age(plan, reterr);
    if (err == ERR_OK)
        err = values_copy(&command->fixed, &plan->given.values, reterr);
    if (err == ERR_OK && plan->given.to != NULL)
        err = values_set(&command->fixed, "to", plan->given.to, false, reterr);
    return err;
}

/* The template in every language that it has. */
static enum err find_languages(struct batch_command *command, struct error *reterr)
{
    struct send_plan *plan = &command->plan;
    const struct template_list *list = &plan->templates;
    command->languages = arena_alloc(&plan->arena, list->count + 1, sizeof *command->languages);
    if (command->languages == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i]->name, plan->template->name) == 0)
            command->languages[command->language_count++] = list->items[i];
    return ERR_OK;
}

static bool has_language(const struct batch_command *command)
{
    return command->arguments->value[ARG_LANGUAGE] != NULL || command->plan.given.language != NULL;
}

static enum err open_batch(struct batch_command *command, struct error *reterr)
{
    const struct arguments *arguments = command->arguments;
    struct send_plan *plan = &command->plan;
    const struct batch_settings settings = {
        .profile = session_profile(&plan->session),
        .token = &plan->session.token,
        .plugin_id = plan->sender.plugin_id,
        .phone_number_id = plan->sender.phone_number_id,
        .sender_number = plan->message.sender_number,
        .data_folder = plan->session.config.data_folder,
        .template = has_language(command) ? plan->template : NULL,
        .languages = command->languages,
        .language_count = command->language_count,
        .fixed = &command->fixed,
        .maps = command->maps,
        .map_count = arguments->map_count,
        .path = arguments->operands[0],
        .encoding = arguments->value[ARG_ENCODING],
        .result_path = command->result_path,
        .concurrency = plan->session.in_flight,
        .first_number = first_number,
        .checks_only = command->dry_run,
        .resumes = arguments_has(arguments, ARG_RESUME),
        .forces = arguments_has(arguments, ARG_FORCE),
        .on_problem = on_problem,
        .on_row = on_row,
        .should_stop = should_stop,
        .context = command,
    };
    return batch_open(&settings, &command->batch, reterr);
}

static const char *sender_name(const struct batch_command *command)
{
    const struct sender *sender = &command->plan.sender;
    return sender->number[0] != '\0' ? sender->number : sender->phone_number_id;
}

/* Reads a line from the terminal; false when a signal came or the input ended. */
static bool read_answer(char answer[ANSWER_SIZE])
{
    size_t length = 0;
    while (length + 1 < ANSWER_SIZE) {
        signals_wait_readable(STDIN_FILENO);
        if (signals_came() || read(STDIN_FILENO, answer + length, 1) != 1)
            return false;
        if (answer[length] == '\n')
            break;
        length++;
    }
    answer[length] = '\0';
    return true;
}

/* In mode live: --yes, or the total typed on a terminal. */
static enum err confirm(struct batch_command *command, struct error *reterr)
{
    const struct batch_progress *progress = batch_progress(command->batch);
    const struct profile *profile = session_profile(&command->plan.session);
    if (profile->mode != MODE_LIVE || arguments_has(command->arguments, ARG_YES) ||
        progress->to_send == 0)
        return ERR_OK;
    if (isatty(STDIN_FILENO) == 0 || isatty(STDERR_FILENO) == 0)
        return error_set(reterr, ERR_USAGE, "Add --yes, or answer on a terminal.",
                         "this would send %" PRId64 " messages in mode live without being asked",
                         progress->to_send);
    char answer[ANSWER_SIZE];
    char wanted[ANSWER_SIZE];
    snprintf(wanted, sizeof wanted, "%" PRId64, progress->to_send);
    char question[1600];
    snprintf(
        question, sizeof question,
        text_count("Profile %.100s is LIVE: this sends %s message (%.512s %.200s) from %.200s.",
                   "Profile %.100s is LIVE: this sends %s messages (%.512s %.200s) from %.200s.",
                   progress->to_send),
        profile->name, local_count(progress->to_send).text, command->plan.template->name,
        batch_names_languages(command->batch) ? text_of("in the languages of the rows")
                                              : command->plan.template->language,
        sender_name(command));
    output_text(stderr, question);
    fprintf(stderr, text_of("\nType %s to send them: "), wanted);
    fflush(stderr);
    if (read_answer(answer) && strcmp(answer, wanted) == 0)
        return ERR_OK;
    return error_set(reterr, ERR_INTERRUPTED, "Start again to be asked again.",
                     "not confirmed; nothing was sent");
}

static void take_events(struct batch_command *command)
{
    struct job_event *event = outbox_take_events(command->plan.session.outbox);
    while (event != NULL) {
        struct job_event *next = event->next;
        event->next = NULL;
        batch_take(command->batch, event);
        job_event_free(event);
        event = next;
    }
}

/* The first signal lets what is in flight end, the second cuts it. */
static void look_at_signals(struct batch_command *command, int *seen)
{
    int count = signals_count();
    if (count == *seen)
        return;
    command->interrupted = true;
    batch_stop(command->batch, *seen > 0 || count > 1);
    progress_line_clear(&command->line);
    if (*seen == 0)
        output_note("stopping: what is in flight is waited for; once more cuts it, and its outcome "
                    "is unknown then");
    *seen = count;
}

static void run_to_end(struct batch_command *command)
{
    struct session *session = &command->plan.session;
    int seen = 0;
    progress_line_begin(&command->line);
    for (;;) {
        look_at_signals(command, &seen);
        take_events(command);
        enum batch_step step = batch_pump(command->batch);
        if (step == BATCH_DONE)
            break;
        progress_line_show(&command->line, batch_progress(command->batch), false);
        if (step == BATCH_WAITS)
            signals_wait_readable_for(outbox_wake_fd(session->outbox),
                                      command->line.is_on ? TICK_MS : -1);
    }
    if (command->line.is_shown)
        progress_line_show(&command->line, batch_progress(command->batch), true);
    progress_line_clear(&command->line);
}

static int send_all(struct batch_command *command, struct error *error)
{
    const struct batch_progress *progress = batch_progress(command->batch);
    enum err err = confirm(command, error);
    if (err == ERR_OK)
        err = batch_begin(command->batch, command->plan.session.outbox, error);
    if (err != ERR_OK)
        return output_error(error);
    run_to_end(command);
    struct error result_error = {0};
    err = batch_finish(command->batch, &result_error);
    batch_report_end(progress, err == ERR_OK ? command->result_path : NULL, command->json);
    int status = batch_report_status(progress, command->interrupted);
    if (err != ERR_OK && progress->stopped.code == ERR_OK)
        status = output_error(&result_error);
    return status;
}

static int dry_run(struct batch_command *command, enum err checked, struct error *error)
{
    cJSON *request = NULL;
    if (checked != ERR_OK && checked != ERR_CONTENT)
        return output_error(error);
    if (checked != ERR_OK && batch_progress(command->batch)->errors == 0)
        output_error(error);
    batch_first_request(command->batch, &request, NULL);
    batch_report_dry_run(batch_progress(command->batch), request, command->json);
    return checked == ERR_OK ? 0 : err_exit_status(ERR_CONTENT);
}

/* Of the template, or of a file of values: of no row. */
static int stop_for_problems(const struct batch_command *command)
{
    const struct problem_list *problems = &command->plan.problems;
    for (size_t i = 0; command->json && i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        batch_report_problem(&(struct batch_problem){.column = problem->slot,
                                                     .rule = problem->rule,
                                                     .level = problem->level,
                                                     .message = problem->message,
                                                     .prevents = problem->prevents},
                             true);
    }
    if (!command->json)
        send_report_problems(problems);
    output_note("nothing was sent");
    return err_exit_status(ERR_CONTENT);
}

static int run(struct batch_command *command)
{
    struct error error = {0};
    enum err err = prepare(command, &error);
    if (err != ERR_OK)
        return output_error(&error);
    if (command->plan.problems.count > 0)
        return stop_for_problems(command);
    if (!command->dry_run)
        err = session_check_history(&command->plan.session, &error);
    if (err == ERR_OK)
        err = find_languages(command, &error);
    if (err == ERR_OK)
        err = open_batch(command, &error);
    if (err != ERR_OK)
        return output_error(&error);
    err = batch_check(command->batch, &error);
    if (command->dry_run)
        return dry_run(command, err, &error);
    if (err == ERR_OK)
        return send_all(command, &error);
    if (command->json && err == ERR_CONTENT)
        batch_report_end(batch_progress(command->batch), NULL, true);
    return output_error(&error);
}

int command_batch(const struct arguments *arguments)
{
    struct batch_command command = {
        .arguments = arguments,
        .json = arguments_has(arguments, ARG_JSON),
        .dry_run = arguments_has(arguments, ARG_DRY_RUN),
    };
    send_plan_init(&command.plan);
    values_init(&command.fixed);
    int status = run(&command);
    batch_free(command.batch);
    values_release(&command.fixed);
    mem_free(command.result_path);
    send_plan_release(&command.plan);
    return status;
}
