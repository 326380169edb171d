/* Questions on the terminal. */
#include "src/cli/ask.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/cli/output.h"
#include "src/cli/signals.h"

enum { LINE_SIZE = 8192 };

bool ask_is_possible(void)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static enum err no_answer(struct error *reterr)
{
    fputc('\n', stderr);
    return error_set(reterr, ERR_INTERRUPTED, "Start again when you like: chakra-tui config init",
                     "ended before the last step; no settings were written");
}

/* One line of the terminal (it hands over whole lines) without its end. */
static enum err read_line(char *line, size_t size, size_t *ret_length, struct error *reterr)
{
    size_t length = 0;
    while (length + 1 < size && (length == 0 || line[length - 1] != '\n')) {
        signals_wait_readable(STDIN_FILENO);
        if (signals_came())
            return no_answer(reterr);
        ssize_t got = read(STDIN_FILENO, line + length, size - 1 - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return no_answer(reterr);
        length += (size_t)got;
    }
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        length--;
    line[length] = '\0';
    *ret_length = length;
    return ERR_OK;
}

static void put_prompt(const char *prompt, const char *usual)
{
    output_text(stderr, prompt);
    if (usual != NULL && usual[0] != '\0') {
        fputs(" [", stderr);
        output_text(stderr, usual);
        fputc(']', stderr);
    }
    fputs(": ", stderr);
    fflush(stderr);
}

enum err ask_line(const char *prompt, const char *usual, char *answer, size_t size,
                  struct error *reterr)
{
    char line[LINE_SIZE];
    size_t length = 0;
    put_prompt(prompt, usual);
    enum err err = read_line(line, sizeof line, &length, reterr);
    if (err != ERR_OK)
        return err;
    size_t begin = strspn(line, " \t");
    while (length > begin && (line[length - 1] == ' ' || line[length - 1] == '\t'))
        line[--length] = '\0';
    const char *given = length > begin ? line + begin : usual != NULL ? usual : "";
    snprintf(answer, size, "%s", given);
    return ERR_OK;
}

enum err ask_choice(const char *prompt, size_t usual, size_t most, size_t *ret_choice,
                    struct error *reterr)
{
    char text[24], answer[64];
    snprintf(text, sizeof text, "%zu", usual);
    for (;;) {
        enum err err = ask_line(prompt, text, answer, sizeof answer, reterr);
        if (err != ERR_OK)
            return err;
        char *end = NULL;
        unsigned long number = strtoul(answer, &end, 10);
        if (end != answer && *end == '\0' && number >= 1 && number <= most) {
            *ret_choice = (size_t)number;
            return ERR_OK;
        }
        fprintf(stderr, text_of("  Write a number from 1 to %zu.\n"), most);
    }
}

enum err ask_yes(const char *prompt, bool *ret_yes, struct error *reterr)
{
    char answer[64];
    enum err err = ask_line(prompt, "y", answer, sizeof answer, reterr);
    *ret_yes = err == ERR_OK && answer[0] != 'n' && answer[0] != 'N';
    return err;
}

enum err ask_secret(const char *prompt, struct secret *ret_secret, struct error *reterr)
{
    struct termios before;
    char line[LINE_SIZE];
    size_t length = 0;
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return error_set(reterr, ERR_IO, "Use a file, a command or a variable for the token.",
                         "the terminal cannot hide what is typed");
    struct termios hidden = before;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) != 0)
        return error_set(reterr, ERR_IO, "Use a file, a command or a variable for the token.",
                         "the terminal cannot hide what is typed");
    put_prompt(prompt, NULL); /* now: who answers at once is neither echoed nor dropped */
    enum err err = read_line(line, sizeof line, &length, reterr);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    if (err == ERR_OK)
        err = secret_set(ret_secret, line, length, reterr);
    mem_wipe(line, sizeof line);
    return err;
}
