/* The canonical form and its hash, sets, the lock, diffs of definitions, and cases that break. */
#include "src/base/json.h"
#include "src/whatsapp/case_check.h"
#include "src/whatsapp/definition_diff.h"
#include "src/whatsapp/definition_lock.h"
#include "src/whatsapp/definition_request.h"
#include "tests/unit/whatsapp/fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct template *parse(const char *text, struct arena *arena)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    struct template *template = NULL;
    struct error error = {0};
    cr_assert_eq(json_parse(text, strlen(text), &root, &error), ERR_OK, "%s %s", text, error.where);
    cr_assert_eq(template_parse(root, arena, &template, &error), ERR_OK, "%s", error.what);
    return template;
}

static struct definition make(const char *text, struct arena *arena)
{
    struct definition definition;
    cr_assert_eq(definition_make(parse(text, arena), arena, &definition, NULL), ERR_OK);
    return definition;
}

#define HEAD "{\"name\":\"n\",\"language\":\"en\","

Test(definition, what_says_the_same_has_the_same_hash)
{
    static const char *const rows[][2] = {
        /* order of members and components, case of types, what only a listing has */
        {HEAD "\"category\":\"UTILITY\",\"components\":[{\"type\":\"BODY\",\"text\":\"x\"},"
              "{\"type\":\"FOOTER\",\"text\":\"f\"}]}",
         "{\"id\":\"9\",\"status\":\"PAUSED\",\"components\":[{\"text\":\"f\",\"type\":\"footer\"},"
         "{\"text\":\"x\",\"type\":\"body\"}],\"quality_score\":{\"score\":\"RED\"},"
         "\"last_updated_time\":\"t\",\"rejected_reason\":\"NONE\",\"category\":\"utility\","
         "\"parameter_format\":\"positional\",\"language\":\"en\",\"name\":\"n\"}"},
        /* examples in each shape */
        {HEAD "\"components\":[{\"type\":\"BODY\",\"text\":\"{{1}}\",\"example\":{\"body_text\":"
              "[[\"a\"]]}}]}",
         HEAD "\"components\":[{\"type\":\"BODY\",\"text\":\"{{1}}\",\"example\":{\"body_text\":"
              "\"a\"}}]}"},
        /* a sample's signed link, and its absence */
        {HEAD "\"components\":[{\"type\":\"HEADER\",\"format\":\"IMAGE\",\"example\":"
              "{\"header_handle\":[\"https://a\"]}}]}",
         HEAD "\"components\":[{\"type\":\"HEADER\",\"format\":\"image\"}]}"},
        /* numbers as text and the reverse */
        {HEAD "\"message_send_ttl_seconds\":60,\"components\":[{\"type\":\"BUTTONS\",\"buttons\":"
              "[{\"type\":\"FLOW\",\"text\":\"f\",\"flow_id\":12}]}]}",
         HEAD "\"message_send_ttl_seconds\":\"60\",\"components\":[{\"type\":\"BUTTONS\","
              "\"buttons\":[{\"type\":\"flow\",\"text\":\"f\",\"flow_id\":\"12\"}]}]}"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena;
        arena_init(&arena);
        struct definition left = make(rows[i][0], &arena), right = make(rows[i][1], &arena);
        cr_expect_str_eq(left.canonical, right.canonical);
        cr_expect_str_eq(left.hash, right.hash);
        cr_expect_eq(strlen(left.hash), 7 + 64);
        arena_release(&arena);
    }
}

Test(definition, what_says_something_else_has_another_hash)
{
    static const char base[] = HEAD "\"category\":\"UTILITY\",\"components\":[{\"type\":\"BODY\","
                                    "\"text\":\"x {{1}}\"},{\"type\":\"BUTTONS\",\"buttons\":["
                                    "{\"type\":\"QUICK_REPLY\",\"text\":\"a\"},"
                                    "{\"type\":\"QUICK_REPLY\",\"text\":\"b\"}]}]}";
    static const char *const edits[][2] = {
        {"x {{1}}", "x  {{1}}"},
        {"x {{1}}", "x {{a}}"},
        {"UTILITY", "MARKETING"},
        {"\"a\"", "\"c\""},
        {"\"en\"", "\"de\""},
        {"\"n\"", "\"m\""},
        {"QUICK_REPLY", "SPM"},
        {"BODY", "FOOTER"},
        {"\"category\"", "\"message_send_ttl_seconds\":60,\"category\""},
    };
    struct arena arena;
    arena_init(&arena);
    struct definition first = make(base, &arena);
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        const char *at = strstr(base, edits[i][0]);
        char text[600];
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - base), base, edits[i][1],
                 at + strlen(edits[i][0]));
        struct definition other = make(text, &arena);
        cr_expect_str_neq(first.hash, other.hash, "edit %zu", i);
    }
    arena_release(&arena);
}

