/* Writing case files. */
#include "src/trial/generate.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/config/nearest.h"
#include "src/trial/hard_values.h"
#include "src/trial/sample_values.h"

static bool is_named(const struct generate_options *options, const struct template *template)
{
    bool found = options->name_count == 0;
    for (size_t i = 0; i < options->name_count; i++)
        found = found || fnmatch(options->names[i], template->name, 0) == 0;
    return found;
}

static enum err check_names(const struct generate_options *options, struct error *reterr)
{
    for (size_t i = 0; i < options->name_count; i++) {
        struct nearest nearest;
        bool found = false;
        nearest_init(&nearest, options->names[i]);
        for (size_t j = 0; j < options->template_count; j++) {
            nearest_offer(&nearest, options->templates[j]->name);
            found = found || fnmatch(options->names[i], options->templates[j]->name, 0) == 0;
        }
        if (found)
            continue;
        error_set(reterr, ERR_CONTENT, "See chakra-tui templates list.",
                  "the account has no template %.100s", options->names[i]);
        if (nearest.best != NULL && reterr != NULL)
            snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean %.200s?"),
                     nearest.best);
        return ERR_CONTENT;
    }
    return ERR_OK;
}

struct made_case {
    const struct template *template;
    const char *kind;
    const char *rule; /* NULL: accepted */
    const struct values *values;
};

/* {"name": "order_update/en_US/longest", "template": …} */
static cJSON *case_json(const struct made_case *made)
{
    char text[700];
    cJSON *object = cJSON_CreateObject();
    cJSON *tags = cJSON_CreateArray();
    snprintf(text, sizeof text, "%s/%s/%s", made->template->name, made->template->language,
             made->kind);
    bool ok = json_add_text(object, "name", text);
    ok = ok && json_add_text(object, "template", made->template->name);
    ok = ok && json_add_text(object, "language", made->template->language);
    ok = ok && json_append_node(tags, cJSON_CreateString("generated"));
    ok = ok && json_append_node(tags, cJSON_CreateString(made->kind));
    ok = json_add_node(object, "tags", tags) && ok;
    if (made->values->count > 0)
        ok = ok && json_add_node(object, "values", values_to_json(made->values));
    if (made->rule != NULL) {
        snprintf(text, sizeof text, "invalid:%s", made->rule);
        ok = ok && json_add_text(object, "expect", text);
        /* A gap is shown as one. */
        ok = ok && json_add_node(object, "preview_lacks", cJSON_CreateArray());
    }
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

static bool add_hard_cases(const struct message *base, cJSON *cases, struct error *reterr)
{
    bool ok = true;
    for (size_t kind = 0; ok && kind < hard_value_count(); kind++) {
        struct values values;
        struct made_case made = {
            .template = base->template, .kind = hard_value_name(kind), .values = &values};
        values_init(&values);
        if (hard_value_make(kind, base, &values, &made.rule, reterr))
            ok = json_append_node(cases, case_json(&made));
        values_release(&values);
    }
    return ok;
}

static enum err add_template(const struct template *template, bool examples_only, cJSON *cases,
                             struct generate_counts *counts, struct error *reterr)
{
    struct arena arena;
    struct slot_list slots;
    struct values values;
    struct message message = {
        .template = template, .slots = &slots, .values = &values, .to = "15550001234"};
    arena_init(&arena);
    values_init(&values);
    enum err err = slots_build(template, 0, &arena, &slots, reterr);
    if (err == ERR_OK)
        err = sample_values_fill(&slots, &values, reterr);
    if (err == ERR_OK && hard_value_judge(&message) != NULL) {
        counts->unfillable++;
    } else if (err == ERR_OK) {
        struct made_case made = {.template = template, .kind = "examples", .values = &values};
        bool ok = json_append_node(cases, case_json(&made));
        if (!ok || (!examples_only && !add_hard_cases(&message, cases, reterr)))
            err = error_nomem(reterr);
        counts->templates++;
    }
    values_release(&values);
    arena_release(&arena);
    return err;
}

/* The mark of a gap in the preview: no case that is accepted may show one. */
static bool add_defaults(cJSON *file, const char *to)
{
    cJSON *defaults = cJSON_CreateObject();
    cJSON *gaps = cJSON_CreateArray();
    bool ok = json_append_node(gaps, cJSON_CreateString("⟦"));
    ok = ok && json_add_text(defaults, "to", to);
    ok = ok && json_add_text(defaults, "expect", "accepted");
    ok = json_add_node(defaults, "preview_lacks", gaps) && ok;
    return json_add_node(file, "defaults", defaults) && ok;
}

static enum err add_all(const struct generate_options *options, cJSON *cases,
                        struct generate_counts *counts, struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < options->template_count; i++) {
        const struct template *template = options->templates[i];
        if (!is_named(options, template))
            continue;
        if (template_is_approved(template) && slots_unsendable_reason(template) == NULL)
            err = add_template(template, options->examples_only, cases, counts, reterr);
        else
            counts->unsendable++;
    }
    counts->cases = (size_t)cJSON_GetArraySize(cases);
    if (err == ERR_OK && counts->cases == 0)
        err = error_set(reterr, ERR_CONTENT, "See chakra-tui templates list.",
                        "none of these templates can be sent");
    return err;
}

enum err generate_cases(const struct generate_options *options, cJSON **ret_file,
                        struct generate_counts *ret_counts, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *file = cJSON_CreateObject();
    cJSON *cases = cJSON_CreateArray();
    *ret_file = NULL;
    *ret_counts = (struct generate_counts){0};
    bool ok = json_add_integer(file, "version", 1) && add_defaults(file, options->to);
    if (!json_add_node(file, "cases", cases) || !ok)
        return error_nomem(reterr);
    enum err err = check_names(options, reterr);
    if (err == ERR_OK)
        err = add_all(options, cases, ret_counts, reterr);
    if (err != ERR_OK)
        return err;
    *ret_file = file;
    file = NULL;
    return ERR_OK;
}
