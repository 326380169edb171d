/* A file before it is uploaded: what it is, whether it fits, and each way in which it cannot. */
#include "src/chakra/media.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/mem.h"

enum { NOBODY = 65534 };

#define KB ((off_t)1024)
#define MB (1024 * KB)

/* A mark for each type, long enough to be told by. */
#define BYTES(text) text, sizeof(text) - 1
#define JPEG BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0")
#define PNG(depth, colour) \
    BYTES("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1" depth colour "\0\0\0\0\0\0\0")
#define FTYP(brand)    \
    BYTES("\0\0\0\x18" \
          "ftyp" brand "\0\0\2\0isommp42")
#define PDF BYTES("%PDF-1.7\n")
#define ZIP_OF(member) BYTES("PK\x03\x04\x14\0\0\0[Content_Types].xml..PK\x03\x04" member)

static char folder[] = "/tmp/chakra-media-XXXXXX";

static void make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *path_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* `size` 0: as long as the bytes; else the rest is a hole. */
static const char *make_file(const char *name, const char *bytes, size_t length, off_t size)
{
    const char *path = path_of(name);
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, length, file), length);
    cr_assert_eq(fflush(file), 0);
    if (size > 0)
        cr_assert_eq(ftruncate(fileno(file), size), 0);
    fclose(file);
    return path;
}

TestSuite(media, .init = make_folder, .fini = remove_folder);

static const struct {
    const char *name;
    const char *bytes;
    size_t length;
    enum media_type type;
} contents[] = {
    {"a.jpg", JPEG, MEDIA_JPEG},
    {"a.png", PNG("\x08", "\x02"), MEDIA_PNG},
    {"a.mp4", FTYP("isom"), MEDIA_MP4},
    {"b.mp4", FTYP("mp42"), MEDIA_MP4},
    {"c.mp4", FTYP("M4V "), MEDIA_MP4},
    {"a.3gp", FTYP("3gp5"), MEDIA_3GPP},
    {"a.mov", FTYP("qt  "), MEDIA_QUICKTIME},
    {"a.m4a", FTYP("M4A "), MEDIA_AUDIO},
    {"a.heic", FTYP("heic"), MEDIA_HEIC},
    {"a.avif", FTYP("avif"), MEDIA_HEIC},
    {"a.pdf", PDF, MEDIA_PDF},
    {"a.txt", BYTES("Grüße,\r\n\tall of you\n"), MEDIA_TEXT},
    {"b.txt", BYTES("\xEF\xBB\xBFwith a mark"), MEDIA_TEXT},
    {"c.txt", BYTES("RIFF raff"), MEDIA_TEXT},
    {"d.txt", BYTES("ID3 is no tag here"), MEDIA_TEXT},
    {"a.docx", ZIP_OF("word/document.xml"), MEDIA_DOCX},
    {"b.docx", ZIP_OF("word/document2.xml"), MEDIA_DOCX},
    {"a.xlsx", ZIP_OF("xl/workbook.xml"), MEDIA_XLSX},
    {"a.pptx", ZIP_OF("ppt/presentation.xml"), MEDIA_PPTX},
    {"a.zip", BYTES("PK\x03\x04..word/document.xml"), MEDIA_ZIP},
    {"b.zip", ZIP_OF("other.xml"), MEDIA_ZIP},
    {"a.gif", BYTES("GIF89a\1\0\1\0"), MEDIA_GIF},
    {"a.webp", BYTES("RIFF\x24\0\0\0WEBPVP8 "), MEDIA_WEBP},
    {"a.avi", BYTES("RIFF\x24\0\0\0AVI LIST"), MEDIA_AVI},
    {"a.wav", BYTES("RIFF\x24\0\0\0WAVEfmt "), MEDIA_AUDIO},
    {"a.tif", BYTES("II*\0\x08\0\0\0"), MEDIA_TIFF},
    {"a.webm", BYTES("\x1A\x45\xDF\xA3\x01\0"), MEDIA_MATROSKA},
    {"a.mp3", BYTES("ID3\x04\0\0"), MEDIA_AUDIO},
    {"a.rtf", BYTES("{\\rtf1\\ansi}"), MEDIA_RTF},
    {"a.bin",
     BYTES("\x7F"
           "ELF\2\1\1\0"),
     MEDIA_UNKNOWN},
    {"b.bin", BYTES("text with \0 in it"), MEDIA_UNKNOWN},
    {"c.bin",
     BYTES("latin 1: Gr\xFC\xDF"
           "e"),
     MEDIA_UNKNOWN},
    {"d.bin", BYTES("\xFF\xD8"), MEDIA_UNKNOWN},
    {"e.bin", BYTES("cut: \xC3"), MEDIA_UNKNOWN},
};

