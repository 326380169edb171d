/*
 * Values: what the operator filled in, by slot key. An ordered list of pairs;
 * owns its strings. A value is UTF-8 text; `is_json` marks one that was given as
 * a JSON object or array (a typed currency, sections) and holds its text.
 *
 * Not thread safe; copy it to hand it to another thread.
 */
#ifndef CHAKRA_WHATSAPP_VALUES_H
#define CHAKRA_WHATSAPP_VALUES_H

#include "src/base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct value {
    char *key;
    char *text;
    bool is_json;
};

struct values {
    struct value *items;
    size_t count;
    size_t size; /* allocated */
};

void values_init(struct values *values);
void values_release(struct values *values);
void values_clear(struct values *values);

/* Sets or replaces. Copies both strings. */
enum err values_set(struct values *values, const char *key, const char *text, bool is_json,
                    struct error *reterr);
void values_remove(struct values *values, const char *key);
/* Borrowed; NULL when the key has no value. An empty text is a value. */
const char *values_get(const struct values *values, const char *key);
const struct value *values_find(const struct values *values, const char *key);
/* ERR_NOMEM leaves `to` empty. */
enum err values_copy(struct values *to, const struct values *from, struct error *reterr);

/* From an object {"body.1": "x", "card.count": 4, "button.0.sections": [...]}. Members are added
 * to `values`; `null` is ignored; booleans become "true" and "false". */
enum err values_from_json(const cJSON *object, struct values *values, struct error *reterr);
/* Object, sorted by key (so that equal values print equally); NULL when memory is out. */
cJSON *values_to_json(const struct values *values);

/* Cards that the values ask for: card.count, else one more than the greatest card.INDEX; 0 when
 * neither is there. For slots_build(). */
size_t values_card_count(const struct values *values);

#endif
