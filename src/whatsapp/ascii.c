/* Comparisons of names that the platform writes in either case. */
#include "src/whatsapp/ascii.h"

bool ascii_starts_fold(const char *text, const char *prefix)
{
    for (; *prefix != '\0'; text++, prefix++)
        if (ascii_upper((unsigned char)*text) != ascii_upper((unsigned char)*prefix))
            return false;
    return true;
}

bool ascii_equal_fold(const char *left, const char *right)
{
    while (*left != '\0' &&
           ascii_upper((unsigned char)*left) == ascii_upper((unsigned char)*right)) {
        left++;
        right++;
    }
    return *left == *right;
}

bool ascii_all_digits(const char *text)
{
    const char *at = text;
    while (ascii_is_digit((unsigned char)*at))
        at++;
    return at > text && *at == '\0';
}

bool ascii_all_blank(const char *text)
{
    while (ascii_is_blank((unsigned char)*text))
        text++;
    return *text == '\0';
}
