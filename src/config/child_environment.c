/* What a child process may know. */
#include "src/config/child_environment.h"

#include "src/base/mem.h"

#include <stdbool.h>
#include <string.h>

extern char **environ;

/* They hold secrets themselves; no child gets them. */
static const char own_variables[] = "CHAKRA_TOKEN CHAKRA_WEBHOOK_SECRET";

/* Does "NAME=VALUE" set one of the variables, whose names have blanks between them? */
static bool sets_one_of(const char *entry, const char *variables)
{
    size_t name = strcspn(entry, "=");
    for (const char *at = variables; at != NULL && *at != '\0';) {
        at += strspn(at, " ");
        size_t length = strcspn(at, " ");
        if (length == name && length > 0 && memcmp(entry, at, length) == 0)
            return true;
        at += length;
    }
    return false;
}

char **child_environment(const char *hidden_variables)
{
    size_t count = 0;
    while (environ[count] != NULL)
        count++;
    char **clean = mem_zalloc(count + 1, sizeof *clean);
    size_t kept = 0;
    for (size_t i = 0; clean != NULL && i < count; i++)
        if (!sets_one_of(environ[i], own_variables) && !sets_one_of(environ[i], hidden_variables))
            clean[kept++] = environ[i];
    return clean;
}
