/* Any text through the markup: runs in order and inside of the text, nothing added but bullets. */
#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/whatsapp/markup.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena;
    const char *shown = NULL;
    const struct style_run *runs = NULL;
    size_t count = 0;
    size_t end = 0;
    char *text = mem_strndup((const char *)bytes, length);
    FUZZ_CHECK(text != NULL);
    arena_init(&arena);
    FUZZ_CHECK(markup_parse(text, &arena, &shown, &runs, &count));
    for (size_t i = 0; i < count; i++) {
        FUZZ_CHECK(runs[i].begin >= end && runs[i].begin < runs[i].end && runs[i].style != 0);
        end = runs[i].end;
    }
    FUZZ_CHECK(end <= strlen(shown));
    FUZZ_CHECK(!utf8_is_valid(text, strlen(text)) || utf8_is_valid(shown, strlen(shown)));
    arena_release(&arena);
    mem_free(text);
    return 0;
}
