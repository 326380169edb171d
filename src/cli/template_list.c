/* Fetching, keeping and searching the list of templates. */
#include "src/cli/template_list.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/cli/output.h"
#include "src/cli/sender.h"
#include "src/config/nearest.h"

enum { LARGEST_COPY = 64 * 1024 * 1024 };

void template_list_release(struct template_list *list)
{
    exchange_release(&list->fetched);
    arena_release(&list->arena);
    *list = (struct template_list){0};
}

static enum err fetch(struct session *session, const char *waba, struct template_list *list,
                      struct error *reterr)
{
    struct job *job = session_new_job(session, JOB_LIST_TEMPLATES, reterr);
    if (job == NULL)
        return ERR_NOMEM;
    job->waba = arena_strdup(&job->arena, waba);
    if (job->waba == NULL) {
        job_free(job);
        return error_nomem(reterr);
    }
    enum err err = exchange_run(session, job, &list->fetched, reterr);
    if (err != ERR_OK)
        return err;
    const struct error *end = &list->fetched.done->error;
    const struct job_event *result = list->fetched.result;
    if (result != NULL && !error_is_decisive(end->code)) {
        list->items = result->templates;
        list->count = result->template_count;
        if (end->code != ERR_OK) /* a list that never ends still brought some */
            output_note("%s. %s", end->what, end->next);
        if (result->unreadable > 0)
            output_note("%zu templates of the account could not be read", result->unreadable);
        return ERR_OK;
    }
    if (reterr != NULL)
        *reterr = *end;
    return end->code != ERR_OK ? end->code
                               : error_set(reterr, ERR_INVALID, "Check base_url.",
                                           "the server gave no list of templates");
}

/* One array with all definitions as they came. */
static void print_copy(const struct template_list *list, struct strbuf *text)
{
    for (size_t i = 0; i < list->count; i++) {
        strbuf_add_char(text, i == 0 ? '[' : ',');
        strbuf_add_text(text, list->items[i]->json);
    }
    strbuf_add_text(text, list->count == 0 ? "[]" : "]");
}

static enum err read_copy_text(const struct session *session, const char *name, struct arena *arena,
                               const char **ret_text, int64_t *ret_at, struct error *reterr)
{
    struct store *store = NULL;
    enum err err = store_open(session->config.data_folder, STORE_READ, &store, reterr);
    if (err != ERR_OK)
        return err;
    err = store_get_text(store, name, arena, ret_text, ret_at, reterr);
    store_close(store);
    return err;
}

static bool is_kept_already(const struct session *session, const char *name, const char *text)
{
    struct arena arena;
    arena_init(&arena);
    const char *kept = NULL;
    int64_t at = 0;
    bool same = read_copy_text(session, name, &arena, &kept, &at, NULL) == ERR_OK &&
                strcmp(kept, text) == 0;
    arena_release(&arena);
    return same;
}

/* Best effort: the command does not need it, the next one may. The worker writes it, at the latest
 * when it is stopped. */
static void keep_copy(struct session *session, const char *name, const struct template_list *list)
{
    struct strbuf text;
    strbuf_init(&text, LARGEST_COPY);
    print_copy(list, &text);
    struct job *job = NULL;
    if (!text.failed && !is_kept_already(session, name, text.text))
        job = session_new_job(session, JOB_PUT_TEXT, NULL);
    if (job != NULL) {
        job->name = arena_strdup(&job->arena, name);
        job->text = arena_strdup(&job->arena, text.text);
        if (job->name == NULL || job->text == NULL ||
            outbox_submit(session->outbox, job, NULL) != ERR_OK)
            job_free(job);
    }
    strbuf_release(&text);
}

