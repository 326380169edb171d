/* A download's bytes on their way to the disk. */
#include "src/chakra/transport_download.h"

#include "src/base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

size_t download_write(const struct http_download *download, struct http_result *result,
                      const char *bytes, size_t length)
{
    if ((int64_t)length > download->most - result->bytes_saved) {
        result->body_cut = true;
        snprintf(result->reason, sizeof result->reason, text_of("the file is too long"));
        return 0;
    }
    for (size_t done = 0; done < length;) {
        ssize_t count = write(download->fd, bytes + done, length - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            result->file_failed = true;
            snprintf(result->reason, sizeof result->reason, "%s", strerror(errno));
            return 0;
        }
        done += (size_t)count;
    }
    result->bytes_saved += (int64_t)length;
    return length;
}
