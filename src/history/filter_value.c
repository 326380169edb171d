/* The values of a filter's fields: numbers, states, codes, spans of time, and plain texts. */
#include "src/history/filter_value.h"

#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/history/text_match.h"

enum { MOST_CODE_DIGITS = 9 };

static bool has_glob(const struct strbuf *value)
{
    return memchr(value->text, GLOB_RUN, value->length) != NULL ||
           memchr(value->text, GLOB_ONE, value->length) != NULL;
}

/* As it was typed, for messages. */
static void shown(const struct strbuf *value, char text[64])
{
    snprintf(text, 64, "%.60s", value->text);
    for (char *at = text; *at != '\0'; at++)
        *at = *at == GLOB_RUN ? '*' : *at == GLOB_ONE ? '?' : *at;
}

static enum err set_texts(struct filter_term *term, const char *text, size_t length,
                          struct arena *arena, struct error *reterr)
{
    struct strbuf folded;
    strbuf_init(&folded, 4 * FILTER_LONGEST);
    text_fold(&folded, text, length);
    term->text = arena_strndup(arena, text, length);
    term->text_length = length;
    term->folded = folded.failed ? NULL : arena_strndup(arena, folded.text, folded.length);
    term->folded_length = folded.length;
    strbuf_release(&folded);
    return term->text != NULL && term->folded != NULL ? ERR_OK : error_nomem(reterr);
}

/* A star at both ends, as the piece may stand anywhere. */
static enum err set_piece(struct filter_term *term, const struct strbuf *value, struct arena *arena,
                          struct error *reterr)
{
    struct strbuf around;
    strbuf_init(&around, FILTER_LONGEST + 2);
    strbuf_add_char(&around, GLOB_RUN);
    strbuf_add(&around, value->text, value->length);
    strbuf_add_char(&around, GLOB_RUN);
    enum err err = strbuf_status(&around, "the filter", reterr);
    if (err == ERR_OK)
        err = set_texts(term, around.text, around.length, arena, reterr);
    strbuf_release(&around);
    return err;
}

static enum err read_text(struct filter_term *term, const struct strbuf *value, int64_t now_ms,
                          struct arena *arena, struct error *reterr)
{
    (void)now_ms;
    if (!has_glob(value)) {
        enum err err = set_texts(term, value->text, value->length, arena, reterr);
        /* The index of templates answers byte by byte, and WhatsApp's names have no capitals. What
         * is typed with some is a pattern without stars: those are compared in small letters. */
        if (err == ERR_OK && term->field == FILTER_TEMPLATE &&
            strcmp(term->text, term->folded) != 0)
            term->match = MATCH_GLOB;
        return err;
    }
    bool piece = term->match == MATCH_CONTAINS;
    term->match = MATCH_GLOB;
    return piece ? set_piece(term, value, arena, reterr)
                 : set_texts(term, value->text, value->length, arena, reterr);
}

/* The row has digits only, people paste "+91 99012-58433". */
static enum err read_number(struct filter_term *term, const struct strbuf *value, int64_t now_ms,
                            struct arena *arena, struct error *reterr)
{
    struct strbuf digits;
    strbuf_init(&digits, FILTER_LONGEST);
    bool wrong = false;
    for (size_t i = 0; i < value->length; i++) {
        char c = value->text[i];
        if ((c >= '0' && c <= '9') || c == GLOB_RUN || c == GLOB_ONE)
            strbuf_add_char(&digits, c);
        else
            wrong = wrong || strchr("+-(). /", c) == NULL;
    }
    char text[64];
    shown(value, text);
    enum err err = strbuf_status(&digits, "the filter", reterr);
    if (err == ERR_OK && (wrong || digits.length == 0))
        err = error_set(reterr, ERR_USAGE,
                        "Write digits, such as to:15550001234, or to:1555* for all that begin so.",
                        "'%s' is no number", text);
    if (err == ERR_OK)
        err = read_text(term, &digits, now_ms, arena, reterr);
    strbuf_release(&digits);
    return err;
}

