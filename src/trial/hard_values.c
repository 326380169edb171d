/* The table of hard values, and how each row is put into a message. */
#include "src/trial/hard_values.h"

#include <string.h>

#include "src/base/mem.h"
#include "src/base/strbuf.h"

enum { LONGEST_TRIED = 40000 };

/* Which variables of texts take the value: a header has room for less than a body. */
enum reach { HEADER_AND_BODY, BODY_ALONE, HEADER_ALONE, NO_TEXT, REACH_COUNT };

struct maker {
    const struct message *base;
    struct values *values;
    struct error *reterr;
    bool failed;
};

typedef bool fill_function(struct maker *maker, enum reach reach);

struct hard_value {
    const char *name;
    const char *text;   /* for variables of texts; NULL: made by `fill` */
    const char *suffix; /* for dynamic URLs; NULL: they keep theirs */
    const char *rules;  /* one of these is to refuse it, between blanks; NULL: accepted */
    fill_function *fill;
};

static fill_function fill_longest, fill_too_long, fill_none;

static const struct hard_value rows[] = {
    {.name = "shortest", .text = "x", .suffix = "1"},
    {.name = "longest", .fill = fill_longest},
    {.name = "too_long", .fill = fill_too_long, .rules = " V24 V25 V26 V27 V39 "},
    {.name = "markup", .text = "*bold* _it_ ~no~ `code`", .suffix = "*a*_b_~c~"},
    {.name = "right_to_left", .text = "مرحبا שלום", .suffix = "سلام"},
    {.name = "emoji",
     .text = "👩‍👩‍👧‍👦 👍🏽 🇮🇳 ❤️",
     .suffix = "👍🏽"},
    {.name = "digits", .text = "0123456789", .suffix = "0123456789"},
    {.name = "url", .text = "https://example.com/?a=b&c=%20#d", .suffix = "a/b?c=d&e=%20#é"},
    {.name = "line_break", .text = "first\nsecond", .rules = " V20 "},
    {.name = "blanks", .text = "five     blanks", .rules = " V21 "},
    {.name = "empty", .text = "", .rules = " V19 "},
    {.name = "missing", .fill = fill_none, .rules = " V16 V17 V38 V57 "},
};

size_t hard_value_count(void)
{
    return COUNT_OF(rows);
}

const char *hard_value_name(size_t kind)
{
    return rows[kind].name;
}

const char *hard_value_judge(const struct message *message)
{
    struct problem_list problems;
    const char *rule = NULL;
    problem_list_init(&problems);
    rules_check(message, NULL, &problems);
    for (size_t i = 0; rule == NULL && i < problems.count; i++)
        if (problems.items[i].level == PROBLEM_ERROR)
            rule = problems.items[i].rule;
    if (problems.failed)
        rule = "";
    problem_list_release(&problems);
    return rule;
}

static const char *judge_values(const struct maker *maker)
{
    struct message message = *maker->base;
    message.values = maker->values;
    return hard_value_judge(&message);
}

static void set(struct maker *maker, const char *key, const char *text)
{
    if (values_set(maker->values, key, text, false, maker->reterr) != ERR_OK)
        maker->failed = true;
}

static bool is_variable(const struct slot *slot)
{
    return slot->kind == SLOT_TEXT && slot->placeholder != NULL;
}

static bool reaches(enum reach reach, const struct slot *slot)
{
    if (!is_variable(slot))
        return false;
    if (slot->part == SLOT_IN_HEADER)
        return reach == HEADER_AND_BODY || reach == HEADER_ALONE;
    return reach == HEADER_AND_BODY || reach == BODY_ALONE;
}

/* False: nothing of the message was changed. */
static bool fill_text(struct maker *maker, const struct hard_value *row, enum reach reach)
{
    bool changed = false;
    const struct slot_list *slots = maker->base->slots;
    for (size_t i = 0; i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];
        if (reaches(reach, slot))
            set(maker, slot->key, row->text);
        else if (slot->kind == SLOT_URL_SUFFIX && row->suffix != NULL)
            set(maker, slot->key, row->suffix);
        else
            continue;
        changed = true;
    }
    return changed;
}

