/* One row of a list: its values, its problems, and what earlier runs did with it. */
#include "src/batch/batch_internal.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/batch/identity.h"
#include "src/whatsapp/graph_error.h"

enum {
    SOME_ATTEMPTS = 1000,
    HTTP_UNAUTHORIZED = 401,
    HTTP_PAYMENT = 402,
    HTTP_FORBIDDEN = 403,
    HTTP_TOO_MANY = 429,
    NO_SUCH_TEMPLATE = 132001
};

/* A cell of a JSON slot that holds an object or a list is one, and so is a typed value. */
static bool is_json_cell(const struct slot *slot, const char *text)
{
    return (slot->kind == SLOT_JSON && (text[0] == '{' || text[0] == '[')) ||
           slot_is_typed_value(slot, text);
}

static enum err set_fixed(struct batch *batch, const char **to, struct error *reterr)
{
    const struct values *fixed = batch->settings.fixed;
    enum err err = ERR_OK;
    for (size_t i = 0; fixed != NULL && err == ERR_OK && i < fixed->count; i++) {
        const struct value *value = &fixed->items[i];
        const struct slot *slot =
            batch->language != NULL ? slots_find(&batch->language->slots, value->key) : NULL;
        if (strcmp(value->key, "to") == 0)
            *to = value->text;
        else if (batch->language != NULL)
            err = values_set(&batch->values, value->key, value->text,
                             value->is_json || (slot != NULL && is_json_cell(slot, value->text)),
                             reterr);
    }
    return err;
}

enum err rows_fill(struct batch *batch, const struct csv_row *row, bool *ret_fits,
                   struct error *reterr)
{
    const struct columns *columns = &batch->columns;
    *ret_fits = row->count == columns->count;
    if (!*ret_fits)
        return ERR_OK;
    const char *to = columns->to < columns->count ? row->cells[columns->to] : NULL;
    bool names_one = columns->language < columns->count;
    batch->language = names_one ? languages_find(&batch->languages, row->cells[columns->language])
                                : batch->languages.usual;
    values_clear(&batch->values);
    enum err err = set_fixed(batch, &to, reterr);
    for (size_t i = 0; batch->language != NULL && err == ERR_OK && i < columns->count; i++) {
        const struct slot *slot = batch->language->of_column[i];
        const char *text = row->cells[i];
        if (slot != NULL && text[0] != '\0') /* an empty cell gives no value */
            err = values_set(&batch->values, slot->key, text, is_json_cell(slot, text), reterr);
    }
    batch->phone = (struct phone){.digits = ""};
    if (to != NULL && phone_normalize(to, &batch->phone, NULL) == ERR_OK)
        to = batch->phone.digits;
    batch->message =
        (struct message){.template = batch->language != NULL ? batch->language->template : NULL,
                         .slots = batch->language != NULL ? &batch->language->slots : NULL,
                         .values = &batch->values,
                         .to = to,
                         .sender_number = batch->settings.sender_number};
    return err;
}

struct compose_options rows_options(const struct batch *batch, const char *uid, uint64_t number)
{
    const struct batch_settings *settings = &batch->settings;
    return (struct compose_options){
        .profile = settings->profile,
        .token = settings->token,
        .plugin_id = settings->plugin_id,
        .phone_number_id = settings->phone_number_id,
        .source = "batch",
        .batch = batch->progress.id,
        .override_duplicate = settings->forces,
        .uid = uid,
        .number = number,
        .now_ms = clock_now_ms(),
        .retry_not_sent = true,
    };
}

/* A template that cannot be sent is the fault of the cell that names its language. */
static const char *column_of(const struct batch *batch, const char *slot)
{
    bool is_named = batch->columns.language < batch->columns.count;
    return is_named && strcmp(slot, "template") == 0
               ? batch->columns.items[batch->columns.language].name
               : columns_name_of(&batch->columns, slot);
}

static void tell(struct batch *batch, int64_t row, const struct problem *problem)
{
    const struct batch_problem told = {
        .row = row,
        .column = column_of(batch, problem->slot),
        .rule = problem->rule,
        .level = problem->level,
        .message = problem->message,
        .prevents = problem->prevents,
    };
    if (problem->level == PROBLEM_ERROR)
        batch->sink.errors++;
    else
        batch->sink.warnings++;
    batch->settings.on_problem(&told, batch->settings.context);
}

static struct facts find_facts(struct batch *batch)
{
    struct facts facts = {.now_ms = clock_now_ms()};
    struct recipient_facts known = {0};
    if (batch->store != NULL && batch->phone.digits[0] != '\0' &&
        store_recipient_facts(batch->store, batch->phone.digits, &known, NULL) == ERR_OK) {
        facts.last_send_to_recipient_ms = known.last_send_ms;
        facts.last_131049_ms = known.last_131049_ms;
        facts.has_131050 = known.has_131050;
    }
    return facts;
}

/* The double-send guard, asked beforehand; it decides when the row is written. */
static enum err check_guard(struct batch *batch, int64_t row, struct error *reterr)
{
    if (batch->store == NULL || batch->settings.forces)
        return ERR_OK;
    struct compose_options options = rows_options(batch, NULL, 0);
    char fingerprint[FINGERPRINT_SIZE];
    int64_t since = 0;
    int64_t id = 0;
    enum err err =
        compose_guard(&batch->message, &options, batch->phone.digits, fingerprint, &since, reterr);
    if (err == ERR_OK)
        err = store_find_duplicate(batch->store, fingerprint, since, &id, reterr);
    if (err == ERR_OK && id != 0)
        sink_tell(&batch->sink, row, columns_name_of(&batch->columns, "to"), "duplicate",
                  PROBLEM_ERROR,
                  "The same message went to this number just now (row %lld of the history): take "
                  "the row out, wait, or add --force.",
                  (long long)id);
    return err;
}

