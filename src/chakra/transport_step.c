/* What the operator can do after each of libcurl's codes. */
#include "src/chakra/transport.h"

#include <curl/curl.h>

#include "src/chakra/transport_codes.h"

enum step {
#define X(id, text) STEP_##id,
    TRANSPORT_STEP_LIST(X)
#undef X
};

static const char *const step_texts[] = {
#define X(id, text) [STEP_##id] = (text),
    TRANSPORT_STEP_LIST(X)
#undef X
};

static const unsigned char code_steps[CURL_LAST] = {
#define X(code, step) [code] = STEP_##step,
    TRANSPORT_CODE_LIST(X)
#undef X
#if LIBCURL_VERSION_NUM >= 0x080600
        [CURLE_TOO_LARGE] = STEP_OURS,
#endif
#if LIBCURL_VERSION_NUM >= 0x080800
    [CURLE_ECH_REQUIRED] = STEP_TLS,
#endif
};

const char *transport_code_next_step(int curl_code)
{
    if (curl_code < 0 || curl_code >= (int)CURL_LAST)
        return step_texts[STEP_NONE];
    return step_texts[code_steps[curl_code]];
}
