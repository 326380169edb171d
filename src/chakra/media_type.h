/*
 * What a file is, told by its content. The table of types: those that WhatsApp
 * takes in a header, and those that people try and that have to be named.
 */
#ifndef CHAKRA_CHAKRA_MEDIA_TYPE_H
#define CHAKRA_CHAKRA_MEDIA_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* id, MIME type, in words, endings of names, formats of headers that take it */
#define MEDIA_TYPE_LIST(X)                                                                   \
    X(UNKNOWN, "application/octet-stream", "a file of an unknown type", "", 0)               \
    X(JPEG, "image/jpeg", "a JPEG picture", "jpg jpeg", MEDIA_OF(IMAGE))                     \
    X(PNG, "image/png", "a PNG picture", "png", MEDIA_OF(IMAGE))                             \
    X(MP4, "video/mp4", "an MP4 video", "mp4", MEDIA_OF(VIDEO) | MEDIA_OF(GIF))              \
    X(3GPP, "video/3gpp", "a 3GPP video", "3gp 3gpp", MEDIA_OF(VIDEO))                       \
    X(PDF, "application/pdf", "a PDF document", "pdf", MEDIA_OF(DOCUMENT))                   \
    X(TEXT, "text/plain", "plain text", "txt", MEDIA_OF(DOCUMENT))                           \
    X(DOC, "application/msword", "a Word document", "doc", MEDIA_OF(DOCUMENT))               \
    X(XLS, "application/vnd.ms-excel", "an Excel workbook", "xls", MEDIA_OF(DOCUMENT))       \
    X(PPT, "application/vnd.ms-powerpoint", "a PowerPoint presentation", "ppt",              \
      MEDIA_OF(DOCUMENT))                                                                    \
    X(DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document",       \
      "a Word document", "docx", MEDIA_OF(DOCUMENT))                                         \
    X(XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",             \
      "an Excel workbook", "xlsx", MEDIA_OF(DOCUMENT))                                       \
    X(PPTX, "application/vnd.openxmlformats-officedocument.presentationml.presentation",     \
      "a PowerPoint presentation", "pptx", MEDIA_OF(DOCUMENT))                               \
    X(GIF, "image/gif", "a GIF picture", "gif", 0)                                           \
    X(WEBP, "image/webp", "a WebP picture", "webp", 0)                                       \
    X(HEIC, "image/heic", "a HEIC or AVIF picture", "heic heif avif", 0)                     \
    X(TIFF, "image/tiff", "a TIFF picture", "tif tiff", 0)                                   \
    X(QUICKTIME, "video/quicktime", "a QuickTime video", "mov qt", 0)                        \
    X(MATROSKA, "video/x-matroska", "a Matroska or WebM video", "mkv webm", 0)               \
    X(AVI, "video/x-msvideo", "an AVI video", "avi", 0)                                      \
    X(AUDIO, "application/octet-stream", "a sound file", "mp3 m4a m4b ogg opus flac wav", 0) \
    X(RTF, "application/rtf", "a rich text document", "rtf", 0)                              \
    X(ZIP, "application/zip", "a zip archive", "zip", 0)                                     \
    X(COMPOUND, "application/x-ole-storage", "a compound file of an unknown program", "", 0)

enum media_type {
#define X(id, mime, words, endings, formats) MEDIA_##id,
    MEDIA_TYPE_LIST(X)
#undef X
        MEDIA_TYPE_COUNT
};

const char *media_type_mime(enum media_type type);
const char *media_type_words(enum media_type type); /* "a PNG picture" */
/* Bits of enum header_format. */
unsigned media_type_formats(enum media_type type);
/* The usual ending, without the full stop; "" when there is none. */
void media_type_ending(enum media_type type, char ending[8]);
/* May a file of this type have a name that ends so? Case does not count. */
bool media_type_has_ending(enum media_type type, const char *ending);

enum { MEDIA_HEAD_BYTES = 64 * 1024 };

/* The parts of a file that tell its type. */
struct media_probe {
    const unsigned char *head; /* the first bytes, MEDIA_HEAD_BYTES at most */
    size_t head_length;
    const unsigned char *tail; /* the last bytes, as many at most; may overlap the head */
    size_t tail_length;
    const unsigned char *index; /* of a compound file: its first directory sector; NULL */
    size_t index_length;
    const char *ending; /* of the name: settles what the content leaves open */
};

enum media_type media_type_of(const struct media_probe *probe);

/* Where the directory of a compound file (old Office) begins; 0: it is none. */
int64_t media_index_place(const unsigned char *head, size_t length);
/* False for a PNG that is not made of 8-bit RGB or RGBA. */
bool media_png_is_plain(const unsigned char *head, size_t length);

#endif
