/* `api`: any request to ChakraHQ with the profile's token, or the list of what there is. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/cli/api_pages.h"
#include "src/cli/call.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/outbox/call_answer.h"

struct api_command {
    const struct arguments *arguments;
    struct session session;
    struct api_request request;
    struct api_pager pager;
    bool paginates, includes, is_verbose;
    char *previous; /* page, as it came: a server that knows no pages repeats itself */
};

static const char *path_or_why(const struct api_entry *entry)
{
    if (entry->path != NULL)
        return entry->path;
    return entry->effect == API_GUIDE ? text_of("a guide, no request")
                                      : text_of("path not known, see the page");
}

static cJSON *entry_json(const struct api_entry *entry)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "folder", entry->folder) &&
              json_add_text(object, "title", entry->title) &&
              json_add_text(object, "method", entry->method[0] != '\0' ? entry->method : NULL) &&
              json_add_text(object, "path", entry->path) &&
              json_add_text(object, "page", entry->page) &&
              json_add_text(object, "effect", api_effect_word(entry->effect)) &&
              json_add_text(object, "command", entry->command) &&
              json_add_text(object, "example", entry->example) &&
              json_add_text(object, "note", entry->path == NULL ? path_or_why(entry) : NULL);
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

static int list_entries(bool json)
{
    size_t count = 0;
    const struct api_entry *entries = api_entries(&count);
    struct output_table table;
    bool ok = true;
    table_begin(&table, 5);
    for (size_t i = 0; ok && i < count; i++) {
        const struct api_entry *entry = &entries[i];
        const char *const cells[] = {entry->title, entry->method, path_or_why(entry),
                                     entry->page != NULL ? entry->page : "",
                                     entry->command != NULL ? entry->command : ""};
        for (size_t j = 0; !json && j < COUNT_OF(cells); j++)
            table_add(&table, cells[j]);
        ok = !json || output_json(entry_json(entry));
    }
    table_print(&table, stdout);
    return ok ? 0 : err_exit_status(ERR_NOMEM);
}

/* Lines of headers, without what gives access. */
static void print_headers(FILE *out, const char *mark, const char *headers)
{
    static const char *const hidden[] = {"set-cookie:", "authorization:", "www-authenticate:"};
    char line[1024];
    for (const char *at = headers; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "\r\n"), name = strcspn(at, ":");
        bool is_hidden = false;
        for (size_t i = 0; i < COUNT_OF(hidden); i++)
            is_hidden = is_hidden || strncasecmp(at, hidden[i], strlen(hidden[i])) == 0;
        if (length > 0) {
            snprintf(line, sizeof line, "%s%.*s%s", mark,
                     (int)(is_hidden              ? name
                           : length < sizeof line ? length
                                                  : sizeof line),
                     at, is_hidden ? ": ***" : "");
            output_text(out, line);
            fputc('\n', out);
        }
        at += length + strspn(at + length, "\r\n");
    }
}

static void tell_request(const struct api_command *command, const char *url, const char *body)
{
    char line[512];
    if (!command->is_verbose)
        return;
    snprintf(line, sizeof line, "> %s %.400s", command->request.method, url);
    output_text(stderr, line);
    fputs("\n> Accept: application/json\n> Authorization: Bearer ***\n", stderr);
    if (body != NULL)
        fprintf(stderr, "> Content-Type: application/json\n> (%zu bytes of body)\n", strlen(body));
}

static void tell_answer(const struct api_command *command, const struct call_answer *answer)
{
    if (command->includes) {
        print_headers(stdout, "", answer->headers);
        fputc('\n', stdout);
    }
    if (!command->is_verbose)
        return;
    print_headers(stderr, "< ", answer->headers);
    fprintf(stderr, "< (%zu bytes of body after %" PRId64 " ms)\n", answer->length,
            answer->latency_ms);
}

/* A program gets the bytes as they came; a terminal gets text that cannot harm it. */
static void print_body(const struct call_answer *answer, const cJSON *root)
{
    if (answer->length == 0)
        return;
    if (isatty(STDOUT_FILENO) == 0) {
        fwrite(answer->body, 1, answer->length, stdout);
        if (answer->body[answer->length - 1] != '\n')
            fputc('\n', stdout);
        return;
    }
    CLEANUP(mem_freep) char *pretty = root != NULL ? json_print_pretty(root) : NULL;
    output_lines(stdout, pretty != NULL ? pretty : answer->body);
}

/* One line a page. */
static bool print_page(const struct call_answer *answer, const cJSON *root)
{
    if (root == NULL) {
        print_body(answer, NULL);
        return true;
    }
    return output_json(cJSON_Duplicate(root, true));
}

/* True: the same page came again. */
static bool repeats_itself(struct api_command *command, const struct call_answer *answer)
{
    bool is_same = command->previous != NULL && strcmp(command->previous, answer->body) == 0;
    mem_free(command->previous);
    command->previous = mem_strndup(answer->body, answer->length);
    command->pager.stopped_early = command->pager.stopped_early || is_same;
    return is_same;
}

