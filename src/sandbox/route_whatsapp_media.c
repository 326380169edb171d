/*
 * Fetch Whatsapp Media API (what a media id is) and Show Whatsapp Media API (its
 * bytes): one picture that is always there, and whatever was uploaded. Both pass
 * WhatsApp's own answers through, errors included.
 */
#include "src/sandbox/routes.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/sandbox/answer.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

enum { DIGEST_TEXT_SIZE = 65 };

/* One white pixel. */
static const unsigned char picture[] = {
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
    0x00, 0x3A, 0x7E, 0x9B, 0x55, 0x00, 0x00, 0x00, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9C, 0x63, 0xF8, 0x0F, 0x00, 0x01, 0x01, 0x01, 0x00, 0xB1, 0x38, 0xF6, 0x14, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82};

struct media {
    const char *id, *type;
    const char *bytes;
    size_t length;
};

static bool find_media(const struct route_call *call, const char *id, struct media *ret_media)
{
    if (strcmp(id, SANDBOX_MEDIA_ID) == 0) {
        *ret_media = (struct media){.id = SANDBOX_MEDIA_ID,
                                    .type = "image/png",
                                    .bytes = (const char *)picture,
                                    .length = sizeof picture};
        return true;
    }
    const struct media_file *file = media_find(&call->sandbox->media, id);
    if (file != NULL)
        *ret_media = (struct media){.id = file->id,
                                    .type = file->content_type,
                                    .bytes = file->bytes,
                                    .length = file->length};
    return file != NULL;
}

static void answer_no_media(struct route_call *call, const char *id)
{
    struct refusal refusal = {.code = 100, .subcode = 33};
    snprintf(refusal.message, sizeof refusal.message,
             "Unsupported get request. Object with ID '%s' does not exist, cannot be loaded due to "
             "missing permissions, or does not support this operation",
             id);
    answer_graph_error(call->response, &refusal);
}

static bool find_or_refuse(struct route_call *call, struct media *ret_media)
{
    if (!route_is_version(call->segments[0])) {
        answer_not_found(call->response);
        return false;
    }
    if (find_media(call, call->segments[1], ret_media))
        return true;
    answer_no_media(call, call->segments[1]);
    return false;
}

static bool digest_text(const struct media *media, char text[DIGEST_TEXT_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (EVP_Digest(media->bytes, media->length, digest, &length, EVP_sha256(), NULL) != 1)
        return false;
    for (unsigned int i = 0; i < length && i < (DIGEST_TEXT_SIZE - 1) / 2; i++)
        snprintf(text + (size_t)i * 2, 3, "%02x", digest[i]);
    return true;
}

void route_fetch_whatsapp_media(struct route_call *call)
{
    struct media media;
    char url[256], digest[DIGEST_TEXT_SIZE] = "";
    if (!find_or_refuse(call, &media))
        return;
    snprintf(url, sizeof url, "http://127.0.0.1:%d/v2/whatsapp/%s/media/%s/show",
             call->sandbox->port, call->segments[0], media.id);
    cJSON *object = cJSON_CreateObject();
    bool made =
        digest_text(&media, digest) && json_add_text(object, "messaging_product", "whatsapp") &&
        json_add_text(object, "url", url) && json_add_text(object, "mime_type", media.type) &&
        json_add_text(object, "sha256", digest) &&
        json_add_integer(object, "file_size", (int64_t)media.length) &&
        json_add_text(object, "id", media.id);
    if (!made) {
        cJSON_Delete(object);
        object = NULL;
    }
    answer_json(call->response, 200, object);
}

void route_show_whatsapp_media(struct route_call *call)
{
    struct media media;
    if (!find_or_refuse(call, &media))
        return;
    snprintf(call->response->content_type, sizeof call->response->content_type, "%s", media.type);
    strbuf_add(&call->response->body, media.bytes, media.length);
}
