/*
 * What the platform does with a template that is to be created: refuses it, in
 * the order of these checks, or brings it into the form in which it is listed
 * (template reference, sections 3 to 7 and 10). Pure.
 */
#ifndef CHAKRA_SANDBOX_TEMPLATE_CREATE_H
#define CHAKRA_SANDBOX_TEMPLATE_CREATE_H

#include "src/base/arena.h"
#include "src/sandbox/catalogue.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* A refusal of template management: it has texts for the user in place of details. */
struct template_refusal {
    int subcode;         /* 0: none */
    const char *message; /* NULL: "Invalid parameter" */
    const char *title;
    char text[256];
};

/* False with the reason. `body` is that of the creation. */
bool template_create_check(const struct catalogue *catalogue, const cJSON *body,
                           struct template_refusal *ret_refusal);
/* The same for the new components of a listed template. */
bool template_update_check(const struct template *listed, const cJSON *body,
                           struct template_refusal *ret_refusal);

/* The definition as it will be listed, PENDING; NULL when memory is out. cJSON_Delete. */
cJSON *template_create_list_form(const cJSON *body, const char *id);

#endif
