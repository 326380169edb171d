/*
 * The intent: everything known before the first byte, committed together with
 * the guard's look at earlier rows. The transaction has the write lock from its
 * start, so two programs cannot both find nothing and both insert.
 */
#include "src/history/store.h"

#include <stdio.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/mem.h"
#include "src/history/store_group.h"
#include "src/history/store_internal.h"

enum { AGE_SIZE = 48 };

static void format_age(int64_t age_ms, char text[AGE_SIZE])
{
    static const struct {
        int64_t ms;
        const char *unit;
    } units[] = {
        {86400000, "day"},
        {3600000, "hour"},
        {60000, "minute"},
        {1000, "second"},
    };
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (age_ms >= units[i].ms) {
            long long count = age_ms / units[i].ms;
            snprintf(text, AGE_SIZE, "%lld %s%s ago", count, units[i].unit, count > 1 ? "s" : "");
            return;
        }
    snprintf(text, AGE_SIZE, "just now"); /* also when the clock was set back */
}

static enum err duplicate_error(const struct duplicate *duplicate, struct error *reterr)
{
    char age[AGE_SIZE];
    format_age(clock_now_ms() - duplicate->created_at, age);
    return error_set(reterr, ERR_DUPLICATE,
                     "Wait, change a value, or send it all the same with --force.",
                     "the same message to this number is row %lld (%s, %s)",
                     (long long)duplicate->id, send_state_word(duplicate->state), age);
}

/* FNV-1a; equal digests are told apart by comparing the texts. */
static int64_t digest_text(const char *text)
{
    uint64_t digest = 14695981039346656037u;
    for (const char *at = text; *at != '\0'; at++)
        digest = (digest ^ (unsigned char)*at) * 1099511628211u;
    int64_t value;
    memcpy(&value, &digest, sizeof value);
    return value;
}

enum err store_definition(struct store *store, const char *text, int64_t *ret_id,
                          struct error *reterr)
{
    *ret_id = 0;
    if (text == NULL)
        return ERR_OK;
    CLEANUP(statement_done) sqlite3_stmt *find = NULL;
    CLEANUP(statement_done) sqlite3_stmt *insert = NULL;
    enum err err = store_statement(store, STATEMENT_FIND_DEFINITION, &find, reterr);
    if (err == ERR_OK)
        err = store_statement(store, STATEMENT_INSERT_DEFINITION, &insert, reterr);
    if (err != ERR_OK)
        return err;
    bool found = false;
    struct binder binder = binder_start(find);
    bind_integer(&binder, digest_text(text));
    bind_text(&binder, text);
    err = statement_run(store, &binder, "read", &found, reterr);
    if (err == ERR_OK && found) {
        *ret_id = sqlite3_column_int64(find, 0);
    } else if (err == ERR_OK) {
        binder = binder_start(insert);
        bind_integer(&binder, digest_text(text));
        bind_text(&binder, text);
        err = statement_run(store, &binder, "write", NULL, reterr);
        *ret_id = sqlite3_last_insert_rowid(store->db);
    }
    return err;
}

static enum send_state first_state(const struct send_intent *intent)
{
    return intent->starts_at_once ? SEND_SENDING : SEND_QUEUED;
}

