/*
 * The scan that needs no heap against cJSON: what the scan takes for JSON, cJSON
 * reads as well, and both see the same members.
 */
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/whatsapp/json_scan.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void compare(struct json_span span, const cJSON *node)
{
    char text[256];
    int64_t number = 0;
    FUZZ_CHECK((span.kind == JSON_OBJECT) == (cJSON_IsObject(node) != 0));
    FUZZ_CHECK((span.kind == JSON_ARRAY) == (cJSON_IsArray(node) != 0));
    FUZZ_CHECK((span.kind == JSON_STRING) == (cJSON_IsString(node) != 0));
    /* A number that no double holds is kept as its text. */
    FUZZ_CHECK((span.kind == JSON_NUMBER) == (cJSON_IsNumber(node) || cJSON_IsRaw(node)));
    if (json_scan_string(span, text, sizeof text))
        FUZZ_CHECK(strcmp(text, node->valuestring) == 0);
    if (cJSON_IsNumber(node) && json_scan_integer(span, &number) && number < 1000000 &&
        number > -1000000)
        FUZZ_CHECK((double)number == node->valuedouble);
    if (span.kind != JSON_ARRAY && span.kind != JSON_OBJECT)
        return;
    FUZZ_CHECK(json_scan_count(span) == (size_t)cJSON_GetArraySize(node));
    const char *position = NULL;
    struct json_span element;
    const cJSON *child = node->child;
    while (json_scan_next(span, &position, &element)) {
        compare(element, child);
        child = child->next;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char *text = mem_strndup((const char *)bytes, length);
    FUZZ_CHECK(text != NULL);
    struct json_span span = json_scan_text(text);
    cJSON *node = NULL;
    if (span.kind != JSON_NONE && utf8_is_valid(text, strlen(text))) {
        FUZZ_CHECK(json_parse(text, strlen(text), &node, NULL) == ERR_OK);
        compare(span, node);
        json_scan_shown(span);
    }
    cJSON_Delete(node);
    mem_free(text);
    return 0;
}
