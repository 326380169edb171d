/*
 * 1,000 generated cases: what the engine of `test` takes to read, check, show and
 * judge them, and what the whole command takes with --check. The floor reads the
 * same JSON and builds the same bodies, and does nothing else.
 *
 *     bench_cases FOLDER_OF_DEFINITIONS CHAKRA_TUI FILE_TO_MAKE
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_clock.h"
#include "src/base/json.h"
#include "src/base/paths.h"
#include "src/trial/generate.h"
#include "src/trial/trial.h"
#include "src/whatsapp/payload.h"

enum { CASES = 1000, ROUNDS = 15, TEMPLATES_MOST = 256 };

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "bench_cases: %s failed\n", what);
    exit(1);
}

struct account {
    struct arena arena;
    struct template *templates[TEMPLATES_MOST];
    size_t count;
};

static void read_account(struct account *account, const char *folder)
{
    DIR *open = opendir(folder);
    const struct dirent *entry = NULL;
    must(open != NULL, folder);
    arena_init(&account->arena);
    while ((entry = readdir(open)) != NULL && account->count < TEMPLATES_MOST) {
        struct strbuf text;
        cJSON *root = NULL;
        if (strstr(entry->d_name, ".json") == NULL)
            continue;
        char *path = paths_join(folder, entry->d_name);
        strbuf_init(&text, 1 << 20);
        must(paths_read_file(path, &text, NULL) == ERR_OK, path);
        must(json_parse(text.text, text.length, &root, NULL) == ERR_OK, path);
        must(template_parse(root, &account->arena, &account->templates[account->count++], NULL) ==
                 ERR_OK,
             path);
        cJSON_Delete(root);
        strbuf_release(&text);
        mem_free(path);
    }
    closedir(open);
}

/* The generated cases again and again, each time under other names, until there are enough. */
static char *make_cases(const struct account *account)
{
    const struct generate_options options = {
        .templates = account->templates, .template_count = account->count, .to = "15550001234"};
    struct generate_counts counts;
    cJSON *file = NULL;
    must(generate_cases(&options, &file, &counts, NULL) == ERR_OK, "generating");
    cJSON *cases = cJSON_GetObjectItemCaseSensitive(file, "cases");
    const cJSON *next = cases->child;
    for (size_t i = counts.cases; i < CASES; i++, next = next->next) {
        char name[300];
        cJSON *copy = cJSON_Duplicate(next, true);
        snprintf(name, sizeof name, "%.200s/%zu", json_text(next, "name", ""), i);
        cJSON_DeleteItemFromObjectCaseSensitive(copy, "name");
        must(json_add_text(copy, "name", name) && json_append_node(cases, copy), "copying");
    }
    while (cJSON_GetArraySize(cases) > CASES)
        cJSON_DeleteItemFromArray(cases, CASES);
    char *text = json_print(file);
    must(text != NULL, "printing");
    cJSON_Delete(file);
    return text;
}

static const struct template *find(const struct account *account, const cJSON *node)
{
    for (size_t i = 0; i < account->count; i++)
        if (strcmp(account->templates[i]->name, json_text(node, "template", "")) == 0 &&
            strcmp(account->templates[i]->language, json_text(node, "language", "")) == 0)
            return account->templates[i];
    must(false, "finding a template");
    return NULL;
}

static void run_floor(const struct account *account, const char *text)
{
    struct arena arena;
    cJSON *root = NULL;
    const cJSON *node = NULL;
    arena_init(&arena);
    must(json_parse(text, strlen(text), &root, NULL) == ERR_OK, "parsing");
    cJSON_ArrayForEach(node, json_member(root, "cases"))
    {
        struct values values;
        struct slot_list slots;
        cJSON *body = NULL;
        const struct template *template = find(account, node);
        values_init(&values);
        if (json_member(node, "values") != NULL)
            must(values_from_json(json_member(node, "values"), &values, NULL) == ERR_OK, "values");
        arena_clear(&arena);
        must(slots_build(template, 0, &arena, &slots, NULL) == ERR_OK, "slots");
        const struct message message = {
            .template = template, .slots = &slots, .values = &values, .to = "15550001234"};
        must(payload_build(&message, &body, NULL) == ERR_OK, "the body");
        cJSON_Delete(body);
        values_release(&values);
    }
    cJSON_Delete(root);
    arena_release(&arena);
}

static void run_engine(const struct account *account, const char *text)
{
    const struct case_world world = {
        .templates = account->templates, .template_count = account->count, .folder = ""};
    const struct trial_options options = {.gate = {.mode = TRIAL_CHECK}, .run = "r"};
    struct case_file file;
    struct case_list list;
    struct trial *trial = NULL;
    bool done = false;
    int64_t wait_ms = 0;
    must(case_file_parse(text, strlen(text), &file, NULL) == ERR_OK, "the case file");
    must(case_list_make(&file, &world, &list, NULL) == ERR_OK, "the list");
    must(trial_new(&list, &options, &trial, NULL) == ERR_OK, "the run");
    must(trial_plan(trial, 0, &done, NULL) == ERR_OK && done, "the plan");
    must(trial_advance(trial, &wait_ms, NULL) == ERR_OK, "the verdicts");
    must(trial_count(trial).by_verdict[TRIAL_PASSED] == CASES, "every case passes");
    trial_free(trial);
    case_list_release(&list);
    case_file_release(&file);
}

static void run_command(const char *program, const char *path)
{
    pid_t child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0)
            dup2(nowhere, STDOUT_FILENO);
        execl(program, program, "test", path, "--check", "--base-url", "http://127.0.0.1:1",
              (char *)NULL);
        _exit(127);
    }
    int status = 0;
    must(waitpid(child, &status, 0) == child && status == 0, "the command");
}

int main(int argc, char **argv)
{
    static struct account account;
    static struct samples floor, engine, command;
    if (argc != 4) {
        fprintf(stderr, "usage: bench_cases FOLDER_OF_DEFINITIONS CHAKRA_TUI FILE_TO_MAKE\n");
        return 2;
    }
    read_account(&account, argv[1]);
    char *text = make_cases(&account);
    must(paths_write_private_file(argv[3], text, strlen(text), NULL) == ERR_OK, argv[3]);
    for (int i = 0; i < ROUNDS; i++) {
        double begun = clock_us();
        run_floor(&account, text);
        double after_floor = clock_us();
        run_engine(&account, text);
        double after_engine = clock_us();
        run_command(argv[2], argv[3]);
        samples_add(&floor, after_floor - begun);
        samples_add(&engine, after_engine - after_floor);
        samples_add(&command, clock_us() - after_engine);
    }
    print_head("1,000 cases with --check");
    print_line("engine: read, check, show, judge", &engine, "floor", &floor, NULL);
    print_line("the whole command", &command, "floor", &floor, NULL);
    mem_free(text);
    arena_release(&account.arena);
    return 0;
}
