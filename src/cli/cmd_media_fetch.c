/* `media show` and `media fetch`: what a media id is, and its bytes as a file. */
#include <inttypes.h>
#include <stdio.h>

#include "src/base/json.h"
#include "src/chakra/media.h"
#include "src/cli/commands.h"
#include "src/cli/media_fetch.h"
#include "src/cli/output.h"

static bool print_info(const struct media_info *info, const char *file, int64_t bytes, bool json)
{
    char size[32] = "";
    int64_t shown = file != NULL ? bytes : info->bytes;
    if (shown >= 0)
        media_size_text(shown, size, sizeof size);
    if (!json) {
        const char *const lines[] = {file, info->id, info->mime, size, info->sha256};
        static const char *const names[] = {"file", "id", "type", "size", "sha256"};
        for (size_t i = 0; i < COUNT_OF(lines); i++) {
            if (lines[i] == NULL || lines[i][0] == '\0')
                continue;
            printf("%-8s", names[i]);
            output_text(stdout, lines[i]);
            fputc('\n', stdout);
        }
        return true;
    }
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_text(object, "id", info->id) && json_add_text(object, "type", info->mime);
    ok = ok && (shown >= 0 ? json_add_integer(object, "bytes", shown)
                           : json_add_text(object, "bytes", NULL));
    ok = ok && json_add_text(object, "sha256", info->sha256);
    if (file != NULL)
        ok = ok && json_add_text(object, "file", file);
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    return output_json(object);
}

static int run(const struct arguments *arguments, const char *file)
{
    struct session session = {0};
    struct error error = {0};
    struct arena arena;
    struct media_info info;
    int64_t bytes = 0;
    const char *id = arguments->operands[0];
    arena_init(&arena);
    enum err err = session_open(&session, arguments, &error);
    if (err == ERR_OK)
        err = media_fetch_info(&session, id, &arena, &info, &error);
    if (err == ERR_OK && file != NULL)
        err = media_fetch_file(&session, id, &info, file, &bytes, &error);
    if (err == ERR_OK && !print_info(&info, file, bytes, arguments_has(arguments, ARG_JSON)))
        err = error_nomem(&error);
    arena_release(&arena);
    session_close(&session);
    return err == ERR_OK ? 0 : output_error(&error);
}

int command_media_show(const struct arguments *arguments)
{
    return run(arguments, NULL);
}

int command_media_fetch(const struct arguments *arguments)
{
    struct error error = {0};
    if (arguments_has(arguments, ARG_OUTPUT))
        return run(arguments, arguments->value[ARG_OUTPUT]);
    error_set(&error, ERR_USAGE, "Add -o FILE.", "media fetch needs to know where to write");
    return output_error(&error);
}
