/*
 * Fixed fields: places for a value that follow from a kind of header or button,
 * not from a variable of a text. Internal to whatsapp/. Static tables.
 */
#ifndef CHAKRA_WHATSAPP_SLOT_FIELDS_H
#define CHAKRA_WHATSAPP_SLOT_FIELDS_H

#include "src/whatsapp/slots.h"

struct slot_field {
    int of; /* enum header_format or enum button_type; unused elsewhere */
    const char *leaf;
    const char *label;
    enum slot_kind kind;
    bool required;
    const char *one_of;
    size_t max_code_points;
};

extern const struct slot_field slot_header_fields[];
extern const size_t slot_header_field_count;
extern const struct slot_field slot_button_fields[];
extern const size_t slot_button_field_count;
extern const struct slot_field slot_order_status_fields[];
extern const size_t slot_order_status_field_count;
extern const struct slot_field slot_tap_target_fields[];
extern const size_t slot_tap_target_field_count;
extern const struct slot_field slot_message_fields[];
extern const size_t slot_message_field_count;

/* A slot with the members that the field decides. */
struct slot slot_of_field(const struct slot_field *field, enum slot_part part);

#endif
