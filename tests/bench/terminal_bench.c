/*
 * The terminal program as an operator meets it, beside its floors, in shuffled rounds:
 *
 *   terminal_bench PROGRAM SETTINGS MANY FEW BUSY
 *
 * PROGRAM is the binary, SETTINGS an ini whose profile has the rows of the histories MANY and FEW
 * (folders) and talks to a sandbox; into BUSY the sends go that never get an answer.
 * What the environment may say stands in all.sh. Only the ratios of one run count.
 */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "tests/bench/bench_clock.h"
#include "tests/bench/terminal.h"

enum {
    KEY_QUIET_MS = 25,
    START_QUIET_MS = 60,
    MOST_MS = 10000,
    SILENT_MS = 250,
    FLOOD_KEYS = 500,
    BUSY_ROUNDS = 2,     /* to get there takes long */
    MANY = -1,           /* sends under way: as many as struct effort says */
    REVIEW_GATE_MS = 450 /* the review takes no key so soon after the last one */
};

#define DOWN "\033OB"
#define PAGE_DOWN "\033[6~"
#define BACKSPACE "\177"
#define TO_FIELD "\033t"     /* M-t */
#define TO_HISTORY "\017"    /* C-o */
#define CLEAR_FORM "\033c"   /* M-c */
#define TO_TEMPLATES "\033l" /* M-l */

/* How much is done; CHAKRA_BENCH_QUICK: just enough to see that it runs. */
static struct effort {
    int rounds, keys, starts, sends, idle_ms, calm_ms;
} effort = {.rounds = 5, .keys = 60, .starts = 8, .sends = 32, .idle_ms = 4000, .calm_ms = 1000};

/* ---------------------------------------------------------------- the programs */

enum program {
    OURS,
    OURS_FEW,
    OURS_BUSY,
    FLOOR,
    FLOOR_FEW,
    FLOOR_SEARCH,
    FLOOR_FIELD,
    NANO,
    LESS,
    PROGRAMS
};

static struct {
    const char *name;
    char *argv[8];
    const char *ready; /* on its first screen; NULL: anything */
    bool is_there;
} programs[PROGRAMS];

static char settings_flag[] = "--config", data_flag[] = "--data", search_word[] = "search";
static char nano_name[] = "nano", less_name[] = "less", no_settings[] = "-I";
static char field_file[1024], text_file[1024], floor_path[1024], many_file[1024], few_file[1024];

static bool is_in_path(const char *name)
{
    char path[1024];
    const char *folders = getenv("PATH");
    while (folders != NULL && *folders != '\0') {
        size_t length = strcspn(folders, ":");
        snprintf(path, sizeof path, "%.*s/%s", (int)length, folders, name);
        if (access(path, X_OK) == 0)
            return true;
        folders += length + (folders[length] == ':');
    }
    return false;
}

static void set_program(enum program which, const char *name, const char *ready, char *const *argv)
{
    programs[which].name = name;
    programs[which].ready = ready;
    for (size_t i = 0; argv[i] != NULL; i++)
        programs[which].argv[i] = argv[i];
    programs[which].is_there = strchr(argv[0], '/') != NULL || is_in_path(argv[0]);
    if (!programs[which].is_there)
        printf("%s is not installed: its rows are left out\n", argv[0]);
}

static void write_text(const char *path)
{
    FILE *file = fopen(path, "w");
    for (int i = 0; file != NULL && i < 20000; i++)
        fprintf(file, "line %d of a text that is long enough to be scrolled through\n", i);
    if (file != NULL)
        fclose(file);
}

