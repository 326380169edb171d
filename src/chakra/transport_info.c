/* What can be told of libcurl and its codes without a transfer. */
#include "src/chakra/transport.h"

#include <curl/curl.h>

#include "src/base/mem.h"

enum connect_part transport_connect_part(int curl_code)
{
    static const struct {
        CURLcode code;
        enum connect_part part;
    } rows[] = {
        {CURLE_COULDNT_RESOLVE_HOST, CONNECT_NAME},
        {CURLE_COULDNT_RESOLVE_PROXY, CONNECT_NAME},
        {CURLE_COULDNT_CONNECT, CONNECT_CONNECTION},
        {CURLE_INTERFACE_FAILED, CONNECT_CONNECTION},
        {CURLE_OPERATION_TIMEDOUT, CONNECT_CONNECTION},
        {CURLE_SSL_CONNECT_ERROR, CONNECT_TLS},
        {CURLE_SSL_CERTPROBLEM, CONNECT_TLS},
        {CURLE_SSL_CIPHER, CONNECT_TLS},
        {CURLE_PEER_FAILED_VERIFICATION, CONNECT_TLS},
        {CURLE_SSL_CACERT_BADFILE, CONNECT_TLS},
        {CURLE_SSL_ISSUER_ERROR, CONNECT_TLS},
        {CURLE_SSL_INVALIDCERTSTATUS, CONNECT_TLS},
        {CURLE_USE_SSL_FAILED, CONNECT_TLS},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if ((int)rows[i].code == curl_code)
            return rows[i].part;
    return CONNECT_NOTHING;
}

const char *transport_library_version(void)
{
    return curl_version();
}
