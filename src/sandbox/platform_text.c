/* Values of text headers and bodies: how many, which, and what they may hold (V16 to V27, V63). */
#include "src/sandbox/check.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { BLANKS_IN_A_ROW_MAX = 4, VALUE_MAX = 32768 };

bool parameter_is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

bool value_has_blank(const char *text)
{
    return text[strcspn(text, " \t\r\n\v\f")] != '\0';
}

bool value_is_plain(const char *text, const char *others, size_t limit)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x80 || (!isalnum(byte) && strchr(others, byte) == NULL))
            return false;
    }
    return length > 0 && length <= limit;
}

const char *parameter_text(const cJSON *parameter)
{
    const char *type = json_text(parameter, "type", "");
    if (strcasecmp(type, "text") == 0)
        return json_text(parameter, "text", NULL);
    if (strcasecmp(type, "currency") == 0 || strcasecmp(type, "date_time") == 0)
        return json_text(json_member(parameter, type), "fallback_value", NULL);
    return NULL;
}

static bool check_line(struct check *check, const char *text)
{
    static const char blanks[BLANKS_IN_A_ROW_MAX + 2] = "     ";
    if (text[strcspn(text, "\n\r\t")] != '\0' || strstr(text, blanks) != NULL)
        return check_refuse(
            check, 132018,
            "Param text cannot have new-line/tab characters or more than 4 consecutive "
            "spaces");
    return true;
}

static bool check_currency(struct check *check, const cJSON *currency)
{
    int64_t amount = 0;
    const char *code = json_text(currency, "code", "");
    if (strlen(code) != 3 || !value_is_plain(code, "", 3))
        return check_refuse(check, 131008, "Parameter of type currency is missing code value");
    if (!json_integer(json_member(currency, "amount_1000"), &amount))
        return check_refuse(check, 131008,
                            "Parameter of type currency is missing amount_1000 value");
    return true;
}

static void upper_case(const char *type, char text[32])
{
    size_t length = 0;
    for (; length < 31 && type[length] != '\0'; length++)
        text[length] = (char)toupper((unsigned char)type[length]);
    text[length] = '\0';
}

static bool check_value(struct check *check, const char *component_name, const cJSON *parameter)
{
    const char *type = json_text(parameter, "type", "unknown");
    bool is_typed = strcasecmp(type, "currency") == 0 || strcasecmp(type, "date_time") == 0;
    if (strcasecmp(type, "text") != 0 && !(is_typed && strcmp(component_name, "body") == 0)) {
        char received[32];
        upper_case(type, received);
        return check_refuse(check, 132012, "%s: Format mismatch, expected TEXT, received %s",
                            component_name, received);
    }
    const char *text = parameter_text(parameter);
    if (text == NULL || parameter_is_blank(text))
        return check_refuse(check, 131008, "Parameter of type %s is missing %s value", type,
                            is_typed ? "fallback_value" : "text");
    if (strcasecmp(type, "currency") == 0 && !check_currency(check, json_member(parameter, type)))
        return false;
    return check_line(check, text);
}

static bool is_named(const struct check *check, const struct placeholder *placeholder)
{
    return check->template->named && placeholder->number == 0;
}

/* The value of one placeholder: by its name, or by its place among the sorted ones. */
static const cJSON *find_value(const struct check *check, const struct template_text *text,
                               const cJSON *component, size_t index)
{
    const struct placeholder *placeholder = &text->placeholders[index];
    if (!is_named(check, placeholder))
        return component_parameter(component, (int)index);
    const cJSON *parameter = NULL;
    cJSON_ArrayForEach(parameter, json_member(component, "parameters"))
    {
        if (strcmp(json_text(parameter, "parameter_name", ""), placeholder->name) == 0)
            return parameter;
    }
    return NULL;
}

static bool check_names(struct check *check, const char *component_name,
                        const struct template_text *text, const cJSON *component)
{
    if (text->placeholder_count == 0 ||
        !is_named(check, &text->placeholders[text->placeholder_count - 1]))
        return true;
    const cJSON *parameter = NULL;
    cJSON_ArrayForEach(parameter, json_member(component, "parameters"))
    {
        if (json_text(parameter, "parameter_name", "")[0] == '\0')
            return check_refuse(check, 100, "Parameter name is missing or empty");
    }
    for (size_t i = 0; i < text->placeholder_count; i++)
        if (find_value(check, text, component, i) == NULL)
            return check_refuse(check, 132000, "%s: there is no value for the parameter %s",
                                component_name, text->placeholders[i].name);
    return true;
}

static void resolve(const struct check *check, const struct template_text *text,
                    const cJSON *component, struct strbuf *resolved)
{
    struct placeholder_mark mark;
    size_t at = 0;
    while (template_next_placeholder(text->text, at, &mark)) {
        strbuf_add(resolved, text->text + at, mark.begin - at);
        for (size_t i = 0; i < text->placeholder_count; i++) {
            const char *name = text->placeholders[i].name;
            if (strlen(name) == mark.name_length &&
                memcmp(name, text->text + mark.name, mark.name_length) == 0)
                strbuf_add_text(resolved, parameter_text(find_value(check, text, component, i)));
        }
        at = mark.end;
    }
    strbuf_add_text(resolved, text->text + at);
}

bool check_text_values(struct check *check, const char *component_name,
                       const struct template_text *text, const cJSON *component,
                       struct strbuf *ret_resolved)
{
    size_t given = (size_t)component_parameter_count(component);
    if (given != text->placeholder_count)
        return check_refuse(
            check, 132000,
            "%s: number of localizable_params (%zu) does not match the expected number "
            "of params (%zu)",
            component_name, given, text->placeholder_count);
    if (!check_names(check, component_name, text, component))
        return false;
    const cJSON *parameter = NULL;
    cJSON_ArrayForEach(parameter, json_member(component, "parameters"))
    {
        if (!check_value(check, component_name, parameter))
            return false;
        if (!check_length(check, component_name, parameter_text(parameter), VALUE_MAX))
            return false;
    }
    if (text->text != NULL)
        resolve(check, text, component, ret_resolved);
    return true;
}

bool check_length(struct check *check, const char *component_name, const char *resolved,
                  size_t limit)
{
    size_t length = utf8_count_code_points(resolved, strlen(resolved));
    if (length <= limit)
        return true;
    return check_refuse(
        check, 132005,
        "%s: Length of the parameters and the template text is %zu, which exceeds the "
        "allowed length of %zu",
        component_name, length, limit);
}
