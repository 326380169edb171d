/*
 * Reads a file for libcurl, piece by piece at an offset of its own: a file of
 * 100 MB costs one buffer. The length was declared beforehand, so a file that
 * became shorter ends the transfer, and one that grew is sent as far as declared.
 */
#include "src/chakra/transport_upload.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/base/text.h"

struct upload_body {
    curl_mime *mime;
    int fd;
    int64_t bytes, at;
    char problem[128]; /* "": none */
};

static size_t on_read(char *buffer, size_t size, size_t count, void *context)
{
    struct upload_body *body = context;
    int64_t left = body->bytes - body->at;
    size_t room = size * count;
    size_t wanted = (uint64_t)left < room ? (size_t)left : room;
    ssize_t got = 0;
    do
        got = wanted > 0 ? pread(body->fd, buffer, wanted, (off_t)body->at) : 0;
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        snprintf(body->problem, sizeof body->problem, text_of("the file cannot be read: %s"),
                 strerror(errno));
        return CURL_READFUNC_ABORT;
    }
    if (got == 0 && wanted > 0) {
        snprintf(body->problem, sizeof body->problem, text_of("the file became shorter meanwhile"));
        return CURL_READFUNC_ABORT;
    }
    body->at += got;
    return (size_t)got;
}

/* Going back means sending again, which an upload never does. */
static int on_seek(void *context, curl_off_t offset, int origin)
{
    const struct upload_body *body = context;
    bool is_at_the_start = body->at == 0 && offset == 0 && origin == SEEK_SET;
    return is_at_the_start ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

static bool add_parts(struct upload_body *body, CURL *easy, const struct http_upload *upload)
{
    body->mime = curl_mime_init(easy);
    curl_mimepart *file = body->mime != NULL ? curl_mime_addpart(body->mime) : NULL;
    bool ok = file != NULL && curl_mime_name(file, "file") == CURLE_OK;
    ok = ok && curl_mime_filename(file, upload->filename) == CURLE_OK;
    ok = ok && curl_mime_type(file, upload->mime) == CURLE_OK;
    ok = ok && curl_mime_data_cb(file, (curl_off_t)upload->bytes, on_read, on_seek, NULL, body) ==
                   CURLE_OK;
    curl_mimepart *name = ok ? curl_mime_addpart(body->mime) : NULL;
    ok = name != NULL && curl_mime_name(name, "filename") == CURLE_OK;
    return ok && curl_mime_data(name, upload->filename, CURL_ZERO_TERMINATED) == CURLE_OK;
}

struct upload_body *upload_body_new(void *easy, const struct http_upload *upload)
{
    struct upload_body *body = mem_zalloc(1, sizeof *body);
    if (body == NULL)
        return NULL;
    body->fd = upload->fd;
    body->bytes = upload->bytes;
    if (add_parts(body, easy, upload) &&
        curl_easy_setopt(easy, CURLOPT_MIMEPOST, body->mime) == CURLE_OK)
        return body;
    upload_body_free(body);
    return NULL;
}

void upload_body_free(struct upload_body *body)
{
    if (body == NULL)
        return;
    curl_mime_free(body->mime);
    mem_free(body);
}

const char *upload_body_problem(const struct upload_body *body)
{
    return body->problem[0] != '\0' ? body->problem : NULL;
}
