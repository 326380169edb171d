/* `explain`: what an error code means, from the table that refusals are shown with. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/text.h"
#include "src/cli/commands.h"
#include "src/cli/output.h"
#include "src/whatsapp/graph_error.h"

static cJSON *row_json(const struct graph_error *row, int code)
{
    cJSON *object = cJSON_CreateObject();
    bool ok = json_add_integer(object, "code", code);
    ok = ok && json_add_text(object, "title", row->title);
    ok = ok && json_add_text(object, "meaning", row->meaning);
    ok = ok && json_add_text(object, "next", row->next);
    ok = ok && (row->http_status != 0 ? json_add_integer(object, "http_status", row->http_status)
                                      : json_add_text(object, "http_status", NULL));
    ok = ok && json_add_bool(object, "retryable", row->retryable);
    if (!ok) {
        cJSON_Delete(object);
        return NULL;
    }
    return object;
}

static void print_row(const struct graph_error *row, int code)
{
    printf("%d  %s\n", code, row->title);
    const char *const texts[] = {row->meaning, row->next};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i] != NULL && texts[i][0] != '\0')
            output_lines(stdout, text_of(texts[i]));
    if (row->retryable)
        puts(text_of("It may be sent again."));
}

int command_explain(const struct arguments *arguments)
{
    const char *text = arguments->operands[0];
    struct error error = {0};
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 8 || text[digits] != '\0') {
        error_set(&error, ERR_USAGE, "Write the number, such as chakra-tui explain 131026.",
                  "'%.40s' is no error code", text);
        return output_error(&error);
    }
    int code = (int)strtol(text, NULL, 10);
    const struct graph_error *row = graph_error_find(code);
    if (row == NULL) {
        error_set(&error, ERR_NOT_FOUND, "See WhatsApp's list of error codes for newer ones.",
                  "the code %d is not in the table", code);
        return output_error(&error);
    }
    if (!arguments_has(arguments, ARG_JSON))
        print_row(row, code);
    else if (!output_json(row_json(row, code)))
        return err_exit_status(ERR_NOMEM);
    return 0;
}