static void name_programs(char **argv)
{
    char *folder = getenv("TMPDIR");
    char self[1024];
    snprintf(self, sizeof self, "%s", argv[0]);
    snprintf(floor_path, sizeof floor_path, "%s/floor_screen", dirname(self));
    snprintf(many_file, sizeof many_file, "%s/chakra-tui.db", argv[3]);
    snprintf(few_file, sizeof few_file, "%s/chakra-tui.db", argv[4]);
    snprintf(text_file, sizeof text_file, "%s/bench-text", folder != NULL ? folder : "/tmp");
    snprintf(field_file, sizeof field_file, "%s/bench-field", folder != NULL ? folder : "/tmp");
    write_text(text_file);
    char *ours[] = {argv[1], settings_flag, argv[2], data_flag, argv[3], NULL};
    char *few[] = {argv[1], settings_flag, argv[2], data_flag, argv[4], NULL};
    char *busy[] = {argv[1], settings_flag, argv[2], data_flag, argv[5], NULL};
    char *floor[] = {floor_path, many_file, NULL};
    char *floor_few[] = {floor_path, few_file, NULL};
    char *searching[] = {floor_path, many_file, search_word, NULL};
    char *field[] = {floor_path, NULL};
    char *nano[] = {nano_name, no_settings, field_file, NULL};
    char *less[] = {less_name, text_file, NULL};
    set_program(OURS, "chakra-tui", "wamid.", ours);
    set_program(OURS_FEW, "chakra-tui, few rows", "wamid.", few);
    set_program(OURS_BUSY, "chakra-tui, busy", "History", busy);
    set_program(FLOOR, "floor", "wamid.", floor);
    set_program(FLOOR_FEW, "floor, few rows", "wamid.", floor_few);
    set_program(FLOOR_SEARCH, "floor", "wamid.", searching);
    set_program(FLOOR_FIELD, "floor", NULL, field);
    set_program(NANO, "nano", NULL, nano);
    set_program(LESS, "less", "line 30", less);
}

/* ---------------------------------------------------------------- what is measured */

enum kind { START, KEYS, FLOOD, IDLE };

static const char typed[] = "1234567890", valued[] = "Asha Rao";
static const char searched[] = "zanzibar";

/* A run of one program. `setup` is typed first, each piece until the screen is quiet. */
static struct job {
    enum program program;
    enum kind kind;
    const char *setup[6];
    const char *key; /* KEYS, FLOOD: this one; NULL: `text` and as many backspaces, in turns */
    const char *text;
    int hanging; /* requests that hang meanwhile */
    struct samples last, bytes, resident, first, ready;
    int silent;
    double wake_ups, idle_bytes; /* a second */
} jobs[] = {
    {.program = OURS, .kind = START},
    {.program = OURS_FEW, .kind = START},
    {.program = FLOOR, .kind = START},
    {.program = FLOOR_FEW, .kind = START},
    {.program = NANO, .kind = START},
    {.program = LESS, .kind = START},
    {.program = OURS, .kind = KEYS, .setup = {TO_FIELD}, .text = typed},
    {.program = OURS, .kind = KEYS, .setup = {TO_FIELD, "\t"}, .text = valued},
    {.program = FLOOR_FIELD, .kind = KEYS, .text = typed},
    {.program = NANO, .kind = KEYS, .text = typed},
    {.program = OURS, .kind = KEYS, .setup = {TO_HISTORY}, .key = DOWN},
    {.program = FLOOR, .kind = KEYS, .key = DOWN},
    {.program = LESS, .kind = KEYS, .key = DOWN},
    {.program = OURS, .kind = KEYS, .setup = {TO_HISTORY}, .key = PAGE_DOWN},
    {.program = FLOOR, .kind = KEYS, .key = PAGE_DOWN},
    {.program = LESS, .kind = KEYS, .key = PAGE_DOWN},
    {.program = OURS, .kind = FLOOD, .setup = {TO_HISTORY}, .key = DOWN},
    {.program = FLOOR, .kind = FLOOD, .key = DOWN},
    {.program = LESS, .kind = FLOOD, .key = DOWN},
    {.program = OURS, .kind = KEYS, .setup = {TO_HISTORY, "/"}, .text = searched},
    {.program = FLOOR_SEARCH, .kind = KEYS, .text = searched},
    {.program = OURS, .kind = IDLE},
    {.program = FLOOR, .kind = IDLE},
#define BUSY(number)                                                                              \
    {.program = OURS_BUSY, .kind = KEYS, .setup = {TO_FIELD}, .text = typed, .hanging = number},  \
    {                                                                                             \
        .program = OURS_BUSY, .kind = KEYS, .setup = {TO_HISTORY}, .key = DOWN, .hanging = number \
    }
    BUSY(0),
    BUSY(1),
    BUSY(MANY),
};

static void fail(const struct job *job, const struct terminal *terminal, const char *what)
{
    fprintf(stderr, "terminal_bench: %s: %s\n%s\n", programs[job->program].name, what,
            terminal->kept);
    exit(1);
}

static void type(const struct job *job, struct terminal *terminal, const char *keys, size_t length)
{
    if (!terminal_type(terminal, keys, length))
        fail(job, terminal, "it takes no keys");
}

