/*
 * Is a listed message the send in question? Each condition of the rule is a
 * function, and a message fits as well as its worst condition: a condition that
 * the list does not answer is neither kept nor broken, and then nothing is
 * adopted on a guess.
 */
#include "src/outbox/reconcile.h"

#include <string.h>

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/whatsapp/graph_error.h"
#include "src/whatsapp/preview.h"

enum fit { FIT_NO, FIT_NOT_KNOWN, FIT_YES };

struct pair {
    const struct reconcile_intent *intent;
    const struct chat_message *message;
    bool is_taken;
};

static bool is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

static enum fit fit_direction(const struct pair *pair)
{
    static const enum fit fits[] = {[CHAT_DIRECTION_UNKNOWN] = FIT_NOT_KNOWN,
                                    [CHAT_OUTBOUND] = FIT_YES,
                                    [CHAT_INBOUND] = FIT_NO};
    return fits[pair->message->direction];
}

/* Digits against digits, whatever stands between them: "+1 (555) 000-1234". */
static bool is_same_number(const char *left, const char *right)
{
    static const char digits[] = "0123456789";
    for (;;) {
        left += strcspn(left, digits);
        right += strcspn(right, digits);
        if (*left != *right)
            return false;
        if (*left == '\0')
            return true;
        left++;
        right++;
    }
}

/* The list was asked for with this number, so a message that names none is to it (or from it). */
static enum fit fit_recipient(const struct pair *pair)
{
    if (is_empty(pair->message->recipient))
        return FIT_YES;
    return is_same_number(pair->message->recipient, pair->intent->to) ? FIT_YES : FIT_NO;
}

static enum fit fit_age(const struct pair *pair)
{
    if (pair->message->at == 0)
        return FIT_NOT_KNOWN;
    return pair->message->at >= pair->intent->created_at - RECONCILE_TOLERANCE_MS ? FIT_YES
                                                                                  : FIT_NO;
}

static enum fit fit_other_rows(const struct pair *pair)
{
    return pair->is_taken ? FIT_NO : FIT_YES;
}

/* NOT_KNOWN when one of the two does not say. */
static enum fit compare_texts(const char *left, const char *right)
{
    if (is_empty(left) || is_empty(right))
        return FIT_NOT_KNOWN;
    return strcmp(left, right) == 0 ? FIT_YES : FIT_NO;
}

static size_t trim(const char **text)
{
    static const char blanks[] = " \t\r\n";
    *text += strspn(*text, blanks);
    size_t length = strlen(*text);
    while (length > 0 && strchr(blanks, (*text)[length - 1]) != NULL)
        length--;
    return length;
}

static enum fit fit_text(const struct pair *pair)
{
    const char *left = pair->intent->text, *right = pair->message->text;
    if (is_empty(left) || is_empty(right))
        return FIT_NOT_KNOWN;
    size_t left_length = trim(&left), right_length = trim(&right);
    return left_length == right_length && memcmp(left, right, left_length) == 0 ? FIT_YES : FIT_NO;
}

static enum fit fit_template(const struct pair *pair)
{
    const struct chat_message *message = pair->message;
    enum fit by_name = compare_texts(pair->intent->template_name, message->template_name);
    enum fit by_id = compare_texts(pair->intent->template_id, message->template_id);
    return by_name != FIT_NOT_KNOWN ? by_name : by_id;
}

/* Template or text; neither is known to differ before something was compared. */
static enum fit fit_content(const struct pair *pair)
{
    enum fit by_template = fit_template(pair), by_text = fit_text(pair);
    if (by_template == FIT_YES || by_text == FIT_YES)
        return FIT_YES;
    return by_template == FIT_NO || by_text == FIT_NO ? FIT_NO : FIT_NOT_KNOWN;
}

static enum fit fit_message(const struct pair *pair)
{
    static enum fit (*const conditions[])(const struct pair *pair) = {
        fit_direction, fit_recipient, fit_age, fit_other_rows, fit_content};
    enum fit worst = FIT_YES;
    for (size_t i = 0; i < COUNT_OF(conditions); i++) {
        enum fit fit = conditions[i](pair);
        if (fit < worst)
            worst = fit;
    }
    return worst;
}

static struct reconcile_decision cannot_tell(const char *text)
{
    return (struct reconcile_decision){.verdict = RECONCILE_CANNOT_TELL, .text = text_of(text)};
}

static struct reconcile_decision found(const struct chat_message *message, const char *text)
{
    return (struct reconcile_decision){
        .verdict = RECONCILE_FOUND, .message = message, .text = text_of(text)};
}

/* The same template with another text is another message as often as it is another way to write
 * this one: header and footer may be part of the listed text. */
static bool contradicts(const struct pair *pair)
{
    if (fit_text(pair) != FIT_NO)
        return false;
    return strstr(pair->message->text, pair->intent->text) == NULL;
}

static struct reconcile_decision decide_on_one(const struct pair *pair, bool complete)
{
    if (!complete)
        return cannot_tell("looked up: one message fits, but the list is too long to see whether "
                           "it is the only one");
    if (is_empty(pair->message->wamid))
        return cannot_tell("looked up: one message fits, but the list does not say its id");
    if (contradicts(pair))
        return cannot_tell("looked up: one message of this template is there, with another text");
    return found(pair->message, "looked up: found, its message id is taken over");
}

