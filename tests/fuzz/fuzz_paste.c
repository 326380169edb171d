/* Any text as something pasted: command line, curl command, body or value. */
#include "src/app/paste_text.h"
#include "src/base/json.h"
#include "src/base/utf8.h"
#include "src/whatsapp/values.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct pasted_form pasted;
    const char *text = (const char *)bytes;
    FUZZ_CHECK(paste_read(text, length, &pasted, NULL) == ERR_OK);
    bool is_form = pasted.kind == PASTE_IS_COMMAND || pasted.kind == PASTE_IS_CURL ||
                   pasted.kind == PASTE_IS_MESSAGE;
    FUZZ_CHECK(is_form == (pasted.form != NULL));
    if (is_form) {
        struct values values;
        values_init(&values);
        FUZZ_CHECK(json_text(pasted.form, "template", NULL) != NULL);
        FUZZ_CHECK(cJSON_IsObject(json_member(pasted.form, "values")));
        /* The form takes it or says why not; what it takes it can print. */
        if (utf8_is_valid(text, length) &&
            values_from_json(json_member(pasted.form, "values"), &values, NULL) == ERR_OK)
            cJSON_Delete(values_to_json(&values));
        values_release(&values);
    }
    cJSON_Delete(pasted.form);
    return 0;
}
