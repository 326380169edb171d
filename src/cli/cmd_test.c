/* `test`: runs a file of cases, or makes one. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assets/embed.h"
#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/uuid.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/cli/test_drive.h"
#include "src/cli/test_files.h"
#include "src/cli/test_print.h"
#include "src/cli/test_world.h"
#include "src/config/preset_variables.h"
#include "src/trial/generate.h"
#include "src/trial/run_record.h"

/* docs/examples/cases.json, put in by the build. */
extern const struct embedded_file case_example[];

/* Somebody who can be written to without an account: a number that is nobody's. */
static const char nobody[] = "+15550001234";

struct test_command {
    const struct arguments *arguments;
    struct test_world world;
    struct case_file file;
    struct case_list list;
    struct trial *trial;
    struct test_print print;
    struct run_summary summary;
    long max_sends;
    char run[UUID_TEXT_SIZE];
    char *path;   /* of the case file, absolute */
    char *folder; /* of the case file */
    char *record; /* name of its record */
};

static enum err check_operands(const struct arguments *arguments, struct error *reterr)
{
    size_t most = arguments_has(arguments, ARG_GENERATE) ? SIZE_MAX
                  : arguments_has(arguments, ARG_INIT)   ? 0
                                                         : 1;
    if (most == 1 && arguments->operand_count == 0)
        return error_set(reterr, ERR_USAGE,
                         "Write test CASES.json --check; chakra-tui test --init prints an example.",
                         "test has no file of cases");
    if (arguments->operand_count > most)
        return error_set(reterr, ERR_USAGE, "Leave it out.", "'%.80s' is one word too many",
                         arguments->operands[most]);
    if (most == 1 && arguments_has(arguments, ARG_OUTPUT))
        return error_set(reterr, ERR_USAGE, "Use --report FILE.md or --junit FILE.",
                         "-o goes with --init and --generate");
    return ERR_OK;
}

/* ---- making files */

