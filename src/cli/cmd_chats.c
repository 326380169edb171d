/* `chats list` and `chats show`: what ChakraHQ keeps of the conversations. */
#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/local_time.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/uuid.h"
#include "src/chakra/chat_window.h"
#include "src/cli/commands.h"
#include "src/cli/exchange.h"
#include "src/cli/output.h"
#include "src/whatsapp/phone.h"

enum { DEFAULT_ROWS = 50, MOST_CHATS = 50, MOST_MESSAGES = 1000 };

static bool add_time(cJSON *object, const char *name, int64_t at)
{
    char text[CLOCK_TEXT_SIZE] = "";
    if (at != 0)
        clock_format_utc(at, text);
    return json_add_text(object, name, at != 0 ? text : NULL);
}

/* "" is what the list did not say. */
static bool add_known(cJSON *object, const char *name, const char *text)
{
    return json_add_text(object, name, text[0] != '\0' ? text : NULL);
}

static cJSON *finish(cJSON *object, bool ok)
{
    if (ok)
        return object;
    cJSON_Delete(object);
    return NULL;
}

static cJSON *chat_json(const struct chat *chat)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = add_known(object, "id", chat->id) && add_known(object, "to", chat->recipient) &&
              add_known(object, "name", chat->name) && add_time(object, "at", chat->at) &&
              add_known(object, "text", chat->text);
    return finish(object, ok);
}

static cJSON *message_json(const struct chat_message *message)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = add_time(object, "at", message->at) &&
              add_known(object, "direction", chat_direction_word(message->direction)) &&
              add_known(object, "status", message->status) &&
              add_known(object, "text", message->text) &&
              add_known(object, "wamid", message->wamid) && add_known(object, "id", message->id) &&
              add_known(object, "template", message->template_name) &&
              add_known(object, "template_id", message->template_id);
    ok = ok &&
         (message->error_code != 0 ? json_add_integer(object, "error_code", message->error_code)
                                   : json_add_text(object, "error_code", NULL));
    return finish(object, ok);
}

static void format_time(int64_t at, char text[CLOCK_TEXT_SIZE])
{
    text[0] = '\0';
    if (at != 0)
        local_time_format(at, LOCAL_DATE_TIME, text);
}

static bool print_chats(const struct job_event *listed, bool json)
{
    struct output_table table;
    table_begin(&table, 4);
    bool ok = true;
    for (size_t i = 0; ok && i < listed->chat_count; i++) {
        const struct chat *chat = &listed->chats[i];
        char time[CLOCK_TEXT_SIZE];
        format_time(chat->at, time);
        const char *const cells[] = {chat->recipient, chat->name, time, chat->text};
        for (size_t j = 0; !json && j < COUNT_OF(cells); j++)
            table_add(&table, cells[j]);
        ok = !json || output_json(chat_json(chat));
    }
    table_print(&table, stdout);
    return ok;
}

static bool print_messages(const struct job_event *listed, bool json)
{
    struct output_table table;
    table_begin(&table, 4);
    bool ok = true;
    for (size_t i = 0; ok && i < listed->message_count; i++) {
        const struct chat_message *message = &listed->messages[i];
        char time[CLOCK_TEXT_SIZE];
        format_time(message->at, time);
        const char *const cells[] = {time, chat_direction_word(message->direction), message->status,
                                     message->text};
        for (size_t j = 0; !json && j < COUNT_OF(cells); j++)
            table_add(&table, cells[j]);
        ok = !json || output_json(message_json(message));
    }
    table_print(&table, stdout);
    return ok;
}

/* Who is meant: a number, or a chat's id as `chats list` shows it. */
static enum err set_whom(struct job *job, const char *operand, struct error *reterr)
{
    struct phone phone;
    if (uuid_is_valid(operand)) {
        job->chat_id = arena_strdup(&job->arena, operand);
        return job->chat_id != NULL ? ERR_OK : error_nomem(reterr);
    }
    enum err err = phone_normalize(operand, &phone, reterr);
    if (err != ERR_OK)
        return err;
    job->recipient = arena_strdup(&job->arena, phone.digits);
    return job->recipient != NULL ? ERR_OK : error_nomem(reterr);
}

static enum err run_job(struct session *session, enum job_kind kind, const char *operand,
                        long limit, int64_t since, struct exchange *exchange, struct error *reterr)
{
    struct job *job = session_new_job(session, kind, reterr);
    if (job == NULL)
        return ERR_NOMEM;
    job->limit = (size_t)limit;
    job->since = since;
    enum err err = operand != NULL ? set_whom(job, operand, reterr) : ERR_OK;
    if (err != ERR_OK) {
        job_free(job);
        return err;
    }
    err = exchange_run(session, job, exchange, reterr);
    if (err != ERR_OK || exchange->done->error.code == ERR_OK)
        return err;
    *reterr = exchange->done->error;
    return reterr->code;
}

/* `most` 0: all since then, whatever --limit says. */
static int list(const struct arguments *arguments, enum job_kind kind, const char *operand,
                long most, int64_t since, bool (*print)(const struct job_event *listed, bool json))
{
    struct session session = {0};
    struct exchange exchange = {0};
    struct error error = {0};
    long limit = most > 0 ? DEFAULT_ROWS : 0;
    enum err err =
        most == 0 ? ERR_OK : arguments_number(arguments, ARG_LIMIT, 1, most, &limit, &error);
    if (err == ERR_OK)
        err = session_open(&session, arguments, &error);
    if (err == ERR_OK)
        err = run_job(&session, kind, operand, limit, since, &exchange, &error);
    if (err == ERR_AUTH && session_renew_token(&session)) {
        exchange_release(&exchange);
        err = run_job(&session, kind, operand, limit, since, &exchange, &error);
    }
    if (err == ERR_OK && exchange.result == NULL)
        err = error_nomem(&error);
    if (err == ERR_OK && !print(exchange.result, arguments_has(arguments, ARG_JSON)))
        err = error_nomem(&error);
    exchange_release(&exchange);
    session_close(&session);
    return err == ERR_OK ? 0 : output_error(&error);
}

static bool print_window(const struct job_event *listed, bool json)
{
    const struct chat_window window = chat_window_decide(listed->messages, listed->message_count,
                                                         listed->complete, clock_now_ms());
    if (json) {
        cJSON *object = cJSON_CreateObject();
        bool ok = json_add_text(object, "window", chat_window_word(window.state)) &&
                  add_time(object, "last_inbound_at", window.last_inbound_at) &&
                  add_time(object, "closes_at", window.closes_at) &&
                  json_add_text(object, "reason", window.reason);
        return output_json(finish(object, ok));
    }
    char time[CLOCK_TEXT_SIZE];
    format_time(window.closes_at, time);
    const char *word = window.state == WINDOW_CANNOT_TELL ? text_of("cannot tell")
                                                          : chat_window_word(window.state);
    if (time[0] != '\0')
        printf(text_of("%s until %s\n"), word, time);
    else
        printf("%s\n", word);
    printf("  %s\n", window.reason);
    return true;
}

int command_chats_window(const struct arguments *arguments)
{
    return list(arguments, JOB_LIST_MESSAGES, arguments->operands[0], 0,
                clock_now_ms() - CHAT_WINDOW_MS, print_window);
}

int command_chats_list(const struct arguments *arguments)
{
    return list(arguments, JOB_LIST_CHATS, NULL, MOST_CHATS, 0, print_chats);
}

int command_chats_show(const struct arguments *arguments)
{
    return list(arguments, JOB_LIST_MESSAGES, arguments->operands[0], MOST_MESSAGES, 0,
                print_messages);
}
