/* What the tests of the sandbox share: a running one, its paths, and bodies to send. */
#ifndef CHAKRA_TESTS_SANDBOX_FIXTURE_H
#define CHAKRA_TESTS_SANDBOX_FIXTURE_H

#include "src/sandbox/sandbox.h"
#include "tests/unit/sandbox/http_client.h"

#include <cjson/cJSON.h>
#include <stddef.h>

#define FIXTURE_PLUGIN "d83e1d23-50b8-4d87-8f92-842a0ac516f6"
#define FIXTURE_PATH "/v1/ext/plugin/whatsapp/"
#define FIXTURE_MESSAGES FIXTURE_PATH FIXTURE_PLUGIN "/api/v24.0/200000000000001/messages"
#define FIXTURE_MARKETING \
    FIXTURE_PATH FIXTURE_PLUGIN "/api/v24.0/200000000000001/marketing_messages"
#define FIXTURE_TEMPLATES FIXTURE_PATH "api/v24.0/100000000000001/message_templates"
#define FIXTURE_CHAT FIXTURE_PATH "list-chat-messages-for-phone-number"

/* Starts one or ends the test. */
struct sandbox *fixture_start(const struct sandbox_options *options);
/* With the built-in templates, everything else left out. */
struct sandbox *fixture_start_plain(void);
/* With the templates of tests/data. */
struct sandbox *fixture_start_with_data(void);

/* One request with a good token; `body` may be NULL. Ends the test when there is no reply. */
void fixture_call(const struct sandbox *sandbox, const char *method, const char *target,
                  const char *body, struct client_reply *ret_reply);
/* The same, the reply as JSON, the caller's; checks the status. */
cJSON *fixture_json(const struct sandbox *sandbox, const char *method, const char *target,
                    const char *body, int status);

/* A send of hello_world, in the caller's buffer. */
enum { FIXTURE_BODY_SIZE = 512 };
void fixture_hello(const char *to, char body[FIXTURE_BODY_SIZE]);

/* A file of tests/data, the caller's: cJSON_Delete. Ends the test when it cannot be read. */
cJSON *fixture_read(const char *folder, const char *name);
/* Calls `visit` for each *.json of a folder of tests/data; how many there were. */
size_t fixture_each(const char *folder, void (*visit)(void *context, const char *name),
                    void *context);

/* The code in "(#132000) ..." or in error.code; 0 for none. */
int fixture_code(const struct client_reply *reply);

/* A new folder for the store, removed with fixture_remove_folder(). */
void fixture_make_folder(char path[64]);
void fixture_remove_folder(const char *path);

#endif
