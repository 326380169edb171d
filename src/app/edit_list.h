/*
 * The editing keys of text fields, as rows of the table of actions (columns:
 * actions.h). They have a file of their own because the fields themselves, which
 * know nothing of actions, read their default keys from the same rows.
 */
#ifndef CHAKRA_APP_EDIT_LIST_H
#define CHAKRA_APP_EDIT_LIST_H

/* clang-format off */
#define EDIT_LIST(X) \
    X(EDIT_LEFT, "edit-left", CONTEXT_FIELD, "Left C-b", "", "One character to the left") \
    X(EDIT_RIGHT, "edit-right", CONTEXT_FIELD, "Right C-f", "", "One character to the right") \
    X(EDIT_WORD_LEFT, "edit-word-left", CONTEXT_FIELD, "M-b C-Left M-Left", "", \
      "To the begin of the word") \
    X(EDIT_WORD_RIGHT, "edit-word-right", CONTEXT_FIELD, "M-f C-Right M-Right", "", \
      "To the end of the word") \
    X(EDIT_BEGIN, "edit-begin", CONTEXT_FIELD, "Home C-a", "", "To the begin of the text") \
    X(EDIT_END, "edit-end", CONTEXT_FIELD, "End C-e", "", "To the end of the text") \
    X(EDIT_DELETE_LEFT, "edit-delete-left", CONTEXT_FIELD, "Backspace", "", \
      "Delete the character to the left") \
    X(EDIT_DELETE_RIGHT, "edit-delete-right", CONTEXT_FIELD, "Delete C-d", "", \
      "Delete the character under the cursor") \
    X(EDIT_CUT_WORD_LEFT, "edit-cut-word-left", CONTEXT_FIELD, "C-w M-Backspace C-Backspace", "", \
      "Cut the word to the left") \
    X(EDIT_CUT_WORD_RIGHT, "edit-cut-word-right", CONTEXT_FIELD, "M-d C-Delete M-Delete", "", \
      "Cut the word to the right") \
    X(EDIT_CUT_TO_BEGIN, "edit-cut-to-begin", CONTEXT_FIELD, "C-u", "", "Cut all before the cursor") \
    X(EDIT_CUT_TO_END, "edit-cut-to-end", CONTEXT_FIELD, "C-k", "", "Cut all behind the cursor") \
    X(EDIT_PUT, "edit-put", CONTEXT_FIELD, "C-y", "", "Put in what was cut last") \
    X(EDIT_PUT_EARLIER, "edit-put-earlier", CONTEXT_FIELD, "M-y", "", \
      "Right after that: put in what was cut before it instead") \
    X(EDIT_SWAP, "edit-swap", CONTEXT_FIELD, "C-t", "", "Swap the two characters around the cursor") \
    X(EDIT_UNDO, "edit-undo", CONTEXT_FIELD, "C-_ C-/", "", "Undo the last change of this field") \
    X(EDIT_REDO, "edit-redo", CONTEXT_FIELD, "M-Z", "", "Make what was undone again")
/* clang-format on */

enum edit {
#define X(id, name, contexts, keys, hint, help) TEXT_##id,
    EDIT_LIST(X)
#undef X
        TEXT_EDIT_COUNT
};

#endif