static void start(struct job *job, struct terminal *terminal, double *ret_ready)
{
    const char *ready = programs[job->program].ready;
    if (!terminal_open(terminal, programs[job->program].argv))
        fail(job, terminal, "it cannot be started");
    *ret_ready = 0;
    if (ready != NULL && !terminal_wait_for(terminal, ready, MOST_MS, ret_ready))
        fail(job, terminal, "its first screen did not come");
    terminal_settle(terminal, START_QUIET_MS, MOST_MS);
    if (ready == NULL)
        *ret_ready = terminal->last;
}

static void press(const struct job *job, struct terminal *terminal, const char *keys)
{
    terminal_forget(terminal);
    type(job, terminal, keys, strlen(keys));
    terminal_settle(terminal, KEY_QUIET_MS, SILENT_MS);
}

/* A send to the recipient that never answers. The review waits until no key came for a while. */
static void send_hanging(const struct job *job, struct terminal *terminal)
{
    press(job, terminal, TO_FIELD);
    press(job, terminal,
          "\025"
          "15550000999"); /* the field is emptied first */
    terminal_forget(terminal);
    type(job, terminal, "\033[15~", 5); /* F5 */
    if (!terminal_wait_for(terminal, "Send", MOST_MS, NULL))
        fail(job, terminal, "the review did not open");
    terminal_watch(terminal, REVIEW_GATE_MS);
    press(job, terminal, "o");
    press(job, terminal, "y");
}

static void run_start(struct job *job, struct terminal *terminal)
{
    struct terminal_counters counters;
    double ready;
    start(job, terminal, &ready);
    terminal_count(terminal, &counters);
    samples_add(&job->first, terminal->first - terminal->began);
    samples_add(&job->ready, ready - terminal->began);
    samples_add(&job->last, terminal->last - terminal->began);
    samples_add(&job->resident, (double)counters.resident_kib);
    samples_add(&job->bytes, (double)terminal->bytes);
}

static void measure_key(struct job *job, struct terminal *terminal, const char *keys, size_t length)
{
    terminal_forget(terminal);
    double begin = clock_us();
    type(job, terminal, keys, length);
    if (!terminal_settle(terminal, KEY_QUIET_MS, SILENT_MS)) {
        job->silent++;
        return;
    }
    samples_add(&job->last, terminal->last - begin);
    samples_add(&job->bytes, (double)terminal->bytes);
}

static void run_keys(struct job *job, struct terminal *terminal)
{
    size_t length = job->text != NULL ? strlen(job->text) : 0;
    for (int i = 0; i < effort.keys; i++) {
        size_t at = length > 0 ? (size_t)i % (2 * length) : 0;
        if (job->key != NULL)
            measure_key(job, terminal, job->key, strlen(job->key));
        else if (at < length)
            measure_key(job, terminal, &job->text[at], 1);
        else
            measure_key(job, terminal, BACKSPACE, 1);
    }
}

static void run_flood(struct job *job, struct terminal *terminal)
{
    static char keys[FLOOD_KEYS * 8];
    size_t length = 0;
    for (int i = 0; i < FLOOD_KEYS; i++)
        length += (size_t)snprintf(keys + length, sizeof keys - length, "%s", job->key);
    measure_key(job, terminal, keys, length);
}

static void run_idle(struct job *job, struct terminal *terminal)
{
    struct terminal_counters before, after;
    terminal_watch(terminal, effort.calm_ms);
    terminal_count(terminal, &before);
    terminal_forget(terminal);
    terminal_watch(terminal, effort.idle_ms);
    terminal_count(terminal, &after);
    job->wake_ups = (double)(after.wake_ups - before.wake_ups) * 1e3 / effort.idle_ms;
    job->idle_bytes = (double)terminal->bytes * 1e3 / effort.idle_ms;
}

/* The form is filled once: what is kept (draft, templates) is there at every start that counts. */
static void warm_up(enum program program)
{
    static struct terminal terminal;
    struct job job = {.program = program};
    double ready;
    start(&job, &terminal, &ready);
    terminal_watch(&terminal, effort.calm_ms);
    press(&job, &terminal, CLEAR_FORM);
    press(&job, &terminal, TO_TEMPLATES);
    press(&job, &terminal, program == OURS_BUSY ? "hello_world" : "order_shipped_pos");
    press(&job, &terminal, "\r");
    terminal_watch(&terminal, effort.calm_ms);
    terminal_close(&terminal);
}

