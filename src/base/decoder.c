/* iconv() in blocks: a character that is cut at the end of one is kept for the next. */
#include "src/base/decoder.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <string.h>

#include "src/base/mem.h"

enum { INPUT_BYTES = 16384 };

struct decoder {
    struct byte_source source;
    iconv_t converter;
    char input[INPUT_BYTES];
    size_t length;
    bool ended, flushed;
};

enum err decoder_open(const char *encoding, const struct byte_source *source,
                      struct decoder **ret_decoder, struct error *reterr)
{
    *ret_decoder = NULL;
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): as POSIX has it */
        return error_set(reterr, ERR_USAGE,
                         "Name one that `iconv -l` lists, such as WINDOWS-1252 or UTF-16.",
                         "the encoding %.60s is not known here", encoding);
    struct decoder *decoder = mem_zalloc(1, sizeof *decoder);
    if (decoder == NULL) {
        iconv_close(converter);
        return error_nomem(reterr);
    }
    decoder->source = *source;
    decoder->converter = converter;
    *ret_decoder = decoder;
    return ERR_OK;
}

void decoder_close(struct decoder *decoder)
{
    if (decoder == NULL)
        return;
    iconv_close(decoder->converter);
    mem_wipe(decoder->input, sizeof decoder->input);
    mem_free(decoder);
}

static enum err refill(struct decoder *decoder, struct error *reterr)
{
    size_t count = 0;
    enum err err = decoder->source.read(decoder->source.context, decoder->input + decoder->length,
                                        sizeof decoder->input - decoder->length, &count, reterr);
    decoder->ended = err == ERR_OK && count == 0;
    decoder->length += count;
    return err;
}

static enum err decoder_read(void *context, char *bytes, size_t size, size_t *ret_count,
                             struct error *reterr)
{
    struct decoder *decoder = context;
    char *out = bytes;
    size_t room = size;
    *ret_count = 0;
    while (*ret_count == 0 && !decoder->flushed) {
        enum err err = ERR_OK;
        if (!decoder->ended && decoder->length < sizeof decoder->input / 2)
            err = refill(decoder, reterr);
        if (err != ERR_OK)
            return err;
        char *in = decoder->input;
        size_t left = decoder->length;
        size_t result = iconv(decoder->converter, &in, &left, &out, &room);
        int reason = result == (size_t)-1 ? errno : 0;
        memmove(decoder->input, in, left);
        decoder->length = left;
        *ret_count = size - room;
        bool is_cut = reason == EINVAL && decoder->ended;
        if ((reason == EILSEQ || is_cut) && *ret_count == 0)
            return error_set(reterr, ERR_CONTENT, "Name the encoding that the file has.",
                             "the bytes there are no text in the encoding named");
        if (reason == 0 && decoder->ended && left == 0) {
            iconv(decoder->converter, NULL, NULL, &out, &room);
            *ret_count = size - room;
            decoder->flushed = true;
        }
    }
    return ERR_OK;
}

struct byte_source decoder_source(struct decoder *decoder)
{
    return (struct byte_source){decoder_read, decoder};
}
