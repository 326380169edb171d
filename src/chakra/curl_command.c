/* Requests as curl commands. */
#include "src/chakra/curl_command.h"

#include "src/base/json.h"

/* In single quotes nothing is special to a shell but the single quote itself. */
static void add_shell_quoted(struct strbuf *out, const char *text)
{
    strbuf_add_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            strbuf_add_text(out, "'\\''");
        else
            strbuf_add_char(out, *text);
    }
    strbuf_add_char(out, '\'');
}

void curl_command_write(struct strbuf *out, const cJSON *request)
{
    CLEANUP(mem_freep) char *body = json_print(json_member(request, "body"));
    strbuf_addf(out, "curl -X %s ", json_text(request, "method", "POST"));
    add_shell_quoted(out, json_text(request, "url", ""));
    strbuf_add_text(out, " \\\n  -H \"Authorization: Bearer $CHAKRA_TOKEN\" \\\n"
                         "  -H 'Content-Type: application/json' \\\n  --data ");
    add_shell_quoted(out, body != NULL ? body : "");
    strbuf_add_char(out, '\n');
}
