/*
 * The draft: what is in the form. Chosen things (plugin, sender, template,
 * language), the recipient, and a value for each slot of the template. The
 * fields of the form are derived from it.
 *
 * A template is borrowed from the list that the app holds; the draft keeps its
 * own slots (in an arena) and values. UI thread, no I/O.
 */
#ifndef CHAKRA_APP_DRAFT_H
#define CHAKRA_APP_DRAFT_H

#include "src/app/textedit.h"
#include "src/base/arena.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/preview.h"
#include "src/whatsapp/rules.h"
#include "src/whatsapp/slots.h"
#include "src/whatsapp/values.h"

#include <stdbool.h>
#include <stddef.h>

enum field_kind {
    FIELD_PLUGIN,
    FIELD_FROM,
    FIELD_TEMPLATE,
    FIELD_LANGUAGE,
    FIELD_TO,
    FIELD_RECORD, /* only where the route takes the recipient from a record */
    FIELD_SLOT
};

enum { FIELDS_BEFORE_SLOTS = 5 };

struct field {
    enum field_kind kind;
    const struct slot *slot; /* FIELD_SLOT */
    struct textedit edit;    /* FIELD_TO, FIELD_RECORD, FIELD_SLOT */
};

/* Whom the record belongs to, as the account said when it was read last. */
struct record_owner {
    bool was_read;
    char digits[PHONE_DIGITS_SIZE]; /* "": that could not be told */
    char why[160];                  /* it could not */
};

struct draft {
    struct field *fields; /* the five of every message, the record, one for each shown slot */
    size_t field_count, field_size;
    const struct template *template; /* NULL: none chosen; its language is chosen with it */
    char *template_name;             /* chosen name; language may still be open; NULL */
    struct arena arena;              /* of the slots */
    struct slot_list slots;
    struct values
        values; /* of the slots with a value; also of slots that are gone, until dropped */
    struct problem_list problems;
    struct arena preview_arena;
    struct preview preview;
    struct kill_ring *ring;    /* of the fields; borrowed, NULL until the owner sets it */
    bool has_record;           /* there is a FIELD_RECORD */
    struct record_owner owner; /* of what stands in it */
    bool shows_extras;         /* also slots that no definition names, though they have no value */
};

void draft_init(struct draft *draft);
void draft_release(struct draft *draft);

/* The five fixed fields; false: no memory. Call once after init. */
bool draft_open(struct draft *draft);

/* Chooses a name whose language is still open: no slots yet. */
bool draft_choose_name(struct draft *draft, const char *name);

/*
 * Chooses a template (name and language): new slots; values whose slot still
 * exists stay, the others are dropped and their keys put into `dropped`
 * ("body.3, button.0.text").
 */
enum err draft_choose_template(struct draft *draft, const struct template *template,
                               struct strbuf *dropped, struct error *reterr);
/* No template any more (the list it was borrowed from goes away). Values stay. */
void draft_forget_template(struct draft *draft);

/* The fields anew from slots and values (shows_extras changed). False: no memory. */
bool draft_show_fields(struct draft *draft);

/* The value of a field was edited: puts it into `values`. False: no memory. */
bool draft_field_changed(struct draft *draft, size_t field);
/* Sets the value of a slot by key, also on its field. */
bool draft_set_value(struct draft *draft, const char *key, const char *text);
void draft_clear_values(struct draft *draft);

/* Borrowed pointers for rules, payload and preview. Needs a template. */
struct message draft_message(const struct draft *draft, const char *sender_number);

const char *draft_to(const struct draft *draft);
bool draft_set_to(struct draft *draft, const char *to);
/* To where it is filled, else the owner of the record; "". */
const char *draft_recipient(const struct draft *draft);
size_t draft_find_field(const struct draft *draft, const char *key); /* field_key(); SIZE_MAX */
/* "to", "process", "template", a slot's key; "" for what no problem is ever about. */
const char *field_key(const struct field *field);
/* Of the fields that do not depend on the template. */
size_t draft_fixed_count(const struct draft *draft);

/* draft_record.c. With or without the field; the fields behind it move. False: no memory. */
bool draft_show_record(struct draft *draft, bool shows);
const char *draft_record(const struct draft *draft); /* "" without the field */
/* Nothing without the field. False: no memory. */
bool draft_set_record(struct draft *draft, const char *record);
/* What is wrong with record and recipient together; rules_check() knows nothing of records. */
void draft_check_record(struct draft *draft);

/* Checks and preview anew, after any change. */
void draft_refresh(struct draft *draft, const struct facts *facts, const char *sender_number);

/* Required places: how many, and how many of them are without an error. Counts template and To. */
void draft_readiness(const struct draft *draft, size_t *ret_ready, size_t *ret_needed);

#endif
