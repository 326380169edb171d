/*
 * The table of actions: everything the operator can make the program do, with
 * where it applies, its default keys and its help line. Key bindings, the hint
 * bar, the help screen and the palette are made from it: one row adds an action.
 * Pure.
 */
#ifndef CHAKRA_APP_ACTIONS_H
#define CHAKRA_APP_ACTIONS_H

#include "src/app/edit_list.h"
#include "src/app/key.h"

#include <stdbool.h>
#include <stddef.h>

/* Where keys go. Exactly one context is active at a time, but for a row's page, which is a page. */
enum context {
    CONTEXT_FIELD = 1,  /* a text field of the form: printable keys are text */
    CONTEXT_CHOICE = 2, /* a field of the form that is picked from a list: text filters it */
    CONTEXT_FORM = 4,   /* the form's pane, no field focused: letters are commands */
    CONTEXT_HISTORY = 8,
    CONTEXT_PICKER = 16,    /* printable keys filter */
    CONTEXT_PAGE = 32,      /* a page of text: detail, request, help */
    CONTEXT_REVIEW = 64,    /* the dialog before a send */
    CONTEXT_QUESTION = 128, /* yes or no */
    CONTEXT_FILTER = 256,   /* the filter of the history: printable keys are text */
    CONTEXT_DETAIL = 512,   /* besides CONTEXT_PAGE: the page is a row's */
    CONTEXT_PROMPT = 1024,  /* the line that asks for a text: printable keys are text */
    CONTEXT_SETUP = 2048,   /* the first screen: printable keys are text */
    CONTEXT_ROLLOUT = 4096, /* the grid of templates and languages */
    CONTEXT_LIST = 8192     /* the screen of a list of sends */
};
#define CONTEXT_ANY_FORM (CONTEXT_FIELD | CONTEXT_CHOICE | CONTEXT_FORM)
#define CONTEXT_PANES (CONTEXT_ANY_FORM | CONTEXT_HISTORY)
#define CONTEXT_LETTERS (CONTEXT_FORM | CONTEXT_HISTORY)
#define CONTEXT_ROW (CONTEXT_HISTORY | CONTEXT_DETAIL)
#define CONTEXT_ROWS \
    (CONTEXT_HISTORY | CONTEXT_PICKER | CONTEXT_PAGE | CONTEXT_ROLLOUT | CONTEXT_LIST)
#define CONTEXT_ALL 16383

/*
 * id, name, contexts, default keys (blank between, in order of preference), word for the hint bar
 * ("" keeps it out), help line. In a context where printable keys are text, bindings of printable
 * keys are not looked at.
 */
