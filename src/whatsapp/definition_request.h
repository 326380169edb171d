/*
 * The bodies with which a template is created and edited (template reference,
 * sections 2, 3 and 7.6), made from a definition as the API lists it. What only a
 * listing has (id, status, quality) is left out, and the fixed texts of an
 * authentication template become what creation asks for in their place. Pure.
 */
#ifndef CHAKRA_WHATSAPP_DEFINITION_REQUEST_H
#define CHAKRA_WHATSAPP_DEFINITION_REQUEST_H

#include "src/base/err.h"
#include "src/whatsapp/template.h"

#include <cjson/cJSON.h>

/* name, language, category, parameter_format, components and what else was given; cJSON_Delete. */
enum err definition_create_body(const struct template *template, cJSON **ret_body,
                                struct error *reterr);

/* An edit replaces all components. The category goes along only when it differs from `listed`. */
enum err definition_update_body(const struct template *template, const struct template *listed,
                                cJSON **ret_body, struct error *reterr);

/* May the account's template be edited to this one at all? ERR_CONTENT says why not. */
enum err definition_may_update(const struct template *template, const struct template *listed,
                               struct error *reterr);

#endif
