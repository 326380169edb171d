/*
 * Types by magic numbers. A row of the table is a mark at a fixed place; where
 * several types share a mark (the containers: ISO media, RIFF, zip, compound
 * files) a function of the row looks further.
 */
#include "src/chakra/media_type.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/whatsapp/template.h"

#define MEDIA_OF(format) (1U << HEADER_##format)

static const struct {
    const char *mime, *words, *endings;
    unsigned formats;
} types[MEDIA_TYPE_COUNT] = {
#define X(id, mime_text, words_text, endings_text, formats_bits) \
    [MEDIA_##id] = {mime_text, words_text, endings_text, formats_bits},
    MEDIA_TYPE_LIST(X)
#undef X
};

const char *media_type_mime(enum media_type type)
{
    return types[type].mime;
}

const char *media_type_words(enum media_type type)
{
    return types[type].words;
}

unsigned media_type_formats(enum media_type type)
{
    return types[type].formats;
}

void media_type_ending(enum media_type type, char ending[8])
{
    const char *all = types[type].endings;
    snprintf(ending, 8, "%.*s", (int)strcspn(all, " "), all);
}

bool media_type_has_ending(enum media_type type, const char *ending)
{
    size_t length = strlen(ending);
    for (const char *at = types[type].endings; *at != '\0'; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == length && strncasecmp(at, ending, length) == 0)
            return true;
        at += word;
    }
    return false;
}

static bool holds(const unsigned char *bytes, size_t length, const char *wanted, size_t count)
{
    for (size_t at = 0; count <= length && at <= length - count; at++) {
        const unsigned char *found = memchr(bytes + at, wanted[0], length - count - at + 1);
        if (found == NULL)
            return false;
        at = (size_t)(found - bytes);
        if (memcmp(found, wanted, count) == 0)
            return true;
    }
    return false;
}

static bool begins(const struct media_probe *probe, size_t place, const char *mark, size_t count)
{
    return probe->head_length >= place + count && memcmp(probe->head + place, mark, count) == 0;
}

/* ISO media files name their brand behind "ftyp"; a brand that is not here is some MP4. */
static enum media_type brand_type(const struct media_probe *probe)
{
    static const struct {
        const char *brand;
        enum media_type type;
    } brands[] = {
        {"3gp", MEDIA_3GPP},  {"3g2", MEDIA_3GPP},  {"qt  ", MEDIA_QUICKTIME}, {"M4A", MEDIA_AUDIO},
        {"M4B", MEDIA_AUDIO}, {"heic", MEDIA_HEIC}, {"heix", MEDIA_HEIC},      {"hevc", MEDIA_HEIC},
        {"mif1", MEDIA_HEIC}, {"msf1", MEDIA_HEIC}, {"avif", MEDIA_HEIC},      {"avis", MEDIA_HEIC},
    };
    for (size_t i = 0; i < COUNT_OF(brands); i++)
        if (begins(probe, 8, brands[i].brand, strlen(brands[i].brand)))
            return brands[i].type;
    return MEDIA_MP4;
}

static enum media_type riff_type(const struct media_probe *probe)
{
    if (begins(probe, 8, "WEBP", 4))
        return MEDIA_WEBP;
    if (begins(probe, 8, "AVI ", 4))
        return MEDIA_AVI;
    return begins(probe, 8, "WAVE", 4) ? MEDIA_AUDIO : MEDIA_UNKNOWN;
}

static bool zip_holds(const struct media_probe *probe, const char *name)
{
    size_t length = strlen(name);
    return holds(probe->tail, probe->tail_length, name, length) ||
           holds(probe->head, probe->head_length, name, length);
}

/* New Office files are zip archives; the list of their members stands at the end. */
static enum media_type zip_type(const struct media_probe *probe)
{
    static const struct {
        const char *member;
        enum media_type type;
    } members[] = {{"word/document", MEDIA_DOCX},
                   {"xl/workbook", MEDIA_XLSX},
                   {"ppt/presentation", MEDIA_PPTX}};
    if (!zip_holds(probe, "[Content_Types].xml"))
        return MEDIA_ZIP;
    for (size_t i = 0; i < COUNT_OF(members); i++)
        if (zip_holds(probe, members[i].member))
            return members[i].type;
    return MEDIA_ZIP;
}

/* Old Office files are compound files, told apart by their main stream, whose name is UTF-16. It
 * need not stand in the first sector of the directory: then the ending of the name decides. */
