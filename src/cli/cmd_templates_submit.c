/* `templates create` and `update`: checked, shown, confirmed, sent once, and watched. */
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/chakra/route.h"
#include "src/cli/commands.h"
#include "src/cli/confirm.h"
#include "src/cli/definition_print.h"
#include "src/cli/definition_source.h"
#include "src/cli/output.h"
#include "src/cli/template_watch.h"
#include "src/config/options.h"
#include "src/whatsapp/definition_check.h"
#include "src/whatsapp/definition_request.h"

struct submission {
    const struct arguments *arguments;
    const char *name; /* of `update`; NULL */
    const char *path;
    struct definition_desk desk;
    struct definition_source live;
    struct definition_file file;
    const struct definition *wanted;
    const struct definition *listed; /* what the account has of that name and language; NULL */
    struct definition_problems problems;
    cJSON *body;
    const char *waba;
    struct exchange exchange;
    struct template_decision decision;
    int64_t watch_ms; /* 0: do not watch */
    struct arena arena;
};

static void submission_release(struct submission *submission)
{
    cJSON_Delete(submission->body);
    exchange_release(&submission->exchange);
    definition_problems_release(&submission->problems);
    definition_source_release(&submission->live);
    definition_desk_release(&submission->desk);
    arena_release(&submission->arena);
}

static enum err read_watch(struct submission *submission, struct error *reterr)
{
    const char *text = submission->arguments->value[ARG_WATCH];
    long ms = 0;
    if (text != NULL && (!option_parse_duration(text, &ms) || ms <= 0))
        return error_set(reterr, ERR_USAGE, "Write a span such as 10m or 2h.",
                         "--watch cannot be '%.40s'", text);
    submission->watch_ms = ms;
    return ERR_OK;
}

/* The one definition of the file; --language chooses when it has several. */
static enum err choose_definition(struct submission *submission, struct error *reterr)
{
    const char *language = submission->arguments->value[ARG_LANGUAGE];
    const struct definition_set *set = &submission->file.set;
    size_t found = 0;
    for (size_t i = 0; i < set->count; i++) {
        const struct template *template = set->items[i].template;
        if ((language != NULL && strcmp(template->language, language) != 0) ||
            (submission->name != NULL && strcmp(template->name, submission->name) != 0))
            continue;
        submission->wanted = &set->items[i];
        found++;
    }
    if (found == 1)
        return ERR_OK;
    error_set(reterr, found == 0 ? ERR_NOT_FOUND : ERR_INVALID,
              found == 0 ? "Check the name and --language." : "Name one with --language CODE.",
              found == 0 ? "no definition of %.100s is in the file"
                         : "the file holds several definitions of %.100s",
              submission->name != NULL ? submission->name : text_of("that language"));
    return error_set_where(reterr, "%s", submission->path);
}

static enum err read_definition(struct submission *submission, struct error *reterr)
{
    enum err err = definition_source_read_file(submission->path, &submission->arena,
                                               &submission->file, reterr);
    return err == ERR_OK ? choose_definition(submission, reterr) : err;
}

static void print_problems(const struct submission *submission)
{
    for (size_t i = 0; i < submission->problems.count; i++) {
        const struct definition_problem *problem = &submission->problems.items[i];
        output_note("%s: %s %s: %s",
                    problem->level == PROBLEM_ERROR ? text_of("error") : text_of("warning"),
                    problem->where, problem->rule, problem->message);
    }
}

static enum err check_definition(struct submission *submission, struct error *reterr)
{
    enum err err = definition_check(submission->wanted->template, DEFINITION_CREATED,
                                    &submission->problems, reterr);
    print_problems(submission);
    size_t errors = definition_problems_errors(&submission->problems);
    if (err == ERR_OK && errors > 0)
        err = error_set(reterr, ERR_CONTENT, "Correct the definition, then try again.",
                        text_count("the definition has %zu error", "the definition has %zu errors",
                                   (int64_t)errors),
                        errors);
    return err;
}

/* V71 for a creation; for an edit the template must be there, and may be edited. */
static enum err check_account(struct submission *submission, struct error *reterr)
{
    const struct template *template = submission->wanted->template;
    submission->listed =
        definition_set_find(&submission->live.set, template->name, template->language);
    if (submission->name == NULL && submission->listed != NULL)
        return error_set(reterr, ERR_CONTENT,
                         "Edit it with chakra-tui templates update, or use another name.",
                         "V71: the account has a template %.100s in %.40s already", template->name,
                         template->language);
    if (submission->name == NULL)
        return definition_create_body(template, &submission->body, reterr);
    if (submission->listed == NULL)
        return error_set(reterr, ERR_NOT_FOUND, "Create it with chakra-tui templates create.",
                         "the account has no template %.100s in %.40s", template->name,
                         template->language);
    const struct template *listed = submission->listed->template;
    enum err err = definition_may_update(template, listed, reterr);
    if (err == ERR_OK && listed->id[0] == '\0')
        err = error_set(reterr, ERR_INVALID, "Report this to ChakraHQ.",
                        "the account lists %.100s without its id", template->name);
    return err == ERR_OK ? definition_update_body(template, listed, &submission->body, reterr)
                         : err;
}

