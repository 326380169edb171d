/* The grammar of `expect`, as a table of its words. */
#include "src/trial/expectation.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/config/nearest.h"
#include "src/whatsapp/rules.h"

enum { SECOND_MS = 1000, DEFAULT_WITHIN_MS = 60 * SECOND_MS, CODE_MOST = 9999999 };
enum { WITHIN_MOST_MS = 24 * 60 * 60 * SECOND_MS };

enum detail { NO_DETAIL, A_CODE, A_RULE };

static const struct word {
    const char *text;
    enum detail detail;
    bool has_time;
} words[] = {
    [EXPECT_ACCEPTED] = {"accepted", NO_DETAIL, false},
    [EXPECT_REJECTED] = {"rejected", A_CODE, false},
    [EXPECT_INVALID] = {"invalid", A_RULE, false},
    [EXPECT_SENT] = {"sent", NO_DETAIL, true},
    [EXPECT_DELIVERED] = {"delivered", NO_DETAIL, true},
    [EXPECT_READ] = {"read", NO_DETAIL, true},
    [EXPECT_FAILED] = {"failed", A_CODE, true},
};

bool expectation_needs_evidence(const struct expectation *expectation)
{
    return words[expectation->kind].has_time;
}

static enum err no_such_word(const char *text, int length, struct error *reterr)
{
    struct nearest nearest;
    char wanted[32];
    snprintf(wanted, sizeof wanted, "%.*s", length, text);
    nearest_init(&nearest, wanted);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        nearest_offer(&nearest, words[i].text);
    error_set(reterr, ERR_INVALID,
              "Write accepted, rejected, invalid, sent, delivered, read or failed.",
              "'%.60s' is nothing that can be expected", text);
    if (nearest.best != NULL && reterr != NULL)
        snprintf(reterr->next, sizeof reterr->next, text_of("Did you mean %s?"), nearest.best);
    return ERR_INVALID;
}

static enum err read_code(const char *text, size_t length, int *ret_code, struct error *reterr)
{
    char *end = NULL;
    long code = text[0] >= '1' && text[0] <= '9' ? strtol(text, &end, 10) : 0;
    if (code < 1 || code > CODE_MOST || end != text + length)
        return error_set(reterr, ERR_INVALID, "Write a code of WhatsApp, such as rejected:132000.",
                         "'%.*s' is no error code", (int)(length < 40 ? length : 40), text);
    *ret_code = (int)code;
    return ERR_OK;
}

static enum err read_rule(const char *text, size_t length, struct expectation *expectation,
                          struct error *reterr)
{
    snprintf(expectation->rule, sizeof expectation->rule, "%.*s", (int)length, text);
    if (length < sizeof expectation->rule && rules_has(expectation->rule))
        return ERR_OK;
    return error_set(reterr, ERR_INVALID,
                     "Write one that a check names, such as invalid:V20; or invalid alone.",
                     "there is no rule '%.*s'", (int)(length < 40 ? length : 40), text);
}

/* "60s", "2m", "1h": the rest of the text. */
static enum err read_time(const char *text, int64_t *ret_ms, struct error *reterr)
{
    char *unit = NULL;
    long number = text[0] >= '1' && text[0] <= '9' ? strtol(text, &unit, 10) : 0;
    int64_t scale = 0;
    if (number > 0 && strcmp(unit, "s") == 0)
        scale = SECOND_MS;
    else if (number > 0 && strcmp(unit, "m") == 0)
        scale = 60 * SECOND_MS;
    else if (number > 0 && strcmp(unit, "h") == 0)
        scale = 3600 * SECOND_MS;
    if (scale == 0 || number > WITHIN_MOST_MS / scale)
        return error_set(reterr, ERR_INVALID,
                         "Write seconds, minutes or hours: within 60s, within 2m.",
                         "'%.40s' is no time of a day at most", text);
    *ret_ms = number * scale;
    return ERR_OK;
}

static enum err read_detail(const struct word *word, const char *text, size_t length,
                            struct expectation *expectation, struct error *reterr)
{
    if (word->detail == A_CODE)
        return read_code(text, length, &expectation->code, reterr);
    if (word->detail == A_RULE)
        return read_rule(text, length, expectation, reterr);
    return error_set(reterr, ERR_INVALID, "Leave the colon and what follows out.", "%s has no code",
                     word->text);
}

enum err expectation_parse(const char *text, struct expectation *ret_expectation,
                           struct error *reterr)
{
    static const char within[] = " within ";
    size_t length = strcspn(text, ": ");
    size_t kind = 0;
    while (kind < COUNT_OF(words) &&
           (strlen(words[kind].text) != length || strncmp(words[kind].text, text, length) != 0))
        kind++;
    *ret_expectation = (struct expectation){0};
    if (kind == COUNT_OF(words))
        return no_such_word(text, length < 31 ? (int)length : 31, reterr);
    const struct word *word = &words[kind];
    ret_expectation->kind = (enum expectation_kind)kind;
    ret_expectation->within_ms = word->has_time ? DEFAULT_WITHIN_MS : 0;
    enum err err = ERR_OK;
    const char *at = text + length;
    if (*at == ':') {
        size_t detail = strcspn(++at, " ");
        err = read_detail(word, at, detail, ret_expectation, reterr);
        at += detail;
    }
    if (err != ERR_OK || *at == '\0')
        return err;
    if (strncmp(at, within, sizeof within - 1) != 0)
        return error_set(reterr, ERR_INVALID, "Write for example: delivered within 60s.",
                         "'%.60s' does not belong behind %s", at + 1, word->text);
    if (!word->has_time)
        return error_set(reterr, ERR_INVALID, "Leave it out, or write delivered within 60s.",
                         "%s is known at once, and has no time", word->text);
    return read_time(at + sizeof within - 1, &ret_expectation->within_ms, reterr);
}

void expectation_format(const struct expectation *expectation, char text[EXPECTATION_TEXT_SIZE])
{
    const struct word *word = &words[expectation->kind];
    char detail[16] = "";
    char time[28] = "";
    if (expectation->code != 0)
        snprintf(detail, sizeof detail, ":%d", expectation->code);
    else if (expectation->rule[0] != '\0')
        snprintf(detail, sizeof detail, ":%s", expectation->rule);
    if (word->has_time)
        snprintf(time, sizeof time, " within %" PRId64 "s", expectation->within_ms / SECOND_MS);
    snprintf(text, EXPECTATION_TEXT_SIZE, "%s%s%s", word->text, detail, time);
}
