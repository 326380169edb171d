/* Any JSON as the body of a message, read back into values. */
#include "src/base/json.h"
#include "src/whatsapp/message_parse.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    CLEANUP(json_deletep) cJSON *root = NULL;
    CLEANUP(json_deletep) cJSON *form = NULL;
    size_t left_out = 0;
    struct error error = {.code = ERR_OK};
    if (json_parse((const char *)bytes, length, &root, NULL) != ERR_OK)
        return 0;
    /* A recorded send holds its body under `request`. */
    const cJSON *inner = json_member(root, "request");
    const cJSON *body = inner != NULL ? inner : root;
    enum err err = message_parse(body, &form, &left_out, &error);
    FUZZ_CHECK((err == ERR_OK) == message_is_template(body));
    if (err != ERR_OK) {
        FUZZ_CHECK(form == NULL && error.next[0] != '\0');
        return 0;
    }
    FUZZ_CHECK(json_text(form, "template", NULL) != NULL);
    FUZZ_CHECK(cJSON_IsObject(json_member(form, "values")));
    return 0;
}
