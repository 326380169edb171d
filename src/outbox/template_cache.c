/* Keeping the list of templates. */
#include "src/outbox/template_cache.h"

#include "src/base/json.h"
#include "src/base/strbuf.h"

#include <stdio.h>
#include <string.h>

enum { COPY_BYTES_MAX = 64 * 1024 * 1024, NAME_SIZE = 128 };

static void name_of(const char *waba, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "templates/%.100s", waba);
}

static enum err parse(const char *text, struct arena *arena, struct template_copy *copy,
                      struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    enum err err = json_parse(text, strlen(text), &root, reterr);
    if (err != ERR_OK)
        return err;
    size_t size = cJSON_IsArray(root) ? (size_t)cJSON_GetArraySize(root) : 0;
    copy->items = arena_alloc(arena, size + 1, sizeof *copy->items);
    if (copy->items == NULL)
        return error_nomem(reterr);
    const cJSON *definition = NULL;
    cJSON_ArrayForEach(definition, root)
    {
        struct template *template = NULL;
        if (template_parse(definition, arena, &template, NULL) == ERR_OK)
            copy->items[copy->count++] = template;
    }
    return copy->count > 0 ? ERR_OK
                           : error_set(reterr, ERR_NOT_FOUND, "Fetch the templates again.",
                                       "no template is kept");
}

enum err template_cache_read(struct store *store, const char *waba, struct arena *arena,
                             struct template_copy *ret_copy, struct error *reterr)
{
    char name[NAME_SIZE];
    const char *text = NULL;
    *ret_copy = (struct template_copy){0};
    name_of(waba, name);
    enum err err = store_get_text(store, name, arena, &text, &ret_copy->fetched_at, reterr);
    return err == ERR_OK ? parse(text, arena, ret_copy, reterr) : err;
}

static void print(struct template *const *templates, size_t count, struct strbuf *text)
{
    strbuf_add_char(text, '[');
    for (size_t i = 0; i < count; i++) {
        strbuf_add_text(text, i == 0 ? "" : ",");
        strbuf_add_text(text, templates[i]->json);
    }
    strbuf_add_char(text, ']');
}

static struct job *new_job(const char *name, const char *text, uint64_t number)
{
    struct job *job = job_new(JOB_PUT_TEXT, number);
    if (job == NULL)
        return NULL;
    job->name = arena_strdup(&job->arena, name);
    job->text = arena_strdup(&job->arena, text);
    if (job->name != NULL && job->text != NULL)
        return job;
    job_free(job);
    return NULL;
}

struct job *template_cache_job(const char *waba, struct template *const *templates, size_t count,
                               uint64_t number)
{
    char name[NAME_SIZE];
    struct strbuf text;
    strbuf_init(&text, COPY_BYTES_MAX);
    name_of(waba, name);
    print(templates, count, &text);
    struct job *job = text.failed ? NULL : new_job(name, text.text, number);
    strbuf_release(&text);
    return job;
}
