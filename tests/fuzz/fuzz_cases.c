/*
 * Any bytes as a case file: read, multiplied out over two templates, planned as
 * a check, and reported. What comes out has to hold together.
 */
#include "src/base/json.h"
#include "src/base/utf8.h"
#include "src/trial/junit.h"
#include "src/trial/signoff.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static const char *const definitions[] = {
    "{\"name\":\"hi\",\"language\":\"en\",\"status\":\"APPROVED\",\"components\":["
    "{\"type\":\"BODY\",\"text\":\"Hi {{1}}, *{{2}}*\"},{\"type\":\"BUTTONS\",\"buttons\":["
    "{\"type\":\"URL\",\"text\":\"Go\",\"url\":\"https://example.com/{{1}}\"}]}]}",
    "{\"name\":\"hi\",\"language\":\"de\",\"status\":\"PAUSED\",\"components\":["
    "{\"type\":\"BODY\",\"text\":\"Hallo\"}]}"};

enum { CASES_TRIED = 2000 };

static void read_templates(struct arena *arena, struct template *templates[2])
{
    for (size_t i = 0; i < COUNT_OF(definitions); i++) {
        cJSON *root = NULL;
        FUZZ_CHECK(json_parse(definitions[i], strlen(definitions[i]), &root, NULL) == ERR_OK);
        FUZZ_CHECK(template_parse(root, arena, &templates[i], NULL) == ERR_OK);
        cJSON_Delete(root);
    }
}

static void check_reports(const struct trial *trial)
{
    const struct run_summary summary = {.title = "fuzz", .run = "r", .profile = "p"};
    struct strbuf out;
    strbuf_init(&out, 256 * 1024 * 1024);
    junit_add_report(&out, trial, &summary);
    FUZZ_CHECK(!out.failed && utf8_is_valid(out.text, out.length));
    for (size_t i = 0; i < out.length; i++)
        FUZZ_CHECK((unsigned char)out.text[i] >= 0x20 || strchr("\n\t", out.text[i]) != NULL);
    strbuf_clear(&out);
    signoff_add_report(&out, trial, &summary);
    FUZZ_CHECK(!out.failed && utf8_is_valid(out.text, out.length));
    strbuf_release(&out);
}

static void check_run(const struct case_list *list)
{
    const struct trial_options options = {.gate = {.mode = TRIAL_CHECK}, .run = "r"};
    struct trial *trial = NULL;
    bool done = false;
    int64_t wait_ms = 0;
    FUZZ_CHECK(trial_new(list, &options, &trial, NULL) == ERR_OK);
    FUZZ_CHECK(trial_plan(trial, 0, &done, NULL) == ERR_OK && done);
    FUZZ_CHECK(trial_sends(trial, NULL, NULL) == 0);
    FUZZ_CHECK(trial_advance(trial, &wait_ms, NULL) == ERR_OK && trial_is_over(trial));
    struct trial_counts counts = trial_count(trial);
    FUZZ_CHECK(counts.over == list->count && counts.by_verdict[TRIAL_NOT_RUN] == 0);
    check_reports(trial);
    trial_free(trial);
}

/* Presets are files, and no file is read here. */
static bool has_preset(const struct case_file *file)
{
    for (size_t i = 0; i < file->count; i++)
        if (file->entries[i].preset != NULL)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena;
    struct template *templates[2];
    struct case_file file;
    struct error error = {0};
    arena_init(&arena);
    read_templates(&arena, templates);
    enum err err = case_file_parse((const char *)bytes, length, &file, &error);
    FUZZ_CHECK(err == ERR_OK ||
               (error.what[0] != '\0' && utf8_is_valid(error.what, strlen(error.what))));
    if (err == ERR_OK && !has_preset(&file)) {
        const struct case_world world = {.templates = templates, .template_count = 2, .folder = ""};
        struct case_list list;
        err = case_list_make(&file, &world, &list, &error);
        FUZZ_CHECK(err == ERR_OK || error.what[0] != '\0');
        if (err == ERR_OK && list.count <= CASES_TRIED)
            check_run(&list);
        case_list_release(&list);
    }
    case_file_release(&file);
    arena_release(&arena);
    return 0;
}
