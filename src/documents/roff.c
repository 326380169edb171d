/* Text for man pages: what roff would take for a request or a sign of its own is written as text.
 */
#include "src/documents/documents.h"

#include <string.h>

#include "src/base/mem.h"

static const struct {
    char sign;
    const char *written;
} signs[] = {
    {'\\', "\\e"}, {'-', "\\-"}, {'\'', "\\(aq"}, {'`', "\\(ga"}, {'^', "\\(ha"}, {'~', "\\(ti"},
};

void roff_text(struct strbuf *out, const char *text)
{
    if (text[0] == '.')
        strbuf_add_text(out, "\\&");
    for (const char *at = text; *at != '\0'; at++) {
        const char *written = NULL;
        for (size_t i = 0; i < COUNT_OF(signs); i++)
            if (signs[i].sign == *at)
                written = signs[i].written;
        if (written != NULL)
            strbuf_add_text(out, written);
        else
            strbuf_add_char(out, *at);
    }
}

void roff_term(struct strbuf *out, const char *words, const char *argument)
{
    strbuf_add_text(out, ".TP\n\\fB");
    roff_text(out, words);
    strbuf_add_text(out, "\\fR");
    if (argument != NULL && argument[0] != '\0') {
        strbuf_add_text(out, " \\fI");
        roff_text(out, argument);
        strbuf_add_text(out, "\\fR");
    }
    strbuf_add_char(out, '\n');
}
