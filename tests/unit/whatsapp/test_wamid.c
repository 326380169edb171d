/* Message ids: what is no wamid is no error, and nothing is read beyond the bytes. */
#include "src/base/mem.h"
#include "src/whatsapp/wamid.h"

#include <criterion/criterion.h>
#include <string.h>

Test(wamid, refuses_what_it_does_not_know)
{
    static const char *const ids[] = {
        "wamid.====",
        "wamid.HBgL",
        "wamid.HBj/MTU1NTAwMDEyMzQ=",                                     /* a length of 255 */
        "wamid.HBgLMTU1NTAwMDEyMzQVAgARGBIwMTIzNDU2Nzg5QUJDREVGMDA=",     /* cut */
        "wamid.HBgLMTU1NTAwMDEyMzQVAgATGBIwMTIzNDU2Nzg5QUJDREVGMDAA",     /* direction 13 */
        "wamid.HBgLMTU1NTAwMDEyMzQVAgARGBIwMTIzNDU2Nzg5QUJDREVGMDAAAAAA", /* more after it */
        "WAMID.HBgLMTU1NTAwMDEyMzQVAgARGBIwMTIzNDU2Nzg5QUJDREVGMDAA",
        "wamid.HB=LMTU1NTAwMDEyMzQVAgARGBIwMTIzNDU2Nzg5QUJDREVGMDAA",
        "wamid.H===",
    };
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        struct wamid_parts parts;
        cr_expect_not(wamid_decode(ids[i], &parts), "%s", ids[i]);
    }
    char long_id[4096] = "wamid.";
    memset(long_id + 6, 'A', sizeof long_id - 8);
    struct wamid_parts parts;
    cr_expect_not(wamid_decode(long_id, &parts));
}

Test(wamid, encodes_and_decodes)
{
    static const char *const phones[] = {"15550001234", "447700900001", "4930231250001"};
    for (size_t i = 0; i < COUNT_OF(phones); i++) {
        char text[128];
        struct wamid_parts parts;
        cr_assert(wamid_encode(phones[i], "0123456789ABCDEF01", text, sizeof text));
        cr_assert(wamid_decode(text, &parts), "%s", text);
        cr_expect_str_eq(parts.phone, phones[i]);
        cr_expect_str_eq(parts.key, "0123456789ABCDEF01");
        cr_expect(parts.from_business);
    }
}

Test(wamid, needs_room)
{
    char text[58];
    cr_expect_not(wamid_encode("15550001234", "0123456789ABCDEF01", text, sizeof text));
    char enough[59];
    cr_expect(wamid_encode("15550001234", "0123456789ABCDEF01", enough, sizeof enough));
    cr_expect_not(wamid_encode("123456789012345678901234567890", "01", enough, sizeof enough));
}