/* What a new template is compared with: nothing but its name. */
static enum err make_empty(struct submission *submission, struct definition *ret_definition,
                           struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = cJSON_CreateObject();
    struct template *template = NULL;
    const struct template *wanted = submission->wanted->template;
    if (!json_add_text(root, "name", wanted->name) ||
        !json_add_text(root, "language", wanted->language))
        return error_nomem(reterr);
    enum err err = template_parse(root, &submission->arena, &template, reterr);
    return err == ERR_OK ? definition_make(template, &submission->arena, ret_definition, reterr)
                         : err;
}

static enum err show_change(struct submission *submission, struct error *reterr)
{
    const struct definition_pair pair = {submission->listed, submission->wanted};
    struct definition_diff diff = {0};
    struct definition empty = {0};
    enum err err = submission->listed == NULL ? make_empty(submission, &empty, reterr) : ERR_OK;
    if (err == ERR_OK)
        err = definition_diff_make(submission->listed != NULL ? submission->listed : &empty,
                                   submission->wanted, &submission->arena, &diff, reterr);
    if (err == ERR_OK)
        definition_print_pair(stderr, &pair, &diff);
    return err;
}

static enum err confirm(const struct submission *submission, struct error *reterr)
{
    const struct profile *profile = session_profile(&submission->desk.session);
    if (profile->mode == MODE_READ_ONLY)
        return error_set(reterr, ERR_CONTENT, "Use a profile of another mode.",
                         "the profile %s is read-only: it changes no templates", profile->name);
    if (arguments_has(submission->arguments, ARG_YES) ||
        (profile->mode == MODE_SANDBOX && !confirm_is_possible()))
        return ERR_OK;
    if (!confirm_is_possible())
        return error_set(reterr, ERR_USAGE, "Give --yes, or answer on a terminal.",
                         "this changes the templates of the account %s, and nobody can be asked",
                         submission->waba);
    char question[400];
    snprintf(question, sizeof question,
             submission->name != NULL
                 ? text_of("Change this template in the account %.40s (profile %.40s)?")
                 : text_of("Create this template in the account %.40s (profile %.40s)?"),
             submission->waba, profile->name);
    return confirm_ask(question, reterr);
}

static enum err new_job(struct submission *submission, struct job **ret_job, struct error *reterr)
{
    struct job *job = session_new_job(&submission->desk.session, JOB_SUBMIT_TEMPLATE, reterr);
    CLEANUP(mem_freep) char *body = json_print(submission->body);
    if (job == NULL)
        return ERR_NOMEM;
    job->waba = arena_strdup(&job->arena, submission->waba);
    job->body = body != NULL ? arena_strdup(&job->arena, body) : NULL;
    if (submission->name != NULL)
        job->template_id = arena_strdup(&job->arena, submission->listed->template->id);
    if (job->waba == NULL || job->body == NULL ||
        (submission->name != NULL && job->template_id == NULL)) {
        job_free(job);
        return error_nomem(reterr);
    }
    *ret_job = job;
    return ERR_OK;
}

static enum err submit(struct submission *submission, struct error *reterr)
{
    struct job *job = NULL;
    enum err err = new_job(submission, &job, reterr);
    if (err == ERR_OK)
        err = exchange_run(&submission->desk.session, job, &submission->exchange, reterr);
    if (err != ERR_OK)
        return err;
    const struct error *end = &submission->exchange.done->error;
    if (end->code != ERR_OK && reterr != NULL)
        *reterr = *end;
    return end->code;
}

/* The request as --dry-run shows it. */
static enum err print_request(struct submission *submission, struct error *reterr)
{
    const struct profile *profile = session_profile(&submission->desk.session);
    bool is_update = submission->name != NULL;
    const struct route_parameter path[] = {
        {"version", profile->api_version},
        {"wabaId", submission->waba},
        {"templateId", is_update ? submission->listed->template->id : NULL},
        {NULL, NULL}};
    CLEANUP(mem_freep) char *url = NULL;
    enum route route = is_update ? ROUTE_UPDATE_TEMPLATE : ROUTE_CREATE_TEMPLATE;
    enum err err = route_url(profile->base_url, route, path, NULL, &url, reterr);
    if (err != ERR_OK)
        return err;
    cJSON *request = cJSON_CreateObject(), *root = cJSON_CreateObject();
    bool ok = json_add_text(request, "method", route_method(route));
    ok = ok && json_add_text(request, "url", url);
    ok = json_add_node(request, "body", submission->body) && ok;
    submission->body = NULL;
    ok = json_add_node(root, "request", request) && ok;
    if (!ok) {
        cJSON_Delete(root);
        root = NULL;
    }
    return output_json(root) ? ERR_OK : error_nomem(reterr);
}