Test(media, the_content_tells_the_type)
{
    for (size_t i = 0; i < COUNT_OF(contents); i++) {
        struct media_file file;
        struct error error = {0};
        const char *path = make_file(contents[i].name, contents[i].bytes, contents[i].length, 0);
        cr_assert_eq(media_look(path, &file, &error), ERR_OK, "%s", error.what);
        cr_expect_eq(file.type, contents[i].type, "%s is %s", contents[i].name,
                     media_type_words(file.type));
        cr_expect_eq(file.bytes, (int64_t)contents[i].length);
        cr_expect_str_eq(file.name, contents[i].name);
        cr_expect_str_eq(file.warning, "", "%s", file.warning);
    }
}

/* The list of a zip archive's members stands at its end, far behind the head that is read. */
Test(media, office_files_are_told_by_the_list_at_their_end)
{
    size_t size = (size_t)200 * 1024;
    char *bytes = mem_zalloc(1, size);
    static const char list[] = "[Content_Types].xml PK\1\2 ppt/presentation.xml";
    memcpy(bytes, "PK\x03\x04", 4);
    memcpy(bytes + size - sizeof list, list, sizeof list);
    struct media_file file;
    cr_assert_eq(media_look(make_file("x.pptx", bytes, size, 0), &file, NULL), ERR_OK);
    cr_expect_eq(file.type, MEDIA_PPTX);
    mem_free(bytes);
}

