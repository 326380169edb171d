/* Rules about headers that are not text: media, places and products. */
#include "src/base/mem.h"
#include "src/whatsapp/ascii.h"
#include "src/whatsapp/rules_check.h"

#include <string.h>

static bool has_no_media(const struct check *check)
{
    return check_sibling(check, "link") == NULL && check_sibling(check, "id") == NULL &&
           check_sibling(check, "file") == NULL;
}

bool media_is_missing(struct check *check)
{
    return !check_is_in_card(check) && has_no_media(check);
}

bool card_media_is_missing(struct check *check)
{
    return check_is_in_card(check) && has_no_media(check);
}

bool media_is_doubled(struct check *check)
{
    return !check_is_missing(check) && check_sibling(check, "link") != NULL;
}

bool file_is_not_uploaded(struct check *check)
{
    return !check_is_missing(check) && check_sibling(check, "link") == NULL &&
           check_sibling(check, "id") == NULL;
}

static size_t scheme_length(const char *link)
{
    if (ascii_starts_fold(link, "https://"))
        return strlen("https://");
    return ascii_starts_fold(link, "http://") ? strlen("http://") : 0;
}

bool link_is_malformed(struct check *check)
{
    const char *link = check->text;
    size_t scheme = scheme_length(link);
    if (scheme == 0 || strpbrk(link, " \t\r\n\v\f") != NULL)
        return true;
    size_t host = strcspn(link + scheme, "/?#:");
    return host == 0;
}

bool link_is_plain_http(struct check *check)
{
    return !link_is_malformed(check) && ascii_starts_fold(check->text, "http://");
}

bool link_is_sample(struct check *check)
{
    const char *sample = check->part->header.example_handle;
    return sample != NULL && strcmp(sample, check->text) == 0;
}

static bool is_media_format(enum header_format format)
{
    return format == HEADER_IMAGE || format == HEADER_VIDEO || format == HEADER_DOCUMENT ||
           format == HEADER_GIF;
}

bool media_id_is_odd(struct check *check)
{
    return is_media_format(check->part->header.format) && !ascii_all_digits(check->text);
}

/* File types that WhatsApp takes; an ending that is not here says nothing. */
static const struct {
    const char *ending;
    unsigned formats; /* bits of enum header_format */
} endings[] = {
    {.ending = "jpg", .formats = 1U << HEADER_IMAGE},
    {.ending = "jpeg", .formats = 1U << HEADER_IMAGE},
    {.ending = "png", .formats = 1U << HEADER_IMAGE},
    {.ending = "webp", .formats = 0},
    {.ending = "gif", .formats = 0},
    {.ending = "svg", .formats = 0},
    {.ending = "mp4", .formats = 1U << HEADER_VIDEO | 1U << HEADER_GIF},
    {.ending = "3gp", .formats = 1U << HEADER_VIDEO},
    {.ending = "mov", .formats = 0},
    {.ending = "avi", .formats = 0},
    {.ending = "mp3", .formats = 0},
    {.ending = "pdf", .formats = 1U << HEADER_DOCUMENT},
    {.ending = "txt", .formats = 1U << HEADER_DOCUMENT},
    {.ending = "doc", .formats = 1U << HEADER_DOCUMENT},
    {.ending = "docx", .formats = 1U << HEADER_DOCUMENT},
    {.ending = "xls", .formats = 1U << HEADER_DOCUMENT},
    {.ending = "xlsx", .formats = 1U << HEADER_DOCUMENT},
    {.ending = "ppt", .formats = 1U << HEADER_DOCUMENT},
    {.ending = "pptx", .formats = 1U << HEADER_DOCUMENT},
};

/* What follows the last full stop of the path; "" when there is none. */
static void copy_ending(const char *link, char ending[8])
{
    const char *path = link + scheme_length(link);
    size_t length = strcspn(path, "?#");
    size_t at = length;
    while (at > 0 && path[at - 1] != '.' && path[at - 1] != '/')
        at--;
    ending[0] = '\0';
    bool has_folder = memchr(path, '/', length) != NULL || scheme_length(link) == 0;
    if (at == 0 || path[at - 1] != '.' || length - at >= 8 || !has_folder)
        return;
    memcpy(ending, path + at, length - at);
    ending[length - at] = '\0';
}

bool link_has_other_type(struct check *check)
{
    char ending[8];
    copy_ending(check->text, ending);
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        if (!ascii_equal_fold(ending, endings[i].ending))
            continue;
        check_explain(check, ".%s file; this header is of type %.20s", endings[i].ending,
                      check->part->header.format_name);
        return (endings[i].formats & 1U << check->part->header.format) == 0;
    }
    return false;
}

bool filename_is_missing(struct check *check)
{
    return check_is_missing(check) && !has_no_media(check);
}

/* A decimal number with a point, whatever the locale is; false when it is none. */
static bool read_decimal(const char *text, double *ret_number)
{
    bool negative = *text == '-';
    const char *at = text + (negative || *text == '+' ? 1 : 0);
    double number = 0;
    double scale = 0;
    if (!ascii_is_digit((unsigned char)*at))
        return false;
    for (; ascii_is_digit((unsigned char)*at) || (*at == '.' && scale == 0); at++) {
        if (*at == '.') {
            scale = 1;
            continue;
        }
        number = number * 10 + (*at - '0');
        scale *= 10;
    }
    if (scale > 1)
        number /= scale;
    *ret_number = negative ? -number : number;
    return *at == '\0' && at[-1] != '.';
}

static bool is_out_of_range(struct check *check, double most)
{
    double number = 0;
    return check_is_missing(check) || !read_decimal(check->text, &number) || number < -most ||
           number > most;
}

bool latitude_is_wrong(struct check *check)
{
    return is_out_of_range(check, 90);
}

bool longitude_is_wrong(struct check *check)
{
    return is_out_of_range(check, 180);
}

/* For fields that the template always needs. */
bool value_is_missing(struct check *check)
{
    return check->slot->required && (check_is_missing(check) || ascii_all_blank(check->text));
}
