/* Refusing, and finding components. */
#include "src/sandbox/check.h"

#include "src/base/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

bool check_refuse(struct check *check, int code, const char *details, ...)
{
    struct refusal *refusal = check->refusal;
    *refusal = (struct refusal){.code = code};
    int used = 0;
    if (check->card >= 0)
        used =
            snprintf(refusal->details, sizeof refusal->details, "carousel: card %d: ", check->card);
    va_list args;
    va_start(args, details);
    vsnprintf(refusal->details + used, sizeof refusal->details - (size_t)used, details, args);
    va_end(args);
    return false;
}

bool check_refuse_plainly(struct check *check, int code, const char *message, ...)
{
    *check->refusal = (struct refusal){.code = code};
    va_list args;
    va_start(args, message);
    vsnprintf(check->refusal->message, sizeof check->refusal->message, message, args);
    va_end(args);
    return false;
}

bool check_component(struct check *check, const char *type, const cJSON **ret_component)
{
    const cJSON *component = NULL;
    *ret_component = NULL;
    cJSON_ArrayForEach(component, check->components)
    {
        if (strcasecmp(json_text(component, "type", ""), type) != 0)
            continue;
        if (*ret_component != NULL)
            return check_refuse(check, 100, "There must be at most one component of type %s", type);
        *ret_component = component;
    }
    return true;
}

const cJSON *component_parameter(const cJSON *component, int index)
{
    return cJSON_GetArrayItem(json_member(component, "parameters"), index);
}

int component_parameter_count(const cJSON *component)
{
    return cJSON_GetArraySize(json_member(component, "parameters"));
}
