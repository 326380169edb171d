/* The file of accepted messages and its image in memory. */
#include "src/sandbox/store.h"

#include "src/base/clock.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/paths.h"
#include "src/base/strbuf.h"
#include "src/base/uuid.h"
#include "src/sandbox/catalogue.h"
#include "src/whatsapp/wamid.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    RECORDS_MAX = 20000,
    RECORDS_KEPT = 10000, /* after the oldest were forgotten */
    LINE_MAX_BYTES = 1024 * 1024,
    FILE_MAX_BYTES = 64 * 1024 * 1024,
    BLOCK_BYTES = 16384,
    WAMID_KEY_LENGTH = 18
};

struct message_record {
    char *line; /* without its line end */
    char *to;
    char *phone_number_id;
    int64_t accepted_ms;
};

static void forget(struct message_store *store, size_t count)
{
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        mem_free(store->records[i].line);
        mem_free(store->records[i].to);
        mem_free(store->records[i].phone_number_id);
    }
    store->count -= count;
    memmove(store->records, store->records + count, store->count * sizeof *store->records);
}

static enum err reserve(struct message_store *store, struct error *reterr)
{
    if (store->count >= RECORDS_MAX)
        forget(store, store->count - RECORDS_KEPT);
    if (store->count < store->size)
        return ERR_OK;
    size_t size = store->size == 0 ? 64 : store->size * 2;
    struct message_record *grown = mem_grow(store->records, size, sizeof *grown);
    if (grown == NULL)
        return error_nomem(reterr);
    store->records = grown;
    store->size = size;
    return ERR_OK;
}

/* A line that cannot be read (cut by a full disk) is passed over. */
static enum err remember(struct message_store *store, const char *line, size_t length,
                         struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *object = NULL;
    enum err err = reserve(store, reterr);
    if (err != ERR_OK)
        return err;
    const char *to = NULL;
    if (json_parse(line, length, &object, NULL) == ERR_OK)
        to = json_text(object, "to", NULL);
    if (to == NULL)
        return ERR_OK;
    struct message_record record = {
        .line = mem_strndup(line, length),
        .to = mem_strdup(to),
        .phone_number_id = mem_strdup(json_text(object, "phone_number_id", "")),
    };
    json_integer(json_member(object, "accepted_at"), &record.accepted_ms);
    store->records[store->count++] = record;
    if (record.line != NULL && record.to != NULL && record.phone_number_id != NULL)
        return ERR_OK;
    store->count--;
    mem_free(record.line);
    mem_free(record.to);
    mem_free(record.phone_number_id);
    return error_nomem(reterr);
}

/* Takes the whole lines out of `text`. */
static enum err take_lines(struct message_store *store, struct strbuf *text, struct error *reterr)
{
    size_t begin = 0;
    enum err err = ERR_OK;
    while (err == ERR_OK) {
        const char *end = memchr(text->text + begin, '\n', text->length - begin);
        if (end == NULL)
            break;
        size_t length = (size_t)(end - text->text) - begin;
        err = remember(store, text->text + begin, length, reterr);
        begin += length + 1;
    }
    strbuf_remove(text, 0, begin);
    store->read_to += (off_t)begin;
    return err;
}

/* Reads what was appended since the last time, by whomever, up to the last whole line. */
static enum err read_new_lines(struct message_store *store, int file, struct error *reterr)
{
    struct strbuf text;
    strbuf_init(&text, LINE_MAX_BYTES + BLOCK_BYTES);
    char block[BLOCK_BYTES];
    ssize_t count = 0;
    off_t at = store->read_to;
    enum err err = ERR_OK;
    while (err == ERR_OK && (count = pread(file, block, sizeof block, at)) > 0) {
        strbuf_add(&text, block, (size_t)count);
        at += count;
        err = strbuf_status(&text, "a line of the sandbox's store", reterr);
        if (err == ERR_OK)
            err = take_lines(store, &text, reterr);
    }
    strbuf_release(&text);
    return err;
}

/* A file that was replaced or cut is read from its beginning. */
static enum err synchronize(struct message_store *store, struct error *reterr)
{
    if (store->path == NULL)
        return ERR_OK;
    int file = open(store->path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT)
        return ERR_OK;
    struct stat info;
    if (file < 0 || fstat(file, &info) != 0) {
        enum err err = error_set(reterr, ERR_IO, "Check the sandbox's data folder.",
                                 "cannot read %s: %s", store->path, strerror(errno));
        if (file >= 0)
            close(file);
        return err;
    }
    if (info.st_ino != store->file_id || info.st_size < store->read_to) {
        forget(store, store->count);
        store->read_to = 0;
        store->file_id = info.st_ino;
    }
    enum err err = ERR_OK;
    if (info.st_size > store->read_to)
        err = read_new_lines(store, file, reterr);
    close(file);
    return err;
}

/* Writes the newest ones to a new file. When that fails the old one stays, and stays good. */
static void compact(struct message_store *store)
{
    struct strbuf text;
    strbuf_init(&text, FILE_MAX_BYTES);
    size_t first = store->count > RECORDS_KEPT ? store->count - RECORDS_KEPT : 0;
    for (size_t i = first; i < store->count; i++) {
        strbuf_add_text(&text, store->records[i].line);
        strbuf_add_char(&text, '\n');
    }
    if (!text.failed)
        paths_write_private_file(store->path, text.text, text.length, NULL);
    strbuf_release(&text);
}

enum err message_store_open(struct message_store *store, const char *folder, struct error *reterr)
{
    *store = (struct message_store){0};
    if (folder == NULL)
        return ERR_OK;
    enum err err = paths_make_private_folder(folder, reterr);
    if (err != ERR_OK)
        return err;
    store->path = paths_join(folder, "sandbox-messages.jsonl");
    if (store->path == NULL)
        return error_nomem(reterr);
    err = synchronize(store, reterr);
    if (err != ERR_OK)
        message_store_release(store);
    return err;
}

