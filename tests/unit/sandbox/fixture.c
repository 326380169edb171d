/* Shared steps of the sandbox's tests. */
#include "tests/unit/sandbox/fixture.h"

#include "src/base/json.h"
#include "src/base/paths.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sandbox *fixture_start(const struct sandbox_options *options)
{
    struct sandbox *sandbox = NULL;
    struct error error = {0};
    cr_assert_eq(sandbox_start(options, &sandbox, &error), ERR_OK, "%s", error.what);
    cr_assert_gt(sandbox_port(sandbox), 0);
    return sandbox;
}

struct sandbox *fixture_start_plain(void)
{
    const struct sandbox_options options = {0};
    return fixture_start(&options);
}

struct sandbox *fixture_start_with_data(void)
{
    const struct sandbox_options options = {.template_folder = TEST_DATA "/templates"};
    return fixture_start(&options);
}

void fixture_call(const struct sandbox *sandbox, const char *method, const char *target,
                  const char *body, struct client_reply *ret_reply)
{
    const struct client_request request = {
        .method = method, .target = target, .token = "token", .body = body};
    cr_assert(client_exchange(sandbox_port(sandbox), &request, ret_reply), "%s %s", method, target);
}

cJSON *fixture_json(const struct sandbox *sandbox, const char *method, const char *target,
                    const char *body, int status)
{
    struct client_reply reply;
    cJSON *root = NULL;
    fixture_call(sandbox, method, target, body, &reply);
    cr_assert_eq(reply.status, status, "%s %s: %d %s", method, target, reply.status, reply.body);
    cr_assert_eq(json_parse(reply.body, reply.body_length, &root, NULL), ERR_OK, "%s", reply.body);
    client_reply_release(&reply);
    return root;
}

void fixture_hello(const char *to, char body[FIXTURE_BODY_SIZE])
{
    snprintf(body, FIXTURE_BODY_SIZE,
             "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"%s\","
             "\"type\":\"template\",\"template\":{\"name\":\"hello_world\",\"language\":"
             "{\"policy\":\"deterministic\",\"code\":\"en_US\"},\"components\":[]}}",
             to);
}

cJSON *fixture_read(const char *folder, const char *name)
{
    char path[1024];
    struct strbuf bytes;
    struct error error = {0};
    cJSON *root = NULL;
    snprintf(path, sizeof path, TEST_DATA "/%s/%s", folder, name);
    strbuf_init(&bytes, 1024 * 1024);
    cr_assert_eq(paths_read_file(path, &bytes, &error), ERR_OK, "%s", error.what);
    cr_assert_eq(json_parse(bytes.text, bytes.length, &root, &error), ERR_OK, "%s", error.what);
    strbuf_release(&bytes);
    return root;
}

size_t fixture_each(const char *folder, void (*visit)(void *context, const char *name),
                    void *context)
{
    char path[1024];
    size_t count = 0;
    snprintf(path, sizeof path, TEST_DATA "/%s", folder);
    DIR *directory = opendir(path);
    cr_assert_not_null(directory);
    const struct dirent *entry = NULL;
    while ((entry = readdir(directory)) != NULL) {
        if (strstr(entry->d_name, ".json") == NULL)
            continue;
        visit(context, entry->d_name);
        count++;
    }
    closedir(directory);
    return count;
}

int fixture_code(const struct client_reply *reply)
{
    const char *mark = strstr(reply->body, "(#");
    if (mark != NULL)
        return (int)strtol(mark + 2, NULL, 10);
    CLEANUP(json_deletep) cJSON *root = NULL;
    int64_t code = 0;
    if (json_parse(reply->body, reply->body_length, &root, NULL) == ERR_OK)
        json_integer(json_path(root, "error.code"), &code);
    return (int)code;
}

void fixture_make_folder(char path[64])
{
    snprintf(path, 64, "/tmp/chakra-sandbox-test-XXXXXX");
    cr_assert_not_null(mkdtemp(path));
}

void fixture_remove_folder(const char *path)
{
    char file[128];
    snprintf(file, sizeof file, "%s/sandbox-messages.jsonl", path);
    unlink(file);
    snprintf(file, sizeof file, "%s/sandbox-templates.json", path);
    unlink(file);
    cr_assert_eq(rmdir(path), 0);
}
