/* From the filter's text to its words, and from each word to a term. */
#include "src/history/filter.h"

#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/history/filter_value.h"
#include "src/history/text_match.h"

static const struct {
    const char *name;
    enum filter_match match;
    const char *help;
} fields[FILTER_FIELD_COUNT] = {
#define X(id, name_, match_, help_) \
    [FILTER_##id] = {.name = name_, .match = MATCH_##match_, .help = help_},
    FILTER_FIELD_LIST(X)
#undef X
};

const char *filter_field_name(enum filter_field field)
{
    return fields[field].name;
}

const char *filter_field_help(enum filter_field field)
{
    return text_of(fields[field].help);
}

struct reader {
    struct filter *filter;
    const char *text;
    size_t length;
    int64_t now_ms;
    struct filter_place place; /* of the word in hand */
    struct error *reterr;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static enum err check_text(struct reader *reader)
{
    if (reader->length > FILTER_LONGEST) {
        reader->place = (struct filter_place){FILTER_LONGEST, reader->length - FILTER_LONGEST};
        return error_set(reader->reterr, ERR_USAGE, "Shorten it, or filter in two steps.",
                         "the filter has %zu bytes, and at most %d are read", reader->length,
                         FILTER_LONGEST);
    }
    for (size_t at = 0; at < reader->length;) {
        size_t begin = at;
        int32_t code_point = utf8_next(reader->text, reader->length, &at);
        if (code_point >= 0 && (code_point >= 0x20 || is_blank((char)code_point)) &&
            code_point != 0x7F)
            continue;
        reader->place = (struct filter_place){begin, at - begin};
        return error_set(reader->reterr, ERR_USAGE, "Take it out, or type it again.",
                         "the filter holds a character that cannot be searched for");
    }
    return ERR_OK;
}

/* Where the word that begins at `at` ends: at a blank outside quotes. */
static enum err find_word_end(struct reader *reader, size_t at, size_t *ret_end)
{
    bool quoted = false;
    size_t quote = at;
    for (; at < reader->length && (quoted || !is_blank(reader->text[at])); at++) {
        if (reader->text[at] == '\\' && quoted && at + 1 < reader->length) {
            at++;
        } else if (reader->text[at] == '"') {
            quoted = !quoted;
            quote = at;
        }
    }
    *ret_end = at;
    if (!quoted)
        return ERR_OK;
    reader->place = (struct filter_place){quote, reader->length - quote};
    return error_set(reader->reterr, ERR_USAGE,
                     "Close it with \", or write \\\" inside quotes for the sign itself.",
                     "a quote is opened and not closed");
}

/* Without the quotes; stars and question marks outside of them become signs of a pattern. */
static void unquote(struct strbuf *out, const char *text, size_t length)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (quoted && c == '\\' && i + 1 < length)
            strbuf_add_char(out, text[++i]);
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '*')
            strbuf_add_char(out, GLOB_RUN);
        else if (!quoted && c == '?')
            strbuf_add_char(out, GLOB_ONE);
        else
            strbuf_add_char(out, c);
    }
}

static enum err unknown_field(struct reader *reader, const char *name, size_t length)
{
    error_set(reader->reterr, ERR_USAGE, NULL, "there is no field '%.*s:'",
              (int)(length < 40 ? length : 40), name);
    if (reader->reterr == NULL)
        return ERR_USAGE;
    char *next = reader->reterr->next;
    size_t size = sizeof reader->reterr->next;
    size_t used = (size_t)snprintf(next, size, "%s",
                                   text_of("Put quotes around it to search for it, or write"));
    for (int i = FILTER_TO; i < FILTER_FIELD_COUNT && used < size; i++)
        used += (size_t)snprintf(next + used, size - used, " %s:", fields[i].name);
    return ERR_USAGE;
}

/* "state:failed" has a field of small letters in front of the colon; "10:42" has none. */
static enum err read_field(struct reader *reader, const char *word, size_t length,
                           enum filter_field *ret_field, size_t *ret_skip)
{
    size_t name = 0;
    while (name < length && ((word[name] >= 'a' && word[name] <= 'z') || word[name] == '_'))
        name++;
    *ret_field = FILTER_WORD;
    *ret_skip = 0;
    if (name == 0 || name == length || word[name] != ':')
        return ERR_OK;
    for (int i = FILTER_TO; i < FILTER_FIELD_COUNT; i++)
        if (strlen(fields[i].name) == name && memcmp(fields[i].name, word, name) == 0) {
            *ret_field = (enum filter_field)i;
            *ret_skip = name + 1;
            return ERR_OK;
        }
    return unknown_field(reader, word, name);
}