static enum err read_state(struct filter_term *term, const struct strbuf *value, int64_t now_ms,
                           struct arena *arena, struct error *reterr)
{
    enum send_state state = SEND_UNKNOWN;
    if (has_glob(value))
        return read_text(term, value, now_ms, arena, reterr);
    if (send_state_parse(value->text, &state)) {
        const char *word = send_state_word(state);
        return set_texts(term, word, strlen(word), arena, reterr);
    }
    error_set(reterr, ERR_USAGE, NULL, "there is no state '%.40s'", value->text);
    size_t length = 0;
    for (int i = 0; reterr != NULL && i < SEND_STATE_COUNT && length < sizeof reterr->next; i++)
        length += (size_t)snprintf(reterr->next + length, sizeof reterr->next - length, "%s%s",
                                   i == 0 ? text_of("Write one of: ") : ", ",
                                   send_state_word((enum send_state)i));
    return ERR_USAGE;
}

/* ".." in the value, from where it stands; NULL: none. */
static const char *find_dots(const struct strbuf *value)
{
    return strstr(value->text, "..");
}

static bool read_code_end(const char *text, size_t length, int64_t *ret_code)
{
    if (length == 0)
        return true; /* open */
    if (length > MOST_CODE_DIGITS)
        return false;
    int64_t code = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        code = code * 10 + (text[i] - '0');
    }
    *ret_code = code;
    return true;
}

static enum err no_range(const struct strbuf *value, struct error *reterr)
{
    return error_set(reterr, ERR_USAGE, "Write the smaller end first.",
                     "nothing lies between the ends of %.60s", value->text);
}

static enum err read_code(struct filter_term *term, const struct strbuf *value, int64_t now_ms,
                          struct arena *arena, struct error *reterr)
{
    (void)now_ms;
    (void)arena;
    term->low = 0;
    term->high = INT64_MAX;
    if (value->length == 1 && value->text[0] == GLOB_RUN)
        return ERR_OK; /* any code */
    const char *dots = find_dots(value);
    size_t first = dots != NULL ? (size_t)(dots - value->text) : value->length;
    bool ok = read_code_end(value->text, first, &term->low);
    if (dots == NULL)
        term->high = term->low;
    else
        ok = ok && read_code_end(dots + 2, value->length - first - 2, &term->high);
    char text[64];
    shown(value, text);
    if (!ok || (dots != NULL && value->length == 2))
        return error_set(reterr, ERR_USAGE,
                         "Write a number such as code:131026, a range such as "
                         "code:132000..132099, or code:* for any.",
                         "'%s' is no error code", text);
    return term->low <= term->high ? ERR_OK : no_range(value, reterr);
}

static enum err read_span(struct filter_term *term, const struct strbuf *value, int64_t now_ms,
                          struct arena *arena, struct error *reterr)
{
    (void)arena;
    term->low = INT64_MIN;
    term->high = INT64_MAX;
    bool until = term->field == FILTER_UNTIL;
    const char *dots = find_dots(value);
    if (dots != NULL && until)
        return error_set(reterr, ERR_USAGE, "Write since:A..B, or until:B alone.",
                         "until: takes one time, not a range");
    size_t first = dots != NULL ? (size_t)(dots - value->text) : value->length;
    const char *second = dots != NULL ? dots + 2 : "";
    struct filter_span span = {0, 0};
    enum err err = ERR_OK;
    if (first > 0 || *second == '\0') {
        err = filter_read_time(value->text, first, now_ms, &span, reterr);
        if (err != ERR_OK)
            return err;
        *(until ? &term->high : &term->low) = until ? span.last : span.first;
    }
    if (*second != '\0') {
        err = filter_read_time(second, strlen(second), now_ms, &span, reterr);
        if (err != ERR_OK)
            return err;
        term->high = span.last;
    }
    return term->low <= term->high ? ERR_OK : no_range(value, reterr);
}

typedef enum err value_reader(struct filter_term *term, const struct strbuf *value, int64_t now_ms,
                              struct arena *arena, struct error *reterr);

/* All others are plain texts. */
static value_reader *const readers[FILTER_FIELD_COUNT] = {
    [FILTER_TO] = read_number,  [FILTER_STATE] = read_state, [FILTER_CODE] = read_code,
    [FILTER_SINCE] = read_span, [FILTER_UNTIL] = read_span,
};

enum err filter_value_read(struct filter_term *term, const struct strbuf *value, int64_t now_ms,
                           struct arena *arena, struct error *reterr)
{
    value_reader *reader = readers[term->field] != NULL ? readers[term->field] : read_text;
    return reader(term, value, now_ms, arena, reterr);
}