static enum err insert_send(struct store *store, const struct send_intent *intent, const char *uid,
                            int64_t now, int64_t *ret_id, struct error *reterr)
{
    const struct send_row *row = &intent->detail->row;
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    enum err err = store_statement(store, STATEMENT_INSERT_SEND, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_text(&binder, uid);
    bind_integer(&binder, now);
    bind_text(&binder, row->profile);
    bind_text(&binder, row->plugin_id);
    bind_text(&binder, row->phone_number_id);
    bind_text(&binder, row->to);
    bind_text(&binder, row->template);
    bind_text(&binder, row->language);
    bind_text(&binder, row->category);
    bind_state(&binder, first_state(intent));
    bind_text(&binder, row->source);
    bind_text(&binder, row->operator_name);
    bind_text(&binder, row->batch);
    bind_integer_or_null(&binder, row->sent_again_of, 0);
    bind_text(&binder, intent->owner);
    bind_text(&binder, intent->fingerprint);
    err = statement_run(store, &binder, "write", NULL, reterr);
    *ret_id = sqlite3_last_insert_rowid(store->db);
    return err;
}

enum err store_insert_texts(struct store *store, int64_t id, const struct send_detail *detail,
                            struct error *reterr)
{
    int64_t definition = 0;
    enum err err = store_definition(store, detail->definition, &definition, reterr);
    CLEANUP(statement_done) sqlite3_stmt *statement = NULL;
    if (err == ERR_OK)
        err = store_statement(store, STATEMENT_INSERT_SEND_TEXT, &statement, reterr);
    if (err != ERR_OK)
        return err;
    struct binder binder = binder_start(statement);
    bind_integer(&binder, id);
    bind_text(&binder, detail->values);
    bind_integer_or_null(&binder, definition, 0);
    bind_text(&binder, detail->request);
    bind_text(&binder, detail->note);
    bind_text(&binder, detail->tags);
    bind_bytes(&binder, detail->reply, detail->reply_length);
    return statement_run(store, &binder, "write", NULL, reterr);
}

static enum err insert_all(struct store *store, const struct send_intent *intent, int64_t *ret_id,
                           struct error *reterr)
{
    const struct send_row *row = &intent->detail->row;
    char made[UUID_TEXT_SIZE];
    if (row->uid == NULL && uuid_make(made, reterr) != ERR_OK)
        return ERR_IO;
    int64_t now = row->created_at != 0 ? row->created_at : clock_now_ms();
    int64_t id = 0;
    enum err err = insert_send(store, intent, row->uid != NULL ? row->uid : made, now, &id, reterr);
    if (err == ERR_OK)
        err = store_insert_texts(store, id, intent->detail, reterr);
    if (err == ERR_OK)
        err = store_insert_event(
            store, id,
            &(struct send_event){.at = now, .state = first_state(intent), .source = "program"},
            reterr);
    *ret_id = id;
    return err;
}

/* In the caller's transaction, which can go on after ERR_DUPLICATE: nothing was written then. */
static enum err insert_within(struct store *store, const struct send_intent *intent,
                              struct duplicate *ret_duplicate, int64_t *ret_id,
                              struct error *reterr)
{
    enum err err = ERR_OK;
    *ret_duplicate = (struct duplicate){0};
    if (!intent->override_duplicate)
        err = store_look_for_duplicate(store, intent->fingerprint, intent->duplicate_since,
                                       ret_duplicate, reterr);
    if (err == ERR_OK && ret_duplicate->id != 0)
        err = duplicate_error(ret_duplicate, reterr);
    return err == ERR_OK ? insert_all(store, intent, ret_id, reterr) : err;
}

static enum err insert_guarded(struct store *store, const struct send_intent *intent,
                               struct duplicate *ret_duplicate, int64_t *ret_id,
                               struct error *reterr)
{
    enum err err = transaction_begin(store, reterr);
    if (err != ERR_OK)
        return err;
    err = insert_within(store, intent, ret_duplicate, ret_id, reterr);
    return transaction_end(store, err, reterr);
}

enum err store_group_insert(struct store *store, const struct send_intent *intent, int64_t *ret_id,
                            struct error *reterr)
{
    struct duplicate duplicate;
    *ret_id = 0;
    return insert_within(store, intent, &duplicate, ret_id, reterr);
}

enum err store_insert_intent(struct store *store, const struct send_intent *intent, int64_t *ret_id,
                             struct error *reterr)
{
    *ret_id = 0;
    if (intent->owner == NULL)
        return error_set(reterr, ERR_INVALID, "Report this: it is a fault of the program.",
                         "a send was to be recorded without an owner");
    int64_t id = 0;
    struct duplicate duplicate = {0};
    enum err err = insert_guarded(store, intent, &duplicate, &id, reterr);
    /* What blocks may be the leftover of a program that died since this one started. */
    size_t recovered = 0;
    if (err == ERR_DUPLICATE && recovery_find(duplicate.state) != NULL &&
        store_recover(store, &recovered, NULL) == ERR_OK && recovered > 0)
        err = insert_guarded(store, intent, &duplicate, &id, reterr);
    if (err == ERR_OK)
        *ret_id = id;
    else if (err == ERR_DUPLICATE)
        *ret_id = duplicate.id;
    return err;
}
