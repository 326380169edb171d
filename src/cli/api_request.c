/* Reading a request, and the guard before it. */
#include "src/cli/api_request.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "src/base/json.h"
#include "src/base/paths.h"
#include "src/base/text.h"
#include "src/cli/api_fields.h"

static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

void api_request_init(struct api_request *request)
{
    *request = (struct api_request){.effect = API_UNKNOWN};
    strbuf_init(&request->path, API_PATH_MAX);
    strbuf_init(&request->query, API_PATH_MAX);
    strbuf_init(&request->body, API_BODY_MAX);
}

void api_request_release(struct api_request *request)
{
    strbuf_release(&request->path);
    strbuf_release(&request->query);
    strbuf_release(&request->body);
}

static enum err read_method(struct api_request *request, const char *given, struct error *reterr)
{
    char upper[sizeof request->method] = "";
    for (size_t i = 0; given[i] != '\0' && i + 1 < sizeof upper; i++)
        upper[i] = (char)toupper((unsigned char)given[i]);
    for (size_t i = 0; strlen(given) < sizeof upper && i < COUNT_OF(methods); i++) {
        if (strcmp(methods[i], upper) != 0)
            continue;
        snprintf(request->method, sizeof request->method, "%s", upper);
        return ERR_OK;
    }
    return error_set(reterr, ERR_USAGE, "Write GET, POST, PUT, PATCH or DELETE.",
                     "there is no method '%.40s'", given);
}

static const char *waba_of(const struct config *config)
{
    const struct profile *profile = &config->profiles[config->current];
    const struct profile_phone *phone = config->phone_number_id != NULL
                                            ? profile_find_phone(profile, config->phone_number_id)
                                            : NULL;
    return phone != NULL && phone->waba[0] != '\0' ? phone->waba : NULL;
}

/* By the names of the page and by those of our own table. */
static const char *value_of(const struct config *config, const char *name, size_t length)
{
    const struct profile *profile = &config->profiles[config->current];
    const char *waba = waba_of(config);
    const struct {
        const char *name, *value;
    } known[] = {
        {"pluginId", config->plugin_id},
        {"version", profile->api_version},
        {"whatstappApiVersion", profile->api_version},
        {"phoneNumberId", config->phone_number_id},
        {"whatsappPhoneNumberId", config->phone_number_id},
        {"wabaId", waba},
        {"whatsappBusinessAccountId", waba},
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strlen(known[i].name) == length && memcmp(known[i].name, name, length) == 0)
            return known[i].value;
    return NULL;
}

static int hex_value(char digit)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *place = digit != '\0' ? strchr(digits, digit) : NULL;
    return place != NULL ? (int)(place - digits) % 16 : -1;
}

/* Written as %XX may only be what has to be: anything else is a second spelling of some path. */
static bool is_plain_escape(const char *at)
{
    int high = hex_value(at[1]), low = high >= 0 ? hex_value(at[2]) : -1;
    int byte = low >= 0 ? high * 16 + low : 0;
    return byte > ' ' - 1 && byte != 0x7F && isalnum(byte) == 0 && strchr("-._~/\\", byte) == NULL;
}

/* What a server might read as another path than the one that is looked up in the table. */
static bool is_plain_path(const char *path)
{
    for (const char *at = path; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        bool begins_segment = at > path && at[-1] == '/';
        size_t dots = begins_segment ? strspn(at, ".") : 0;
        bool is_dots = dots > 0 && dots <= 2 && (at[dots] == '/' || at[dots] == '\0');
        if (byte <= ' ' || byte >= 0x7F || strchr("\\\"<>^`{|};#", byte) != NULL || is_dots ||
            (*at == '/' && begins_segment) || (*at == '%' && !is_plain_escape(at)))
            return false;
    }
    return true;
}

