/*
 * One case as a message: its slots, all that the checks find, and how it will
 * look. What is sent, what is judged and what the report shows come from here.
 * Looks at the files that its values name, reads nothing else and sends nothing.
 */
#ifndef CHAKRA_TRIAL_CONTENT_H
#define CHAKRA_TRIAL_CONTENT_H

#include "src/base/arena.h"
#include "src/outbox/send_files.h"
#include "src/trial/case_list.h"
#include "src/whatsapp/message.h"
#include "src/whatsapp/phone.h"
#include "src/whatsapp/rules.h"

struct trial_content {
    struct arena arena;
    struct slot_list slots;
    struct values values;    /* those of the case without its files, with JSON marked where a slot
                                takes it */
    struct send_files files; /* what is to be uploaded before it can be sent */
    struct phone phone;      /* digits "" when the number is wrong */
    struct message message;
    struct problem_list problems; /* keys that no slot has come first, then files, without a rule;
                                     then the rules' */
};

/* `facts` may be NULL. trial_content_release() in every case. */
enum err trial_content_make(const struct trial_case *one, const char *sender_number,
                            const struct facts *facts, struct trial_content *ret_content,
                            struct error *reterr);
void trial_content_release(struct trial_content *content);

/*
 * The preview as lines, in the content's arena. With `hides_codes` one-time codes are shown as ***:
 * for everything that is kept.
 */
enum err trial_content_preview(struct trial_content *content, bool hides_codes,
                               const char **ret_text, struct error *reterr);

#endif
