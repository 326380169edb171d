/*
 * A template's definition, as the list route returns it, read into plain data.
 *
 * Reading is tolerant (facts: WhatsApp's template reference): type names in any
 * case, unknown members ignored, unknown components and buttons kept with their
 * name so that they can be shown, `example` in any of its shapes or missing,
 * numbers as strings and the reverse. A definition without name or language is
 * the only thing refused.
 *
 * Everything a struct template points to lives in the arena given to the
 * parser. Pure; any thread.
 */
#ifndef CHAKRA_WHATSAPP_TEMPLATE_H
#define CHAKRA_WHATSAPP_TEMPLATE_H

#include "src/base/arena.h"
#include "src/base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* id, name on the wire, may it be sent, server's code when it is sent all the same */
#define TEMPLATE_STATUS_LIST(X)                     \
    X(UNKNOWN, "", 132001)                          \
    X(APPROVED, "APPROVED", 0)                      \
    X(PENDING, "PENDING", 132001)                   \
    X(REJECTED, "REJECTED", 132001)                 \
    X(PAUSED, "PAUSED", 132015)                     \
    X(DISABLED, "DISABLED", 132016)                 \
    X(IN_APPEAL, "IN_APPEAL", 132001)               \
    X(PENDING_DELETION, "PENDING_DELETION", 132001) \
    X(DELETED, "DELETED", 132001)                   \
    X(LIMIT_EXCEEDED, "LIMIT_EXCEEDED", 132001)     \
    X(ARCHIVED, "ARCHIVED", 132001)

enum template_status {
#define X(id, wire, code) TEMPLATE_##id,
    TEMPLATE_STATUS_LIST(X)
#undef X
        TEMPLATE_STATUS_COUNT
};

/* id, format on the wire */
#define HEADER_FORMAT_LIST(X) \
    X(NONE, "")               \
    X(TEXT, "TEXT")           \
    X(IMAGE, "IMAGE")         \
    X(VIDEO, "VIDEO")         \
    X(DOCUMENT, "DOCUMENT")   \
    X(GIF, "GIF")             \
    X(LOCATION, "LOCATION")   \
    X(PRODUCT, "PRODUCT")     \
    X(UNKNOWN, "")

enum header_format {
#define X(id, wire) HEADER_##id,
    HEADER_FORMAT_LIST(X)
#undef X
        HEADER_FORMAT_COUNT
};

/* id, type on the wire, sub_type when sending ("" when nothing is ever sent for it) */
#define BUTTON_TYPE_LIST(X)                            \
    X(UNKNOWN, "", "")                                 \
    X(QUICK_REPLY, "QUICK_REPLY", "quick_reply")       \
    X(URL, "URL", "url")                               \
    X(PHONE_NUMBER, "PHONE_NUMBER", "")                \
    X(COPY_CODE, "COPY_CODE", "copy_code")             \
    X(OTP, "OTP", "url")                               \
    X(FLOW, "FLOW", "flow")                            \
    X(CATALOG, "CATALOG", "catalog")                   \
    X(MPM, "MPM", "mpm")                               \
    X(SPM, "SPM", "")                                  \
    X(VOICE_CALL, "VOICE_CALL", "voice_call")          \
    X(ORDER_DETAILS, "ORDER_DETAILS", "order_details") \
    X(REQUEST_CONTACT_INFO, "REQUEST_CONTACT_INFO", "")

enum button_type {
#define X(id, wire, sub_type) BUTTON_##id,
    BUTTON_TYPE_LIST(X)
#undef X
        BUTTON_TYPE_COUNT
};

/* No approved text comes near it: 1,024 characters hold at most 204 times {{1}}. */
enum { TEMPLATE_MAX_PLACEHOLDERS = 256 };

/* One distinct placeholder of a text: {{1}} or {{first_name}}. */
struct placeholder {
    const char *name;    /* as written: "1" or "first_name" */
    int number;          /* 1.. when the name is a number, else 0 */
    const char *example; /* from the definition; NULL when it has none */
};

/*
 * A text of the definition with its distinct placeholders: the numbered ones
 * first, by number, then the named ones in order of first appearance.
 */
struct template_text {
    const char *text; /* NULL when the definition has no such text */
    struct placeholder *placeholders;
    size_t placeholder_count;
};

struct template_header {
    enum header_format format;
    const char *format_name; /* as the definition writes it */
    struct template_text text;
    const char *example_handle; /* the review sample's URL, never to be sent; NULL */
};

struct template_button {
    enum button_type type;
    const char *type_name;    /* as the definition writes it */
    const char *text;         /* label; "" when missing */
    struct template_text url; /* URL buttons; placeholders of the URL */
    const char *phone_number; /* PHONE_NUMBER; NULL */
    const char *example;      /* coupon or suffix; NULL */
    const char *flow_id;      /* FLOW; NULL */
    const char *flow_action;  /* FLOW: "navigate" (default) or "data_exchange" */
    bool is_one_time_code;    /* OTP, or a URL with /otp/code/ */
};

/* What the message and each carousel card have in common. */
struct template_part {
    struct template_header header;
    struct template_text body;
    const char *footer; /* NULL when there is none */
    struct template_button *buttons;
    size_t button_count;
};

struct template
{
    const char *id; /* digits, text; "" when missing */
    const char *name;
    const char *language;
    enum template_status status;
    const char *status_name;     /* as sent, also when unknown */
    const char *category;        /* upper case; "" when missing */
    const char *sub_category;    /* "" */
    bool named;                  /* parameter_format is NAMED */
    const char *quality;         /* GREEN YELLOW RED UNKNOWN or "" */
    const char *rejected_reason; /* "" when none */
    struct template_part message;
    bool has_carousel;
    struct template_part *cards; /* NULL without carousel */
    size_t card_count;           /* as defined */
    bool has_limited_time_offer;
    const char *offer_text;
    bool offer_has_expiration;
    bool has_call_permission_request;
    const char **unknown_components; /* their type names */
    size_t unknown_component_count;
    const char *json; /* the definition in one line, as it came */
    /* An unknown component, button or format, or a second component of a kind, has variables:
     * nobody knows how their values would be sent. */
    bool unknown_has_variables;
    bool too_many_placeholders; /* of one text; those over the limit are left as text */
};

/* Reads one definition. The template and all it points to belong to `arena`. */
enum err template_parse(const cJSON *definition, struct arena *arena,
                        struct template **ret_template, struct error *reterr);

/* Approved, by its status; says nothing about its kind. */
bool template_is_approved(const struct template *template);
/* Authentication template: by category, or by its one-time-code URL. */
bool template_is_authentication(const struct template *template);
/* A carousel whose cards show products (their number is the sender's choice). */
bool template_is_product_carousel(const struct template *template);
/* Nothing but a body. */
bool template_is_body_only(const struct template *template);

enum template_status template_status_parse(const char *name);
/* Code of the refusal for a status that cannot be sent; 0 for APPROVED. */
int template_status_refusal(enum template_status status);
const char *button_type_sub_type(enum button_type type);

/* Finds the next {{name}} from *position on. Names: [A-Za-z0-9_]+, blanks around are allowed.
 * False when there is none; else the name's place, and the whole mark's begin and end. */
struct placeholder_mark {
    size_t begin, end;        /* bytes of the whole {{ name }} */
    size_t name, name_length; /* bytes of the name */
};
bool template_next_placeholder(const char *text, size_t position,
                               struct placeholder_mark *ret_mark);

#endif
