/* `history purge`: retention. Without --yes it only says what would go. */
#include <stdio.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/local_count.h"
#include "src/base/local_time.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/config/history_settings.h"
#include "src/config/options.h"
#include "src/history/store_edit.h"

static enum err read_age(const struct arguments *arguments, int64_t *ret_ms, struct error *reterr)
{
    const char *text = arguments->value[ARG_OLDER_THAN];
    long ms = 0;
    if (text != NULL && (!option_parse_duration(text, &ms) || ms <= 0))
        return error_set(reterr, ERR_USAGE, "Write a span such as 400d or 12h.",
                         "--older-than cannot be '%.40s'", text);
    *ret_ms = ms;
    if (text != NULL)
        return ERR_OK;
    struct config_flags flags = arguments_flags(arguments);
    struct history_settings settings;
    enum err err = history_settings_read(&flags, &settings, reterr);
    *ret_ms = settings.retain_ms;
    history_settings_release(&settings);
    if (err == ERR_OK && *ret_ms == 0)
        err = error_set(reterr, ERR_USAGE,
                        "Write --older-than 400d, or retain = 400d in the settings.",
                        "it is not said how long rows are kept");
    return err;
}

static enum err delete_rows(struct store *store, int64_t before, int64_t *ret_count,
                            struct error *reterr)
{
    int64_t count = 0;
    *ret_count = 0;
    enum err err = ERR_OK;
    do {
        err = store_purge_step(store, before, &count, reterr);
        *ret_count += count;
    } while (err == ERR_OK && count > 0);
    return err == ERR_OK ? store_purge_finish(store, reterr) : err;
}

static bool add_time(cJSON *object, const char *name, int64_t at, bool is_there)
{
    char text[CLOCK_TEXT_SIZE];
    clock_format_utc(at, text);
    return json_add_text(object, name, is_there ? text : NULL);
}

static void print_json(const struct store_purge *purge, int64_t before, int64_t deleted)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = add_time(object, "before", before, true);
    ok = ok && json_add_integer(object, "rows", purge->count);
    ok = ok && add_time(object, "first", purge->first, purge->count > 0);
    ok = ok && add_time(object, "last", purge->last, purge->count > 0);
    ok = ok && json_add_integer(object, "deleted", deleted);
    if (!ok) {
        cJSON_Delete(object);
        object = NULL;
    }
    output_json(object);
}

static void print_text(const struct store_purge *purge, int64_t before, bool yes, int64_t deleted)
{
    char limit[CLOCK_TEXT_SIZE], first[CLOCK_TEXT_SIZE], last[CLOCK_TEXT_SIZE];
    local_time_format(before, LOCAL_DATE_TIME, limit);
    local_time_format(purge->first, LOCAL_DATE_TIME, first);
    local_time_format(purge->last, LOCAL_DATE_TIME, last);
    if (purge->count == 0)
        printf(text_of("no row is older than %s\n"), limit);
    else if (yes)
        printf(text_count("%s row from before %s is deleted\n",
                          "%s rows from before %s are deleted\n", deleted),
               local_count(deleted).text, limit);
    else
        printf(text_count("%s row from %s to %s would be deleted; nothing is done without --yes\n",
                          "%s rows from %s to %s would be deleted; nothing is done without --yes\n",
                          purge->count),
               local_count(purge->count).text, first, last);
}

int command_history_purge(const struct arguments *arguments)
{
    struct error error = {0};
    struct store *store = NULL;
    struct store_purge purge = {0};
    int64_t age = 0, deleted = 0;
    bool yes = arguments_has(arguments, ARG_YES);
    struct config_flags flags = arguments_flags(arguments);
    enum err err = read_age(arguments, &age, &error);
    int64_t before = clock_now_ms() - age;
    CLEANUP(mem_freep) char *folder = err == ERR_OK ? config_data_folder(&flags, &error) : NULL;
    if (err == ERR_OK && folder == NULL)
        err = error.code != ERR_OK ? error.code : error_nomem(&error);
    if (err == ERR_OK) /* nothing is made where there is nothing */
        err = store_open(folder, STORE_READ, &store, &error);
    if (err == ERR_OK)
        err = store_purge_count(store, before, &purge, &error);
    store_close(store);
    store = NULL;
    if (err == ERR_NOT_FOUND)
        err = ERR_OK;
    if (err == ERR_OK && yes && purge.count > 0)
        err = store_open(folder, STORE_WRITE, &store, &error);
    if (err == ERR_OK && store != NULL)
        err = delete_rows(store, before, &deleted, &error);
    store_close(store);
    if (err != ERR_OK)
        return output_error(&error);
    if (arguments_has(arguments, ARG_JSON))
        print_json(&purge, before, deleted);
    else
        print_text(&purge, before, yes, deleted);
    return 0;
}
