/* Gives the numbers of a parsed tree the text that they were written with. */
#include "src/base/json_numbers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Digits that every double holds, so that a whole number of these prints as it was written. */
enum { EXACT_DIGITS = 15 };

static const char digits[] = "0123456789";
static const char signs_of_numbers[] = "0123456789+-.eE";

struct token {
    const char *begin;
    size_t length;
};

/* The rest of the text, and the number found last in it. */
struct scan {
    const char *at;
    const char *end;
    struct token token;
};

static const char *after_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at < end ? at + 1 : end;
}

static bool is_number_sign(char sign)
{
    return sign != '\0' && strchr(signs_of_numbers, sign) != NULL;
}

/* In the order of the text, which is the order of the tree. */
static bool next_number(struct scan *scan)
{
    const char *at = scan->at;
    while (at < scan->end && *at != '-' && (*at < '0' || *at > '9'))
        at = *at == '"' ? after_string(at, scan->end) : at + 1;
    scan->token.begin = at;
    while (at < scan->end && is_number_sign(*at))
        at++;
    scan->token.length = (size_t)(at - scan->token.begin);
    scan->at = at;
    return scan->token.length > 0;
}

static bool is_plain(const struct token *token)
{
    size_t minus = token->begin[0] == '-' ? 1 : 0;
    const char *first = token->begin + minus;
    size_t count = token->length - minus;
    for (size_t i = 0; i < count; i++)
        if (first[i] < '0' || first[i] > '9')
            return false;
    return count > 0 && count <= EXACT_DIGITS && (first[0] != '0' || (count == 1 && minus == 0));
}

static bool has_odd_number(const char *bytes, size_t length)
{
    struct scan scan = {.at = bytes, .end = bytes + length};
    while (next_number(&scan))
        if (!is_plain(&scan.token))
            return true;
    return false;
}

/* A whole number that its double does not print back, or one beyond all doubles. */
static bool is_lost(const char *text, double value)
{
    char printed[40];
    if (isinf(value))
        return true;
    const char *first = text[0] == '-' ? text + 1 : text;
    if (first[strspn(first, digits)] != '\0' || strcmp(first, "0") == 0)
        return false;
    int wanted = snprintf(printed, sizeof printed, "%.0f", value);
    return wanted < 0 || (size_t)wanted >= sizeof printed || strcmp(printed, text) != 0;
}

static bool keep(cJSON *node, const struct token *token)
{
    if (is_plain(token))
        return true;
    char *text = cJSON_malloc(token->length + 1);
    if (text == NULL)
        return false;
    memcpy(text, token->begin, token->length);
    text[token->length] = '\0';
    node->valuestring = text; /* freed with the node */
    if (is_lost(text, node->valuedouble))
        node->type = cJSON_Raw;
    return true;
}

static bool keep_below(cJSON *node, struct scan *scan)
{
    for (; node != NULL; node = node->next) {
        if (cJSON_IsNumber(node) && !(next_number(scan) && keep(node, &scan->token)))
            return false;
        if (!keep_below(node->child, scan))
            return false;
    }
    return true;
}

bool json_keep_numbers(cJSON *root, const char *bytes, size_t length)
{
    struct scan scan = {.at = bytes, .end = bytes + length};
    return !has_odd_number(bytes, length) || keep_below(root, &scan);
}