static enum err fill_path(struct api_request *request, const char *path, size_t length,
                          const struct config *config, struct error *reterr)
{
    for (const char *at = path; at < path + length; at++) {
        if (*at != '{') {
            strbuf_add_char(&request->path, *at);
            continue;
        }
        size_t name = strcspn(at + 1, "}/?");
        const char *value = at[1 + name] == '}' ? value_of(config, at + 1, name) : NULL;
        if (value == NULL)
            return error_set(
                reterr, ERR_CONTENT, "Write the value in its place, or set it in the settings.",
                "what {%.*s} stands for is not known", (int)(name < 60 ? name : 60), at + 1);
        strbuf_add_text(&request->path, value);
        at += 1 + name;
    }
    while (request->path.length > 1 && request->path.text[request->path.length - 1] == '/')
        strbuf_truncate(&request->path, request->path.length - 1);
    enum err err = strbuf_status(&request->path, "the path", reterr);
    if (err == ERR_OK && !is_plain_path(request->path.text))
        err = error_set(reterr, ERR_CONTENT,
                        "Leave out empty parts, dots between slashes and signs that are no part of "
                        "a path; write others as %XX.",
                        "the path is not plain: %.200s", request->path.text);
    return err;
}

static enum err read_path(struct api_request *request, const char *given,
                          const struct config *config, struct error *reterr)
{
    const char *base_url = config->profiles[config->current].base_url;
    size_t base = strlen(base_url);
    if (strncmp(given, base_url, base) == 0 && given[base] == '/')
        given += base;
    if (strstr(given, "://") != NULL && given[0] != '/')
        return error_set(reterr, ERR_CONTENT, "Write the path alone, beginning with /.",
                         "the token goes to %.100s and nowhere else", base_url);
    if (given[0] != '/')
        return error_set(reterr, ERR_USAGE,
                         "Write a path such as /v1/ext/config; see chakra-tui api --list.",
                         "'%.80s' is no path", given);
    size_t length = strcspn(given, "?#");
    if (given[length] == '?')
        strbuf_add(&request->query, given + length, strcspn(given + length, "#"));
    for (size_t i = 0; i < request->query.length; i++)
        if ((unsigned char)request->query.text[i] <= ' ' || request->query.text[i] == 0x7F)
            return error_set(reterr, ERR_CONTENT, "Write a blank as %20, or use -f NAME=VALUE.",
                             "the query holds a blank or a control character");
    return fill_path(request, given, length, config, reterr);
}

static enum err read_input(struct strbuf *out, struct error *reterr)
{
    char block[16384];
    size_t count = 0;
    while ((count = fread(block, 1, sizeof block, stdin)) > 0)
        strbuf_add(out, block, count);
    if (ferror(stdin) != 0)
        return error_set(reterr, ERR_IO, "Try again.", "standard input cannot be read");
    return strbuf_status(out, "the body", reterr);
}

static enum err read_data(struct api_request *request, const char *data, struct error *reterr)
{
    enum err err = ERR_OK;
    cJSON *root = NULL;
    struct error error = {0};
    if (strcmp(data, "-") == 0 || strcmp(data, "@-") == 0)
        err = read_input(&request->body, reterr);
    else if (data[0] == '@')
        err = paths_read_file(data + 1, &request->body, reterr);
    else
        strbuf_add_text(&request->body, data);
    if (err == ERR_OK)
        err = strbuf_status(&request->body, "the body", reterr);
    if (err != ERR_OK)
        return err;
    request->has_body = true;
    if (json_parse(request->body.text, request->body.length, &root, &error) == ERR_OK) {
        cJSON_Delete(root);
        return ERR_OK;
    }
    error_set(reterr, ERR_CONTENT, "All of ChakraHQ's bodies are JSON; files go by media upload.",
              "the body is not JSON: %s", error.what);
    error_set_where(reterr, "%s", error.where);
    return ERR_CONTENT;
}

