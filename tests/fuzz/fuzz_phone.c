/* Any text as a phone number, a user's message id and a URL suffix. */
#include "src/base/mem.h"
#include "src/whatsapp/payload.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/wamid.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void check_phone(const char *text)
{
    struct phone phone;
    struct error error = {0};
    char digits[PHONE_DIGITS_SIZE];
    char shown[40];
    if (phone_normalize(text, &phone, &error) != ERR_OK) {
        FUZZ_CHECK(error.what[0] != '\0' && error.next[0] != '\0');
        return;
    }
    /* What goes out is right for the wire, and stays itself when it comes back. */
    FUZZ_CHECK(phone_is_valid_on_wire(phone.digits, digits));
    FUZZ_CHECK(strcmp(digits, phone.digits) == 0);
    phone_format(phone.digits, shown, sizeof shown);
    struct phone again;
    FUZZ_CHECK(phone_normalize(shown, &again, NULL) == ERR_OK);
    FUZZ_CHECK(strcmp(again.digits, phone.digits) == 0);
}

static void check_suffix(const char *text)
{
    struct strbuf once;
    struct strbuf twice;
    strbuf_init(&once, (size_t)1 << 24);
    strbuf_init(&twice, (size_t)1 << 24);
    payload_encode_suffix(&once, text);
    payload_encode_suffix(&twice, once.text);
    FUZZ_CHECK(strcmp(once.text, twice.text) == 0);
    for (size_t i = 0; i < once.length; i++)
        FUZZ_CHECK(once.text[i] > ' ' && once.text[i] < 0x7F);
    strbuf_release(&once);
    strbuf_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct wamid_parts parts;
    char *text = mem_strndup((const char *)bytes, length);
    FUZZ_CHECK(text != NULL);
    check_phone(text);
    check_suffix(text);
    if (wamid_decode(text, &parts))
        FUZZ_CHECK(parts.phone[0] != '\0');
    mem_free(text);
    return 0;
}
