/* Pasted command lines and bodies. */
#include "src/app/paste_text.h"

#include "src/app/paste_words.h"
#include "src/base/json.h"
#include "src/base/text.h"
#include "src/whatsapp/message_parse.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* ---- JSON ------------------------------------------------------------------- */

/* The body itself, or what a dry run prints: {"method", "url", "body"}. */
static const cJSON *find_body(const cJSON *root)
{
    static const char *const members[] = {"body", "request"};
    if (message_is_template(root))
        return root;
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        const cJSON *inner = json_member(root, members[i]);
        if (message_is_template(inner))
            return inner;
        if (message_is_template(json_member(inner, "body")))
            return json_member(inner, "body");
    }
    return NULL;
}

/* A preset or a case: the form itself. */
static bool is_form(const cJSON *root)
{
    return json_text(root, "template", NULL) != NULL && cJSON_IsObject(json_member(root, "values"));
}

static enum err copy_form(const cJSON *root, cJSON **ret_form, struct error *reterr)
{
    static const char *const members[] = {"template", "language", "from", "to"};
    cJSON *form = cJSON_CreateObject();
    bool ok = form != NULL;
    for (size_t i = 0; ok && i < COUNT_OF(members); i++) {
        const char *text = json_text(root, members[i], NULL);
        ok = text == NULL || json_add_text(form, members[i], text);
    }
    ok = ok && json_add_node(form, "values", cJSON_Duplicate(json_member(root, "values"), true));
    if (ok) {
        *ret_form = form;
        return ERR_OK;
    }
    cJSON_Delete(form);
    return error_nomem(reterr);
}

static enum err read_json(const char *text, size_t length, struct pasted_form *form,
                          struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    struct error error = {.code = ERR_OK};
    size_t left_out = 0;
    if (json_parse(text, length, &root, &error) != ERR_OK)
        return error.code == ERR_NOMEM ? error_nomem(reterr) : ERR_OK;
    const cJSON *body = find_body(root);
    enum err err = ERR_OK;
    if (body != NULL)
        err = message_parse(body, &form->form, &left_out, reterr);
    else if (is_form(root))
        err = copy_form(root, &form->form, reterr);
    if (err == ERR_OK && form->form != NULL)
        form->kind = PASTE_IS_MESSAGE;
    if (left_out > 0)
        snprintf(form->notes, sizeof form->notes,
                 text_count("%zu part that no slot holds is left out.",
                            "%zu parts that no slot holds are left out.", (int64_t)left_out),
                 left_out);
    return err;
}

/* ---- options of a command line ------------------------------------------------ */

struct option_words {
    const struct paste_words *words;
    size_t at;
    const char *name;  /* "--to"; NULL for a word that is no option */
    const char *value; /* behind a =, else NULL */
    char name_bytes[40];
};

static bool next_word(struct option_words *options, const char **ret_word)
{
    if (options->at >= options->words->count)
        return false;
    const char *word = options->words->items[options->at++];
    size_t length = strcspn(word, "=");
    *ret_word = word;
    options->name = word[0] == '-' && word[1] != '\0' ? word : NULL;
    options->value = NULL;
    if (word[0] == '-' && word[1] == '-' && word[length] == '=' &&
        length < sizeof options->name_bytes) {
        snprintf(options->name_bytes, sizeof options->name_bytes, "%.*s", (int)length, word);
        options->name = options->name_bytes;
        options->value = word + length + 1;
    }
    return true;
}

/* The value behind the = or the next word; NULL when there is none. */
static const char *value_of(struct option_words *options)
{
    if (options->value != NULL)
        return options->value;
    return options->at < options->words->count ? options->words->items[options->at++] : NULL;
}

static bool is_option(const struct option_words *options, const char *name)
{
    return options->name != NULL && strcmp(options->name, name) == 0;
}

/* ---- chakra-tui send ------------------------------------------------------------ */

