/* `account show`: senders, business accounts, and how the plugin is set up. */
#include <stdio.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/local_time.h"
#include "src/base/text.h"
#include "src/cli/account_info.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"

static void print_list(const cJSON *list, const char *title, const char *const *names, size_t count)
{
    struct output_table table;
    const cJSON *item = NULL;
    printf("%s\n", text_of(title));
    table_begin(&table, count);
    cJSON_ArrayForEach(item, list)
    {
        for (size_t i = 0; i < count; i++)
            table_add(&table, json_text(item, names[i], ""));
    }
    table_print(&table, stdout);
    if (cJSON_GetArraySize(list) == 0)
        puts(cJSON_IsArray(list) ? text_of("(none)") : text_of("(could not be read)"));
}

static void print_config(const cJSON *config)
{
    const cJSON *member = NULL;
    puts(text_of("\nplugin's configuration"));
    if (!cJSON_IsObject(config))
        puts(text_of("(could not be read)"));
    cJSON_ArrayForEach(member, config)
    {
        CLEANUP(mem_freep) char *value = json_print(member);
        printf("%-30s", member->string);
        output_text(stdout, cJSON_IsNull(member)     ? "-"
                            : cJSON_IsString(member) ? member->valuestring
                                                     : value);
        fputc('\n', stdout);
    }
}

static void print_for_people(const struct account_info *info)
{
    static const char *const senders[] = {"id",           "number",  "name", "status",
                                          "account_mode", "quality", "tier", "waba"};
    static const char *const accounts[] = {"id", "name", "status"};
    const cJSON *problem = NULL;
    print_list(json_member(info->root, "senders"), TEXT("senders"), senders, COUNT_OF(senders));
    fputc('\n', stdout);
    print_list(json_member(info->root, "business_accounts"), TEXT("business accounts"), accounts,
               COUNT_OF(accounts));
    print_config(json_member(info->root, "plugin_config"));
    cJSON_ArrayForEach(problem, json_member(info->root, "problems"))
    {
        output_note("%s", json_text(problem, "message", ""));
    }
}

static bool print_json(struct account_info *info)
{
    int64_t age_ms = clock_now_ms() - info->fetched_at;
    bool ok = json_add_bool(info->root, "is_copy", info->is_copy) &&
              json_add_integer(info->root, "age_s", age_ms > 0 ? age_ms / 1000 : 0);
    cJSON *root = info->root;
    info->root = NULL;
    if (!ok) {
        cJSON_Delete(root);
        root = NULL;
    }
    return output_json(root);
}

int command_account_show(const struct arguments *arguments)
{
    struct session session = {0};
    struct account_info info = {0};
    struct error error = {0};
    enum err err = session_open(&session, arguments, &error);
    if (err == ERR_OK)
        err = account_info_load(&session, &info, &error);
    if (err == ERR_OK && info.is_copy) {
        char when[CLOCK_TEXT_SIZE];
        local_time_format(info.fetched_at, LOCAL_DATE_TIME, when);
        output_note("this is what was known at %s: %s", when, info.why.what);
    }
    if (err == ERR_OK && !arguments_has(arguments, ARG_JSON))
        print_for_people(&info);
    else if (err == ERR_OK && !print_json(&info))
        err = error_nomem(&error);
    account_info_release(&info);
    session_close(&session);
    return err == ERR_OK ? 0 : output_error(&error);
}
