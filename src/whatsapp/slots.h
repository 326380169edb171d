/*
 * Slots: the places of a template where a value goes. The form, --set, CSV
 * headers, the checks, the preview and the request body are all made from this
 * one list (keys: VALUES in chakra-tui(1)).
 *
 * Pure; a slot list and all it points to live in the arena given.
 */
#ifndef CHAKRA_WHATSAPP_SLOTS_H
#define CHAKRA_WHATSAPP_SLOTS_H

#include "src/base/arena.h"
#include "src/base/err.h"
#include "src/whatsapp/template.h"

#include <stdbool.h>
#include <stddef.h>

enum slot_kind {
    SLOT_TEXT,       /* header and body variables */
    SLOT_LINK,       /* a URL */
    SLOT_ID,         /* a media, product or catalogue id */
    SLOT_FILE,       /* path of a file that is uploaded first */
    SLOT_FILENAME,   /* name that the recipient sees */
    SLOT_URL_SUFFIX, /* percent-encoded on the way out */
    SLOT_CODE,       /* one-time code or coupon */
    SLOT_PAYLOAD,
    SLOT_NUMBER,
    SLOT_TIME, /* ISO 8601 */
    SLOT_CHOICE,
    SLOT_JSON /* structured value, edited in $EDITOR */
};

enum slot_part {
    SLOT_IN_HEADER,
    SLOT_IN_BODY,
    SLOT_IN_BUTTON,
    SLOT_IN_OFFER,
    SLOT_IN_ORDER_STATUS,
    SLOT_IN_TAP_TARGET,
    SLOT_IN_CARDS,  /* card.count */
    SLOT_IN_MESSAGE /* biz_opaque_callback_data, context.message_id, … */
};

struct slot {
    const char *key;   /* "body.1", "card.0.button.1.text" */
    const char *label; /* short, for the form: "1", "first_name", "link", "suffix" */
    const char
        *group; /* heading in the form: "header · image", "button 0 · url", "card 1 · body" */
    enum slot_kind kind;
    enum slot_part part;
    int card;                              /* from 0; -1 outside of cards */
    int button;                            /* index in the definition; -1 for none */
    const struct placeholder *placeholder; /* NULL when the value is not a variable of a text */
    bool required;
    const char *one_of;  /* slots with the same one_of and card are alternatives; NULL */
    bool optional_extra; /* not in the definition (callback data, tap target): hidden until asked */
    const char *example; /* NULL */
    const char *sentence;   /* the text that the value stands in; NULL */
    size_t max_code_points; /* 0: no limit known */
    const char *leaf;       /* last part of the key: "link", "text", "1" */
};

struct slot_list {
    const struct template *template;
    struct slot *items;
    size_t count;
    size_t card_count; /* cards that the list was made for */
};

/*
 * Makes the list in the order of the form: header, body, offer, order status,
 * buttons, cards, extras. `card_count` is for product carousels (2..10, clamped;
 * 0: as defined) and ignored for all others.
 */
enum err slots_build(const struct template *template, size_t card_count, struct arena *arena,
                     struct slot_list *ret_list, struct error *reterr);

/* NULL when the list has no such key. */
const struct slot *slots_find(const struct slot_list *list, const char *key);

/* The key of the list nearest to a mistyped one, for error messages; NULL when none is near. */
const char *slots_nearest(const struct slot_list *list, const char *key);

/* Whether the text is a typed object that the slot takes in place of text: {"type":"currency",…}
 * or {"type":"date_time",…} for a body variable. Without the heap. */
bool slot_is_typed_value(const struct slot *slot, const char *text);

/*
 * Why a template can never be sent by this program through the route `messages`,
 * in a sentence with the next step; NULL when it can. Says nothing about status.
 */
const char *slots_unsendable_reason(const struct template *template);

/* A button of an authentication template that takes the value of `otp`. */
bool slots_button_takes_code(const struct template *template, const struct template_button *button);
/* The template's own text takes the value of `otp` for its first variable. */
bool slots_body_takes_code(const struct template *template);
/* Definition of a card: the last one stands for those that a product carousel has more. */
const struct template_part *slots_card_part(const struct template *template, size_t card);

#endif
