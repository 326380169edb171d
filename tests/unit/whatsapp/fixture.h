/*
 * A template with its slots and values for one test, and the files of tests/data.
 * Everything asserts on failure; fixture_release() frees all of it.
 */
#ifndef CHAKRA_TESTS_WHATSAPP_FIXTURE_H
#define CHAKRA_TESTS_WHATSAPP_FIXTURE_H

#include "src/base/mem.h"
#include "src/whatsapp/message.h"
#include "src/whatsapp/preview.h"
#include "src/whatsapp/rules.h"

#include <cjson/cJSON.h>

struct fixture {
    struct arena arena;
    struct template *template;
    struct slot_list slots;
    struct values values;
    char *to; /* owned; NULL */
    struct message message;
    struct problem_list problems;
};

/* From the text of a definition; slots for `card_count` cards. */
void fixture_init(struct fixture *fixture, const char *definition, size_t card_count);
/* From tests/data/templates/NAME.json. */
void fixture_load(struct fixture *fixture, const char *name);
/* A template with that body, and other components ("" or "{…},{…}"). */
void fixture_body(struct fixture *fixture, const char *body, const char *components);
void fixture_release(struct fixture *fixture);

/* Takes over the values of an object; its `to` becomes the recipient. Rebuilds the slots. */
void fixture_fill(struct fixture *fixture, const cJSON *inputs);
void fixture_set(struct fixture *fixture, const char *key, const char *text);
void fixture_set_json(struct fixture *fixture, const char *key, const char *json);
void fixture_set_to(struct fixture *fixture, const char *to);

cJSON *fixture_payload(const struct fixture *fixture); /* cJSON_Delete */
/* Runs the rules and finds a problem of `rule` on `slot`; NULL when there is none. */
const struct problem *fixture_problem(struct fixture *fixture, const char *rule, const char *slot);
const struct problem *fixture_problem_at(struct fixture *fixture, const struct facts *facts,
                                         const char *rule, const char *slot);

/* tests/data/PATH, parsed; cJSON_Delete. */
cJSON *data_read(const char *path);
/* Names of the JSON files of tests/data/FOLDER, without ".json", sorted; data_free_names(). */
char **data_names(const char *folder, size_t *ret_count);
void data_free_names(char **names, size_t count);

#endif
