/* Every code of the installed libcurl has a row that somebody chose. */
#include <criterion/criterion.h>
#include <curl/curl.h>
#include <string.h>

#include "src/chakra/transport.h"

Test(transport_codes, no_code_is_missing)
{
    const char *fallback = transport_code_next_step(CURL_LAST);
    for (int code = 0; code < (int)CURL_LAST; code++) {
        const char *step = transport_code_next_step(code);
        cr_expect(step != fallback, "CURLcode %d (%s) has no row in transport_codes.h", code,
                  curl_easy_strerror((CURLcode)code));
        cr_expect(step[0] != '\0' && step[strlen(step) - 1] == '.', "%d: no sentence", code);
    }
}

Test(transport_codes, out_of_range_is_harmless)
{
    cr_expect_not_null(transport_code_next_step(-1));
    cr_expect_not_null(transport_code_next_step(1000000));
}

Test(transport_codes, the_common_ones_say_what_to_do)
{
    cr_expect_not_null(strstr(transport_code_next_step(CURLE_COULDNT_RESOLVE_HOST), "host name"));
    cr_expect_not_null(strstr(transport_code_next_step(CURLE_COULDNT_CONNECT), "server"));
    cr_expect_not_null(
        strstr(transport_code_next_step(CURLE_PEER_FAILED_VERIFICATION), "certificate"));
    cr_expect_not_null(strstr(transport_code_next_step(CURLE_COULDNT_RESOLVE_PROXY), "proxy"));
    cr_expect_not_null(strstr(transport_code_next_step(CURLE_OPERATION_TIMEDOUT), "timeout"));
}
