/*
 * What the check functions of the rules share. Each looks at one slot or at the
 * whole message, says whether its rule is broken, and may name another slot or
 * put words of its own into the message. Internal to whatsapp/. Pure.
 */
#ifndef CHAKRA_WHATSAPP_RULES_CHECK_H
#define CHAKRA_WHATSAPP_RULES_CHECK_H

#include "src/whatsapp/message_read.h"
#include "src/whatsapp/rules.h"

enum { RULE_DETAIL_SIZE = 240, RULE_SHOWN_SIZE = 1200 };

struct check {
    const struct message *message;
    const struct facts *facts;
    const struct slot *slot;          /* NULL for a rule of the whole message */
    const struct value *value;        /* of that slot; NULL when there is none */
    const char *text;                 /* what the recipient reads of the value; "" without one */
    const struct template_part *part; /* the message or card of the slot */
    /* Answers */
    const char *key;               /* where to report, when not at the slot */
    char detail[RULE_DETAIL_SIZE]; /* stands for %s in the message, when not the slot's name */
};

enum rule_on {
    ON_MESSAGE,  /* once */
    ON_SLOT,     /* each slot, with or without a value */
    ON_VALUE,    /* each slot that has a value */
    ON_VARIABLE, /* each variable of a header or body, with or without a value */
    ON_TEXT      /* each such variable that has a value */
};

typedef bool check_function(struct check *check);

struct rule {
    const char *id;
    enum rule_on on;
    const char *leaf; /* only slots whose key ends so; NULL: all */
    unsigned parts;   /* only slots of these parts, bits of enum slot_part; 0: all */
    enum problem_level level;
    int prevents;
    check_function *is_broken;
    const char *message; /* with at most one %s */
};

extern const struct rule rule_table[];
extern const size_t rule_count;

#define PART(part) (1U << (part))

__attribute__((format(printf, 2, 3))) void check_explain(struct check *check, const char *format,
                                                         ...);
/* The slot has no value, or an empty one. */
bool check_is_missing(struct check *check);
bool check_is_in_card(const struct check *check);
/* The text of another slot at the same place; NULL when it has none. */
const char *check_sibling(const struct check *check, const char *leaf);
const struct template_button *check_button(const struct check *check);
size_t check_code_points(const char *text);

/* rules_recipient.c */
check_function to_is_missing, to_is_malformed, to_has_quirk, to_is_sender, to_user_id_is_malformed,
    to_user_id_gets_code, to_opted_out, to_was_held_back, to_was_just_written;
/* rules_template.c */
check_function language_is_unknown, status_is_paused, status_is_disabled, status_is_not_approved,
    quality_is_red, kind_needs_other_route, kind_is_unknown, route_is_unknown,
    route_is_for_marketing;
/* rules_text.c */
check_function header_value_is_missing, body_value_is_missing, card_value_is_missing, text_is_blank,
    text_has_line_break, text_has_blanks, text_has_controls, value_is_not_utf8, header_is_too_long,
    header_may_be_too_long, body_is_too_long, body_may_be_too_long, small_body_is_too_long,
    small_body_may_be_too_long, value_is_too_long, typed_value_is_wrong, callback_is_too_long,
    tap_target_is_half;
/* rules_media.c */
check_function media_is_missing, card_media_is_missing, media_is_doubled, file_is_not_uploaded,
    link_is_malformed, link_is_plain_http, link_is_sample, media_id_is_odd, link_has_other_type,
    filename_is_missing, latitude_is_wrong, longitude_is_wrong, value_is_missing;
/* rules_buttons.c */
check_function url_is_too_long, suffix_has_blanks, suffix_is_url, flow_data_are_wrong,
    coupon_has_signs, coupon_is_too_long, coupon_is_long, coupon_differs, payload_is_too_long,
    payload_is_long, call_payload_is_too_long, minutes_are_wrong, code_is_wrong;
/* rules_orders.c */
check_function sections_are_wrong, section_titles_are_wrong, card_count_is_wrong,
    offer_end_is_wrong, offer_is_over, order_reference_is_wrong, order_details_are_missing,
    order_total_is_wrong, order_status_is_wrong;

#endif
