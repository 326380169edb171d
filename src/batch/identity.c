/* SHA-256 over parts, each with its length in front. */
#include "src/batch/identity.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/strbuf.h"

enum { INPUT_MAX = 4 * 1024 * 1024, ID_DIGITS = 16 };

static void add_part(struct strbuf *out, const char *text)
{
    if (text == NULL)
        text = "";
    strbuf_addf(out, "%zu:%s;", strlen(text), text);
}

static enum err digest_of(const struct strbuf *text, unsigned char digest[EVP_MAX_MD_SIZE],
                          struct error *reterr)
{
    enum err err = strbuf_status(text, "the batch", reterr);
    if (err == ERR_OK &&
        EVP_Digest(text->text, text->length, digest, NULL, EVP_sha256(), NULL) != 1)
        err = error_nomem(reterr);
    return err;
}

enum err identity_of_batch(const struct batch_settings *settings,
                           const unsigned char digest[INPUT_DIGEST_SIZE], char text[BATCH_ID_SIZE],
                           struct error *reterr)
{
    struct strbuf parts;
    strbuf_init(&parts, INPUT_MAX);
    strbuf_add(&parts, digest, INPUT_DIGEST_SIZE);
    const struct template *template = settings->template;
    add_part(&parts, template != NULL ? template->name : settings->languages[0]->name);
    add_part(&parts, template != NULL ? template->language : NULL);
    add_part(&parts, settings->phone_number_id);
    add_part(&parts, settings->encoding);
    for (size_t i = 0; i < settings->map_count; i++) {
        add_part(&parts, settings->maps[i].column);
        add_part(&parts, settings->maps[i].key);
    }
    CLEANUP(mem_freep) char *fixed = NULL;
    if (settings->fixed != NULL) { /* sorted by key */
        cJSON *object = values_to_json(settings->fixed);
        fixed = object != NULL ? cJSON_PrintUnformatted(object) : NULL;
        cJSON_Delete(object);
    }
    add_part(&parts, fixed);
    unsigned char made[EVP_MAX_MD_SIZE] = {0};
    enum err err = settings->fixed == NULL || fixed != NULL ? digest_of(&parts, made, reterr)
                                                            : error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < ID_DIGITS / 2; i++)
        snprintf(text + 2 * i, 3, "%02x", (unsigned)made[i]);
    strbuf_release(&parts);
    return err;
}

void identity_of_generation(const char *base, int generation, char text[BATCH_ID_SIZE])
{
    if (generation <= 1)
        snprintf(text, BATCH_ID_SIZE, "%.16s", base);
    else
        snprintf(text, BATCH_ID_SIZE, "%.16s-%d", base, generation);
}

enum err identity_of_row(const char *batch, int64_t row, int attempt, char uid[UUID_TEXT_SIZE],
                         struct error *reterr)
{
    char text[96];
    unsigned char digest[EVP_MAX_MD_SIZE];
    int length =
        snprintf(text, sizeof text, "batch %s row %" PRId64 " attempt %d", batch, row, attempt);
    if (EVP_Digest(text, (size_t)length, digest, NULL, EVP_sha256(), NULL) != 1)
        return error_nomem(reterr);
    digest[6] = (unsigned char)((digest[6] & 0x0F) | 0x80); /* version 8: made by a rule of ours */
    digest[8] = (unsigned char)((digest[8] & 0x3F) | 0x80);
    char *at = uid;
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *at++ = '-';
        *at++ = "0123456789abcdef"[digest[i] >> 4];
        *at++ = "0123456789abcdef"[digest[i] & 15];
    }
    *at = '\0';
    return ERR_OK;
}