/* Words up to that many characters; for a URL digits. */
static bool set_long(struct maker *maker, const struct slot *slot, size_t length)
{
    static const char words[] = "lorem ipsum dolor sit amet ";
    static const char digits[] = "0123456789";
    const char *pattern = slot->kind == SLOT_URL_SUFFIX ? digits : words;
    struct strbuf text;
    strbuf_init(&text, LONGEST_TRIED + 1);
    for (size_t i = 0; i < length; i++)
        strbuf_add_char(&text, i + 1 < length ? pattern[i % strlen(pattern)] : 'z');
    set(maker, slot->key, text.text);
    maker->failed = maker->failed || text.failed;
    strbuf_release(&text);
    return !maker->failed;
}

/* The greatest length with which nothing is wrong; leaves it set. */
static size_t stretch(struct maker *maker, const struct slot *slot)
{
    size_t most = slot->max_code_points;
    size_t good = 1, bad = most > 0 && most < LONGEST_TRIED ? most + 1 : LONGEST_TRIED;
    while (bad - good > 1 && !maker->failed) {
        size_t middle = good + (bad - good) / 2;
        if (set_long(maker, slot, middle) && judge_values(maker) == NULL)
            good = middle;
        else
            bad = middle;
    }
    set_long(maker, slot, good);
    return good;
}

/* The last variable of each text takes what room there is. */
static bool is_last_of_text(const struct slot_list *slots, size_t index)
{
    const struct slot *slot = &slots->items[index];
    if (slot->kind == SLOT_URL_SUFFIX)
        return true;
    if (!is_variable(slot))
        return false;
    for (size_t i = index + 1; i < slots->count; i++)
        if (is_variable(&slots->items[i]) && slots->items[i].part == slot->part &&
            slots->items[i].card == slot->card)
            return false;
    return true;
}

static bool fill_longest(struct maker *maker, enum reach reach)
{
    bool changed = false;
    const struct slot_list *slots = maker->base->slots;
    for (size_t i = 0; reach == HEADER_AND_BODY && i < slots->count; i++) {
        if (!is_last_of_text(slots, i))
            continue;
        stretch(maker, &slots->items[i]);
        changed = true;
    }
    return changed;
}

static bool fill_too_long(struct maker *maker, enum reach reach)
{
    const struct slot_list *slots = maker->base->slots;
    for (size_t i = 0; reach == HEADER_AND_BODY && i < slots->count; i++)
        if (is_last_of_text(slots, i))
            return set_long(maker, &slots->items[i], stretch(maker, &slots->items[i]) + 1);
    return false;
}

static bool fill_none(struct maker *maker, enum reach reach)
{
    const struct slot_list *slots = maker->base->slots;
    for (size_t i = 0; reach == HEADER_AND_BODY && i < slots->count; i++) {
        if (!is_variable(&slots->items[i]) && slots->items[i].kind != SLOT_URL_SUFFIX)
            continue;
        values_remove(maker->values, slots->items[i].key);
        return true;
    }
    return false;
}

static bool is_expected(const struct hard_value *row, const char *rule)
{
    if (rule == NULL || rule[0] == '\0' || row->rules == NULL)
        return rule == NULL && row->rules == NULL;
    const char *found = strstr(row->rules, rule);
    return found != NULL && found[-1] == ' ' && found[strlen(rule)] == ' ';
}

bool hard_value_make(size_t kind, const struct message *base, struct values *ret_values,
                     const char **ret_rule, struct error *reterr)
{
    const struct hard_value *row = &rows[kind];
    struct maker maker = {.base = base, .values = ret_values, .reterr = reterr};
    for (int reach = 0; reach < REACH_COUNT; reach++) {
        if (values_copy(ret_values, base->values, reterr) != ERR_OK)
            return false;
        bool changed = row->fill != NULL ? row->fill(&maker, (enum reach)reach)
                                         : fill_text(&maker, row, (enum reach)reach);
        *ret_rule = judge_values(&maker);
        if (changed && !maker.failed && is_expected(row, *ret_rule))
            return true;
    }
    return false;
}
