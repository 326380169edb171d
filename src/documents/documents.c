/* Prose with tables in it: finds the marked lines, and what belongs there. */
#include "src/documents/documents.h"

#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"

static const struct {
    const char *name;
    bool (*write)(struct strbuf *out, const char *word);
} parts[] = {
    {"version", part_version},
    {"commands", part_commands},
    {"options", part_options},
    {"filter-fields", part_filter_fields},
    {"states", part_states},
    {"settings", part_settings},
    {"environment", part_environment},
    {"keys", part_keys},
    {"exit-statuses", part_exit_statuses},
    {"error-codes", part_error_codes},
    {"error-code-handling", part_error_code_handling},
};

static enum err write_part(struct strbuf *out, const char *line, size_t length,
                           struct error *reterr)
{
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)(length - 2), line + 1);
    char *word = strchr(text, ' ');
    if (word != NULL)
        *word++ = '\0';
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strcmp(parts[i].name, text) == 0 && parts[i].write(out, word != NULL ? word : ""))
            return ERR_OK;
    return error_set(reterr, ERR_INVALID, "Use a part of src/documents/documents.c.",
                     "there is no part %.*s", (int)length, line);
}

enum err document_write(struct strbuf *out, const char *prose, struct error *reterr)
{
    enum err err = ERR_OK;
    for (const char *line = prose; err == ERR_OK && *line != '\0';) {
        size_t length = strcspn(line, "\n");
        if (length > 2 && line[0] == '@' && line[length - 1] == '@') {
            err = write_part(out, line, length, reterr);
        } else {
            strbuf_add(out, line, length);
            strbuf_add_char(out, '\n');
        }
        line += length + (line[length] == '\n' ? 1 : 0);
    }
    return err == ERR_OK ? strbuf_status(out, "the page", reterr) : err;
}
