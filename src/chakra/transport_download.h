/* Writes what comes of a download into its file. Internal to the transport. */
#ifndef CHAKRA_CHAKRA_TRANSPORT_DOWNLOAD_H
#define CHAKRA_CHAKRA_TRANSPORT_DOWNLOAD_H

#include "src/chakra/transport.h"

/* Bytes taken: all, or 0 with the reason in `result`, which breaks the transfer off. */
size_t download_write(const struct http_download *download, struct http_result *result,
                      const char *bytes, size_t length);

#endif