/* All definitions of the test data, locked, read, locked again. */
static void load_all(struct arena *arena, struct definition_set *set)
{
    size_t count = 0;
    char **names = data_names("templates", &count);
    struct template **templates = arena_alloc(arena, count, sizeof *templates);
    for (size_t i = 0; i < count; i++) {
        char path[256];
        snprintf(path, sizeof path, "templates/%s.json", names[count - 1 - i]);
        CLEANUP(json_deletep) cJSON *root = data_read(path);
        cr_assert_eq(template_parse(root, arena, &templates[i], NULL), ERR_OK);
    }
    cr_assert_eq(definition_set_make(templates, count, arena, set, NULL), ERR_OK);
    data_free_names(names, count);
}

Test(definition_lock, is_read_back_and_written_again_byte_for_byte)
{
    struct arena arena;
    struct definition_set set;
    struct definition_file file;
    struct error error = {0};
    struct strbuf first, second;
    arena_init(&arena);
    strbuf_init(&first, DEFINITION_FILE_BYTES_MAX);
    strbuf_init(&second, DEFINITION_FILE_BYTES_MAX);
    load_all(&arena, &set);
    cr_assert_geq(set.count, 50);
    cr_assert_eq(definition_lock_write(&set, "42", &first, &error), ERR_OK);
    cr_assert_eq(definition_file_read(first.text, first.length, &arena, &file, &error), ERR_OK,
                 "%s: %s", error.where, error.what);
    cr_expect(file.is_lock);
    cr_expect_str_eq(file.waba, "42");
    cr_expect_eq(file.set.count, set.count);
    cr_assert_eq(definition_lock_write(&file.set, "42", &second, &error), ERR_OK);
    cr_expect_str_eq(first.text, second.text);
    for (size_t i = 0; i < set.count; i++) {
        const struct template *template = set.items[i].template;
        const struct definition *found =
            definition_set_find(&file.set, template->name, template->language);
        cr_assert_not_null(found);
        cr_expect_str_eq(found->hash, set.items[i].hash);
    }
    cr_expect_null(definition_set_find(&file.set, "hello_world", "xx"));
    strbuf_release(&first);
    strbuf_release(&second);
    arena_release(&arena);
}