static bool is_program(const char *word, const char *name)
{
    const char *slash = strrchr(word, '/');
    return strcmp(slash != NULL ? slash + 1 : word, name) == 0;
}

static bool add_set(cJSON *values, const char *text)
{
    char key[128];
    size_t length = text != NULL ? strcspn(text, "=") : 0;
    if (length == 0 || length >= sizeof key || text[length] != '=')
        return true;
    snprintf(key, sizeof key, "%.*s", (int)length, text);
    cJSON_DeleteItemFromObjectCaseSensitive(values, key); /* the last one counts */
    return json_add_text(values, key, text + length + 1);
}

static void note(struct pasted_form *form, const char *text)
{
    size_t used = strlen(form->notes);
    snprintf(form->notes + used, sizeof form->notes - used, "%s%s", used > 0 ? " " : "", text);
}

/* Options that take a value and do not go into the form. */
static bool takes_value(const struct option_words *options)
{
    static const char *const names[] = {"--profile", "--config", "--data", "--base-url",  "--log",
                                        "--timeout", "--plugin", "--rate", "--token-file"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (is_option(options, names[i]))
            return true;
    return false;
}

static bool take_command_option(struct option_words *options, struct pasted_form *form,
                                cJSON *values, bool *ret_sends)
{
    static const struct {
        const char *option, *member;
    } rows[] = {
        {"--template", "template"}, {"--language", "language"}, {"--to", "to"}, {"--from", "from"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!is_option(options, rows[i].option))
            continue;
        const char *value = value_of(options);
        cJSON_DeleteItemFromObjectCaseSensitive(form->form, rows[i].member);
        return value == NULL || json_add_text(form->form, rows[i].member, value);
    }
    if (is_option(options, "--set"))
        return add_set(values, value_of(options));
    if (is_option(options, "--values")) {
        (void)value_of(options);
        note(form, text_of("The file of --values is not read: type its values."));
    } else if (takes_value(options)) {
        if (is_option(options, "--profile") || is_option(options, "--plugin"))
            note(form, text_of("Profile and plugin stay as they are."));
        (void)value_of(options);
    } else if (options->name == NULL) {
        *ret_sends = strcmp(options->words->items[options->at - 1], "send") == 0;
    }
    return true;
}

static enum err read_command(const struct paste_words *words, struct pasted_form *form,
                             struct error *reterr)
{
    struct option_words options = {.words = words, .at = 1};
    const char *word = NULL;
    bool sends = false;
    form->form = cJSON_CreateObject();
    cJSON *values = cJSON_CreateObject();
    bool ok = form->form != NULL && values != NULL;
    while (ok && next_word(&options, &word))
        ok = take_command_option(&options, form, values, &sends);
    ok = json_add_node(form->form, "values", values) && ok;
    if (ok && sends && json_text(form->form, "template", NULL) != NULL) {
        form->kind = PASTE_IS_COMMAND;
        return ERR_OK;
    }
    cJSON_Delete(form->form);
    form->form = NULL;
    form->notes[0] = '\0';
    return ok ? ERR_OK : error_nomem(reterr);
}

/* ---- curl ------------------------------------------------------------------------ */

/* ".../v24.0/106540352242922/messages": the id of the sender stands before the last part. */
static bool sender_of(const char *url, char *id, size_t size)
{
    const char *end = strstr(url, "/messages");
    const char *begin = end;
    while (begin != NULL && begin > url && begin[-1] >= '0' && begin[-1] <= '9')
        begin--;
    if (begin == NULL || begin == url || begin[-1] != '/' || begin == end ||
        (size_t)(end - begin) >= size)
        return false;
    snprintf(id, size, "%.*s", (int)(end - begin), begin);
    return true;
}

struct curl_parts {
    const char *url, *data;
};

/* Only address and data are looked at: what stands in headers is not even copied. */
static void read_curl_word(struct option_words *options, const char *word, struct curl_parts *parts)
{
    static const char *const data_options[] = {
        "-d", "--data", "--data-raw", "--data-binary", "--json", "--data-ascii"};
    static const char *const with_value[] = {"-H",
                                             "--header",
                                             "-X",
                                             "--request",
                                             "-u",
                                             "--user",
                                             "-A",
                                             "--user-agent",
                                             "-o",
                                             "--output",
                                             "-m",
                                             "--max-time",
                                             "-b",
                                             "--cookie",
                                             "-e",
                                             "--referer",
                                             "--oauth2-bearer"};
    for (size_t i = 0; i < COUNT_OF(data_options); i++) {
        if (!is_option(options, data_options[i]))
            continue;
        parts->data = value_of(options);
        return;
    }
    for (size_t i = 0; i < COUNT_OF(with_value); i++) {
        if (!is_option(options, with_value[i]))
            continue;
        (void)value_of(options);
        return;
    }
    if (word[0] == '-' && word[1] == 'd' && word[2] == '{') /* -d'{…}' */
        parts->data = word + 2;
    else if (is_option(options, "--url"))
        parts->url = value_of(options);
    else if (options->name == NULL)
        parts->url = word;
}

static enum err read_curl(const struct paste_words *words, struct pasted_form *form,
                          struct error *reterr)
{
    struct option_words options = {.words = words, .at = 1};
    struct curl_parts parts = {.url = NULL};
    const char *word = NULL;
    char sender[40];
    while (next_word(&options, &word))
        read_curl_word(&options, word, &parts);
    enum err err =
        parts.data != NULL ? read_json(parts.data, strlen(parts.data), form, reterr) : ERR_OK;
    form->kind = form->form != NULL ? PASTE_IS_CURL : PASTE_IS_PRIVATE;
    if (err == ERR_OK && form->form != NULL && parts.url != NULL &&
        sender_of(parts.url, sender, sizeof sender) && json_member(form->form, "from") == NULL &&
        !json_add_text(form->form, "from", sender))
        err = error_nomem(reterr);
    return err;
}

/* ---- which of them ------------------------------------------------------------------ */

/* The first word, without taking the text apart: most pastes are values. */
static bool begins_with(const char *text, size_t length, const char *program)
{
    size_t at = 0;
    while (at < length && strchr(" \t\r\n", text[at]) != NULL && text[at] != '\0')
        at++;
    if (at + 1 < length && (text[at] == '$' || text[at] == '%') && text[at + 1] == ' ')
        at += 2;
    size_t end = at;
    while (end < length && text[end] != ' ' && text[end] != '\n' && text[end] != '\\')
        end++;
    size_t name = strlen(program);
    return end - at >= name && memcmp(text + end - name, program, name) == 0 &&
           (end - at == name || text[end - name - 1] == '/');
}

static bool begins_json(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && strchr(" \t\r\n", text[at]) != NULL && text[at] != '\0')
        at++;
    return at < length && text[at] == '{';
}

enum err paste_read(const char *text, size_t length, struct pasted_form *ret_form,
                    struct error *reterr)
{
    *ret_form = (struct pasted_form){.kind = PASTE_IS_VALUE};
    if (begins_json(text, length))
        return read_json(text, length, ret_form, reterr);
    bool is_curl = begins_with(text, length, "curl");
    if (!is_curl && !begins_with(text, length, "chakra-tui"))
        return ERR_OK;
    struct arena arena;
    struct paste_words words;
    arena_init(&arena);
    enum err err = ERR_OK;
    bool is_split = paste_words_split(text, length, &arena, &words) && words.count > 1;
    if (is_curl)
        ret_form->kind = PASTE_IS_PRIVATE;
    if (is_split && is_curl && is_program(words.items[0], "curl"))
        err = read_curl(&words, ret_form, reterr);
    else if (is_split && is_program(words.items[0], "chakra-tui"))
        err = read_command(&words, ret_form, reterr);
    paste_words_wipe(&words);
    arena_release(&arena);
    if (err != ERR_OK) {
        cJSON_Delete(ret_form->form);
        ret_form->form = NULL;
    }
    return err;
}
