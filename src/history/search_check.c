/*
 * The terms of a filter, row by row: the last word on what matches, whichever way
 * the row was found. Columns are looked at where SQLite has them, without copies;
 * the texts of the second table are read only when the first does not decide.
 */
#include "src/history/search_check.h"

#include <string.h>

#include "src/base/mem.h"
#include "src/history/text_match.h"

/* Of the statement that selects ROW_COLUMNS. */
enum column {
    COLUMN_ID = 0,
    COLUMN_CREATED_AT = 2,
    COLUMN_PROFILE,
    COLUMN_PLUGIN,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_TEMPLATE,
    COLUMN_LANGUAGE,
    COLUMN_CATEGORY,
    COLUMN_STATE,
    COLUMN_WAMID,
    COLUMN_ERROR_CODE = 13,
    COLUMN_ERROR_TEXT,
    COLUMN_SOURCE = 16,
    COLUMN_OPERATOR,
    COLUMN_BATCH,
    COLUMN_OWNER = 20,
    COLUMN_DELETED_AT = ROW_COLUMN_COUNT
};

/* Of STATEMENT_SEARCH_TEXTS. */
enum text_column { TEXT_VALUES, TEXT_NOTE, TEXT_TAGS };

/* One row in hand; `texts` is its second half once it was needed. */
struct candidate {
    struct search_check *check;
    sqlite3_stmt *row;
    sqlite3_stmt *texts;
    bool has_texts;
    enum err err;
    struct error *reterr;
};

static bool is_true_of_text(const struct filter_term *term, const char *text, size_t length)
{
    if (term->match == MATCH_CONTAINS)
        return text_contains(text, length, term->folded, term->folded_length);
    if (term->match == MATCH_GLOB)
        return text_matches(text, length, term->folded, term->folded_length);
    return text_equals(text, length, term->folded, term->folded_length);
}

static bool column_is(sqlite3_stmt *statement, int column, const struct filter_term *term)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text != NULL &&
           is_true_of_text(term, text, (size_t)sqlite3_column_bytes(statement, column));
}

/* Of these an index answers exact values byte by byte, so they are compared so everywhere. */
static bool is_exact_in_case(enum filter_field field)
{
    return field == FILTER_TO || field == FILTER_TEMPLATE || field == FILTER_BATCH ||
           field == FILTER_PROFILE || field == FILTER_WAMID;
}

static bool field_is(sqlite3_stmt *row, int column, const struct filter_term *term)
{
    if (term->match != MATCH_EXACT || !is_exact_in_case(term->field))
        return column_is(row, column, term);
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text != NULL && (size_t)sqlite3_column_bytes(row, column) == term->text_length &&
           memcmp(text, term->text, term->text_length) == 0;
}

/* False: the row has no second half. */
static bool read_texts(struct candidate *candidate)
{
    struct search_check *check = candidate->check;
    if (candidate->texts == NULL) {
        enum err err = store_statement(check->store, STATEMENT_SEARCH_TEXTS, &candidate->texts,
                                       candidate->reterr);
        struct binder binder = binder_start(candidate->texts);
        if (err == ERR_OK)
            bind_integer(&binder, sqlite3_column_int64(candidate->row, COLUMN_ID));
        if (err == ERR_OK)
            err = statement_run(check->store, &binder, "read", &candidate->has_texts,
                                candidate->reterr);
        candidate->err = err;
    }
    return candidate->err == ERR_OK && candidate->has_texts;
}

static bool word_is(struct candidate *candidate, const struct filter_term *term)
{
    static const int columns[] = {COLUMN_TO, COLUMN_TEMPLATE, COLUMN_WAMID, COLUMN_ERROR_TEXT};
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (column_is(candidate->row, columns[i], term))
            return true;
    return read_texts(candidate) && column_is(candidate->texts, TEXT_VALUES, term);
}

static bool note_is(struct candidate *candidate, const struct filter_term *term)
{
    return read_texts(candidate) && column_is(candidate->texts, TEXT_NOTE, term);
}

