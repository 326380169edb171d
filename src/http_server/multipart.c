/* multipart/form-data, as far as file uploads need it. */
#include "src/http_server/multipart.h"

#include <string.h>
#include <strings.h>

enum { BOUNDARY_MAX = 70 }; /* RFC 2046, section 5.1.1 */

struct span {
    const char *at;
    size_t length;
};

static const char *find_bytes(const char *at, const char *end, const char *wanted, size_t length)
{
    for (; (size_t)(end - at) >= length; at++) {
        at = memchr(at, wanted[0], (size_t)(end - at));
        if (at == NULL || (size_t)(end - at) < length)
            return NULL;
        if (memcmp(at, wanted, length) == 0)
            return at;
    }
    return NULL;
}

/* Value of `name=value` or `name="value"` among the parameters of a header's value. */
static bool parameter(struct span header, const char *name, char *text, size_t size)
{
    size_t name_length = strlen(name);
    const char *end = header.at + header.length;
    const char *at = memchr(header.at, ';', header.length);
    while (at != NULL && at < end) {
        for (at++; at < end && (*at == ' ' || *at == '\t'); at++)
            ;
        bool is_wanted = (size_t)(end - at) > name_length && at[name_length] == '=' &&
                         strncasecmp(at, name, name_length) == 0;
        while (at < end && *at != '=' && *at != ';')
            at++;
        if (at == end || *at == ';')
            continue;
        at++;
        bool is_quoted = at < end && *at == '"';
        size_t length = 0;
        for (at += is_quoted ? 1 : 0; at < end && *at != (is_quoted ? '"' : ';'); at++) {
            if (is_quoted && *at == '\\' && at + 1 < end)
                at++;
            if (is_wanted && length + 1 < size)
                text[length++] = *at;
        }
        if (is_wanted) {
            text[length] = '\0';
            return length > 0;
        }
        at = at < end ? memchr(at, ';', (size_t)(end - at)) : NULL;
    }
    return false;
}

/* The value of one header among the lines before a part's content. */
static bool header_line(struct span lines, const char *name, struct span *ret_value)
{
    size_t name_length = strlen(name);
    const char *end = lines.at + lines.length;
    for (const char *at = lines.at; at < end;) {
        const char *line_end = find_bytes(at, end, "\r\n", 2);
        if (line_end == NULL)
            line_end = end;
        if ((size_t)(line_end - at) > name_length && at[name_length] == ':' &&
            strncasecmp(at, name, name_length) == 0) {
            at += name_length + 1;
            while (at < line_end && *at == ' ')
                at++;
            *ret_value = (struct span){at, (size_t)(line_end - at)};
            return true;
        }
        at = line_end == end ? end : line_end + 2;
    }
    return false;
}

static bool read_part(struct span part, const char *name, struct multipart_part *ret_part)
{
    const char *end = part.at + part.length;
    const char *blank = find_bytes(part.at, end, "\r\n\r\n", 4);
    struct span disposition;
    char part_name[MULTIPART_NAME_SIZE];
    if (blank == NULL)
        return false;
    struct span lines = {part.at, (size_t)(blank - part.at)};
    if (!header_line(lines, "Content-Disposition", &disposition) ||
        !parameter(disposition, "name", part_name, sizeof part_name) ||
        strcmp(part_name, name) != 0)
        return false;
    *ret_part = (struct multipart_part){.bytes = blank + 4, .length = (size_t)(end - blank) - 4};
    parameter(disposition, "filename", ret_part->filename, sizeof ret_part->filename);
    struct span type;
    if (header_line(lines, "Content-Type", &type)) {
        size_t kept = type.length < MULTIPART_NAME_SIZE ? type.length : MULTIPART_NAME_SIZE - 1;
        memcpy(ret_part->content_type, type.at, kept);
    }
    return true;
}

bool multipart_find(const char *content_type, const char *body, size_t length, const char *name,
                    struct multipart_part *ret_part)
{
    char mark[4 + BOUNDARY_MAX + 1] = "\r\n--";
    if (content_type == NULL || strncasecmp(content_type, "multipart/form-data", 19) != 0 ||
        !parameter((struct span){content_type, strlen(content_type)}, "boundary", mark + 4,
                   BOUNDARY_MAX + 1))
        return false;
    size_t mark_length = strlen(mark);
    const char *end = body + length;
    /* The first mark stands at the very beginning, or after a preamble. */
    bool at_once = length >= mark_length - 2 && memcmp(body, mark + 2, mark_length - 2) == 0;
    const char *at = at_once ? body + mark_length - 2 : find_bytes(body, end, mark, mark_length);
    if (at != NULL && !at_once)
        at += mark_length;
    while (at != NULL && end - at >= 2 && memcmp(at, "--", 2) != 0) {
        const char *next = find_bytes(at, end, mark, mark_length);
        if (next == NULL)
            return false;
        const char *line_end = find_bytes(at, next, "\r\n", 2);
        if (line_end != NULL &&
            read_part((struct span){line_end + 2, (size_t)(next - line_end - 2)}, name, ret_part))
            return true;
        at = next + mark_length;
    }
    return false;
}