static enum err read_fields(struct api_request *request, const struct arguments *arguments,
                            struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *object = NULL;
    enum err err = api_fields_object(arguments->sets, arguments->set_count, &object, reterr);
    CLEANUP(mem_freep) char *text = err == ERR_OK ? json_print(object) : NULL;
    if (err != ERR_OK)
        return err;
    if (text == NULL)
        return error_nomem(reterr);
    strbuf_add_text(&request->body, text);
    request->has_body = true;
    return strbuf_status(&request->body, "the body", reterr);
}

static enum err read_content(struct api_request *request, const struct arguments *arguments,
                             struct error *reterr)
{
    const char *data = arguments->value[ARG_BODY];
    bool is_get = strcmp(request->method, "GET") == 0;
    if (data != NULL && arguments->set_count > 0)
        return error_set(reterr, ERR_USAGE, "Use one of the two.",
                         "--data and -f both make the body");
    if (data != NULL && is_get)
        return error_set(reterr, ERR_USAGE, "Use -f NAME=VALUE, which goes into the address.",
                         "a GET has no body");
    if (is_get)
        return api_fields_query(arguments->sets, arguments->set_count, &request->query, reterr);
    if (data != NULL)
        return read_data(request, data, reterr);
    return arguments->set_count > 0 ? read_fields(request, arguments, reterr) : ERR_OK;
}

enum err api_request_read(const struct arguments *arguments, const struct config *config,
                          struct api_request *request, struct error *reterr)
{
    const char *const *operands = arguments->operands;
    bool names_method = arguments->operand_count == 2;
    bool has_content = arguments->value[ARG_BODY] != NULL || arguments->set_count > 0;
    if (arguments->operand_count == 0)
        return error_set(reterr, ERR_USAGE, "See chakra-tui api --list for what there is.",
                         "api needs METHOD and PATH");
    enum err err =
        read_method(request, names_method ? operands[0] : (has_content ? "POST" : "GET"), reterr);
    if (err == ERR_OK)
        err = read_path(request, operands[names_method ? 1 : 0], config, reterr);
    if (err == ERR_OK)
        err = read_content(request, arguments, reterr);
    if (err == ERR_OK)
        request->effect = api_effect_of(request->method, request->path.text);
    return err;
}

static bool is_allowed(enum profile_mode mode, enum api_effect effect)
{
    if (mode == MODE_READ_ONLY)
        return effect == API_READS;
    if (mode == MODE_TEST)
        return effect != API_SENDS && effect != API_UNKNOWN;
    return true;
}

enum err api_request_allowed(const struct api_request *request, const struct profile *profile,
                             bool is_sure, struct error *reterr)
{
    static const char see_send[] =
        TEXT("Use chakra-tui send, which keeps to test_recipients and to the history.");
    static const char see_mode[] = TEXT(
        "Choose a profile of mode live; chakra-tui api --list shows what is known to be safe.");
    enum api_effect effect = request->effect;
    if (!is_allowed(profile->mode, effect))
        return error_set(reterr, ERR_CONTENT, effect == API_SENDS ? see_send : see_mode,
                         "the profile %s is %s%s: %s %.200s %s", profile->name,
                         profile->mode == MODE_TEST ? text_of("in mode ") : "",
                         profile_mode_word(profile->mode), request->method, request->path.text,
                         effect == API_SENDS     ? text_of("sends")
                         : effect == API_UNKNOWN ? text_of("may change or send anything")
                                                 : text_of("changes something"));
    if (effect == API_HARMS && !is_sure && profile->mode != MODE_SANDBOX)
        return error_set(reterr, ERR_CONTENT, "Add --yes to do it all the same.",
                         "%s %.200s deletes, or overwrites what others may have set",
                         request->method, request->path.text);
    return ERR_OK;
}

char *api_request_url(const struct api_request *request, const char *base_url, const char *query)
{
    struct strbuf url;
    strbuf_init(&url, (size_t)API_PATH_MAX * 4);
    strbuf_add_text(&url, base_url);
    strbuf_add_text(&url, request->path.text);
    strbuf_add_text(&url, query != NULL ? query : request->query.text);
    char *taken = strbuf_take(&url);
    strbuf_release(&url);
    return taken;
}
