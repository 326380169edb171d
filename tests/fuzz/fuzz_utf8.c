/*
 * Any bytes through the door to the screen: what comes out is valid, holds
 * nothing that a terminal obeys, and is itself when it goes through again.
 */
#include "src/base/utf8.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { OUTPUT_MAX = 1 << 24 };

static bool is_harmful(int32_t code, unsigned flags)
{
    if (code == '\n')
        return (flags & UTF8_KEEP_NEWLINES) == 0;
    if (code == '\t')
        return (flags & UTF8_KEEP_TABS) == 0;
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
           code == 0x200B || code == 0x200E || code == 0x200F || code == 0xFEFF;
}

static void check_sanitized(const char *bytes, size_t length, unsigned flags)
{
    struct strbuf once, twice;
    strbuf_init(&once, OUTPUT_MAX);
    strbuf_init(&twice, OUTPUT_MAX);
    utf8_sanitize(&once, bytes, length, flags);
    FUZZ_CHECK(!once.failed);
    FUZZ_CHECK(utf8_is_valid(once.text, once.length));
    for (size_t at = 0; at < once.length;)
        FUZZ_CHECK(!is_harmful(utf8_next(once.text, once.length, &at), flags));
    utf8_sanitize(&twice, once.text, once.length, flags);
    FUZZ_CHECK(twice.length == once.length && memcmp(twice.text, once.text, once.length) == 0);
    strbuf_release(&once);
    strbuf_release(&twice);
}

static void check_clusters(const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++) {
        size_t end = utf8_cluster_end(bytes, length, at);
        FUZZ_CHECK(end > at && end <= length);
        int width = utf8_cluster_width(bytes + at, end - at);
        /* Two, and one for each spacing mark. */
        FUZZ_CHECK(width >= 0 && (size_t)width <= 2 + utf8_count_code_points(bytes + at, end - at));
        at = end;
    }
    FUZZ_CHECK(count == utf8_count_clusters(bytes, length));
    FUZZ_CHECK(utf8_prefix_for_width(bytes, length, 7) <= length);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const unsigned flags[] = {UTF8_ONE_LINE, UTF8_KEEP_NEWLINES, UTF8_KEEP_TABS,
                                     UTF8_KEEP_NEWLINES | UTF8_KEEP_TABS};
    if (length > 65536)
        return 0;
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        check_sanitized((const char *)bytes, length, flags[i]);
    check_clusters((const char *)bytes, length);
    return 0;
}
