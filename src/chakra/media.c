/*
 * Looking at a file that is to be uploaded. It is opened before anything is
 * decided, so that what was looked at is what is read later.
 */
#include "src/chakra/media.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/base/utf8.h"
#include "src/chakra/json_find.h"

#define KB ((int64_t)1024)
#define MB (1024 * KB)

/* WhatsApp's limits (template reference, section 12). */
static const struct {
    const char *header; /* "an image header" */
    const char *takes;
    const char *next;
    int64_t most;
} formats[HEADER_FORMAT_COUNT] = {
    [HEADER_IMAGE] = {TEXT("an image header"), TEXT("JPEG and PNG pictures"),
                      TEXT("Save it as JPEG or PNG, or choose another file."), 5 * MB},
    [HEADER_VIDEO] = {TEXT("a video header"), TEXT("MP4 and 3GPP videos"),
                      TEXT("Save it as MP4 (H.264 and AAC), or choose another file."), 16 * MB},
    [HEADER_DOCUMENT] = {TEXT("a document header"),
                         TEXT("PDF, Word, Excel, PowerPoint and plain text"),
                         TEXT("Save it as PDF, or choose another file."), 100 * MB},
    [HEADER_GIF] = {TEXT("a GIF header"), TEXT("MP4 videos"),
                    TEXT("Save it as MP4, also when it is a GIF picture, or choose another file."),
                    3 * MB + 512 * KB},
};

void media_size_text(int64_t bytes, char *text, size_t size)
{
    if (bytes < KB)
        snprintf(text, size, text_of("%d bytes"), (int)bytes);
    else if (bytes < MB)
        snprintf(text, size, "%.1f KB", (double)bytes / (double)KB);
    else
        snprintf(text, size, "%.1f MB", (double)bytes / (double)MB);
}

/* The last part of the path; what is not UTF-8 in it would break the request. */
static void copy_name(const char *path, char name[MEDIA_NAME_BYTES])
{
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    size_t length = 0;
    size_t end = strlen(base);
    for (size_t at = 0; at < end;) {
        size_t begin = at;
        bool is_valid = utf8_next(base, end, &at) >= 0;
        size_t count = is_valid ? at - begin : 1;
        if (length + count >= MEDIA_NAME_BYTES)
            break;
        if (is_valid)
            memcpy(name + length, base + begin, count);
        else
            name[length] = '_';
        length += count;
    }
    name[length] = '\0';
}

/* What follows the last full stop, short ones only; "" for none, and for a hidden file's name. */
static void copy_ending(const char *name, char ending[8])
{
    const char *dot = strrchr(name, '.');
    ending[0] = '\0';
    if (dot != NULL && dot != name && strlen(dot + 1) < 8)
        snprintf(ending, 8, "%s", dot + 1);
}

static enum err cannot(struct error *reterr, const char *what, const char *path, int code)
{
    return error_set(reterr, ERR_IO,
                     code == EACCES ? "Check your rights to read it." : "Check the path.",
                     "the file %.200s cannot be %s: %s", path, what, strerror(code));
}

/* Looked at before it is opened: opening a device can already do something. */
static enum err check_kind(const char *path, const struct stat *info, struct error *reterr)
{
    if (S_ISDIR(info->st_mode))
        return error_set(reterr, ERR_IO, "Name a file in it.", "%.200s is a folder", path);
    if (!S_ISREG(info->st_mode))
        return error_set(reterr, ERR_IO,
                         "Name a file on the disk; a pipe or a device cannot be uploaded.",
                         "%.200s is no regular file", path);
    if (info->st_size == 0)
        return error_set(reterr, ERR_CONTENT, "Choose a file with something in it.",
                         "the file %.200s is empty", path);
    return ERR_OK;
}

static enum err open_file(const char *path, struct stat *ret_info, int *ret_fd,
                          struct error *reterr)
{
    if (path[0] == '\0')
        return error_set(reterr, ERR_CONTENT, "Write the path of a file.", "no file is named");
    if (stat(path, ret_info) != 0)
        return cannot(reterr, "found", path, errno);
    enum err err = check_kind(path, ret_info, reterr);
    if (err != ERR_OK)
        return err;
    /* O_NONBLOCK: the name may be a pipe by now, and opening that must not hang. */
    *ret_fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (*ret_fd < 0)
        return cannot(reterr, "opened", path, errno);
    if (fstat(*ret_fd, ret_info) != 0)
        return cannot(reterr, "read", path, errno);
    return check_kind(path, ret_info, reterr);
}

