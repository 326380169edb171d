/* WhatsApp's error codes as a table of Markdown. What the program does about a code is not written
 * down a second time: the functions that decide it are asked. */
#include "src/documents/documents.h"

#include <stdio.h>

#include "src/base/mem.h"
#include "src/chakra/reply.h"
#include "src/whatsapp/graph_error.h"

static bool is_refused(const struct reply *reply)
{
    return reply->has_error;
}

/* The first that applies decides, as in src/outbox/outcome.c. */
static const struct {
    bool (*applies)(const struct reply *reply);
    enum err err;
    const char *word;
    const char *meaning;
} handlings[] = {
    {reply_is_throttled, ERR_THROTTLED, "waits, tries again",
     "The server said explicitly that it took nothing. The program waits as long as the server "
     "says, else longer each time, and tries again, `max_attempts` times in all. Then the row is "
     "*rejected*."},
    {reply_is_billing, ERR_BILLING, "stops: payment",
     "The row is *rejected*, and the sends that wait behind it end as *not sent*: they would all "
     "end alike. A list goes on with `--resume`."},
    {reply_is_auth, ERR_AUTH, "stops: token",
     "The same, for a token or a permission that is refused. A 401 reads the token of a "
     "`token_command` once more first."},
    {is_refused, ERR_REJECTED, "rejected",
     "The row is *rejected* with code, title, details and what to do; where the refusal says which "
     "value it is about, the form goes there. It is never sent again by itself."},
};

static size_t handling_of(const struct graph_error *row)
{
    struct reply reply = {.has_error = true, .http_status = row->http_status};
    reply.error.code = row->code;
    size_t i = 0;
    while (!handlings[i].applies(&reply))
        i++;
    return i;
}

/* A bar would end the cell, and a word in angle brackets would be taken for HTML. */
static void add_cell(struct strbuf *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '|' || *at == '<' || *at == '*' || *at == '_')
            strbuf_add_char(out, '\\');
        strbuf_add_char(out, *at);
    }
    strbuf_add_text(out, " |");
}

static void add_row(struct strbuf *out, const struct graph_error *row)
{
    if (row->code_max > row->code)
        strbuf_addf(out, "| %d–%d | ", row->code, row->code_max);
    else
        strbuf_addf(out, "| %d | ", row->code);
    if (row->http_status != 0)
        strbuf_addf(out, "%d", row->http_status);
    strbuf_add_text(out, " | **");
    strbuf_add_text(out, row->title);
    strbuf_add_text(out, "** ");
    add_cell(out, row->meaning);
    strbuf_addf(out, " %s |", handlings[handling_of(row)].word);
    strbuf_add_char(out, ' ');
    add_cell(out, row->next);
    strbuf_add_char(out, '\n');
}

bool part_error_codes(struct strbuf *out, const char *word)
{
    size_t count = 0;
    const struct graph_error *rows = graph_error_rows(&count);
    strbuf_add_text(out, "| code | HTTP | what it means | the program | what to do |\n"
                         "|---|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++)
        add_row(out, &rows[i]);
    return word[0] == '\0';
}

bool part_error_code_handling(struct strbuf *out, const char *word)
{
    strbuf_add_text(out, "| the program | that is | exit status |\n|---|---|---|\n");
    for (size_t i = 0; i < COUNT_OF(handlings); i++)
        strbuf_addf(out, "| %s | %s | %d |\n", handlings[i].word, handlings[i].meaning,
                    err_exit_status(handlings[i].err));
    return word[0] == '\0';
}