void message_store_release(struct message_store *store)
{
    forget(store, store->count);
    mem_free(store->records);
    mem_free(store->path);
    *store = (struct message_store){0};
}

/* What a full disk cut short must not spoil the line that follows. */
static bool ends_in_a_line(int file)
{
    struct stat info;
    char last = '\n';
    return fstat(file, &info) != 0 || info.st_size == 0 ||
           pread(file, &last, 1, info.st_size - 1) != 1 || last == '\n';
}

/* `line` begins with a line end, which is left out where it is not needed. */
static enum err append(struct message_store *store, const char *line, size_t length,
                       struct error *reterr)
{
    int file = open(store->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    size_t skip = file >= 0 && ends_in_a_line(file) ? 1 : 0;
    ssize_t written = file < 0 ? -1 : write(file, line + skip, length - skip);
    int reason = errno;
    if (file >= 0)
        close(file);
    if (written != (ssize_t)(length - skip))
        return error_set(reterr, ERR_IO, "Make room on the disk, then try again.",
                         "cannot write %s: %s", store->path,
                         written < 0 ? strerror(reason) : "the disk is full");
    if (synchronize(store, NULL) == ERR_OK && store->read_to > FILE_MAX_BYTES)
        compact(store);
    return ERR_OK;
}

/* The key is the random digits of a UUID. A user id has no place in a message id: the sandbox's own
 * number stands for it. */
static enum err make_ids(const char *to, char id[MESSAGE_ID_SIZE], char wamid[MESSAGE_WAMID_SIZE],
                         struct error *reterr)
{
    char key[WAMID_KEY_LENGTH + 1];
    size_t length = 0;
    char random[UUID_TEXT_SIZE];
    enum err err = uuid_make(id, reterr);
    if (err == ERR_OK)
        err = uuid_make(random, reterr);
    if (err != ERR_OK)
        return err;
    for (const char *at = random; *at != '\0' && length < WAMID_KEY_LENGTH; at++)
        if (*at != '-')
            key[length++] = (char)toupper((unsigned char)*at);
    key[length] = '\0';
    const char *phone = isdigit((unsigned char)to[0]) ? to : SANDBOX_SENDER_NUMBER;
    if (!wamid_encode(phone, key, wamid, MESSAGE_WAMID_SIZE))
        return error_set(reterr, ERR_INVALID, "Send to a phone number.",
                         "no message id can be made for %s", to);
    return ERR_OK;
}

static char *make_line(const struct stored_message *message, const char *id, const char *wamid)
{
    CLEANUP(json_deletep) cJSON *object = cJSON_CreateObject();
    bool made = json_add_text(object, "id", id) && json_add_text(object, "wamid", wamid) &&
                json_add_text(object, "to", message->to) &&
                json_add_text(object, "phone_number_id", message->phone_number_id) &&
                json_add_text(object, "template_id", message->template_id) &&
                json_add_text(object, "template", message->template_name) &&
                json_add_text(object, "language", message->language) &&
                json_add_text(object, "text", message->text) &&
                json_add_integer(object, "accepted_at",
                                 message->at_ms != 0 ? message->at_ms : clock_now_ms()) &&
                json_add_integer(object, "failure_code", message->failure_code);
    if (message->is_inbound)
        made = made && json_add_bool(object, "is_inbound", true);
    return made ? json_print(object) : NULL;
}

enum err message_store_add(struct message_store *store, const struct stored_message *message,
                           char ret_wamid[MESSAGE_WAMID_SIZE], struct error *reterr)
{
    char id[MESSAGE_ID_SIZE];
    enum err err = make_ids(message->to, id, ret_wamid, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(mem_freep) char *printed = make_line(message, id, ret_wamid);
    struct strbuf line;
    strbuf_init(&line, LINE_MAX_BYTES);
    strbuf_add_char(&line, '\n');
    strbuf_add_text(&line, printed);
    strbuf_add_char(&line, '\n');
    err = printed == NULL ? error_nomem(reterr) : strbuf_status(&line, "the message", reterr);
    if (err == ERR_OK && store->path == NULL)
        err = remember(store, line.text + 1, line.length - 2, reterr);
    else if (err == ERR_OK)
        err = append(store, line.text, line.length, reterr);
    strbuf_release(&line);
    return err;
}

cJSON *message_store_list(struct message_store *store, const char *to, size_t skip, size_t limit)
{
    CLEANUP(json_deletep) cJSON *list = cJSON_CreateArray();
    if (list == NULL || synchronize(store, NULL) != ERR_OK)
        return NULL;
    for (size_t i = store->count; i-- > 0 && limit > 0;) {
        const struct message_record *record = &store->records[i];
        if (to != NULL && strcmp(record->to, to) != 0)
            continue;
        if (skip > 0) {
            skip--;
            continue;
        }
        cJSON *object = NULL;
        if (json_parse(record->line, strlen(record->line), &object, NULL) != ERR_OK ||
            !json_append_node(list, object))
            return NULL;
        limit--;
    }
    cJSON *taken = list;
    list = NULL;
    return taken;
}

int64_t message_store_last_ms(struct message_store *store, const char *to,
                              const char *phone_number_id)
{
    if (synchronize(store, NULL) != ERR_OK)
        return 0;
    for (size_t i = store->count; i-- > 0;)
        if (strcmp(store->records[i].to, to) == 0 &&
            strcmp(store->records[i].phone_number_id, phone_number_id) == 0)
            return store->records[i].accepted_ms;
    return 0;
}