Test(definition_lock, what_is_wrong_with_a_file_is_said)
{
    static const struct {
        const char *text, *what, *where;
    } rows[] = {
        {"", "JSON", ""},
        {"[]x", "JSON", ""},
        {"7", "no template definition", ""},
        {"{}", "no template definition", ""},
        {"{\"name\":\"a\",\"language\":\"en\"}", "no template definition", ""},
        {"{\"components\":[],\"language\":\"en\"}", "no name or no language", ""},
        {"{\"lock_version\":2,\"future\":1}", "version 2", ""},
        {"{\"lock_version\":0}", "no version", ""},
        {"{\"lock_version\":\"x\"}", "no version", ""},
        {"{\"lock_version\":1}", "no list of templates", ""},
        {"{\"lock_version\":1,\"templates\":{}}", "no list of templates", ""},
        {"{\"lock_version\":1,\"templates\":[],\"extra\":1}", "unknown member 'extra'", ""},
        {"{\"lock_version\":1,\"templates\":[],\"waba\":\"1\",\"waba\":\"2\"}", "'waba' twice", ""},
        {"{\"lock_version\":1,\"templates\":[7]}", "no template definition", "templates[0]"},
        {"{\"lock_version\":1,\"templates\":[{\"name\":\"a\",\"x\":1}]}", "unknown member 'x'",
         "templates[0]"},
        {"{\"lock_version\":1,\"templates\":[{\"name\":\"b\",\"language\":\"en\",\"hash\":\"\","
         "\"definition\":{\"name\":\"a\",\"language\":\"en\",\"components\":[]}}]}",
         "another template's", "templates[0]"},
        {"{\"lock_version\":1,\"templates\":[{\"name\":\"a\",\"language\":\"en\",\"hash\":\"\","
         "\"definition\":{\"name\":\"a\",\"language\":\"en\",\"components\":[]}}]}",
         "changed by hand", "templates[0]"},
        {"[{\"name\":\"a\",\"language\":\"en\",\"components\":[]},"
         "{\"name\":\"a\",\"language\":\"en\",\"components\":[]}]",
         "stands there twice", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena;
        struct definition_file file;
        struct error error = {0};
        arena_init(&arena);
        cr_expect_eq(
            definition_file_read(rows[i].text, strlen(rows[i].text), &arena, &file, &error),
            ERR_INVALID, "%s", rows[i].text);
        cr_expect(strstr(error.what, rows[i].what) != NULL, "%s: %s", rows[i].text, error.what);
        if (rows[i].where[0] != '\0')
            cr_expect_str_eq(error.where, rows[i].where);
        cr_expect(error.next[0] != '\0');
        cr_expect_eq(file.set.count, 0);
        arena_release(&arena);
    }
}

Test(definition_lock, every_prefix_of_a_lock_is_refused)
{
    struct arena arena;
    struct definition_set set = {0};
    struct strbuf text;
    arena_init(&arena);
    strbuf_init(&text, DEFINITION_FILE_BYTES_MAX);
    struct definition one =
        make(HEAD "\"components\":[{\"type\":\"BODY\",\"text\":\"x\"}]}", &arena);
    set = (struct definition_set){&one, 1};
    cr_assert_eq(definition_lock_write(&set, "1", &text, NULL), ERR_OK);
    for (size_t length = 0; length < text.length - 2; length++) {
        struct definition_file file;
        cr_expect_eq(definition_file_read(text.text, length, &arena, &file, NULL), ERR_INVALID);
    }
    strbuf_release(&text);
    arena_release(&arena);
}

static const struct definition_change *find_change(const struct definition_diff *diff,
                                                   const char *path)
{
    for (size_t i = 0; i < diff->change_count; i++)
        if (strcmp(diff->changes[i].path, path) == 0)
            return &diff->changes[i];
    return NULL;
}

Test(definition_diff, paths_texts_and_slots)
{
    static const char before[] =
        HEAD "\"category\":\"UTILITY\",\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}}, "
             "bye.\"},{\"type\":\"FOOTER\",\"text\":\"f\"},{\"type\":\"BUTTONS\",\"buttons\":["
             "{\"type\":\"QUICK_REPLY\",\"text\":\"a\"}]}]}";
    static const char after[] =
        HEAD "\"category\":\"MARKETING\",\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}}, "
             "see {{2}}.\"},{\"type\":\"CALL_PERMISSION_REQUEST\"},{\"type\":\"BUTTONS\","
             "\"buttons\":[{\"type\":\"QUICK_REPLY\",\"text\":\"b\"}]}]}";
    struct arena arena;
    struct definition_diff diff;
    arena_init(&arena);
    struct definition old = make(before, &arena), new = make(after, &arena);
    cr_assert_eq(definition_diff_make(&old, &new, &arena, &diff, NULL), ERR_OK);
    static const char *const paths[] = {"body.text", "button.0.text", "call_permission_request",
                                        "category", "footer.text"};
    cr_assert_eq(diff.change_count, COUNT_OF(paths));
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        cr_expect_str_eq(diff.changes[i].path, paths[i]);
    cr_expect_str_eq(find_change(&diff, "footer.text")->before, "f");
    cr_expect_null(find_change(&diff, "footer.text")->after);
    cr_expect_null(find_change(&diff, "call_permission_request")->before);
    cr_expect_eq(find_change(&diff, "button.0.text")->words.count, 2);
    cr_assert_eq(diff.slot_count, 1);
    cr_expect_str_eq(diff.slots[0].key, "body.2");
    cr_expect(diff.slots[0].is_added && diff.slots[0].is_required);
    cr_assert_eq(definition_diff_make(&new, &old, &arena, &diff, NULL), ERR_OK);
    cr_expect(!diff.slots[0].is_added);
    cr_assert_eq(definition_diff_make(&new, &new, &arena, &diff, NULL), ERR_OK);
    cr_expect_eq(diff.change_count + diff.slot_count, 0);
    arena_release(&arena);
}

/* Each definition against each other one of the data: no path twice, and something always. */
Test(definition_diff, any_two_definitions_can_be_compared)
{
    struct arena arena;
    struct definition_set set;
    arena_init(&arena);
    load_all(&arena, &set);
    for (size_t i = 0; i + 1 < set.count; i++) {
        struct definition_diff diff;
        struct arena scratch;
        arena_init(&scratch);
        cr_assert_eq(definition_diff_make(&set.items[i], &set.items[i + 1], &scratch, &diff, NULL),
                     ERR_OK);
        cr_expect_gt(diff.change_count, 0);
        for (size_t k = 1; k < diff.change_count; k++)
            cr_expect_lt(strcmp(diff.changes[k - 1].path, diff.changes[k].path), 0);
        arena_release(&scratch);
    }
    arena_release(&arena);
}

static const char with_one[] = HEAD "\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}}.\"}]}";
static const char with_two[] =
    HEAD "\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{1}} {{2}}.\"}]}";
static const char named[] = HEAD "\"components\":[{\"type\":\"BODY\",\"text\":\"Hi {{who}}.\"}]}";
static const char image[] =
    HEAD "\"components\":[{\"type\":\"HEADER\",\"format\":\"IMAGE\"},{\"type\":\"BODY\",\"text\":"
         "\"Hi {{1}}.\"}]}";

Test(case_check, what_breaks_a_case)
{
    static const struct {
        const char *before, *after, *values;
        const char *slots; /* of the problems, blanks between; "" when none */
    } rows[] = {
        {with_one, with_one, "{\"body.1\":\"a\"}", ""},
        {with_one, with_two, "{\"body.1\":\"a\"}", "body.2"},
        {with_two, with_one, "{\"body.1\":\"a\",\"body.2\":\"b\"}", "body.2"},
        {with_one, with_two, "{\"body.1\":\"a\",\"body.2\":\"b\"}", ""},
        /* wrong before and after: not the change's doing */
        {with_one, with_two, "{\"body.1\":\"\",\"body.2\":\"b\"}", ""},
        {with_one, with_two, "{\"body.1\":\"a\",\"body.9\":\"b\"}", "body.2"},
        {with_one, named, "{\"body.1\":\"a\"}", "body.who body.1"},
        {with_one, NULL, "{}", "template"},
        {NULL, NULL, "{}", "template"},
        {NULL, with_one, "{}", "body.1"},
        {NULL, with_one, "{\"body.1\":\"a\",\"to\":\"15550001234\"}", ""},
        {with_one, image, "{\"body.1\":\"a\",\"header.file\":\"a.png\"}", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena;
        struct values values;
        struct problem_list problems;
        char slots[400] = "";
        arena_init(&arena);
        values_init(&values);
        problem_list_init(&problems);
        CLEANUP(json_deletep) cJSON *object = NULL;
        cr_assert_eq(json_parse(rows[i].values, strlen(rows[i].values), &object, NULL), ERR_OK);
        cr_assert_eq(values_from_json(object, &values, NULL), ERR_OK);
        cr_assert_eq(case_check(rows[i].before != NULL ? parse(rows[i].before, &arena) : NULL,
                                rows[i].after != NULL ? parse(rows[i].after, &arena) : NULL,
                                &values, &arena, &problems, NULL),
                     ERR_OK);
        for (size_t k = 0; k < problems.count; k++) {
            size_t used = strlen(slots);
            snprintf(slots + used, sizeof slots - used, "%s%s", k > 0 ? " " : "",
                     problems.items[k].slot);
        }
        cr_expect_str_eq(slots, rows[i].slots, "row %zu: %s", i, slots);
        problem_list_release(&problems);
        values_release(&values);
        arena_release(&arena);
    }
}

static void expect_body(cJSON *body, const char *wanted)
{
    CLEANUP(mem_freep) char *text = json_print(body);
    cr_expect_str_eq(text, wanted);
    cJSON_Delete(body);
}

Test(definition_request, a_creation_has_only_what_creation_takes)
{
    struct arena arena;
    cJSON *body = NULL;
    arena_init(&arena);
    struct template *template = parse(
        "{\"id\":\"1\",\"status\":\"APPROVED\",\"quality_score\":{},\"name\":\"n\",\"language\":"
        "\"en\",\"category\":\"MARKETING\",\"components\":[{\"type\":\"BODY\",\"text\":\"{{who}}"
        " x.\"},{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"COPY_CODE\",\"text\":\"Copy offer"
        " code\",\"example\":[\"A1\"]}]}]}",
        &arena);
    cr_assert_eq(definition_create_body(template, &body, NULL), ERR_OK);
    expect_body(body,
                "{\"name\":\"n\",\"language\":\"en\",\"category\":\"MARKETING\",\"components\":["
                "{\"type\":\"BODY\",\"text\":\"{{who}} x.\"},{\"type\":\"BUTTONS\",\"buttons\":["
                "{\"type\":\"COPY_CODE\",\"example\":\"A1\"}]}],\"parameter_format\":\"NAMED\"}");
    arena_release(&arena);
}

Test(definition_request, a_one_tap_code_keeps_its_app)
{
    struct arena arena;
    cJSON *body = NULL;
    arena_init(&arena);
    struct template *template = parse(
        HEAD "\"category\":\"AUTHENTICATION\",\"components\":[{\"type\":\"BODY\",\"text\":"
             "\"*{{1}}* is\",\"example\":{}},{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"URL\","
             "\"text\":\"Copy\",\"url\":\"https://www.whatsapp.com/otp/code/?otp_type=ONE_TAP&"
             "package_name=com.a.b&signature_hash=abcdefghijk&code=otp{{1}}\"}]}]}",
        &arena);
    cr_assert_eq(definition_create_body(template, &body, NULL), ERR_OK);
    cJSON *components = cJSON_DetachItemFromObjectCaseSensitive(body, "components");
    cJSON_Delete(body);
    expect_body(components,
                "[{\"type\":\"BODY\"},{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"OTP\","
                "\"otp_type\":\"ONE_TAP\",\"text\":\"Copy\",\"supported_apps\":[{\"package_name\":"
                "\"com.a.b\",\"signature_hash\":\"abcdefghijk\"}]}]}]");
    arena_release(&arena);
}

Test(definition_request, an_edit_has_components_and_a_category_only_when_it_changes)
{
    struct arena arena;
    cJSON *body = NULL;
    arena_init(&arena);
    struct template *listed = parse(HEAD "\"status\":\"REJECTED\",\"category\":\"UTILITY\","
                                         "\"components\":[]}",
                                    &arena);
    struct template *same =
        parse(HEAD "\"category\":\"UTILITY\",\"components\":[{\"type\":\"BODY\","
                   "\"text\":\"x\"}]}",
              &arena);
    struct template *moved =
        parse(HEAD "\"category\":\"MARKETING\",\"message_send_ttl_seconds\":43200,"
                   "\"components\":[]}",
              &arena);
    cr_assert_eq(definition_update_body(same, listed, &body, NULL), ERR_OK);
    expect_body(body, "{\"components\":[{\"type\":\"BODY\",\"text\":\"x\"}]}");
    cr_assert_eq(definition_update_body(moved, listed, &body, NULL), ERR_OK);
    expect_body(
        body, "{\"category\":\"MARKETING\",\"components\":[],\"message_send_ttl_seconds\":43200}");
    arena_release(&arena);
}

Test(definition_request, only_some_templates_can_be_edited)
{
    static const struct {
        const char *status, *category;
        enum err err;
    } rows[] = {
        {"APPROVED", "UTILITY", ERR_OK},      {"APPROVED", "MARKETING", ERR_CONTENT},
        {"REJECTED", "MARKETING", ERR_OK},    {"PAUSED", "UTILITY", ERR_OK},
        {"PENDING", "UTILITY", ERR_CONTENT},  {"DISABLED", "UTILITY", ERR_CONTENT},
        {"NEW_WORD", "UTILITY", ERR_CONTENT},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char text[200], wanted[200];
        snprintf(text, sizeof text,
                 HEAD "\"status\":\"%s\",\"category\":\"UTILITY\",\"components\":[]}",
                 rows[i].status);
        snprintf(wanted, sizeof wanted, HEAD "\"category\":\"%s\",\"components\":[]}",
                 rows[i].category);
        cr_expect_eq(definition_may_update(parse(wanted, &arena), parse(text, &arena), NULL),
                     rows[i].err, "%s %s", rows[i].status, rows[i].category);
    }
    arena_release(&arena);
}

/* Every allocation fails once on the way from a file to a diff and its request. */
static enum err do_all(const char *text, size_t length, const char *other, size_t other_length)
{
    struct arena arena;
    struct definition_file old = {0}, new = {0};
    struct definition_diff diff;
    struct strbuf lock;
    cJSON *body = NULL;
    arena_init(&arena);
    strbuf_init(&lock, DEFINITION_FILE_BYTES_MAX);
    enum err err = definition_file_read(text, length, &arena, &old, NULL);
    if (err == ERR_OK)
        err = definition_file_read(other, other_length, &arena, &new, NULL);
    if (err == ERR_OK)
        err = definition_diff_make(&old.set.items[0], &new.set.items[0], &arena, &diff, NULL);
    if (err == ERR_OK)
        err = definition_create_body(new.set.items[0].template, &body, NULL);
    if (err == ERR_OK)
        err = definition_lock_write(&new.set, "1", &lock, NULL);
    cJSON_Delete(body);
    strbuf_release(&lock);
    arena_release(&arena);
    return err;
}

Test(definition, memory_that_runs_out_is_an_error)
{
    mem_hook_cjson();
    CLEANUP(json_deletep) cJSON *left = data_read("templates/otp_one_tap.json");
    CLEANUP(json_deletep) cJSON *right = data_read("templates/coupon_copy_code.json");
    char *texts[] = {cJSON_PrintUnformatted(left), cJSON_PrintUnformatted(right)};
    enum err err = ERR_NOMEM;
    size_t n = 1;
    for (; err != ERR_OK && n < 20000; n++) {
        mem_test_fail_after(n);
        err = do_all(texts[0], strlen(texts[0]), texts[1], strlen(texts[1]));
        mem_test_fail_after(0);
        /* Without memory cJSON says that the text is wrong. */
        cr_assert(err == ERR_OK || err == ERR_NOMEM || err == ERR_INVALID, "%zu", n);
    }
    cr_expect_eq(err, ERR_OK);
    cr_expect_gt(n, 100);
    mem_free(texts[0]);
    mem_free(texts[1]);
}
