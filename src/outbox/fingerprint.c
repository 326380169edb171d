/* The fingerprint of a message: SHA-256 over its parts, each with its length in front; and of a
 * file. */
#include "src/outbox/fingerprint.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/strbuf.h"
#include "src/chakra/media.h"

enum { FINGERPRINT_INPUT_MAX = 4 * 1024 * 1024 };

/* The length keeps ("ab", "c") and ("a", "bc") apart. */
static void add_part(struct strbuf *input, const char *text)
{
    if (text == NULL)
        text = "";
    strbuf_addf(input, "%zu:", strlen(text));
    strbuf_add_text(input, text);
}

static int compare_keys(const void *left, const void *right)
{
    const struct value *const *a = left;
    const struct value *const *b = right;
    return strcmp((*a)->key, (*b)->key);
}

/* The order in which the operator filled the form does not matter. */
static bool add_values(struct strbuf *input, const struct values *values)
{
    const struct value **sorted = mem_zalloc(values->count + 1, sizeof *sorted);
    if (sorted == NULL)
        return false;
    for (size_t i = 0; i < values->count; i++)
        sorted[i] = &values->items[i];
    qsort(sorted, values->count, sizeof *sorted, compare_keys);
    strbuf_addf(input, "%zu;", values->count);
    for (size_t i = 0; i < values->count; i++) {
        add_part(input, sorted[i]->key);
        add_part(input, sorted[i]->text);
        strbuf_add_char(input, sorted[i]->is_json ? 'j' : 't');
    }
    mem_free(sorted);
    return true;
}

static void write_digest(const unsigned char *digest, char text[FINGERPRINT_SIZE])
{
    for (size_t i = 0; i < (FINGERPRINT_SIZE - 1) / 2; i++)
        snprintf(text + 2 * i, 3, "%02x", (unsigned)digest[i]);
}

enum err fingerprint_make(const char *phone_number_id, const char *to, const char *template,
                          const char *language, const struct values *values, const char *run,
                          char text[FINGERPRINT_SIZE], struct error *reterr)
{
    text[0] = '\0';
    struct strbuf input;
    strbuf_init(&input, FINGERPRINT_INPUT_MAX);
    const char *const parts[] = {phone_number_id, to, template, language, run};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        add_part(&input, parts[i]);
    enum err err = add_values(&input, values) ? ERR_OK : error_nomem(reterr);
    if (err == ERR_OK)
        err = strbuf_status(&input, "the message", reterr);
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (err == ERR_OK &&
        EVP_Digest(input.text, input.length, digest, NULL, EVP_sha256(), NULL) != 1)
        err = error_nomem(reterr);
    if (err == ERR_OK)
        write_digest(digest, text);
    /* It may hold a one-time code. */
    if (input.size > 0)
        mem_wipe(input.text, input.length);
    strbuf_release(&input);
    return err;
}

static enum err digest_file(int fd, const char *path, EVP_MD_CTX *context,
                            unsigned char digest[EVP_MAX_MD_SIZE], struct error *reterr)
{
    char block[16384];
    ssize_t got = 0;
    bool ok = EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;
    while (ok && ((got = read(fd, block, sizeof block)) > 0 || (got < 0 && errno == EINTR)))
        ok = got < 0 || EVP_DigestUpdate(context, block, (size_t)got) == 1;
    if (got < 0)
        return error_set(reterr, ERR_CONTENT, "Check the disk, then try again.",
                         "the file %.200s cannot be read: %s", path, strerror(errno));
    return ok && EVP_DigestFinal_ex(context, digest, NULL) == 1 ? ERR_OK : error_nomem(reterr);
}

enum err fingerprint_file(const char *path, char text[FINGERPRINT_SIZE], struct error *reterr)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    struct media_file file;
    int fd = -1;
    text[0] = '\0';
    enum err err = media_open(path, &file, &fd, reterr);
    if (err != ERR_OK)
        return err;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    err = context != NULL ? digest_file(fd, path, context, digest, reterr) : error_nomem(reterr);
    if (err == ERR_OK)
        write_digest(digest, text);
    EVP_MD_CTX_free(context);
    close(fd);
    return err;
}