/* The cell names a language that is not there, or none where one is needed. */
static void tell_language(struct batch *batch, const struct csv_row *row)
{
    const char *code = row->cells[batch->columns.language];
    bool is_named = code[strspn(code, " \t\r\n")] != '\0';
    char known[160];
    char next[240];
    struct error error = {0};
    struct problem problem = {
        .slot = "template", .rule = "V6", .level = PROBLEM_ERROR, .prevents = NO_SUCH_TEMPLATE};
    languages_list(&batch->languages, known, sizeof known);
    snprintf(next, sizeof next,
             is_named ? text_of("Write one that it has (%s).")
                      : text_of("Write one that it has (%s), or add --language."),
             known);
    error_set(&error, ERR_CONTENT, next,
              is_named ? "The template has no language %.40s" : "The row names no language%.0s",
              code);
    snprintf(problem.message, sizeof problem.message, "%s. %s", error.what, error.next);
    tell(batch, row->number, &problem);
}

/* A value for a slot that other languages have, and this one has not: nobody would see it. */
static void tell_unseen(struct batch *batch, const struct csv_row *row)
{
    const struct row_language *language = batch->language;
    const struct columns *columns = &batch->columns;
    const struct values *fixed = batch->settings.fixed;
    for (size_t i = 0; i < columns->count; i++)
        if (columns->items[i].slot != NULL && language->of_column[i] == NULL &&
            row->cells[i][0] != '\0')
            sink_tell(&batch->sink, row->number, columns->items[i].name, "", PROBLEM_ERROR,
                      "The template has no slot %.60s in %.40s: empty the cell.",
                      columns->items[i].key, language->template->language);
    for (size_t i = 0; fixed != NULL && i < fixed->count; i++)
        if (strcmp(fixed->items[i].key, "to") != 0 &&
            slots_find(&language->slots, fixed->items[i].key) == NULL)
            sink_tell(&batch->sink, row->number, fixed->items[i].key, "", PROBLEM_ERROR,
                      "The template has no slot %.60s in %.40s: give it in a column, not for all "
                      "rows.",
                      fixed->items[i].key, language->template->language);
}

static enum err check_content(struct batch *batch, int64_t row, struct error *reterr)
{
    struct facts facts = find_facts(batch);
    rules_check(&batch->message, &facts, &batch->problems);
    if (batch->problems.failed)
        return error_nomem(reterr);
    for (size_t i = 0; i < batch->problems.count; i++)
        tell(batch, row, &batch->problems.items[i]);
    if (batch->phone.digits[0] == '\0')
        return ERR_OK; /* the rules said what is wrong with it */
    struct error error = {0};
    if (profile_allows_send(batch->settings.profile, batch->phone.digits, &error) != ERR_OK)
        sink_tell(&batch->sink, row, columns_name_of(&batch->columns, "to"), "", PROBLEM_ERROR,
                  "%s. %s", error.what, error.next);
    return check_guard(batch, row, reterr);
}

enum err rows_check(struct batch *batch, const struct csv_row *row, struct error *reterr)
{
    if (batch->language == NULL) {
        tell_language(batch, row);
        return ERR_OK;
    }
    tell_unseen(batch, row);
    return check_content(batch, row->number, reterr);
}

/* FNV-1a, with the end of each text in it. */
static uint64_t add_text(uint64_t digest, const char *text)
{
    for (; *text != '\0'; text++)
        digest = (digest ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (digest ^ 0xFF) * UINT64_C(1099511628211);
}

/* The order of the columns is the same in every row. */
uint64_t rows_message_digest(const struct batch *batch)
{
    uint64_t digest = add_text(UINT64_C(14695981039346656037), batch->language->template->language);
    for (size_t i = 0; i < batch->values.count; i++) {
        digest = add_text(digest, batch->values.items[i].key);
        digest = add_text(digest, batch->values.items[i].text);
    }
    return digest;
}

/* Nobody got it, and the cause lay not in the message: it may be tried again. */
static bool may_be_sent_again(const struct sent_row *row)
{
    static const int causes[] = {HTTP_UNAUTHORIZED, HTTP_PAYMENT, HTTP_FORBIDDEN, HTTP_TOO_MANY};
    if (row->state == SEND_NOT_SENT || row->state == SEND_CANCELLED)
        return true;
    if (row->state != SEND_REJECTED)
        return false;
    for (size_t i = 0; i < COUNT_OF(causes); i++)
        if (row->http_status == causes[i])
            return true;
    const struct graph_error *known = graph_error_find(row->error_code);
    return known != NULL && (known->class == GRAPH_TOKEN || known->class == GRAPH_ACCOUNT ||
                             known->class == GRAPH_THROTTLE);
}

enum err rows_find_fate(struct batch *batch, int64_t row, struct fate *ret_fate,
                        struct error *reterr)
{
    *ret_fate = (struct fate){.decided = false};
    arena_clear(&batch->scratch);
    enum err err = ERR_OK;
    bool goes_on = batch->settings.resumes && batch->store != NULL;
    while (err == ERR_OK && goes_on) {
        char uid[UUID_TEXT_SIZE];
        struct sent_row sent = {0};
        err = identity_of_row(batch->progress.id, row, ret_fate->attempt, uid, reterr);
        if (err == ERR_OK)
            err = store_find_sent(batch->store, uid, &batch->scratch, &sent, reterr);
        if (err != ERR_OK || sent.id == 0)
            return err;
        ret_fate->last = sent;
        ret_fate->decided = !may_be_sent_again(&sent);
        goes_on = !ret_fate->decided && ++ret_fate->attempt < SOME_ATTEMPTS;
    }
    return err;
}