static enum media_type compound_type(const struct media_probe *probe)
{
#define WIDE(text) text, sizeof(text) - 1
    static const struct {
        const char *stream;
        size_t length;
        enum media_type type;
    } streams[] = {
        {WIDE("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), MEDIA_DOC},
        {WIDE("W\0o\0r\0k\0b\0o\0o\0k\0"), MEDIA_XLS},
        {WIDE("B\0o\0o\0k\0\0\0"), MEDIA_XLS},
        {WIDE("P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0o\0c\0"), MEDIA_PPT},
    };
#undef WIDE
    for (size_t i = 0; probe->index != NULL && i < COUNT_OF(streams); i++)
        if (holds(probe->index, probe->index_length, streams[i].stream, streams[i].length))
            return streams[i].type;
    for (enum media_type type = MEDIA_DOC; type <= MEDIA_PPT; type++)
        if (media_type_has_ending(type, probe->ending))
            return type;
    return MEDIA_COMPOUND;
}

static const char compound_mark[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/* The place of a mark, the mark, its length. */
static const struct {
    size_t place;
    const char *mark;
    size_t length;
    enum media_type type;
    enum media_type (*look)(const struct media_probe *probe); /* NULL: the mark is enough */
} marks[] = {
    {0, "\xFF\xD8\xFF", 3, MEDIA_JPEG, NULL},  {0, "\x89PNG\r\n\x1A\n", 8, MEDIA_PNG, NULL},
    {0, "%PDF-", 5, MEDIA_PDF, NULL},          {4, "ftyp", 4, MEDIA_MP4, brand_type},
    {0, "PK\x03\x04", 4, MEDIA_ZIP, zip_type}, {0, compound_mark, 8, MEDIA_COMPOUND, compound_type},
    {0, "GIF87a", 6, MEDIA_GIF, NULL},         {0, "GIF89a", 6, MEDIA_GIF, NULL},
    {0, "RIFF", 4, MEDIA_UNKNOWN, riff_type},  {0, "II*\0", 4, MEDIA_TIFF, NULL},
    {0, "MM\0*", 4, MEDIA_TIFF, NULL},         {0, "\x1A\x45\xDF\xA3", 4, MEDIA_MATROSKA, NULL},
    {4, "moov", 4, MEDIA_QUICKTIME, NULL},     {4, "wide", 4, MEDIA_QUICKTIME, NULL},
    {0, "ID3\x02", 4, MEDIA_AUDIO, NULL},      {0, "ID3\x03", 4, MEDIA_AUDIO, NULL},
    {0, "ID3\x04", 4, MEDIA_AUDIO, NULL},      {0, "OggS", 4, MEDIA_AUDIO, NULL},
    {0, "fLaC", 4, MEDIA_AUDIO, NULL},         {0, "{\\rtf", 5, MEDIA_RTF, NULL},
};

/* UTF-8 without control characters, as far as the head goes; its end may cut a character. */
static bool is_text(const struct media_probe *probe)
{
    const char *text = (const char *)probe->head;
    for (size_t i = 0; i < probe->head_length; i++) {
        unsigned char byte = probe->head[i];
        if (byte == 0x7F || (byte < 0x20 && (byte == 0 || strchr("\t\n\r\f", byte) == NULL)))
            return false;
    }
    size_t cut = probe->head_length == MEDIA_HEAD_BYTES ? 3 : 0;
    for (size_t less = 0; less <= cut; less++)
        if (utf8_is_valid(text, probe->head_length - less))
            return true;
    return false;
}

enum media_type media_type_of(const struct media_probe *probe)
{
    enum media_type type = MEDIA_UNKNOWN;
    for (size_t i = 0; type == MEDIA_UNKNOWN && i < COUNT_OF(marks); i++)
        if (begins(probe, marks[i].place, marks[i].mark, marks[i].length))
            type = marks[i].look != NULL ? marks[i].look(probe) : marks[i].type;
    if (type != MEDIA_UNKNOWN)
        return type;
    return probe->head_length > 0 && is_text(probe) ? MEDIA_TEXT : MEDIA_UNKNOWN;
}

/* [MS-CFB] section 2.2: the sector shift at 30, the first sector of the directory at 48; sector 0
 * begins one sector's length into the file. */
int64_t media_index_place(const unsigned char *head, size_t length)
{
    if (length < 512 || memcmp(head, compound_mark, sizeof compound_mark - 1) != 0)
        return 0;
    unsigned shift = head[30];
    if (shift != 9 && shift != 12)
        return 0;
    int64_t sector = (int64_t)head[48] | (int64_t)head[49] << 8 | (int64_t)head[50] << 16 |
                     (int64_t)head[51] << 24;
    return (sector + 1) * ((int64_t)1 << shift);
}

/* The IHDR chunk comes first: bit depth at 24, colour type at 25 (2: RGB, 6: RGBA). */
bool media_png_is_plain(const unsigned char *head, size_t length)
{
    return length > 25 && head[24] == 8 && (head[25] == 2 || head[25] == 6);
}
