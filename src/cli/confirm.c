/* Asks, and waits for a line or a signal. */
#include "src/cli/confirm.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "src/base/text.h"
#include "src/cli/output.h"
#include "src/cli/signals.h"

bool confirm_is_possible(void)
{
    return isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
}

enum err confirm_ask(const char *question, struct error *reterr)
{
    char answer[16] = "";
    output_text(stderr, question);
    fputs(text_of(" Type yes to go on: "), stderr);
    fflush(stderr);
    signals_wait_readable(STDIN_FILENO);
    /* The terminal hands over whole lines. */
    ssize_t count = signals_came() ? -1 : read(STDIN_FILENO, answer, sizeof answer - 1);
    if (count > 0)
        answer[strcspn(answer, "\r\n")] = '\0';
    if (count > 0 && strcmp(answer, "yes") == 0)
        return ERR_OK;
    if (count <= 0)
        fputc('\n', stderr); /* no line ended the question */
    return error_set(reterr, ERR_INTERRUPTED, "Nothing was done.",
                     "stopped: the answer was not yes");
}