static enum err take_answer(struct api_command *command, const struct call_answer *answer,
                            bool *ret_more, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    if (command->paginates && repeats_itself(command, answer))
        return ERR_OK;
    json_parse(answer->body, answer->length, &root, NULL);
    tell_answer(command, answer);
    if (command->paginates && !print_page(answer, root))
        return error_nomem(reterr);
    if (!command->paginates)
        print_body(answer, root);
    enum err err = call_answer_check(answer, "the request", reterr);
    if (err == ERR_OK && command->paginates)
        err = api_pager_next(&command->pager, &command->request, root, ret_more, reterr);
    return err;
}

static enum err ask_once(struct api_command *command, bool *ret_more, struct error *reterr)
{
    const struct api_request *request = &command->request;
    struct exchange exchange = {0};
    CLEANUP(mem_freep)
    char *url = api_request_url(request, session_profile(&command->session)->base_url,
                                command->pager.query);
    CLEANUP(mem_freep)
    char *next = command->pager.body != NULL ? json_print(command->pager.body) : NULL;
    if (url == NULL || (command->pager.body != NULL && next == NULL))
        return error_nomem(reterr);
    const char *own = request->has_body ? request->body.text : NULL;
    const struct call call = {.method = request->method,
                              .url = url,
                              .body = next != NULL ? next : own,
                              .is_read = request->effect == API_READS,
                              .keeps_headers = command->includes || command->is_verbose};
    tell_request(command, url, call.body);
    enum err err = call_run(&command->session, &call, &exchange, reterr);
    if (err == ERR_OK)
        err = take_answer(command, &exchange.result->answer, ret_more, reterr);
    if (err == ERR_OK && exchange.interrupted)
        err = error_set(reterr, ERR_INTERRUPTED, "Ask for the rest when you need it.",
                        "stopped after a page");
    exchange_release(&exchange);
    return err;
}

static enum err ask(struct api_command *command, struct error *reterr)
{
    bool more = true;
    enum err err = ERR_OK;
    while (err == ERR_OK && more) {
        more = false;
        err = ask_once(command, &more, reterr);
    }
    if (err == ERR_OK && command->pager.stopped_early)
        output_note("stopped after %zu pages, which go round in a circle or have no end",
                    command->pager.pages);
    return err;
}

static int print_dry_run(const struct api_command *command)
{
    const struct api_request *request = &command->request;
    CLEANUP(mem_freep)
    char *url = api_request_url(request, session_profile(&command->session)->base_url, NULL);
    cJSON *object = cJSON_CreateObject(), *inner = cJSON_CreateObject(), *body = NULL;
    if (request->has_body)
        json_parse(request->body.text, request->body.length, &body, NULL);
    bool ok = json_add_text(inner, "method", request->method) && json_add_text(inner, "url", url);
    ok = json_add_node(inner, "body", body != NULL ? body : cJSON_CreateNull()) && ok;
    ok = json_add_node(object, "request", inner) && ok;
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    return output_json(object) ? 0 : err_exit_status(ERR_NOMEM);
}

static enum err prepare(struct api_command *command, struct error *reterr)
{
    const struct arguments *arguments = command->arguments;
    enum err err = session_open(&command->session, arguments, reterr);
    if (err == ERR_OK)
        err = api_request_read(arguments, &command->session.config, &command->request, reterr);
    if (err == ERR_OK)
        err = api_request_allowed(&command->request, session_profile(&command->session),
                                  arguments_has(arguments, ARG_YES), reterr);
    if (err == ERR_OK && command->paginates && command->request.effect != API_READS)
        err = error_set(reterr, ERR_CONTENT, "Leave --paginate out.",
                        "only what reads has pages that can be asked for one after the other");
    return err;
}

int command_api(const struct arguments *arguments)
{
    struct api_command command = {.arguments = arguments,
                                  .paginates = arguments_has(arguments, ARG_PAGINATE),
                                  .includes = arguments_has(arguments, ARG_INCLUDE),
                                  .is_verbose = arguments_has(arguments, ARG_VERBOSE)};
    struct error error = {0};
    int status = 0;
    if (arguments_has(arguments, ARG_LIST))
        return list_entries(arguments_has(arguments, ARG_JSON));
    api_request_init(&command.request);
    api_pager_init(&command.pager);
    enum err err = prepare(&command, &error);
    bool is_dry = arguments_has(arguments, ARG_DRY_RUN);
    if (err == ERR_OK && is_dry)
        status = print_dry_run(&command);
    if (err == ERR_OK && !is_dry && command.request.effect == API_SENDS)
        output_note("this request is not recorded and no guard looks at it; chakra-tui send does");
    if (err == ERR_OK && !is_dry)
        err = ask(&command, &error);
    mem_free(command.previous);
    api_pager_release(&command.pager);
    api_request_release(&command.request);
    session_close(&command.session);
    return err == ERR_OK ? status : output_error(&error);
}
