/* The table of routes, and the one place where a URL is put together. */
#include "src/chakra/route.h"

#include <string.h>

#include "src/base/mem.h"
#include "src/base/strbuf.h"

/* Far over any real URL of ours; a longer one can only be a mistake. */
enum { URL_BYTES_MAX = 16 * 1024 };

static const struct {
    const char *method;
    const char *path;
    bool is_read;
} routes[ROUTE_COUNT] = {
#define X(id, method_, path_, is_read_) \
    [ROUTE_##id] = {.method = method_, .path = path_, .is_read = is_read_},
    ROUTE_LIST(X)
#undef X
};

const char *route_method(enum route route)
{
    return routes[route].method;
}

bool route_is_read(enum route route)
{
    return routes[route].is_read;
}

/* RFC 3986: everything but unreserved characters, so that a value can never end its segment. */
void route_add_encoded(struct strbuf *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        bool is_letter = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
        bool is_digit = byte >= '0' && byte <= '9';
        if (is_letter || is_digit || (strchr("-._~", byte) != NULL))
            strbuf_add_char(out, (char)byte);
        else
            strbuf_addf(out, "%%%02X", byte);
    }
}

static const char *find_value(const struct route_parameter *list, const char *name, size_t length)
{
    for (const struct route_parameter *item = list; item != NULL && item->name != NULL; item++) {
        if (strlen(item->name) == length && memcmp(item->name, name, length) == 0)
            return item->value;
    }
    return NULL;
}

static enum err add_path(struct strbuf *out, const char *pattern,
                         const struct route_parameter *values, struct error *reterr)
{
    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at != '{') {
            strbuf_add_char(out, *at);
            continue;
        }
        const char *name = at + 1;
        size_t length = strcspn(name, "}");
        const char *value = find_value(values, name, length);
        if (value == NULL || value[0] == '\0')
            return error_set(reterr, ERR_CONFIG, "Set it in the settings or on the command line.",
                             "the URL needs %.*s, which is not set", (int)length, name);
        route_add_encoded(out, value);
        at = name + length;
    }
    return ERR_OK;
}

static void add_query(struct strbuf *out, const struct route_parameter *query)
{
    char separator = '?';
    for (const struct route_parameter *item = query; item != NULL && item->name != NULL; item++) {
        if (item->value == NULL)
            continue;
        strbuf_add_char(out, separator);
        route_add_encoded(out, item->name);
        strbuf_add_char(out, '=');
        route_add_encoded(out, item->value);
        separator = '&';
    }
}

enum err route_url(const char *base_url, enum route route, const struct route_parameter *path,
                   const struct route_parameter *query, char **ret_url, struct error *reterr)
{
    *ret_url = NULL;
    if (base_url == NULL || base_url[0] == '\0')
        return error_set(reterr, ERR_CONFIG, "Set base_url in the settings.",
                         "there is no address of the server (base_url)");
    struct strbuf url;
    strbuf_init(&url, URL_BYTES_MAX);
    strbuf_add_text(&url, base_url);
    while (url.length > 0 && url.text[url.length - 1] == '/')
        strbuf_truncate(&url, url.length - 1);
    enum err err = add_path(&url, routes[route].path, path, reterr);
    if (err == ERR_OK) {
        add_query(&url, query);
        err = strbuf_status(&url, "the URL", reterr);
    }
    if (err == ERR_OK) {
        *ret_url = strbuf_take(&url);
        if (*ret_url == NULL)
            err = error_nomem(reterr);
    }
    strbuf_release(&url);
    return err;
}
