/*
 * What the parts of the platform's check share (platform.h). Each check_ function
 * returns false after it has filled in the refusal.
 */
#ifndef CHAKRA_SANDBOX_CHECK_H
#define CHAKRA_SANDBOX_CHECK_H

#include "src/sandbox/platform.h"

struct check {
    const struct send_request *request;
    const struct template *template;
    const struct template_part *part; /* the message or one card: what the components belong to */
    const cJSON *components;          /* array, of the message or of that card; NULL: none */
    int card;                         /* from 0; -1 outside of cards */
    struct accepted_send *accepted;
    struct refusal *refusal;
};

/* Always false, so that a check can end with `return check_refuse(...)`. */
__attribute__((format(printf, 3, 4))) bool check_refuse(struct check *check, int code,
                                                        const char *details, ...);
/* The same with a text of its own in place of title and details. */
__attribute__((format(printf, 3, 4))) bool check_refuse_plainly(struct check *check, int code,
                                                                const char *message, ...);

/* The only component of that type (any case); false when there are two. *ret is NULL for none. */
bool check_component(struct check *check, const char *type, const cJSON **ret_component);
/* parameters[index] of a component, or NULL. */
const cJSON *component_parameter(const cJSON *component, int index);
int component_parameter_count(const cJSON *component);

/* platform_text.c */
bool check_text_values(struct check *check, const char *component_name,
                       const struct template_text *text, const cJSON *component,
                       struct strbuf *ret_resolved);
bool check_length(struct check *check, const char *component_name, const char *resolved,
                  size_t limit);
/* The text that stands for a text, currency or date_time parameter; NULL for anything else. */
const char *parameter_text(const cJSON *parameter);
bool parameter_is_blank(const char *text);
bool value_has_blank(const char *text);
/* Letters, digits and the characters in `others`, at most `limit` of them. */
bool value_is_plain(const char *text, const char *others, size_t limit);

/* platform_header.c */
bool check_header(struct check *check, struct strbuf *ret_resolved);
/* platform_special.c: offer, order status, tap target */
bool check_special(struct check *check);
/* platform_carousel.c */
bool check_carousel(struct check *check);
/* platform_buttons.c */
bool check_buttons(struct check *check);
/* platform_actions.c: values of the buttons that open something */
bool check_flow_action(struct check *check, const struct template_button *button,
                       const cJSON *parameters);
bool check_catalog_action(struct check *check, const struct template_button *button,
                          const cJSON *parameters);
bool check_products_action(struct check *check, const struct template_button *button,
                           const cJSON *parameters);
bool check_order_action(struct check *check, const struct template_button *button,
                        const cJSON *parameters);
/* platform.c: header, body and lengths of the message or of one card */
bool check_part_texts(struct check *check, struct strbuf *ret_body);

#endif
