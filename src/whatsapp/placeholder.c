/* The one reader of {{name}}; everything that shows, counts or sends values asks it. */
#include "src/whatsapp/placeholder.h"

#include "src/base/json.h"

#include "src/whatsapp/ascii.h"

#include <limits.h>
#include <string.h>

static bool is_name_byte(int byte)
{
    return ascii_is_alnum(byte) || byte == '_';
}

static size_t skip_blanks(const char *text, size_t at)
{
    while (ascii_is_blank((unsigned char)text[at]))
        at++;
    return at;
}

/* Reads `{{ name }}` that begins at `at`. */
static bool read_mark(const char *text, size_t at, struct placeholder_mark *ret_mark)
{
    ret_mark->begin = at;
    at = skip_blanks(text, at + 2);
    ret_mark->name = at;
    while (is_name_byte((unsigned char)text[at]))
        at++;
    ret_mark->name_length = at - ret_mark->name;
    at = skip_blanks(text, at);
    if (ret_mark->name_length == 0 || text[at] != '}' || text[at + 1] != '}')
        return false;
    ret_mark->end = at + 2;
    return true;
}

/* A plain loop: strstr() measures the whole text at each call under sanitizers. */
bool template_next_placeholder(const char *text, size_t position, struct placeholder_mark *ret_mark)
{
    for (size_t at = position; text[at] != '\0'; at++)
        if (text[at] == '{' && text[at + 1] == '{' && read_mark(text, at, ret_mark))
            return true;
    return false;
}

static int read_number(const char *name, size_t length)
{
    long long number = 0;
    for (size_t i = 0; i < length; i++) {
        if (!ascii_is_digit((unsigned char)name[i]))
            return 0;
        number = number * 10 + (name[i] - '0');
        if (number > INT_MAX)
            number = INT_MAX;
    }
    return (int)number;
}

static bool is_name(const char *name, const char *at, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (name[i] != at[i])
            return false;
    return name[length] == '\0';
}

int placeholder_index(const struct template_text *text, const struct placeholder_mark *mark)
{
    const char *name = text->text + mark->name;
    size_t count = text->placeholder_count;
    /* {{n}} nearly always stands at n - 1. */
    int number = read_number(name, mark->name_length);
    if (number >= 1 && (size_t)number <= count &&
        is_name(text->placeholders[number - 1].name, name, mark->name_length))
        return number - 1;
    for (size_t i = 0; i < count; i++)
        if (is_name(text->placeholders[i].name, name, mark->name_length))
            return (int)i;
    return -1;
}

/* Numbered ones go before the first greater number, named ones to the end. */
static void insert_sorted(struct template_text *text, struct placeholder placeholder)
{
    size_t at = text->placeholder_count++;
    struct placeholder *list = text->placeholders;
    while (placeholder.number != 0 && at > 0 &&
           (list[at - 1].number == 0 || list[at - 1].number > placeholder.number)) {
        list[at] = list[at - 1];
        at--;
    }
    list[at] = placeholder;
}

static size_t count_marks(const char *text)
{
    size_t count = 0;
    struct placeholder_mark mark;
    for (size_t at = 0;
         count < TEMPLATE_MAX_PLACEHOLDERS && template_next_placeholder(text, at, &mark);
         at = mark.end)
        count++;
    return count;
}

bool placeholder_read(const char *text, struct arena *arena, struct template_text *ret_text,
                      bool *ret_too_many)
{
    *ret_text = (struct template_text){0};
    if (text == NULL)
        return true;
    ret_text->text = arena_strdup(arena, text);
    size_t most = count_marks(text);
    ret_text->placeholders = arena_alloc(arena, most + 1, sizeof *ret_text->placeholders);
    if (ret_text->text == NULL || ret_text->placeholders == NULL)
        return false;
    struct placeholder_mark mark;
    for (size_t at = 0; template_next_placeholder(text, at, &mark); at = mark.end) {
        if (placeholder_index(ret_text, &mark) >= 0)
            continue;
        if (ret_text->placeholder_count == TEMPLATE_MAX_PLACEHOLDERS) {
            *ret_too_many = true;
            break;
        }
        const char *name = arena_strndup(arena, text + mark.name, mark.name_length);
        if (name == NULL)
            return false;
        insert_sorted(ret_text, (struct placeholder){
                                    .name = name, .number = read_number(name, mark.name_length)});
    }
    return true;
}

/* Text or number of a node, in the arena or borrowed from it; NULL for anything else. */
static bool copy_example(const cJSON *node, struct arena *arena, const char **ret_example)
{
    if (cJSON_IsString(node))
        *ret_example = arena_strdup(arena, node->valuestring);
    else if (json_number_text(node) != NULL)
        *ret_example = arena_strdup(arena, json_number_text(node));
    else if (cJSON_IsNumber(node))
        *ret_example = arena_format(arena, "%.15g", node->valuedouble);
    else
        return true;
    return *ret_example != NULL;
}

static bool add_positional(struct template_text *text, const cJSON *examples, struct arena *arena)
{
    const cJSON *list = examples;
    if (cJSON_IsArray(list) && cJSON_IsArray(list->child))
        list = list->child;
    const cJSON *node = cJSON_IsArray(list) ? list->child : list;
    for (size_t i = 0; i < text->placeholder_count && node != NULL; i++, node = node->next) {
        if (!copy_example(node, arena, &text->placeholders[i].example))
            return false;
        if (!cJSON_IsArray(list))
            break;
    }
    return true;
}

static bool add_named(struct template_text *text, const cJSON *examples, struct arena *arena)
{
    const cJSON *node = cJSON_IsArray(examples) ? examples->child : NULL;
    for (; node != NULL; node = node->next) {
        const cJSON *name = cJSON_GetObjectItemCaseSensitive(node, "param_name");
        const cJSON *example = cJSON_GetObjectItemCaseSensitive(node, "example");
        for (size_t i = 0; cJSON_IsString(name) && i < text->placeholder_count; i++)
            if (strcmp(text->placeholders[i].name, name->valuestring) == 0 &&
                !copy_example(example, arena, &text->placeholders[i].example))
                return false;
    }
    return true;
}

bool placeholder_add_examples(struct template_text *text, const cJSON *positional,
                              const cJSON *named, struct arena *arena)
{
    if (text->placeholder_count == 0)
        return true;
    return add_positional(text, positional, arena) && add_named(text, named, arena);
}
