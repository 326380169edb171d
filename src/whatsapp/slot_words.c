/* Words for slots. */
#include "src/whatsapp/slot_words.h"

#include "src/base/text.h"
#include "src/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *slot_label_words(const struct slot *slot)
{
    return slot->placeholder != NULL ? slot->label : text_of(slot->label);
}

/* What stands before the rest of a group. */
static const struct {
    const char *word, *format;
} numbered[] = {{"card ", TEXT("card %ld · ")}, {"button ", TEXT("button %ld · ")}};

/* Bytes of a numbered part at the begin of `group`, which is written to `text`; 0 without one. */
static size_t numbered_part(const char *group, char *text, size_t size)
{
    static const char between[] = " · ";
    for (size_t i = 0; i < sizeof numbered / sizeof numbered[0]; i++) {
        const char *end = strstr(group, between);
        size_t length = strlen(numbered[i].word);
        if (end == NULL || strncmp(group, numbered[i].word, length) != 0)
            continue;
        snprintf(text, size, text_of(numbered[i].format), strtol(group + length, NULL, 10));
        return (size_t)(end - group) + sizeof between - 1;
    }
    return 0;
}

const char *slot_group_words(const struct slot *slot, char text[SLOT_GROUP_SIZE])
{
    char part[64];
    const char *rest = slot->group;
    size_t used = 0;
    text[0] = '\0';
    for (size_t bytes = 0; (bytes = numbered_part(rest, part, sizeof part)) > 0; rest += bytes) {
        snprintf(text + used, SLOT_GROUP_SIZE - used, "%s", part);
        used += strlen(text + used);
    }
    snprintf(text + used, SLOT_GROUP_SIZE - used, "%s", text_of(rest));
    utf8_mend(text);
    return text;
}
