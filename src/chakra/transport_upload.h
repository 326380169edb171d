/*
 * The body of an upload: a file in multipart/form-data, read while libcurl sends
 * it. Internal to the transport; `easy` is libcurl's handle, so that no curl type
 * leaves its two files.
 */
#ifndef CHAKRA_CHAKRA_TRANSPORT_UPLOAD_H
#define CHAKRA_CHAKRA_TRANSPORT_UPLOAD_H

#include "src/chakra/transport.h"

struct upload_body;

/* Makes `easy` a POST of it. Free it after the handle. NULL: no memory. */
struct upload_body *upload_body_new(void *easy, const struct http_upload *upload);
void upload_body_free(struct upload_body *body);

/* Why the file could not be read to its end; NULL when it could. */
const char *upload_body_problem(const struct upload_body *body);

#endif