static void run_job(struct job *job)
{
    static struct terminal terminal;
    double ready;
    if (!programs[job->program].is_there)
        return;
    if (job->kind == START) {
        run_start(job, &terminal);
        terminal_close(&terminal);
        return;
    }
    start(job, &terminal, &ready);
    int sends = job->hanging == MANY ? effort.sends : job->hanging;
    for (int i = 0; i < sends; i++)
        send_hanging(job, &terminal);
    for (size_t i = 0; i < COUNT_OF(job->setup) && job->setup[i] != NULL; i++)
        press(job, &terminal, job->setup[i]);
    if (job->kind == KEYS)
        run_keys(job, &terminal);
    else if (job->kind == FLOOD)
        run_flood(job, &terminal);
    else
        run_idle(job, &terminal);
    if (terminal.is_over)
        fail(job, &terminal, "it ended by itself");
    terminal_close(&terminal);
}

/* ---------------------------------------------------------------- the table */

static struct job *find(enum program program, enum kind kind, const char *key, const char *text,
                        int hanging)
{
    for (size_t i = 0; i < COUNT_OF(jobs); i++)
        if (jobs[i].program == program && jobs[i].kind == kind && jobs[i].key == key &&
            jobs[i].text == text && jobs[i].hanging == hanging)
            return &jobs[i];
    fprintf(stderr, "terminal_bench: a row of the table names no job\n");
    exit(1);
}

static void print_starts(void)
{
    struct job *ours = find(OURS, START, NULL, NULL, 0),
               *few = find(OURS_FEW, START, NULL, NULL, 0);
    struct job *floor = find(FLOOR, START, NULL, NULL, 0);
    struct job *floor_few = find(FLOOR_FEW, START, NULL, NULL, 0);
    struct job *nano = find(NANO, START, NULL, NULL, 0), *less = find(LESS, START, NULL, NULL, 0);
    print_head("start, us from exec");
    print_line("first byte", &ours->first, "floor", &floor->first, NULL);
    print_line("form and newest rows shown", &ours->ready, "floor", &floor->ready, "p50 <= 1.5");
    print_line("settled", &ours->last, "floor", &floor->last, "p50 <= 1.5");
    print_line("settled, beside an editor", &ours->last, "nano", &nano->last, NULL);
    print_line("settled, beside a pager", &ours->last, "less", &less->last, NULL);
    print_line("settled, few rows over many", &few->last, "many", &ours->last, "p50 >= 0.9");
    print_line("the same of the floor", &floor_few->last, "many", &floor->last, NULL);
    print_head("memory after the start, KiB");
    print_line("resident", &ours->resident, "floor", &floor->resident, "p50 <= 1.6");
    print_line("resident, beside an editor", &ours->resident, "nano", &nano->resident, NULL);
}

static void print_keys(void)
{
    struct job *typing = find(OURS, KEYS, NULL, typed, 0), *down = find(OURS, KEYS, DOWN, NULL, 0);
    struct job *nano = find(NANO, KEYS, NULL, typed, 0);
    struct job *floor_down = find(FLOOR, KEYS, DOWN, NULL, 0);
    struct job *page = find(OURS, KEYS, PAGE_DOWN, NULL, 0);
    struct job *floor_page = find(FLOOR, KEYS, PAGE_DOWN, NULL, 0);
    struct job *searching = find(OURS, KEYS, NULL, searched, 0);
    print_head("a key to its last byte, us");
    print_line("a character in a field", &typing->last, "nano", &nano->last, "p99 <= 1.2");
    struct job *value = find(OURS, KEYS, NULL, valued, 0);
    print_line("a character in a value, with its preview", &value->last, "nano", &nano->last,
               "p99 <= 1.2");
    print_line("a character in a field", &typing->last, "floor",
               &find(FLOOR_FIELD, KEYS, NULL, typed, 0)->last, NULL);
    print_line("down in the history", &down->last, "floor", &floor_down->last, "p99 <= 1.5");
    print_line("page down in the history", &page->last, "floor", &floor_page->last, NULL);
    print_line("a letter of a search, painted", &searching->last, "floor",
               &find(FLOOR_SEARCH, KEYS, NULL, searched, 0)->last, NULL);
    print_head("500 times down at once, us until caught up");
    print_line("down in the history", &find(OURS, FLOOD, DOWN, NULL, 0)->last, "less",
               &find(LESS, FLOOD, DOWN, NULL, 0)->last, "p50 <= 3");
    print_line("the same", &find(OURS, FLOOD, DOWN, NULL, 0)->last, "floor",
               &find(FLOOR, FLOOD, DOWN, NULL, 0)->last, NULL);
    print_head("bytes to the terminal, a key");
    print_line("a character in a field", &typing->bytes, "nano", &nano->bytes, "p50 <= 1");
    print_line("a character in a value, with its preview", &value->bytes, "nano", &nano->bytes,
               NULL);
    print_line("down in the history", &down->bytes, "floor", &floor_down->bytes, NULL);
    print_line("page down in the history", &page->bytes, "floor", &floor_page->bytes, NULL);
}