static enum err parse_copy(const char *text, struct template_list *list, struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_parse(text, strlen(text), &root, reterr);
    if (err != ERR_OK)
        return err;
    int size = cJSON_IsArray(root) ? cJSON_GetArraySize(root) : 0;
    list->items = arena_alloc(&list->arena, (size_t)size + 1, sizeof(struct template *));
    if (list->items == NULL)
        return error_nomem(reterr);
    const cJSON *definition = NULL;
    cJSON_ArrayForEach(definition, root)
    {
        struct template *template = NULL;
        if (list->count < (size_t)size &&
            template_parse(definition, &list->arena, &template, NULL) == ERR_OK)
            list->items[list->count++] = template;
    }
    return list->count > 0 ? ERR_OK : ERR_NOT_FOUND;
}

/* `why` is the failure that makes a copy welcome. */
static enum err use_copy(const struct session *session, const char *name,
                         struct template_list *list, const struct error *why)
{
    const char *text = NULL;
    int64_t at = 0;
    enum err err = read_copy_text(session, name, &list->arena, &text, &at, NULL);
    if (err == ERR_OK)
        err = parse_copy(text, list, NULL);
    if (err != ERR_OK)
        return err;
    list->is_copy = true;
    char when[CLOCK_TEXT_SIZE];
    clock_format_local(at, when);
    output_note("%s; using the list of %s", why->what, when);
    return ERR_OK;
}

enum err template_list_load(struct session *session, const char *waba,
                            struct template_list *ret_list, struct error *reterr)
{
    *ret_list = (struct template_list){0};
    arena_init(&ret_list->arena);
    char name[128];
    snprintf(name, sizeof name, "templates/%.100s", waba);
    struct error why = {0};
    enum err err = fetch(session, waba, ret_list, &why);
    if (err == ERR_OK)
        keep_copy(session, name, ret_list);
    else if (!error_is_decisive(err) && use_copy(session, name, ret_list, &why) == ERR_OK)
        err = ERR_OK;
    if (err != ERR_OK && reterr != NULL)
        *reterr = why;
    return err;
}

static enum err no_such_name(const struct template_list *list, const char *name,
                             struct error *reterr)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (size_t i = 0; i < list->count; i++)
        nearest_offer(&nearest, list->items[i]->name);
    error_set(reterr, ERR_NOT_FOUND, "See chakra-tui templates list.",
              "the account has no template %.100s", name);
    if (nearest.best != NULL && reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, "Did you mean %.200s?", nearest.best);
    return ERR_NOT_FOUND;
}

static enum err no_such_language(const struct template_list *list, const char *name,
                                 const char *language, struct error *reterr)
{
    if (language != NULL)
        error_set(reterr, ERR_NOT_FOUND, NULL, "the template %.100s has no language %.40s", name,
                  language);
    else
        error_set(reterr, ERR_NOT_FOUND, NULL, "the template %.100s has several languages", name);
    if (reterr == NULL)
        return ERR_NOT_FOUND;
    size_t length = (size_t)snprintf(reterr->next, sizeof reterr->next, "Use --language with");
    const char *mark = " ";
    for (size_t i = 0; i < list->count && length + 20 < sizeof reterr->next; i++) {
        if (strcmp(list->items[i]->name, name) != 0)
            continue;
        length += (size_t)snprintf(reterr->next + length, sizeof reterr->next - length, "%s%.16s",
                                   mark, list->items[i]->language);
        mark = ", ";
    }
    if (length + 1 < sizeof reterr->next)
        snprintf(reterr->next + length, sizeof reterr->next - length, ".");
    return ERR_NOT_FOUND;
}

enum err template_list_find(const struct template_list *list, const char *name,
                            const char *language, struct template **ret_template,
                            struct error *reterr)
{
    size_t named = 0, found = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i]->name, name) != 0)
            continue;
        named++;
        if (language != NULL && strcmp(list->items[i]->language, language) != 0)
            continue;
        found++;
        *ret_template = list->items[i];
    }
    if (found == 1 || (found > 1 && language != NULL))
        return ERR_OK;
    return named == 0 ? no_such_name(list, name, reterr)
                      : no_such_language(list, name, language, reterr);
}
