/* Fetching, keeping and searching the list of templates. */
#include "src/cli/template_list.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/local_time.h"
#include "src/base/text.h"
#include "src/cli/output.h"
#include "src/cli/sender.h"
#include "src/config/nearest.h"
#include "src/outbox/template_cache.h"

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

/* Best effort: the command does not need it, the next one may. The worker writes it, at the latest
 * when it is stopped. */
static void keep_copy(struct session *session, const char *waba, const struct template_list *list)
{
    struct job *job = template_cache_job(waba, list->items, list->count, ++session->last_number);
    if (job != NULL && outbox_submit(session->outbox, job, NULL) != ERR_OK)
        job_free(job);
}

/* `why` is the failure that makes a copy welcome. */
static enum err use_copy(const struct session *session, const char *waba,
                         struct template_list *list, const struct error *why)
{
    struct store *store = NULL;
    struct template_copy copy = {0};
    enum err err = store_open(session->config.data_folder, STORE_READ, &store, NULL);
    if (err == ERR_OK)
        err = template_cache_read(store, waba, &list->arena, &copy, NULL);
    if (store != NULL)
        store_close(store);
    if (err != ERR_OK)
        return err;
    list->items = copy.items;
    list->count = copy.count;
    list->is_copy = true;
    list->fetched_at = copy.fetched_at;
    list->why = *why;
    char when[CLOCK_TEXT_SIZE];
    local_time_format(copy.fetched_at, LOCAL_DATE_TIME, when);
    output_note("%s; using the list of %s", why->what, when);
    return ERR_OK;
}

enum err template_list_load(struct session *session, const char *waba,
                            struct template_list *ret_list, struct error *reterr)
{
    *ret_list = (struct template_list){0};
    arena_init(&ret_list->arena);
    struct error why = {0};
    enum err err = fetch(session, waba, ret_list, &why);
    if (err == ERR_OK)
        keep_copy(session, waba, ret_list);
    else if (!error_is_decisive(err) && use_copy(session, waba, ret_list, &why) == ERR_OK)
        err = ERR_OK;
    if (err != ERR_OK && reterr != NULL)
        *reterr = why;
    return err;
}

enum err template_list_fetch(struct session *session, const char *waba,
                             struct template_list *ret_list, struct error *reterr)
{
    *ret_list = (struct template_list){0};
    arena_init(&ret_list->arena);
    enum err err = fetch(session, waba, ret_list, reterr);
    if (err == ERR_AUTH && session_renew_token(session)) {
        exchange_release(&ret_list->fetched);
        err = fetch(session, waba, ret_list, reterr);
    }
    if (err != ERR_OK || ret_list->fetched.done->error.code == ERR_OK)
        return err;
    if (reterr != NULL)
        *reterr = ret_list->fetched.done->error;
    return ret_list->fetched.done->error.code;
}

enum err template_list_keep(struct session *session, const char *waba,
                            struct template *const *items, size_t count, struct error *reterr)
{
    struct job *job = template_cache_job(waba, items, count, ++session->last_number);
    if (job == NULL)
        return error_nomem(reterr);
    struct exchange kept = {0};
    enum err err = exchange_run(session, job, &kept, reterr);
    if (err == ERR_OK && kept.done->error.code != ERR_OK) {
        err = kept.done->error.code;
        if (reterr != NULL)
            *reterr = kept.done->error;
    }
    exchange_release(&kept);
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
        snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean %.200s?"), nearest.best);
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
    size_t length =
        (size_t)snprintf(reterr->next, sizeof reterr->next, text_of("Use --language with"));
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