static enum err generate(struct test_world *world, const struct arguments *arguments,
                         struct error *reterr)
{
    const struct profile *profile = world->profile;
    const char *to = arguments->value[ARG_TO];
    if (to == NULL && profile->test_recipient_count > 0)
        to = profile->test_recipients[0].name[0] != '\0' ? profile->test_recipients[0].name
                                                         : profile->test_recipients[0].digits;
    const struct generate_options options = {.templates = world->templates,
                                             .template_count = world->template_count,
                                             .names = arguments->operands,
                                             .name_count = arguments->operand_count,
                                             .to = to != NULL ? to : nobody};
    struct generate_counts counts;
    CLEANUP(json_deletep) cJSON *file = NULL;
    enum err err = generate_cases(&options, &file, &counts, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(mem_freep) char *text = json_print_pretty(file);
    CLEANUP(mem_freep) char *line = mem_alloc(text != NULL ? strlen(text) + 2 : 1);
    if (text == NULL || line == NULL)
        return error_nomem(reterr);
    snprintf(line, strlen(text) + 2, "%s\n", text);
    err = test_files_write_new(arguments->value[ARG_OUTPUT], line, reterr);
    if (err == ERR_OK)
        output_note("%zu cases for %zu templates; left out: %zu that cannot be sent, %zu whose "
                    "values cannot be made up",
                    counts.cases, counts.templates, counts.unsendable, counts.unfillable);
    return err;
}

static int make_file(const struct arguments *arguments)
{
    struct error error = {0};
    struct test_world world = {0};
    enum err err = ERR_OK;
    if (arguments_has(arguments, ARG_INIT)) {
        err = test_files_write_new(arguments->value[ARG_OUTPUT],
                                   (const char *)case_example[0].bytes, &error);
    } else {
        err = test_world_open(&world, arguments, true, &error);
        if (err == ERR_OK)
            err = generate(&world, arguments, &error);
        test_world_close(&world);
    }
    return err == ERR_OK ? 0 : output_error(&error);
}

/* ---- running one */

static enum err find_file(struct test_command *command, struct error *reterr)
{
    const char *named = command->arguments->operands[0];
    char found[PATH_MAX];
    command->path = mem_strdup(realpath(named, found) != NULL ? found : named);
    if (command->path == NULL)
        return error_nomem(reterr);
    const char *slash = strrchr(command->path, '/');
    size_t length = slash != NULL ? (size_t)(slash - command->path) : 0;
    command->folder = mem_strndup(command->path, length);
    command->record = run_record_name(command->path);
    return command->folder != NULL && command->record != NULL ? ERR_OK : error_nomem(reterr);
}

static enum err choose_failed(struct test_command *command, struct error *reterr)
{
    const char *text = NULL;
    if (!arguments_has(command->arguments, ARG_ONLY_FAILED))
        return ERR_OK;
    enum err err = ERR_NOT_FOUND;
    if (command->world.store != NULL)
        err = store_get_text(command->world.store, command->record, &command->world.arena, &text,
                             NULL, reterr);
    if (err == ERR_NOT_FOUND)
        return error_set(reterr, ERR_NOT_FOUND, "Run all cases once, without --only-failed.",
                         "nothing is known of an earlier run of this file");
    return err == ERR_OK ? run_record_choose_failed(&command->list, text, reterr) : err;
}

static enum err load_cases(struct test_command *command, struct error *reterr)
{
    const struct arguments *arguments = command->arguments;
    struct preset_variables here;
    if (preset_variables_init(&here, command->world.profile->hidden_variables, reterr) != ERR_OK)
        return ERR_NOMEM;
    const struct variables variables = {
        .today = here.today, .now = here.now, .environment = here.environment};
    const struct case_world world = {.templates = command->world.templates,
                                     .template_count = command->world.template_count,
                                     .profile = command->world.profile,
                                     .folder = command->folder,
                                     .variables = &variables};
    enum err err = case_list_make(&command->file, &world, &command->list, reterr);
    preset_variables_release(&here);
    if (err != ERR_OK && reterr->where[0] != '\0') {
        char place[180];
        snprintf(place, sizeof place, "%s", reterr->where);
        error_set_where(reterr, "%.100s: %s", arguments->operands[0], place);
    }
    if (err == ERR_OK)
        err = case_list_choose(&command->list, arguments->value[ARG_TAG],
                               arguments->value[ARG_SELECT], reterr);
    return err == ERR_OK ? choose_failed(command, reterr) : err;
}

static void on_case(void *context, const struct trial_result *result)
{
    struct test_command *command = context;
    test_print_case(&command->print, result);
}

static enum err make_trial(struct test_command *command, struct error *reterr)
{
    struct test_world *world = &command->world;
    bool sends = trial_mode_sends(world->mode);
    bool is_live = world->mode == TRIAL_LIVE;
    const struct trial_options options = {
        .gate = {.mode = world->mode,
                 .outbox = sends ? world->session.outbox : NULL,
                 .profile = world->profile,
                 .max_sends = (size_t)command->max_sends,
                 .least_pair_gap_ms = is_live ? TRIAL_PAIR_GAP_MS : 0},
        .profile = world->profile,
        .token = sends ? &world->session.token : NULL,
        .plugin_id = world->sender.plugin_id,
        .phone_number_id = world->sender.phone_number_id,
        .sender_number = world->sender.number[0] != '\0' ? world->sender.number : NULL,
        .run = command->run,
        .store = world->store,
        .last_job = &world->session.last_number,
        .fails_fast = arguments_has(command->arguments, ARG_FAIL_FAST),
        .allows_cannot_tell = arguments_has(command->arguments, ARG_ALLOW_CANNOT_TELL),
        .on_case = on_case,
        .context = command,
    };
    return trial_new(&command->list, &options, &command->trial, reterr);
}

static const char *operator_name(void)
{
    const char *name = getenv("USER");
    return name != NULL && name[0] != '\0' ? name : getenv("LOGNAME");
}

static void begin_summary(struct test_command *command)
{
    const struct test_world *world = &command->world;
    command->summary = (struct run_summary){
        .title = command->arguments->operands[0],
        .run = command->run,
        .mode = world->mode,
        .profile = world->profile->name,
        .sender =
            world->sender.number[0] != '\0' ? world->sender.number : world->sender.phone_number_id,
        .operator_name = operator_name(),
        .definitions = world->definitions,
        .begun_at = clock_now_ms(),
        .allows_cannot_tell = arguments_has(command->arguments, ARG_ALLOW_CANNOT_TELL)};
}

/* ERR_CASE when a verdict is not good; what stopped the run is worse, and Ctrl-C the plainest. */
static enum err judge_run(const struct test_command *command)
{
    struct trial_counts counts = trial_count(command->trial);
    size_t bad = 0;
    for (size_t i = 0; i < TRIAL_VERDICT_COUNT; i++)
        if (!trial_verdict_is_good((enum trial_verdict)i))
            bad += counts.by_verdict[i];
    if (command->summary.allows_cannot_tell)
        bad -= counts.by_verdict[TRIAL_CANNOT_TELL];
    if (command->summary.was_interrupted)
        return ERR_INTERRUPTED;
    enum err stopped = trial_stopped_by(command->trial, NULL);
    if (stopped != ERR_OK)
        return stopped;
    return bad > 0 ? ERR_CASE : ERR_OK;
}

static void keep_record(struct test_command *command)
{
    const char *before = NULL;
    struct test_world *world = &command->world;
    if (world->store != NULL)
        store_get_text(world->store, command->record, &world->arena, &before, NULL, NULL);
    CLEANUP(mem_freep)
    char *text = run_record_make(command->trial, command->run, world->mode,
                                 command->summary.ended_at, before);
    if (text != NULL)
        test_world_keep(world, command->record, text);
}

static int report(struct test_command *command)
{
    const struct arguments *arguments = command->arguments;
    struct error error = {0};
    command->summary.ended_at = clock_now_ms();
    int status = err_exit_status(judge_run(command));
    test_print_end(&command->print, command->trial, &command->summary, status);
    if (trial_stopped_by(command->trial, &error) != ERR_OK)
        output_note("the run was stopped: %s. %s", error.what, error.next);
    keep_record(command);
    enum err err =
        test_files_write_reports(arguments->value[ARG_JUNIT], arguments->value[ARG_REPORT],
                                 command->trial, &command->summary, &error);
    if (err != ERR_OK)
        return output_error(&error);
    return command->print.failed ? err_exit_status(ERR_IO) : status;
}

static enum err prepare(struct test_command *command, struct error *reterr)
{
    enum err err = find_file(command, reterr);
    if (err == ERR_OK)
        err = test_files_read_cases(command->arguments->operands[0], &command->file, reterr);
    if (err == ERR_OK)
        err = test_world_open(&command->world, command->arguments, false, reterr);
    if (err == ERR_OK)
        err = uuid_make(command->run, reterr);
    if (err == ERR_OK)
        err = load_cases(command, reterr);
    if (err == ERR_OK)
        err =
            test_drive_max_sends(&command->world, command->arguments, &command->max_sends, reterr);
    if (err == ERR_OK)
        err = make_trial(command, reterr);
    if (err != ERR_OK)
        return err;
    begin_summary(command);
    err = test_drive_plan(command->trial, reterr);
    if (err != ERR_OK)
        return err;
    return test_drive_confirm(&command->world, arguments_has(command->arguments, ARG_YES),
                              command->max_sends, command->trial, reterr);
}

static int run_cases(struct test_command *command)
{
    struct error error = {0};
    enum err err = prepare(command, &error);
    if (err == ERR_OK) {
        if (trial_mode_sends(command->world.mode))
            command->summary.begun_at = clock_now_ms(); /* an answer may have taken its time */
        if (case_list_chosen(&command->list) == 0)
            output_note("nothing failed the last time");
        test_print_begin(&command->print, arguments_has(command->arguments, ARG_JSON));
        err = test_drive_run(&command->world, command->trial, &command->print,
                             &command->summary.was_interrupted, &error);
    }
    return err == ERR_OK ? report(command) : output_error(&error);
}

int command_test(const struct arguments *arguments)
{
    struct test_command command = {.arguments = arguments};
    struct error error = {0};
    if (check_operands(arguments, &error) != ERR_OK)
        return output_error(&error);
    if (arguments_has(arguments, ARG_INIT) || arguments_has(arguments, ARG_GENERATE))
        return make_file(arguments);
    int status = run_cases(&command);
    trial_free(command.trial);
    case_list_release(&command.list);
    case_file_release(&command.file);
    test_world_close(&command.world);
    mem_free(command.path);
    mem_free(command.folder);
    mem_free(command.record);
    return status;
}