static const char *told(const char *seen, const char *said, const char *otherwise)
{
    if (seen[0] != '\0')
        return seen;
    return said != NULL && said[0] != '\0' ? said : otherwise;
}

static bool print_result(const struct submission *submission)
{
    const struct job_event *said = submission->exchange.result;
    const struct template *template = submission->wanted->template;
    const struct template_decision *seen = &submission->decision;
    const char *id = said->template_id;
    if (submission->name != NULL)
        id = submission->listed->template->id;
    const char *status = told(seen->status, said->template_status, "PENDING");
    const char *category = told(seen->category, said->template_category, template->category);
    if (!arguments_has(submission->arguments, ARG_JSON)) {
        char line[800];
        snprintf(line, sizeof line, "%s %s  %s  %s  %s%s%s", template->name, template->language,
                 status, category, id, seen->reason[0] != '\0' ? "  " : "", seen->reason);
        output_text(stdout, line);
        fputc('\n', stdout);
        return true;
    }
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "id", id) && json_add_text(object, "name", template->name);
    ok = ok && json_add_text(object, "language", template->language);
    ok = ok && json_add_text(object, "status", status);
    ok = ok && json_add_text(object, "category", category);
    ok = ok &&
         json_add_text(object, "rejected_reason", seen->reason[0] != '\0' ? seen->reason : NULL);
    ok = ok && json_add_text(object, "hash", submission->wanted->hash);
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    return output_json(object);
}

/* Another category is another price: said even when it was wished for by allow_category_change. */
static void note_category(const struct submission *submission)
{
    const char *wanted = submission->wanted->template->category;
    const char *now =
        told(submission->decision.category, submission->exchange.result->template_category, wanted);
    if (strcmp(now, wanted) != 0)
        output_note("warning: the category is %s, not %s, and has another price", now, wanted);
}

static enum err watch(struct submission *submission, struct error *reterr)
{
    const struct template *template = submission->wanted->template;
    if (submission->watch_ms == 0)
        return ERR_OK;
    output_note("submitted; waiting for the decision");
    const struct template_watched watched = {
        .name = template->name,
        .language = template->language,
        .old_hash = submission->listed != NULL ? submission->listed->hash : NULL,
    };
    return template_watch(&submission->desk.session, submission->waba, &watched,
                          submission->watch_ms, &submission->decision, reterr);
}

static enum err prepare(struct submission *submission, struct error *reterr)
{
    enum err err = read_watch(submission, reterr);
    if (err == ERR_OK)
        err = read_definition(submission, reterr);
    if (err == ERR_OK)
        err = check_definition(submission, reterr);
    if (err == ERR_OK)
        err = definition_source_load(&submission->desk, "live", &submission->live, reterr);
    submission->waba = submission->live.waba;
    return err == ERR_OK ? check_account(submission, reterr) : err;
}

static enum err carry_out(struct submission *submission, struct error *reterr)
{
    enum err err = show_change(submission, reterr);
    if (err == ERR_OK && arguments_has(submission->arguments, ARG_DRY_RUN))
        return print_request(submission, reterr);
    if (err == ERR_OK && submission->listed != NULL &&
        strcmp(submission->listed->hash, submission->wanted->hash) == 0) {
        output_note("the account has this definition already; nothing is submitted");
        return ERR_OK;
    }
    if (err == ERR_OK)
        err = confirm(submission, reterr);
    if (err == ERR_OK)
        err = submit(submission, reterr);
    if (err != ERR_OK)
        return err;
    err = watch(submission, reterr);
    if (!print_result(submission) && err == ERR_OK)
        err = error_nomem(reterr);
    note_category(submission);
    return err;
}

static int run(const struct arguments *arguments, const char *name, const char *path)
{
    struct error error = {0};
    struct submission submission = {.arguments = arguments, .name = name, .path = path};
    arena_init(&submission.arena);
    definition_problems_init(&submission.problems);
    definition_desk_init(&submission.desk, arguments);
    enum err err = prepare(&submission, &error);
    if (err == ERR_OK)
        err = carry_out(&submission, &error);
    submission_release(&submission);
    return err == ERR_OK ? 0 : output_error(&error);
}

int command_templates_create(const struct arguments *arguments)
{
    return run(arguments, NULL, arguments->operands[0]);
}

int command_templates_update(const struct arguments *arguments)
{
    return run(arguments, arguments->operands[0], arguments->operands[1]);
}
