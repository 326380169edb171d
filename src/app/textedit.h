/*
 * A one-line text field: text, cursor, and the editing keys that people's hands
 * know. The cursor moves by grapheme cluster, words are runs of letters and
 * digits. Owns its text. UI thread.
 */
#ifndef CHAKRA_APP_TEXTEDIT_H
#define CHAKRA_APP_TEXTEDIT_H

#include "src/app/key.h"
#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum { TEXTEDIT_BYTES_MAX = 262144 };

struct textedit {
    struct strbuf text;
    size_t cursor; /* byte offset of a cluster's start, or the end */
};

void textedit_init(struct textedit *edit);
void textedit_release(struct textedit *edit);
/* Replaces the text; the cursor goes to its end. False: memory or ceiling, text as it was. */
bool textedit_set(struct textedit *edit, const char *text);
/* Inserts at the cursor; line ends and tabs become one blank each. False: nothing was inserted. */
bool textedit_insert(struct textedit *edit, const char *text, size_t length);

enum textedit_result { TEXTEDIT_IGNORED, TEXTEDIT_MOVED, TEXTEDIT_CHANGED };

/* Editing and moving keys; keys it does not know are ignored and left to the caller. */
enum textedit_result textedit_key(struct textedit *edit, struct key key);

#endif
