/* Running an upload. */
#include "src/cli/upload.h"

#include "src/outbox/compose_upload.h"

static enum err try_upload(struct session *session, const char *plugin_id, const char *path,
                           enum header_format upload_for, struct exchange *exchange,
                           struct error *reterr)
{
    struct upload_options options = {
        .profile = session_profile(session),
        .token = &session->token,
        .plugin_id = plugin_id,
        .path = path,
        .upload_for = upload_for,
        .number = ++session->last_number,
    };
    struct job *job = NULL;
    enum err err = compose_upload(&options, &job, reterr);
    if (err == ERR_OK)
        err = exchange_run(session, job, exchange, reterr);
    if (err == ERR_OK && exchange->done->error.code != ERR_OK) {
        if (reterr != NULL)
            *reterr = exchange->done->error;
        err = exchange->done->error.code;
    }
    return err;
}

enum err upload_run(struct session *session, const char *plugin_id, const char *path,
                    enum header_format upload_for, struct exchange *ret_exchange,
                    struct error *reterr)
{
    *ret_exchange = (struct exchange){0};
    enum err err = try_upload(session, plugin_id, path, upload_for, ret_exchange, reterr);
    if (err == ERR_AUTH && session_renew_token(session)) { /* refused: nothing was stored */
        exchange_release(ret_exchange);
        err = try_upload(session, plugin_id, path, upload_for, ret_exchange, reterr);
    }
    if (err == ERR_OK &&
        ret_exchange->interrupted) /* too late for the upload, not for what follows */
        err = error_set(reterr, ERR_INTERRUPTED, "Start it again when you need it.",
                        "stopped after the upload");
    return err;
}

enum err upload_files(const struct send_files *files, struct session *session,
                      const char *plugin_id, struct values *values,
                      const struct send_file **ret_failed, struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < files->count; i++) {
        const struct send_file *file = &files->items[i];
        struct exchange exchange;
        err = upload_run(session, plugin_id, file->path, file->format, &exchange, reterr);
        if (err == ERR_OK)
            err = values_set(values, file->link_key, exchange.result->upload_url, false, reterr);
        if (err != ERR_OK)
            *ret_failed = file;
        exchange_release(&exchange);
    }
    return err;
}
