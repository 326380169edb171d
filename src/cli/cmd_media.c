/* `media upload`: a file becomes a link that a media header can be given. */
#include <stdio.h>

#include "src/base/json.h"
#include "src/chakra/media.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/cli/sender.h"
#include "src/cli/upload.h"

static bool print_uploaded(const struct job_event *uploaded, bool json)
{
    if (!json) {
        output_text(stdout, uploaded->upload_url);
        fputc('\n', stdout);
        return true;
    }
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "url", uploaded->upload_url);
    ok = ok && json_add_text(object, "type", media_type_mime(uploaded->media_type));
    ok = ok && json_add_integer(object, "bytes", uploaded->bytes_total);
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    return output_json(object);
}

/* The file first: what is wrong with it can be said without an account. */
static enum err check_file(const char *path, struct error *reterr)
{
    struct media_file file;
    enum err err = media_look(path, &file, reterr);
    if (err == ERR_OK)
        err = media_fits(&file, HEADER_NONE, reterr);
    if (err == ERR_OK && file.warning[0] != '\0')
        output_note("%s", file.warning);
    return err;
}

int command_media_upload(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct session session = {0};
    struct exchange exchange = {0};
    struct error error = {0};
    enum err err = check_file(path, &error);
    if (err != ERR_OK)
        return output_error(&error);
    err = session_open(&session, arguments, &error);
    if (err == ERR_OK)
        err = sender_check_plugin(&session, &error);
    if (err == ERR_OK)
        err = upload_run(&session, session.config.plugin_id, path, HEADER_NONE, &exchange, &error);
    if (exchange.result != NULL) {
        bool printed = print_uploaded(exchange.result, arguments_has(arguments, ARG_JSON));
        output_note("anyone who has this link can read the file");
        if (!printed && err == ERR_OK)
            err = error_nomem(&error);
    }
    exchange_release(&exchange);
    session_close(&session);
    return err == ERR_OK ? 0 : output_error(&error);
}
