/* Any bytes as a file that is to be uploaded, and as the answer to an upload. */
#include "src/base/mem.h"
#include "src/chakra/media.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* The tail is a part of its own here, so that a mark in it is found by small inputs. */
static void check_type(const uint8_t *data, size_t size)
{
    static const char *const endings[] = {"", "doc", "png"};
    size_t half = size / 2;
    char ending[8];
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        const struct media_probe probe = {.head = data,
                                          .head_length = size - half,
                                          .tail = data + (size - half),
                                          .tail_length = half,
                                          .index = i > 0 ? data + (size - half) : NULL,
                                          .index_length = i > 0 ? half : 0,
                                          .ending = endings[i]};
        enum media_type type = media_type_of(&probe);
        FUZZ_CHECK((int)type >= 0 && type < MEDIA_TYPE_COUNT);
        FUZZ_CHECK(media_type_words(type)[0] != '\0' && media_type_mime(type)[0] != '\0');
        media_type_ending(type, ending);
        FUZZ_CHECK(ending[0] == '\0' || media_type_has_ending(type, ending));
    }
    FUZZ_CHECK(media_index_place(data, size) >= 0);
    media_png_is_plain(data, size);
}

static void check_answer(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct error error = {0};
    const char *url = NULL;
    arena_init(&arena);
    if (media_parse_uploaded((const char *)data, size, &arena, &url, &error) == ERR_OK)
        FUZZ_CHECK(strncmp(url, "http", 4) == 0 && strpbrk(url, " \"\r\n\t<>") == NULL);
    else
        FUZZ_CHECK(url == NULL && error.what[0] != '\0' && error.next[0] != '\0');
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_type(data, size);
    check_answer(data, size);
    return 0;
}