#define ACTION_LIST(X)                                                                             \
    X(SEND, "send", CONTEXT_PANES, "F5 M-g C-s", "send", "Check the message and open the review")  \
    X(DRY_RUN, "dry-run", CONTEXT_PANES, "F6 M-v", "dry run",                                      \
      "Show the request that would go out, and send nothing")                                      \
    X(NEXT_FIELD, "next-field", CONTEXT_ANY_FORM, "Tab Down", "next", "Move to the next field")    \
    X(PREVIOUS_FIELD, "previous-field", CONTEXT_ANY_FORM, "S-Tab Up", "",                          \
      "Move to the previous field")                                                                \
    X(OPEN, "open", CONTEXT_CHOICE | CONTEXT_HISTORY, "Enter Right", "open",                       \
      "Open the list of choices, or the row's details")                                            \
    X(ENTER_FIELD, "enter-field", CONTEXT_FIELD, "Enter", "", "Accept the value and go on")        \
    X(EDIT_FORM, "edit-form", CONTEXT_FORM, "Enter i", "edit", "Go back into the field")           \
    X(LEAVE, "leave", CONTEXT_FIELD | CONTEXT_CHOICE, "Esc", "commands",                           \
      "Leave the field; letters are commands then")                                                \
    X(NEXT_PROBLEM, "next-problem", CONTEXT_PANES, "F8 C-n", "next open point",                    \
      "Jump to the next slot that is missing or wrong")                                            \
    X(OTHER_PANE, "other-pane", CONTEXT_PANES, "F3 C-o", "other pane",                             \
      "Switch between the form and the history")                                                   \
    X(PREVIEW_KIND, "preview-kind", CONTEXT_PANES, "F4 M-p", "preview",                            \
      "Show the preview as bubble, then as request; on a small screen, form or preview")           \
    X(PREVIEW_DOWN, "preview-down", CONTEXT_ANY_FORM, "PageDown M-j", "",                          \
      "Scroll the preview down, where it is longer than its place")                                \
    X(PREVIEW_UP, "preview-up", CONTEXT_ANY_FORM, "PageUp M-J", "", "Scroll the preview up")       \
    X(RECALL_RECIPIENT, "recall-recipient", CONTEXT_ANY_FORM, "M-r", "",                           \
      "Put the last recipient back into To")                                                       \
    X(EDIT_RECIPIENT, "edit-recipient", CONTEXT_PANES, "M-t", "", "Go to the recipient")           \
    X(EDIT_TEMPLATE, "edit-template", CONTEXT_PANES, "M-l", "", "Open the list of templates")      \
    X(EDIT_OUTSIDE, "edit-outside", CONTEXT_ANY_FORM, "M-e", "",                                   \
      "Edit the value in $EDITOR; structured values start from a skeleton")                        \
    X(RECALL_VALUE, "recall-value", CONTEXT_FIELD, "C-r", "earlier values",                        \
      "List what this slot, or To, was given before; never one-time codes")                        \
    X(COMPLETE, "complete", CONTEXT_FIELD, "M-/", "",                                              \
      "Put the number of the name that was begun in To; Tab does it too")                          \
    X(FIX_VALUE, "fix-value", CONTEXT_ANY_FORM, "M-k", "",                                         \
      "Offer a mechanical correction: line ends, long runs of blanks, a pasted number")            \
    X(SHOW_EXTRAS, "show-extras", CONTEXT_PANES, "M-x", "",                                        \
      "Show or hide the slots that no definition names: tap target, callback data")                \
    X(CLEAR_FORM, "clear-form", CONTEXT_PANES, "M-c", "", "Empty the values of the form")          \
    X(POSTPONE, "postpone", CONTEXT_PANES, "M-z", "",                                              \
      "Put the form aside as a draft, and empty it")                                               \
    X(RECALL_DRAFT, "recall-draft", CONTEXT_PANES, "M-a", "", "Choose a draft that was put aside") \
    X(SAVE_PRESET, "save-preset", CONTEXT_PANES, "M-s", "",                                        \
      "Save template and values under a name, as a file that can be shared")                       \
    X(OPEN_PRESET, "open-preset", CONTEXT_PANES, "M-i", "", "Fill the form from a preset")         \
    X(REFRESH, "refresh", CONTEXT_LETTERS, "r", "refresh",                                         \
      "Fetch senders and templates again, read the history again")                                 \
    X(SEARCH, "search", CONTEXT_LETTERS, "/ C-r", "search",                                        \
      "Search and filter the history: words, to: template: state: since: and more")                \
    X(KEEP_FILTER, "keep-filter", CONTEXT_FILTER, "Enter Down Tab", "to the rows",                 \
      "Keep the filter and go to the rows")                                                        \
    X(DROP_FILTER, "drop-filter", CONTEXT_FILTER, "Esc", "all rows", "Drop the filter")            \
    X(ALL_ROWS, "all-rows", CONTEXT_HISTORY, "a", "", "Drop the filter and show all rows")         \
    X(SAVED_FILTERS, "saved-filters", CONTEXT_HISTORY, "f", "",                                    \
      "Choose a filter that the settings have saved")                                              \
    X(EDIT_ROW, "edit-row", CONTEXT_ROW, "e", "edit and send",                                     \
      "Put the row's template, recipient and values back into the form")                           \
    X(SEND_ROW, "send-row", CONTEXT_ROW, "s", "send again",                                        \
      "The same, and open the review at once")                                                     \
    X(COPY_ROW, "copy-row", CONTEXT_ROW, "c", "copy",                                              \
      "Copy the wamid, the recipient, the request, curl or the command line")                      \
    X(SAVE_MEDIA, "save-media", CONTEXT_ROW, "M", "",                                              \
      "Fetch the row's media by its id and save it to a file; copy a link")                        \
    X(LOOK_UP, "look-up", CONTEXT_ROW, "R", "look up",                                             \
      "Ask the account what became of an unknown row")                                             \
    X(ROW_LANGUAGE, "row-language", CONTEXT_ROW, "l", "",                                          \
      "Put the row back into the form, then choose another language for the same values")          \
    X(ROW_RECIPIENT, "row-recipient", CONTEXT_ROW, "t", "",                                        \
      "Put the row back into the form, for another recipient")                                     \
    X(COMPARE_ROW, "compare-row", CONTEXT_ROW, "=", "compare",                                     \
      "Mark the row; on a second one, compare the two field by field")                             \
    X(NOTE_ROW, "note-row", CONTEXT_ROW, "w", "", "Write a note on the row")                       \
    X(TAG_ROW, "tag-row", CONTEXT_ROW, "#", "", "Set the row's tags")                              \
    X(DELETE_ROW, "delete-row", CONTEXT_ROW, "d Delete", "",                                       \
      "Put the row into the trash, which is emptied at the end of the program")                    \
    X(UNDELETE_ROW, "undelete-row", CONTEXT_HISTORY, "u", "",                                      \
      "Take the last deleted row out of the trash")                                                \
    X(SHOW_STATS, "show-stats", CONTEXT_HISTORY, "S", "numbers",                                   \
      "Count the rows of the filter: outcomes, codes, latencies, templates, languages, days")      \
    X(FOLLOW, "follow", CONTEXT_HISTORY, "F", "",                                                  \
      "Follow: the newest row stays selected as rows arrive")                                      \
    X(TIME_FORMAT, "time-format", CONTEXT_HISTORY, "T", "",                                        \
      "Show times of day, ages, or whole dates")                                                   \
    X(NEXT_ROW, "next-row", CONTEXT_DETAIL, "]", "", "The page of the next older row")             \
    X(PREVIOUS_ROW, "previous-row", CONTEXT_DETAIL, "[", "", "The page of the next newer row")     \
    X(FIND, "find", CONTEXT_PAGE, "/", "find", "Find a text in the page")                          \
    X(FIND_NEXT, "find-next", CONTEXT_PAGE, "n", "", "To the next place of the text")              \
    X(FIND_PREVIOUS, "find-previous", CONTEXT_PAGE, "N", "", "To the place of the text before")    \
    X(ACCEPT_PROMPT, "accept", CONTEXT_PROMPT, "Enter", "accept", "Accept what was typed")         \
    X(CLOSE_PROMPT, "dismiss", CONTEXT_PROMPT, "Esc", "leave it", "Leave it as it was")            \
    X(SHOW_CHAT, "show-chat", CONTEXT_PANES | CONTEXT_DETAIL, "M-h", "",                           \
      "Show the last messages with this recipient")                                                \
    X(UPLOAD, "upload", CONTEXT_ANY_FORM, "M-u", "",                                               \
      "Upload the file of this slot and put its public link")                                      \
    X(CANCEL_SEND, "cancel-send", CONTEXT_HISTORY, "x", "cancel",                                  \
      "Cancel a send that has not left yet")                                                       \
    X(SWITCH_PROFILE, "switch-profile", CONTEXT_PANES, "F9 M-o", "profile",                        \
      "Choose another profile")                                                                    \
    X(PALETTE, "palette",                                                                          \
      CONTEXT_PANES | CONTEXT_PAGE | CONTEXT_FILTER | CONTEXT_ROLLOUT | CONTEXT_LIST,              \
      "C-p :", "all commands", "Search in all commands, see their keys, run one")                  \
    X(HELP, "help", CONTEXT_ALL, "F1 ? M-?", "help", "Show the keys that work here, then all")     \
    X(ZOOM, "zoom", CONTEXT_PANES, "z M-m", "", "Show the focused pane alone, or all panes again") \
    X(TALLER, "taller", CONTEXT_PANES, "+ M-+", "", "Give the focused pane more rows")             \
    X(SHORTER, "shorter", CONTEXT_PANES, "- M--", "", "Give the focused pane fewer rows")          \
    X(WIDER, "wider", CONTEXT_PANES, "> M->", "", "Give the form more columns, the preview fewer") \
    X(NARROWER, "narrower", CONTEXT_PANES, "< M-<", "",                                            \
      "Give the form fewer columns, the preview more")                                             \
    X(THEME, "theme", CONTEXT_PANES, "V M-V", "", "Choose other colours, for this run")            \
    X(MOUSE, "mouse", CONTEXT_LETTERS | CONTEXT_PAGE, "m", "", "Turn the mouse off or on")         \
    X(PAGER, "pager", CONTEXT_PAGE, "v", "", "Show the page in $PAGER")                            \
    X(REDRAW, "redraw", CONTEXT_ALL, "C-l", "", "Draw the screen anew")                            \
    X(SUSPEND, "suspend", CONTEXT_ALL, "C-z", "", "Put the program to sleep; fg wakes it")         \
    X(QUIT, "quit", CONTEXT_LETTERS, "q", "quit", "Quit; asks when something is running")          \
    X(QUIT_ANYWHERE, "quit-anywhere", CONTEXT_ALL, "M-q C-q", "", "Quit from anywhere")            \
    X(CANCEL, "cancel", CONTEXT_ALL, "C-c", "",                                                    \
      "Cancel what is open or under way; when nothing is, quit")                                   \
    X(UP, "up", CONTEXT_ROWS, "Up k", "", "One row up")                                            \
    X(DOWN, "down", CONTEXT_ROWS, "Down j", "", "One row down")                                    \
    X(PAGE_UP, "page-up", CONTEXT_ROWS, "PageUp C-b", "", "One page up")                           \
    X(PAGE_DOWN, "page-down", CONTEXT_ROWS, "PageDown C-f Space", "", "One page down")             \
    X(HALF_PAGE_UP, "half-page-up", CONTEXT_ROWS & ~CONTEXT_PICKER, "C-u", "", "Half a page up")   \
    X(HALF_PAGE_DOWN, "half-page-down", CONTEXT_ROWS & ~CONTEXT_PICKER, "C-d", "",                 \
      "Half a page down")                                                                          \
    X(FIRST, "first", CONTEXT_ROWS, "Home g", "", "To the first row")                              \
    X(LAST, "last", CONTEXT_ROWS, "End G", "", "To the last row that is loaded")                   \
    X(BACK, "back", CONTEXT_HISTORY, "Esc Left", "form", "Back to the form")                       \
    X(PICK, "pick", CONTEXT_PICKER, "Enter Tab", "choose", "Take the marked row")                  \
    X(CLOSE, "close", CONTEXT_PICKER | CONTEXT_REVIEW | CONTEXT_QUESTION, "Esc", "close",          \
      "Close without choosing")                                                                    \
    X(CLOSE_PAGE, "close-page", CONTEXT_PAGE, "Esc q Left", "close", "Close the page")             \
    X(CONFIRM, "confirm", CONTEXT_REVIEW, "y", "send it", "Send the message")                      \
    X(OVERRIDE, "override", CONTEXT_REVIEW, "o", "send although sent before",                      \
      "Send although the same message went out before")                                            \
    X(PRESS, "press", CONTEXT_REVIEW | CONTEXT_QUESTION, "Enter", "", "Press the marked button")   \
    X(OTHER_BUTTON, "other-button", CONTEXT_REVIEW | CONTEXT_QUESTION, "Tab Left Right", "",       \
      "Mark the other button")                                                                     \
    X(DENY, "deny", CONTEXT_REVIEW | CONTEXT_QUESTION, "n", "back", "Back, nothing is sent")       \
    X(YES, "yes", CONTEXT_QUESTION, "y", "yes", "Yes")                                             \
    X(SETUP_NEXT, "setup-next", CONTEXT_SETUP, "Enter", "go on",                                   \
      "Check the answer and go to the next step")                                                  \
    X(SETUP_BACK, "setup-back", CONTEXT_SETUP, "Esc", "back",                                      \
      "Back one step; what was typed stays")                                                       \
    X(SETUP_UP, "setup-up", CONTEXT_SETUP, "Up S-Tab", "", "Mark the row above")                   \
    X(SETUP_DOWN, "setup-down", CONTEXT_SETUP, "Down Tab", "choose", "Mark the row below")         \
    X(ROLLOUT, "rollout", CONTEXT_PANES, "M-w", "",                                                \
      "Templates and languages as a grid: how each ended when it was last run, and run them")      \
    X(ROLLOUT_OPEN, "rollout-open", CONTEXT_ROLLOUT, "Enter", "last result",                       \
      "Show the last result of the cell: reason, message id, preview")                             \
    X(ROLLOUT_RUN, "rollout-run", CONTEXT_ROLLOUT, "r", "run",                                     \
      "Send the cell's message to a test recipient, or in the sandbox")                            \
    X(ROLLOUT_RUN_ROW, "rollout-run-row", CONTEXT_ROLLOUT, "R", "run row",                         \
      "The same for every language of the template")                                               \
    X(ROLLOUT_RUN_ALL, "rollout-run-all", CONTEXT_ROLLOUT, "A", "run all",                         \
      "The same for every template, after a question that names the total")                        \
    X(ROLLOUT_CHECK, "rollout-check", CONTEXT_ROLLOUT, "c", "check",                               \
      "Check the cell against the rules; nothing is sent")                                         \
    X(ROLLOUT_CHECK_ALL, "rollout-check-all", CONTEXT_ROLLOUT, "C", "",                            \
      "Check every template against the rules; nothing is sent")                                   \
    X(ROLLOUT_EDIT, "rollout-edit", CONTEXT_ROLLOUT, "e", "edit",                                  \
      "Open the cell's message in the form")                                                       \
    X(ROLLOUT_REFRESH, "rollout-refresh", CONTEXT_ROLLOUT, "u", "",                                \
      "Fetch the definitions again, and compare them with those that were run")                    \
    X(ROLLOUT_CANCEL, "rollout-cancel", CONTEXT_ROLLOUT, "x", "cancel",                            \
      "Stop the run; what is under way is waited for")                                             \
    X(ROLLOUT_LEFT, "rollout-left", CONTEXT_ROLLOUT, "Left h", "",                                 \
      "To the next language on the left")                                                          \
    X(ROLLOUT_RIGHT, "rollout-right", CONTEXT_ROLLOUT, "Right l", "",                              \
      "To the next language on the right")                                                         \
    X(ROLLOUT_LEAVE, "rollout-leave", CONTEXT_ROLLOUT, "Esc q", "close",                           \
      "Back to the form; a run goes on")                                                           \
    X(LIST_OPEN, "open-list", CONTEXT_PANES, "M-n", "",                                            \
      "Send a list: a CSV file, a message for each row, with the form's template and sender")      \
    X(LIST_CHECK, "list-check", CONTEXT_LIST, "c", "check", "Check every row of the list")         \
    X(LIST_SEND, "list-send", CONTEXT_LIST, "s", "send", "Send the rows of the checked list")      \
    X(LIST_STOP, "list-stop", CONTEXT_LIST, "x", "stop",                                           \
      "Stop: what is in flight is waited for; once more cuts it")                                  \
    X(LIST_MAP, "list-map", CONTEXT_LIST, "Enter", "slot",                                         \
      "Choose the slot that the marked column fills, or leave the column out")                     \
    X(LIST_COLUMNS, "list-columns", CONTEXT_LIST, "m", "columns",                                  \
      "Back from the check to the columns")                                                        \
    X(LIST_HISTORY, "list-history", CONTEXT_LIST, "h", "rows",                                     \
      "Show the rows of the list in the history")                                                  \
    X(LIST_ENCODING, "list-encoding", CONTEXT_LIST, "e", "", "Read the file in another encoding")  \
    X(LIST_CLOSE, "list-close", CONTEXT_LIST, "Esc q Left", "close",                               \
      "Leave the list; what is being sent goes on")                                                \
    EDIT_LIST(X)

enum action {
    ACTION_NONE,
#define X(id, name, contexts, keys, hint, help) ACTION_##id,
    ACTION_LIST(X)
#undef X
        ACTION_COUNT
};

struct action_row {
    const char *name;
    unsigned contexts; /* of enum context */
    const char *keys;  /* defaults */
    const char *hint;
    const char *help;
};

const struct action_row *action_row(enum action action); /* ACTION_NONE: an empty row */
/* By its name in the settings; ACTION_NONE when there is none. */
enum action action_by_name(const char *name);
/* False: the action is no editing of text. */
bool action_is_edit(enum action action, enum edit *ret_edit);
/* Where an action works, in words: "in the history", "in a field or in the form". */
void action_places(enum action action, char *text, size_t size);
/* The words of one context: "in the history". */
const char *context_words(unsigned context);

#endif
