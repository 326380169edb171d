/* Which base URLs are allowed: https, or http on this machine. */
#include "src/config/profile.h"

#include <string.h>
#include <strings.h>

#include "src/base/mem.h"

static const char *after_scheme(const char *url)
{
    const char *mark = strstr(url, "://");
    return mark != NULL ? mark + 3 : NULL;
}

/* 127.a.b.c, written out: not a name that only begins like it. */
static bool is_loopback_v4(const char *host, size_t length)
{
    int part = 0, digits = 0, value = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && host[i] >= '0' && host[i] <= '9') {
            value = value * 10 + (host[i] - '0');
            if (++digits > 3 || value > 255)
                return false;
        } else if (digits == 0 || (i < length && host[i] != '.') || (part == 0 && value != 127)) {
            return false;
        } else {
            part++;
            digits = value = 0;
        }
    }
    return part == 4;
}

bool profile_url_is_loopback(const char *base_url)
{
    const char *host = after_scheme(base_url);
    if (host == NULL)
        return false;
    size_t authority = strcspn(host, "/?#");
    if (memchr(host, '@', authority) != NULL)
        return false;
    if (strncmp(host, "[::1]", 5) == 0)
        return authority == 5 || host[5] == ':';
    size_t length = strcspn(host, ":/?#");
    return (length == 9 && strncasecmp(host, "localhost", 9) == 0) || is_loopback_v4(host, length);
}

/* Host, and a port of digits: blanks, user names, queries and fragments have no place here. */
static bool has_usable_host(const char *host)
{
    for (const char *c = host; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7F || strchr("@?#\\\"<>", *c) != NULL)
            return false;
    size_t name = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
    if (name == 0 || name > strlen(host))
        return false;
    const char *rest = host + name;
    if (*rest == ':') {
        size_t digits = strspn(rest + 1, "0123456789");
        if (digits == 0 || digits > 5)
            return false;
        rest += 1 + digits;
    }
    return *rest == '\0' || *rest == '/';
}

enum err profile_check_base_url(const char *base_url, struct error *reterr)
{
    const char *host = after_scheme(base_url);
    bool is_https = strncmp(base_url, "https://", 8) == 0;
    bool is_http = strncmp(base_url, "http://", 7) == 0;
    if (host == NULL || !(is_https || is_http) || !has_usable_host(host))
        return error_set(reterr, ERR_CONFIG, "Write a URL such as https://api.chakrahq.com.",
                         "base_url cannot be '%.80s'", base_url);
    if (is_http && !profile_url_is_loopback(base_url))
        return error_set(reterr, ERR_CONFIG,
                         "Write https://. Plain http would show the token to everybody on the way; "
                         "it is allowed for 127.0.0.1, [::1] and localhost only.",
                         "base_url '%.80s' is not encrypted", base_url);
    return ERR_OK;
}