/* A compound file of 512-byte sectors whose directory begins in sector 2. */
static void make_compound(char bytes[2048], const char *stream)
{
    memset(bytes, 0, 2048);
    memcpy(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    bytes[30] = 9;
    bytes[48] = 2;
    for (size_t i = 0; stream[i] != '\0'; i++)
        bytes[1536 + 128 + 2 * i] = stream[i];
}

Test(media, old_office_files_are_told_by_their_main_stream)
{
    static const struct {
        const char *stream, *name;
        enum media_type type;
        bool warns;
    } rows[] = {
        {"WordDocument", "a.doc", MEDIA_DOC, false},
        {"Workbook", "a.xls", MEDIA_XLS, false},
        {"Book", "b.xls", MEDIA_XLS, false},
        {"PowerPoint Document", "a.ppt", MEDIA_PPT, false},
        {"WordDocument", "wrong.xls", MEDIA_DOC, true},
        {"somewhere else", "far.ppt", MEDIA_PPT, false}, /* the name decides */
        {"somewhere else", "a.msi", MEDIA_COMPOUND, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char bytes[2048];
        struct media_file file;
        make_compound(bytes, rows[i].stream);
        cr_assert_eq(media_look(make_file(rows[i].name, bytes, sizeof bytes, 0), &file, NULL),
                     ERR_OK);
        cr_expect_eq(file.type, rows[i].type, "%s is %s", rows[i].name,
                     media_type_words(file.type));
        cr_expect_eq(file.warning[0] != '\0', rows[i].warns, "%s", file.warning);
    }
}

/* A directory sector that lies outside of the file is no reason to fail. */
Test(media, a_broken_compound_file_is_survived)
{
    char bytes[2048];
    struct media_file file;
    make_compound(bytes, "WordDocument");
    memset(bytes + 48, 0xFF, 4);
    cr_assert_eq(media_look(make_file("a.bin", bytes, sizeof bytes, 0), &file, NULL), ERR_OK);
    cr_expect_eq(file.type, MEDIA_COMPOUND);
    bytes[30] = 31;
    cr_assert_eq(media_look(make_file("b.bin", bytes, sizeof bytes, 0), &file, NULL), ERR_OK);
    cr_expect_eq(file.type, MEDIA_COMPOUND);
}

/* A character may be cut where the head ends. */
Test(media, long_text_is_text)
{
    size_t size = MEDIA_HEAD_BYTES + 10;
    char *bytes = mem_alloc(size + 1);
    for (size_t i = 0; i < size; i += 2)
        memcpy(bytes + i, "\xC3\xA4", 2);
    bytes[0] = 'x'; /* all the following characters begin at an odd place */
    for (size_t i = 1; i + 1 < size; i += 2)
        memcpy(bytes + i, "\xC3\xA4", 2);
    struct media_file file;
    cr_assert_eq(media_look(make_file("x.txt", bytes, size - 1, 0), &file, NULL), ERR_OK);
    cr_expect_eq(file.type, MEDIA_TEXT);
    mem_free(bytes);
}

static const struct {
    const char *name;
    const char *bytes;
    size_t length;
    const char *piece; /* of the warning */
} odd_names[] = {
    {"photo.png", JPEG, "photo.png is a JPEG picture: give it a name that ends in .jpg"},
    {"photo", JPEG, "ends in .jpg"},
    {".jpg", JPEG, "ends in .jpg"},
    {"photo.", JPEG, "ends in .jpg"},
    {"report.jpg", PDF, "report.jpg is a PDF document"},
    {"data.csv", BYTES("a,b\n"), "ends in .txt"},
    {"a.mp4", FTYP("3gp4"), "ends in .3gp"},
    {"a.doc", ZIP_OF("word/document.xml"), "ends in .docx"},
    {"x.png", PNG("\x10", "\x02"), "8-bit RGB"},
    {"x.png", PNG("\x08", "\x03"), "8-bit RGB"},
};

Test(media, odd_names_and_pictures_are_warned_of)
{
    for (size_t i = 0; i < COUNT_OF(odd_names); i++) {
        struct media_file file;
        const char *path = make_file(odd_names[i].name, odd_names[i].bytes, odd_names[i].length, 0);
        cr_assert_eq(media_look(path, &file, NULL), ERR_OK);
        cr_expect_not_null(strstr(file.warning, odd_names[i].piece), "%s: %s", odd_names[i].name,
                           file.warning);
    }
    static const char *const fine[] = {"a.JPG", "a.Jpeg", "a.b.jpg"};
    for (size_t i = 0; i < COUNT_OF(fine); i++) {
        struct media_file file;
        cr_assert_eq(media_look(make_file(fine[i], JPEG, 0), &file, NULL), ERR_OK);
        cr_expect_str_eq(file.warning, "", "%s", fine[i]);
    }
}

/* The limits to the byte: the largest that is taken, and one byte more. */
Test(media, sizes_are_limited_by_the_header)
{
    static const struct {
        const char *name, *bytes;
        size_t length;
        enum header_format format;
        off_t most;
        const char *piece;
    } rows[] = {
        {"a.jpg", JPEG, HEADER_IMAGE, 5 * MB, "an image header takes 5.0 MB at most"},
        {"a.png", PNG("\x08", "\x06"), HEADER_IMAGE, 5 * MB, "takes 5.0 MB"},
        {"a.mp4", FTYP("isom"), HEADER_VIDEO, 16 * MB, "a video header takes 16.0 MB"},
        {"a.3gp", FTYP("3gp5"), HEADER_VIDEO, 16 * MB, "takes 16.0 MB"},
        {"a.pdf", PDF, HEADER_DOCUMENT, 100 * MB, "a document header takes 100.0 MB"},
        {"a.mp4", FTYP("isom"), HEADER_GIF, 3 * MB + 512 * KB, "a GIF header takes 3.5 MB"},
        {"a.jpg", JPEG, HEADER_NONE, 5 * MB, "an image header takes 5.0 MB"},
        {"a.mp4", FTYP("isom"), HEADER_NONE, 16 * MB, "a video header takes 16.0 MB"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct media_file file;
        struct error error = {0};
        const char *path = make_file(rows[i].name, rows[i].bytes, rows[i].length, rows[i].most);
        cr_assert_eq(media_look(path, &file, &error), ERR_OK, "%s", error.what);
        cr_expect_eq(media_fits(&file, rows[i].format, &error), ERR_OK, "%s", error.what);
        cr_assert_eq(truncate(path, rows[i].most + 1), 0);
        cr_assert_eq(media_look(path, &file, &error), ERR_OK, "%s", error.what);
        cr_expect_eq(media_fits(&file, rows[i].format, &error), ERR_TOO_BIG);
        cr_expect_not_null(strstr(error.what, rows[i].piece), "%s", error.what);
    }
}

Test(media, a_header_takes_its_own_types_only)
{
    static const struct {
        const char *name, *bytes;
        size_t length;
        enum header_format format;
        const char *piece;
    } rows[] = {
        {"a.pdf", PDF, HEADER_IMAGE, "a.pdf is a PDF document; an image header takes JPEG and PNG"},
        {"a.jpg", JPEG, HEADER_DOCUMENT, "a.jpg is a JPEG picture; a document header takes PDF"},
        {"a.jpg", JPEG, HEADER_VIDEO, "a video header takes MP4"},
        {"a.3gp", FTYP("3gp5"), HEADER_GIF, "a GIF header takes MP4 videos"},
        {"a.gif", BYTES("GIF89a"), HEADER_GIF, "a.gif is a GIF picture"},
        {"a.webp", BYTES("RIFF\1\0\0\0WEBP"), HEADER_IMAGE, "a.webp is a WebP picture"},
        {"a.zip", BYTES("PK\3\4"), HEADER_DOCUMENT, "a.zip is a zip archive"},
        {"a.webp", BYTES("RIFF\1\0\0\0WEBP"), HEADER_NONE, "which no header"},
        {"a.bin", BYTES("\0\1\2"), HEADER_NONE, "a file of an unknown type, which no header"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct media_file file;
        struct error error = {0};
        const char *path = make_file(rows[i].name, rows[i].bytes, rows[i].length, 0);
        cr_assert_eq(media_look(path, &file, &error), ERR_OK, "%s", error.what);
        cr_expect_eq(media_fits(&file, rows[i].format, &error), ERR_CONTENT);
        cr_expect_not_null(strstr(error.what, rows[i].piece), "%s", error.what);
        cr_expect_neq(error.next[0], '\0');
    }
}

static void expect_refused(const char *path, enum err want, const char *piece)
{
    struct media_file file;
    struct error error = {0};
    int fd = 7;
    cr_expect_eq(media_open(path, &file, &fd, &error), want, "%s", path);
    cr_expect_eq(fd, -1);
    cr_expect_not_null(strstr(error.what, piece), "%s", error.what);
    cr_expect_neq(error.next[0], '\0');
}

Test(media, what_is_no_file_is_refused, .timeout = 20)
{
    expect_refused("", ERR_CONTENT, "no file is named");
    expect_refused(folder, ERR_IO, "is a folder");
    expect_refused(path_of("none.jpg"), ERR_IO, "No such file");
    expect_refused(path_of("none/a.jpg"), ERR_IO, "No such file");
    expect_refused(make_file("empty.jpg", "", 0, 0), ERR_CONTENT, "is empty");
    cr_assert_eq(mkfifo(path_of("pipe.jpg"), 0600), 0);
    expect_refused(path_of("pipe.jpg"), ERR_IO, "is no regular file");
    expect_refused("/dev/null", ERR_IO, "is no regular file");
    cr_assert_eq(symlink("loop", path_of("loop")), 0);
    expect_refused(path_of("loop"), ERR_IO, "cannot be found");
    make_file("a.jpg", JPEG, 0);
    expect_refused(path_of("a.jpg/b"), ERR_IO, "Not a directory");
}

/* Root may read everything, so the look happens as somebody else. */
Test(media, what_cannot_be_read_is_refused)
{
    const char *path = make_file("secret.jpg", JPEG, 0);
    cr_assert_eq(chmod(path, 0), 0);
    cr_assert_eq(chmod(folder, 0755), 0);
    pid_t child = fork();
    if (child == 0) {
        struct media_file file;
        struct error error = {0};
        bool is_other = geteuid() != 0 || setuid(NOBODY) == 0;
        enum err err = media_look(path, &file, &error);
        _exit(is_other && err == ERR_IO && strstr(error.what, "Permission denied") != NULL ? 0 : 1);
    }
    int status = 0;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* What was looked at is what is read, though its name is gone. */
Test(media, an_open_file_outlives_its_name)
{
    const char *path = make_file("a.jpg", JPEG, 0);
    struct media_file file;
    int fd = -1;
    cr_assert_eq(media_open(path, &file, &fd, NULL), ERR_OK);
    cr_assert_eq(unlink(path), 0);
    unsigned char bytes[3] = {0};
    cr_expect_eq(pread(fd, bytes, sizeof bytes, 0), 3);
    cr_expect_eq(bytes[0], 0xFF);
    close(fd);
    expect_refused(path, ERR_IO, "No such file");
}

Test(media, a_name_becomes_utf8)
{
    struct media_file file;
    const char *path = make_file("R\xE9sum\xC3\xA9\n.pdf", PDF, 0);
    cr_assert_eq(media_look(path, &file, NULL), ERR_OK);
    cr_expect_str_eq(file.name, "R_sum\xC3\xA9\n.pdf");
}

Test(media, sizes_in_words)
{
    static const struct {
        int64_t bytes;
        const char *text;
    } rows[] = {{1, "1 bytes"},      {1023, "1023 bytes"}, {1024, "1.0 KB"},
                {5242880, "5.0 MB"}, {5500000, "5.2 MB"},  {104857600, "100.0 MB"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char text[32];
        media_size_text(rows[i].bytes, text, sizeof text);
        cr_expect_str_eq(text, rows[i].text);
    }
}

static const struct {
    const char *reply;
    const char *url; /* NULL: refused */
} replies[] = {
    {"{\"_data\":{\"publicMediaUrl\":\"https://a.example/x.jpg\"}}", "https://a.example/x.jpg"},
    {"{\"data\":{\"publicMediaUrl\":\"https://a.example/x\"}}", "https://a.example/x"},
    {"{\"publicMediaUrl\":\"http://127.0.0.1:1/x\",\"more\":1}", "http://127.0.0.1:1/x"},
    {"{\"_data\":[{\"publicMediaUrl\":\"https://a.example/x\"}]}", "https://a.example/x"},
    {"{\"_data\":{\"url\":\"https://a.example/x\"},\"_errors\":[]}", "https://a.example/x"},
    {"{\"_data\":{\"publicMediaUrl\":\"\",\"url\":\"https://a.example/y\"}}",
     "https://a.example/y"},
    {"{\"_data\":{\"publicMediaUrl\":\"ftp://a.example/x\"}}", NULL},
    {"{\"_data\":{\"publicMediaUrl\":\"https://a.example/a b\"}}", NULL},
    {"{\"_data\":{\"publicMediaUrl\":\"https://a.example/\\n\"}}", NULL},
    {"{\"_data\":{\"publicMediaUrl\":7}}", NULL},
    {"{\"_data\":{\"PublicMediaUrl\":\"https://a.example/x\"}}", NULL},
    {"{}", NULL},
    {"[]", NULL},
    {"", NULL},
    {"<html>", NULL},
};

Test(media, the_link_in_an_answer)
{
    for (size_t i = 0; i < COUNT_OF(replies); i++) {
        struct arena arena;
        struct error error = {0};
        const char *url = NULL;
        arena_init(&arena);
        enum err err =
            media_parse_uploaded(replies[i].reply, strlen(replies[i].reply), &arena, &url, &error);
        cr_expect_eq(err, replies[i].url != NULL ? ERR_OK : ERR_UNKNOWN, "%s", replies[i].reply);
        if (replies[i].url != NULL)
            cr_expect_str_eq(url, replies[i].url);
        else
            cr_expect_neq(error.next[0], '\0');
        arena_release(&arena);
    }
}

Test(media, no_memory_is_told)
{
    const char *path = make_file("a.jpg", JPEG, 0);
    struct media_file file;
    mem_test_fail_after(1);
    enum err err = media_look(path, &file, NULL);
    mem_test_fail_after(0);
    cr_expect_eq(err, ERR_NOMEM);
}