/* A row that has its id already needs no rule. */
static const struct chat_message *find_own(const struct reconcile_intent *intent,
                                           const struct reconcile_list *list)
{
    for (size_t i = 0; !is_empty(intent->wamid) && i < list->count; i++)
        if (strcmp(list->messages[i].wamid, intent->wamid) == 0)
            return &list->messages[i];
    return NULL;
}

static struct reconcile_decision not_there(const struct reconcile_list *list)
{
    if (!list->complete)
        return cannot_tell("looked up: cannot tell, the list could not be read to its end");
    return (struct reconcile_decision){.verdict = RECONCILE_NOT_FOUND,
                                       .text = text_of("looked up: not found yet")};
}

struct reconcile_decision reconcile_decide(const struct reconcile_intent *intent,
                                           const struct reconcile_list *list)
{
    const struct chat_message *own = find_own(intent, list);
    if (own != NULL)
        return found(own, "looked up: found by its message id");
    if (!is_empty(intent->wamid))
        return not_there(list);
    struct pair one = {.intent = intent};
    size_t fitting = 0, not_known = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct pair pair = {
            .intent = intent, .message = &list->messages[i], .is_taken = list->taken[i]};
        enum fit fit = fit_message(&pair);
        not_known += fit == FIT_NOT_KNOWN;
        if (fit == FIT_YES && fitting++ == 0)
            one = pair;
    }
    if (fitting > 1)
        return cannot_tell("looked up: cannot tell, more than one message fits");
    if (fitting == 1)
        return decide_on_one(&one, list->complete);
    if (not_known > 0)
        return cannot_tell("looked up: cannot tell, the list does not say enough of a message");
    return not_there(list);
}

const char *reconcile_verdict_word(enum reconcile_verdict verdict)
{
    static const char *const words[] = {[RECONCILE_FOUND] = "found",
                                        [RECONCILE_NOT_FOUND] = "not_found",
                                        [RECONCILE_CANNOT_TELL] = "cannot_tell"};
    return words[verdict];
}

/* Only what is beyond `accepted` can be news: "queued" and the like are ChakraHQ's own stages. */
static enum send_state state_of(const struct chat_message *message)
{
    enum send_state state = SEND_ACCEPTED;
    if (!send_state_parse(message->status, &state) || !send_state_may_become(SEND_ACCEPTED, state))
        return SEND_ACCEPTED;
    return state;
}

static void fill_failure(const struct chat_message *message, struct send_change *change)
{
    const struct graph_error *known = graph_error_find(message->error_code);
    change->error_code = message->error_code;
    change->error_text = text_of("the message could not be delivered");
    change->error_next = text_of("Look at the code with: chakra-tui explain CODE");
    if (known != NULL) {
        change->error_text = change->error_title = known->title;
        change->error_next = text_of(known->next);
    }
    if (message->error_text[0] != '\0')
        change->error_text = change->error_details = message->error_text;
}

struct send_change reconcile_change(const struct reconcile_decision *decision,
                                    enum send_state state, int64_t now_ms)
{
    struct send_change change = {
        .state = state, .at = now_ms, .source = "poll", .text = decision->text, .latency_ms = -1};
    if (decision->verdict != RECONCILE_FOUND)
        return change;
    change.state = state_of(decision->message);
    change.wamid = decision->message->wamid;
    /* "No answer came, look it up" is settled. */
    change.error_text = "";
    change.error_next = "";
    if (change.state == SEND_FAILED)
        fill_failure(decision->message, &change);
    return change;
}

enum err reconcile_read_intent(const struct send_detail *detail, struct arena *arena,
                               struct reconcile_intent *ret_intent, struct error *reterr)
{
    const struct send_row *row = &detail->row;
    *ret_intent = (struct reconcile_intent){.to = row->to != NULL ? row->to : "",
                                            .wamid = row->wamid,
                                            .template_name = row->template,
                                            .created_at = row->created_at};
    CLEANUP(json_deletep) cJSON *definition = NULL;
    CLEANUP(json_deletep) cJSON *filled = NULL;
    struct template *template = NULL;
    if (detail->definition == NULL || detail->values == NULL ||
        json_parse(detail->definition, strlen(detail->definition), &definition, NULL) != ERR_OK ||
        json_parse(detail->values, strlen(detail->values), &filled, NULL) != ERR_OK ||
        template_parse(definition, arena, &template, NULL) != ERR_OK)
        return ERR_OK;
    ret_intent->template_id = template->id;
    if (template_is_authentication(template) || template->message.body.text == NULL)
        return ERR_OK;
    struct values values;
    values_init(&values);
    enum err err = values_from_json(filled, &values, NULL);
    if (err == ERR_OK) {
        ret_intent->text = preview_resolve(&template->message.body, "body.", &values, arena);
        err = ret_intent->text != NULL ? ERR_OK : error_nomem(reterr);
    }
    values_release(&values);
    return err == ERR_NOMEM ? error_nomem(reterr) : ERR_OK;
}