/* Up to `size` bytes from `place`; -1 and errno. Less than asked for only at the end. */
static ssize_t read_at(int fd, int64_t place, unsigned char *bytes, size_t size)
{
    size_t length = 0;
    while (length < size) {
        ssize_t got = pread(fd, bytes + length, size - length, (off_t)(place + (int64_t)length));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    return (ssize_t)length;
}

static void warn(struct media_file *file, const char *ending, bool png_is_plain)
{
    char right[8];
    media_type_ending(file->type, right);
    if (media_type_formats(file->type) == 0)
        return; /* it is refused for what it is */
    if (!media_type_has_ending(file->type, ending))
        snprintf(file->warning, sizeof file->warning,
                 text_of("%.100s is %s: give it a name that ends in .%s, or it may not open."),
                 file->name, media_type_words(file->type), right);
    else if (file->type == MEDIA_PNG && !png_is_plain)
        snprintf(
            file->warning, sizeof file->warning,
            text_of(
                "%.100s is not an 8-bit RGB or RGBA picture, and WhatsApp may refuse it: save it "
                "so."),
            file->name);
}

struct pieces {
    unsigned char head[MEDIA_HEAD_BYTES], tail[MEDIA_HEAD_BYTES], index[512];
};

static bool probe_file(int fd, struct pieces *pieces, struct media_file *file)
{
    char ending[8];
    copy_ending(file->name, ending);
    int64_t tail_place = file->bytes > MEDIA_HEAD_BYTES ? file->bytes - MEDIA_HEAD_BYTES : 0;
    ssize_t head = read_at(fd, 0, pieces->head, sizeof pieces->head);
    ssize_t tail = read_at(fd, tail_place, pieces->tail, sizeof pieces->tail);
    if (head < 0 || tail < 0)
        return false;
    struct media_probe probe = {.head = pieces->head,
                                .head_length = (size_t)head,
                                .tail = pieces->tail,
                                .tail_length = (size_t)tail,
                                .ending = ending};
    int64_t place = media_index_place(pieces->head, (size_t)head);
    ssize_t index = place > 0 ? read_at(fd, place, pieces->index, sizeof pieces->index) : 0;
    if (index < 0)
        return false;
    probe.index = index > 0 ? pieces->index : NULL;
    probe.index_length = (size_t)index;
    file->type = media_type_of(&probe);
    warn(file, ending, media_png_is_plain(pieces->head, (size_t)head));
    return true;
}

enum err media_open(const char *path, struct media_file *ret_file, int *ret_fd,
                    struct error *reterr)
{
    *ret_file = (struct media_file){0};
    *ret_fd = -1;
    struct stat info = {0};
    enum err err = open_file(path, &info, ret_fd, reterr);
    struct pieces *pieces = err == ERR_OK ? mem_alloc(sizeof *pieces) : NULL;
    if (err == ERR_OK && pieces == NULL)
        err = error_nomem(reterr);
    if (err == ERR_OK) {
        ret_file->bytes = (int64_t)info.st_size;
        copy_name(path, ret_file->name);
        if (!probe_file(*ret_fd, pieces, ret_file))
            err = cannot(reterr, "read", path, errno);
    }
    mem_free(pieces);
    if (err != ERR_OK && *ret_fd >= 0) {
        close(*ret_fd);
        *ret_fd = -1;
    }
    return err;
}

enum err media_look(const char *path, struct media_file *ret_file, struct error *reterr)
{
    int fd = -1;
    enum err err = media_open(path, ret_file, &fd, reterr);
    if (fd >= 0)
        close(fd);
    return err;
}

/* The format of the largest files among those that take it. */
static enum header_format roomiest(unsigned taken)
{
    enum header_format best = HEADER_NONE;
    for (int i = 0; i < HEADER_FORMAT_COUNT; i++)
        if ((taken & 1U << i) != 0 && formats[i].most > formats[best].most)
            best = (enum header_format)i;
    return best;
}

enum err media_fits(const struct media_file *file, enum header_format format, struct error *reterr)
{
    unsigned taken = media_type_formats(file->type);
    const char *words = media_type_words(file->type);
    if (format == HEADER_NONE)
        format = roomiest(taken);
    if (format == HEADER_NONE)
        return error_set(reterr, ERR_CONTENT,
                         "Save it as JPEG, PNG, MP4 or PDF, or choose another file.",
                         "%.100s is %s, which no header of a template takes", file->name, words);
    if ((taken & 1U << format) == 0)
        return error_set(reterr, ERR_CONTENT, formats[format].next, "%.100s is %s; %s takes %s",
                         file->name, words, text_of(formats[format].header),
                         text_of(formats[format].takes));
    if (file->bytes <= formats[format].most)
        return ERR_OK;
    char most[32];
    media_size_text(formats[format].most, most, sizeof most);
    return error_set(reterr, ERR_TOO_BIG, "Make it smaller, or choose another file.",
                     "%.100s has %" PRId64 " bytes; %s takes %s at most (%" PRId64 ")", file->name,
                     file->bytes, text_of(formats[format].header), most, formats[format].most);
}

/* The link goes into a message as it is: nothing but what a URL is made of. */
static bool is_link(const char *text)
{
    if (strncmp(text, "https://", 8) != 0 && strncmp(text, "http://", 7) != 0)
        return false;
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text > '~' || strchr("\"<>\\^`{|}", *text) != NULL)
            return false;
    return true;
}

enum err media_parse_uploaded(const char *bytes, size_t length, struct arena *arena,
                              const char **ret_url, struct error *reterr)
{
    /* The first is the documented one; the others are how this API names such things elsewhere. */
    static const char *const places[] = {"_data.publicMediaUrl",
                                         "_data.0.publicMediaUrl",
                                         "data.publicMediaUrl",
                                         "publicMediaUrl",
                                         "_data.publicMedia.url",
                                         "_data.url",
                                         "data.url",
                                         "url"};
    CLEANUP(json_deletep) cJSON *root = NULL;
    *ret_url = NULL;
    bool is_json = json_parse(bytes, length, &root, NULL) == ERR_OK;
    for (size_t i = 0; is_json && i < COUNT_OF(places); i++) {
        const char *text = json_find_text(root, places[i]);
        if (text == NULL || !is_link(text))
            continue;
        *ret_url = arena_strdup(arena, text);
        return *ret_url != NULL ? ERR_OK : error_nomem(reterr);
    }
    return error_set(reterr, ERR_UNKNOWN,
                     "The file may be on the server. Check base_url, then upload it again.",
                     "the server answered the upload, but without a link that can be used");
}