/* `profile:*` and a lone star say nothing about the row. */
static bool takes_everything(const struct filter_term *term, const struct strbuf *value)
{
    return value->length > 0 && strspn(value->text, "\1") == value->length && !term->negated &&
           (term->field == FILTER_WORD || term->field == FILTER_PROFILE);
}

static enum err add_term(struct reader *reader, struct filter_term *term, const char *value_text,
                         size_t length)
{
    struct filter *filter = reader->filter;
    if (length == 0)
        return error_set(reader->reterr, ERR_USAGE, "Write a value behind it.", "%s%s has no value",
                         term->field == FILTER_WORD ? "-" : "",
                         term->field == FILTER_WORD ? "" : fields[term->field].name);
    struct strbuf value;
    strbuf_init(&value, FILTER_LONGEST);
    unquote(&value, value_text, length);
    enum err err = strbuf_status(&value, "the filter", reader->reterr);
    bool empty = value.length == 0;
    filter->names_profile = filter->names_profile || term->field == FILTER_PROFILE;
    if (err == ERR_OK && empty)
        err = error_set(reader->reterr, ERR_USAGE, "Write something between the quotes.",
                        "there is nothing between the quotes");
    if (err == ERR_OK && !takes_everything(term, &value)) {
        err = filter_value_read(term, &value, reader->now_ms, &filter->arena, reader->reterr);
        if (err == ERR_OK)
            filter->terms[filter->count++] = *term;
    }
    strbuf_release(&value);
    return err;
}

static enum err read_word(struct reader *reader)
{
    static const char negation[] = "not:";
    const char *word = reader->text + reader->place.offset;
    size_t length = reader->place.length, skip = 0;
    struct filter_term term = {.offset = reader->place.offset, .length = length};
    if (length > 1 && word[0] == '-')
        skip = 1;
    else if (length >= sizeof negation - 1 && memcmp(word, negation, sizeof negation - 1) == 0)
        skip = sizeof negation - 1;
    term.negated = skip > 0;
    word += skip;
    length -= skip;
    enum err err = read_field(reader, word, length, &term.field, &skip);
    if (err != ERR_OK)
        return err;
    if (reader->filter->count == FILTER_MOST_TERMS)
        return error_set(reader->reterr, ERR_USAGE, "Take some out.",
                         "the filter has more than %d words", FILTER_MOST_TERMS);
    term.match = fields[term.field].match;
    return add_term(reader, &term, word + skip, length - skip);
}

static enum err read_words(struct reader *reader)
{
    for (size_t at = 0; at < reader->length;) {
        if (is_blank(reader->text[at])) {
            at++;
            continue;
        }
        size_t end = at;
        enum err err = find_word_end(reader, at, &end);
        if (err != ERR_OK)
            return err;
        reader->place = (struct filter_place){at, end - at};
        err = read_word(reader);
        if (err != ERR_OK)
            return err;
        at = end;
    }
    return ERR_OK;
}

enum err filter_parse(struct filter *filter, const char *text, size_t length, int64_t now_ms,
                      struct filter_place *ret_place, struct error *reterr)
{
    *filter = (struct filter){.count = 0};
    arena_init(&filter->arena);
    filter->terms = arena_alloc(&filter->arena, FILTER_MOST_TERMS, sizeof *filter->terms);
    if (filter->terms == NULL)
        return error_nomem(reterr);
    struct reader reader = {
        .filter = filter, .text = text, .length = length, .now_ms = now_ms, .reterr = reterr};
    enum err err = check_text(&reader);
    if (err == ERR_OK)
        err = read_words(&reader);
    if (err == ERR_OK)
        return ERR_OK;
    if (ret_place != NULL)
        *ret_place = reader.place;
    return err;
}

void filter_release(struct filter *filter)
{
    arena_release(&filter->arena);
    *filter = (struct filter){.count = 0};
}
