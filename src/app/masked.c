/* The hidden field. */
#include "src/app/masked.h"

#include "src/base/mem.h"

void masked_clear(struct masked *masked)
{
    if (masked->bytes != NULL)
        mem_wipe(masked->bytes, MASKED_BYTES_MAX);
    mem_free(masked->bytes);
    *masked = (struct masked){0};
}

static bool is_taken(char c)
{
    return (unsigned char)c > ' ' && (unsigned char)c != 0x7F;
}

bool masked_add(struct masked *masked, const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += is_taken(text[i]);
    if (masked->bytes == NULL)
        masked->bytes = mem_zalloc(1, MASKED_BYTES_MAX);
    if (masked->bytes == NULL || masked->length + count >= MASKED_BYTES_MAX)
        return false;
    for (size_t i = 0; i < length; i++)
        if (is_taken(text[i]))
            masked->bytes[masked->length++] = text[i];
    masked->bytes[masked->length] = '\0';
    return true;
}

bool masked_key(struct masked *masked, struct key key)
{
    if (key.code == KEYCODE_TEXT && key.modifiers == KEY_CONTROL && key.text == 'u') {
        masked_clear(masked);
        return true;
    }
    if (key.code == KEYCODE_BACKSPACE && key.modifiers == 0) {
        if (masked->length > 0)
            masked->bytes[--masked->length] = '\0';
        return true;
    }
    /* A token has none but ASCII: another character would only be refused later. */
    if (!key_is_text(key) || key.text <= ' ' || key.text > '~')
        return false;
    const char byte = (char)key.text;
    return masked_add(masked, &byte, 1);
}
