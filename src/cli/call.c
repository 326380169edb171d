/* Running a call. */
#include "src/cli/call.h"

#include "src/base/mem.h"
#include "src/outbox/call_answer.h"

enum { HTTP_UNAUTHORIZED = 401 };

static enum err try_call(struct session *session, const struct call *call,
                         struct exchange *exchange, struct error *reterr)
{
    struct job *job = session_new_job(session, JOB_CALL, reterr);
    if (job == NULL)
        return ERR_NOMEM;
    job->method = arena_strdup(&job->arena, call->method);
    job->url = arena_strdup(&job->arena, call->url);
    job->body = arena_strdup(&job->arena, call->body);
    job->is_read = call->is_read;
    job->keeps_headers = call->keeps_headers;
    job->save_fd = call->saves ? call->save_fd : -1;
    job->save_most = call->save_most;
    if (job->method == NULL || job->url == NULL || (call->body != NULL && job->body == NULL)) {
        job_free(job);
        return error_nomem(reterr);
    }
    enum err err = exchange_run(session, job, exchange, reterr);
    if (err != ERR_OK)
        return err;
    if (exchange->done->error.code != ERR_OK) {
        *reterr = exchange->done->error;
        return reterr->code;
    }
    return exchange->result != NULL ? ERR_OK : error_nomem(reterr);
}

enum err call_run(struct session *session, const struct call *call, struct exchange *ret_exchange,
                  struct error *reterr)
{
    struct error error = {0};
    enum err err = try_call(session, call, ret_exchange, &error);
    if (err == ERR_OK && ret_exchange->result->answer.http_status == HTTP_UNAUTHORIZED &&
        session_renew_token(session)) { /* refused at the door: nothing was done */
        exchange_release(ret_exchange);
        err = try_call(session, call, ret_exchange, &error);
    }
    if (err != ERR_OK && reterr != NULL)
        *reterr = error;
    return err;
}

enum err call_read(struct session *session, enum route route, const struct route_parameter *path,
                   const struct route_parameter *query, const char *what,
                   struct exchange *ret_exchange, struct error *reterr)
{
    CLEANUP(mem_freep) char *url = NULL;
    *ret_exchange = (struct exchange){0};
    enum err err = route_url(session_profile(session)->base_url, route, path, query, &url, reterr);
    const struct call call = {.method = route_method(route), .url = url, .is_read = true};
    if (err == ERR_OK)
        err = call_run(session, &call, ret_exchange, reterr);
    return err == ERR_OK ? call_answer_check(&ret_exchange->result->answer, what, reterr) : err;
}
