/*
 * A one-line text field: text, cursor, and the editing keys that people's hands
 * know. The cursor moves by grapheme cluster, words are runs of letters and
 * digits. What was changed can be undone; what was cut goes to a ring that the
 * owner shares between fields. Owns its text. UI thread.
 */
#ifndef CHAKRA_APP_TEXTEDIT_H
#define CHAKRA_APP_TEXTEDIT_H

#include "src/app/edit_list.h"
#include "src/app/key.h"
#include "src/app/kill_ring.h"
#include "src/app/undo.h"
#include "src/base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum { TEXTEDIT_BYTES_MAX = 262144 };

struct textedit {
    struct strbuf text;
    size_t cursor; /* byte offset of a cluster's start, or the end */
    struct undo undo;
    struct kill_ring *ring; /* borrowed; NULL: what is cut cannot be put in again */
};

void textedit_init(struct textedit *edit);
void textedit_release(struct textedit *edit);
/* Replaces the text; the cursor goes to its end. False: memory or ceiling, text as it was. */
bool textedit_set(struct textedit *edit, const char *text);
/* The same for a text that nobody typed: there is nothing to undo behind it. */
bool textedit_begin(struct textedit *edit, const char *text);
/* Inserts at the cursor; line ends and tabs become one blank each. False: nothing was inserted. */
bool textedit_insert(struct textedit *edit, const char *text, size_t length);

enum textedit_result { TEXTEDIT_IGNORED, TEXTEDIT_MOVED, TEXTEDIT_CHANGED };

enum textedit_result textedit_do(struct textedit *edit, enum edit what);
/* A character is inserted, an editing key of the table does what it does by default; other keys
 * are ignored and left to the caller. */
enum textedit_result textedit_key(struct textedit *edit, struct key key);

/* What a key does in a text field by default; false: nothing. */
bool textedit_find_key(struct key key, enum edit *ret_edit);
/* The first default key of an editing action. */
struct key textedit_first_key(enum edit edit);

#endif
