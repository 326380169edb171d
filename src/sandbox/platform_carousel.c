/* Cards of a carousel (V54 to V57). */
#include "src/sandbox/check.h"

#include "src/base/json.h"

#include <string.h>

enum { PRODUCT_CARDS_MIN = 2, PRODUCT_CARDS_MAX = 10, CARD_BYTES_MAX = 1024 * 1024 };

static bool check_count(struct check *check, size_t given)
{
    size_t defined = check->template->card_count;
    if (template_is_product_carousel(check->template))
        return (given >= PRODUCT_CARDS_MIN && given <= PRODUCT_CARDS_MAX) ||
               check_refuse(check, 132000,
                            "carousel: number of cards (%zu) is not between 2 and 10", given);
    return given == defined ||
           check_refuse(
               check, 132000,
               "carousel: number of cards (%zu) does not match the expected number of cards "
               "(%zu)",
               given, defined);
}

/* A product carousel may show more cards than it defines: the last one stands for the rest. */
static bool check_card(struct check *outer, const cJSON *card, size_t index)
{
    size_t defined = outer->template->card_count;
    struct check check = *outer;
    check.card = (int)index;
    check.part = &outer->template->cards[index < defined ? index : defined - 1];
    check.components = json_member(card, "components");
    int64_t card_index = -1;
    if (!json_integer(json_member(card, "card_index"), &card_index) || card_index != (int64_t)index)
        return check_refuse(&check, 131009, "card_index must be %zu", index);
    struct strbuf body;
    strbuf_init(&body, CARD_BYTES_MAX);
    bool passed = check_part_texts(&check, &body) && check_buttons(&check);
    strbuf_release(&body);
    return passed;
}

bool check_carousel(struct check *check)
{
    const cJSON *component = NULL;
    if (!check_component(check, "carousel", &component))
        return false;
    if (!check->template->has_carousel)
        return component == NULL ||
               check_refuse(check, 132018, "carousel: the template has no such component");
    const cJSON *cards = json_member(component, "cards");
    if (!check_count(check, (size_t)cJSON_GetArraySize(cards)))
        return false;
    const cJSON *card = NULL;
    size_t index = 0;
    cJSON_ArrayForEach(card, cards)
    {
        if (!check_card(check, card, index++))
            return false;
    }
    return true;
}