/* Tags are words with blanks between. */
static bool tag_is(struct candidate *candidate, const struct filter_term *term)
{
    if (!read_texts(candidate))
        return false;
    const char *tags = (const char *)sqlite3_column_text(candidate->texts, TEXT_TAGS);
    while (tags != NULL && *tags != '\0') {
        size_t length = strcspn(tags, " ");
        if (length > 0 && is_true_of_text(term, tags, length))
            return true;
        tags += length + (tags[length] == ' ' ? 1 : 0);
    }
    return false;
}

/* As it is shown: on a reader a row of a program that is gone has the state of its recovery. */
static bool state_is(struct candidate *candidate, const struct filter_term *term)
{
    enum send_state state = row_state(candidate->row, COLUMN_STATE);
    const char *owner = (const char *)sqlite3_column_text(candidate->row, COLUMN_OWNER);
    const struct recovery *recovery =
        row_recovery(candidate->check->store, state, owner, &candidate->check->memo);
    const char *word = send_state_word(recovery != NULL ? recovery->to : state);
    return is_true_of_text(term, word, strlen(word));
}

static bool code_is(struct candidate *candidate, const struct filter_term *term)
{
    if (sqlite3_column_type(candidate->row, COLUMN_ERROR_CODE) == SQLITE_NULL)
        return false;
    int64_t code = sqlite3_column_int64(candidate->row, COLUMN_ERROR_CODE);
    return code >= term->low && code <= term->high;
}

static bool time_is(struct candidate *candidate, const struct filter_term *term)
{
    int64_t at = sqlite3_column_int64(candidate->row, COLUMN_CREATED_AT);
    return at >= term->low && at <= term->high;
}

/* Either a function, or a column of the row. */
static const struct {
    bool (*is)(struct candidate *candidate, const struct filter_term *term);
    int column;
} fields[FILTER_FIELD_COUNT] = {
    [FILTER_WORD] = {.is = word_is},
    [FILTER_TO] = {.column = COLUMN_TO},
    [FILTER_TEMPLATE] = {.column = COLUMN_TEMPLATE},
    [FILTER_LANGUAGE] = {.column = COLUMN_LANGUAGE},
    [FILTER_STATE] = {.is = state_is},
    [FILTER_CODE] = {.is = code_is},
    [FILTER_SINCE] = {.is = time_is},
    [FILTER_UNTIL] = {.is = time_is},
    [FILTER_PLUGIN] = {.column = COLUMN_PLUGIN},
    [FILTER_FROM] = {.column = COLUMN_FROM},
    [FILTER_BATCH] = {.column = COLUMN_BATCH},
    [FILTER_WAMID] = {.column = COLUMN_WAMID},
    [FILTER_SOURCE] = {.column = COLUMN_SOURCE},
    [FILTER_OPERATOR] = {.column = COLUMN_OPERATOR},
    [FILTER_PROFILE] = {.column = COLUMN_PROFILE},
    [FILTER_CATEGORY] = {.column = COLUMN_CATEGORY},
    [FILTER_TAG] = {.is = tag_is},
    [FILTER_NOTE] = {.is = note_is},
};

static bool term_is(struct candidate *candidate, const struct filter_term *term)
{
    bool is = fields[term->field].is != NULL
                  ? fields[term->field].is(candidate, term)
                  : field_is(candidate->row, fields[term->field].column, term);
    return is != term->negated;
}

/* Terms that need the second half come last. */
static bool needs_texts(const struct filter_term *term)
{
    return term->field == FILTER_WORD || term->field == FILTER_TAG || term->field == FILTER_NOTE;
}

enum err search_check_row(struct search_check *check, sqlite3_stmt *row, bool *ret_matches,
                          struct error *reterr)
{
    struct candidate candidate = {.check = check, .row = row, .err = ERR_OK, .reterr = reterr};
    const struct filter *filter = check->filter;
    bool matches = sqlite3_column_type(row, COLUMN_DELETED_AT) == SQLITE_NULL;
    for (int pass = 0; filter != NULL && matches && pass < 2; pass++)
        for (size_t i = 0; matches && i < filter->count; i++)
            if (needs_texts(&filter->terms[i]) == (pass == 1))
                matches = term_is(&candidate, &filter->terms[i]);
    statement_done(&candidate.texts);
    *ret_matches = matches && candidate.err == ERR_OK;
    return candidate.err;
}
