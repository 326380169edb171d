/* Growing strings with a ceiling and a sticky failure. */
#include "src/base/strbuf.h"

#include "src/base/mem.h"
#include "src/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Shared by all empty buffers and never written to: size 0 says so. */
static char empty_text[1];

void strbuf_init(struct strbuf *buffer, size_t limit)
{
    *buffer = (struct strbuf){.text = empty_text, .limit = limit};
}

void strbuf_release(struct strbuf *buffer)
{
    if (buffer->size != 0)
        mem_free(buffer->text);
    strbuf_init(buffer, buffer->limit);
}

void strbuf_clear(struct strbuf *buffer)
{
    strbuf_truncate(buffer, 0);
    buffer->failed = false;
    buffer->over_limit = false;
}

void strbuf_truncate(struct strbuf *buffer, size_t length)
{
    if (length >= buffer->length)
        return;
    buffer->length = length;
    buffer->text[length] = '\0';
}

static bool reserve(struct strbuf *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (more > buffer->limit || buffer->length > buffer->limit - more) {
        buffer->failed = true;
        buffer->over_limit = true;
        return false;
    }
    size_t needed = buffer->length + more + 1;
    if (needed <= buffer->size)
        return true;
    /* Half as much again, so that many small pieces cost few moves. */
    size_t size = buffer->size + buffer->size / 2;
    if (size < 64)
        size = 64;
    if (size < needed)
        size = needed;
    char *grown = mem_realloc(buffer->size != 0 ? buffer->text : NULL, size);
    if (grown == NULL) {
        buffer->failed = true;
        return false;
    }
    grown[buffer->length] = '\0';
    buffer->text = grown;
    buffer->size = size;
    return true;
}

void strbuf_add(struct strbuf *buffer, const void *bytes, size_t count)
{
    strbuf_insert(buffer, buffer->length, bytes, count);
}

void strbuf_add_text(struct strbuf *buffer, const char *text)
{
    if (text != NULL)
        strbuf_add(buffer, text, strlen(text));
}

void strbuf_add_char(struct strbuf *buffer, char byte)
{
    strbuf_add(buffer, &byte, 1);
}

void strbuf_add_repeated(struct strbuf *buffer, char byte, size_t count)
{
    if (count == 0 || !reserve(buffer, count))
        return;
    memset(buffer->text + buffer->length, byte, count);
    buffer->length += count;
    buffer->text[buffer->length] = '\0';
}

void strbuf_add_code_point(struct strbuf *buffer, unsigned long code_point)
{
    unsigned char bytes[4];
    size_t count = 0;
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = 0xFFFD; /* no such character: what we build stays valid UTF-8 */
    if (code_point < 0x80) {
        bytes[count++] = (unsigned char)code_point;
    } else if (code_point < 0x800) {
        bytes[count++] = (unsigned char)(0xC0 | code_point >> 6);
        bytes[count++] = (unsigned char)(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        bytes[count++] = (unsigned char)(0xE0 | code_point >> 12);
        bytes[count++] = (unsigned char)(0x80 | (code_point >> 6 & 0x3F));
        bytes[count++] = (unsigned char)(0x80 | (code_point & 0x3F));
    } else {
        bytes[count++] = (unsigned char)(0xF0 | (code_point >> 18 & 0x07));
        bytes[count++] = (unsigned char)(0x80 | (code_point >> 12 & 0x3F));
        bytes[count++] = (unsigned char)(0x80 | (code_point >> 6 & 0x3F));
        bytes[count++] = (unsigned char)(0x80 | (code_point & 0x3F));
    }
    strbuf_add(buffer, bytes, count);
}

void strbuf_addf(struct strbuf *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (wanted < 0) {
        buffer->failed = true;
        return;
    }
    if (wanted == 0 || !reserve(buffer, (size_t)wanted))
        return;
    va_start(args, format);
    vsnprintf(buffer->text + buffer->length, (size_t)wanted + 1, format, args);
    va_end(args);
    buffer->length += (size_t)wanted;
}

void strbuf_insert(struct strbuf *buffer, size_t at, const void *bytes, size_t count)
{
    if (count == 0 || at > buffer->length || !reserve(buffer, count))
        return;
    memmove(buffer->text + at + count, buffer->text + at, buffer->length - at + 1);
    memcpy(buffer->text + at, bytes, count);
    buffer->length += count;
}

void strbuf_remove(struct strbuf *buffer, size_t at, size_t count)
{
    if (at >= buffer->length)
        return;
    if (count > buffer->length - at)
        count = buffer->length - at;
    if (count == 0)
        return;
    memmove(buffer->text + at, buffer->text + at + count, buffer->length - at - count + 1);
    buffer->length -= count;
}

enum err strbuf_status(const struct strbuf *buffer, const char *what, struct error *reterr)
{
    if (!buffer->failed)
        return ERR_OK;
    if (buffer->over_limit)
        return error_set(reterr, ERR_TOO_BIG, "Make it shorter.", "%s is longer than %zu bytes",
                         text_of(what), buffer->limit);
    return error_nomem(reterr);
}

char *strbuf_take(struct strbuf *buffer)
{
    char *text = NULL;
    if (buffer->failed) {
        strbuf_release(buffer);
        return NULL;
    }
    if (buffer->size == 0)
        text = mem_strndup("", 0);
    else
        text = buffer->text;
    strbuf_init(buffer, buffer->limit);
    return text;
}
