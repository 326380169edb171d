/* The table of errors and the one way to fill a struct error. */
#include "src/base/err.h"

#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#ifdef __clang_analyzer__ /* see err.h */
#undef error_set
#undef error_nomem
#endif

static const struct {
    const char *name;
    int status;
    const char *text;
} rows[ERR_COUNT] = {
#define X(id, status_, text_) [ERR_##id] = {.name = #id, .status = status_, .text = text_},
    ERR_LIST(X)
#undef X
};

/* A cut in the middle of a code point would make the text invalid UTF-8. */
static void cut_at_code_point(char *text, size_t size, int wanted)
{
    if (wanted < 0 || (size_t)wanted < size)
        return;
    /* Back to the byte that begins the last code point, and off with it: it may be half. */
    size_t end = size - 1;
    while (end > 0 && ((unsigned char)text[end - 1] & 0xC0) == 0x80)
        end--;
    if (end > 0 && (unsigned char)text[end - 1] >= 0xC0)
        end--;
    text[end] = '\0';
}

/* A precision such as %.80s counts bytes, and cuts names from outside where it likes. */
static void mark_invalid(char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        if (utf8_next(text, length, &at) < 0)
            memset(text + begin, '?', at - begin);
    }
}

__attribute__((format(printf, 3, 0))) static void format_into(char *text, size_t size,
                                                              const char *format, va_list args)
{
    int wanted = vsnprintf(text, size, format, args);
    if (wanted < 0)
        text[0] = '\0';
    cut_at_code_point(text, size, wanted);
    mark_invalid(text);
}

enum err error_set(struct error *reterr, enum err code, const char *next, const char *format, ...)
{
    if (reterr == NULL)
        return code;
    /* A new record first: the arguments may be texts of the old one, as when a cause is wrapped. */
    struct error filled = {.code = code};
    va_list args;
    va_start(args, format);
    format_into(filled.what, sizeof filled.what, text_of(format), args);
    va_end(args);
    int wanted = snprintf(filled.next, sizeof filled.next, "%s", next != NULL ? text_of(next) : "");
    cut_at_code_point(filled.next, sizeof filled.next, wanted);
    *reterr = filled;
    return code;
}

enum err error_set_where(struct error *reterr, const char *format, ...)
{
    if (reterr == NULL)
        return ERR_OK;
    char where[sizeof reterr->where];
    va_list args;
    va_start(args, format);
    format_into(where, sizeof where, format, args);
    va_end(args);
    memcpy(reterr->where, where, sizeof where);
    return reterr->code;
}

enum err error_nomem(struct error *reterr)
{
    return error_set(reterr, ERR_NOMEM, "Close other programs, then try again.", "out of memory");
}

int err_exit_status(enum err code)
{
    return rows[code].status;
}

const char *err_text(enum err code)
{
    return rows[code].text;
}

const char *err_name(enum err code)
{
    return rows[code].name;
}