static void print_busy(void)
{
    struct job *typing = find(OURS_BUSY, KEYS, NULL, typed, 0);
    struct job *down = find(OURS_BUSY, KEYS, DOWN, NULL, 0);
    char title[80];
    snprintf(title, sizeof title, "keys while 1 or %d sends hang, us", effort.sends);
    print_head(title);
    print_line("a character, 1 under way", &find(OURS_BUSY, KEYS, NULL, typed, 1)->last, "idle",
               &typing->last, "p99 <= 1.2");
    print_line("down, 1 under way", &find(OURS_BUSY, KEYS, DOWN, NULL, 1)->last, "idle",
               &down->last, "p99 <= 1.2");
    print_line("a character, many under way", &find(OURS_BUSY, KEYS, NULL, typed, MANY)->last,
               "idle", &typing->last, "p99 <= 1.2");
    print_line("down, many under way", &find(OURS_BUSY, KEYS, DOWN, NULL, MANY)->last, "idle",
               &down->last, "p99 <= 1.2");
    const struct job *ours = find(OURS, IDLE, NULL, NULL, 0),
                     *floor = find(FLOOR, IDLE, NULL, NULL, 0);
    printf("\nidle: %.2f wake-ups and %.1f bytes a second (floor: %.2f and %.1f; target: 0)\n",
           ours->wake_ups, ours->idle_bytes, floor->wake_ups, floor->idle_bytes);
    for (size_t i = 0; i < COUNT_OF(jobs); i++)
        if (jobs[i].silent > 0)
            printf("note: %d keys of %s painted nothing (job %zu)\n", jobs[i].silent,
                   programs[jobs[i].program].name, i);
}

static int number_from(const char *name, int otherwise)
{
    const char *text = getenv(name);
    long number = text != NULL ? strtol(text, NULL, 10) : 0;
    return number > 0 && number < 1000 ? (int)number : otherwise;
}

static void choose_effort(void)
{
    if (getenv("CHAKRA_BENCH_QUICK") != NULL)
        effort = (struct effort){
            .rounds = 1, .keys = 2, .starts = 1, .sends = 2, .idle_ms = 300, .calm_ms = 150};
    effort.rounds = number_from("CHAKRA_BENCH_ROUNDS", effort.rounds);
    effort.keys = number_from("CHAKRA_BENCH_KEYS", effort.keys);
}

/* Each start, or each of the others, once, in an order of its own. */
static void run_round(int round, bool starts)
{
    size_t order[COUNT_OF(jobs)];
    for (size_t i = 0; i < COUNT_OF(jobs); i++)
        order[i] = i;
    for (size_t i = COUNT_OF(jobs) - 1; i > 0; i--) {
        size_t other = (size_t)rand() % (i + 1), kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
    for (size_t i = 0; i < COUNT_OF(jobs); i++) {
        struct job *job = &jobs[order[i]];
        if ((job->kind == START) == starts && (job->hanging != MANY || round < BUSY_ROUNDS))
            run_job(job);
    }
}

int main(int argc, char **argv)
{
    if (argc != 6 || argv[1][0] != '/') {
        fputs("usage: terminal_bench /PATH/OF/chakra-tui SETTINGS MANY FEW BUSY\n", stderr);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    name_programs(argv);
    choose_effort();
    for (enum program program = OURS; program <= OURS_BUSY; program++)
        warm_up(program);
    for (int round = 0; round < effort.rounds; round++) {
        for (int i = 0; i < effort.starts; i++)
            run_round(round, true);
        run_round(round, false);
        fprintf(stderr, "terminal: round %d of %d\n", round + 1, effort.rounds);
    }
    print_starts();
    print_keys();
    print_busy();
    unlink(text_file);
    return 0;
}
