/*
 * Placeholders of a definition's texts: finding them, and their examples in any
 * of the shapes that the API uses. Internal to reading a template. Pure.
 */
#ifndef CHAKRA_WHATSAPP_PLACEHOLDER_H
#define CHAKRA_WHATSAPP_PLACEHOLDER_H

#include "src/whatsapp/template.h"

/*
 * Copies `text` (NULL stays NULL) and lists its distinct placeholders. More than
 * TEMPLATE_MAX_PLACEHOLDERS set *ret_too_many. False: no memory.
 */
bool placeholder_read(const char *text, struct arena *arena, struct template_text *ret_text,
                      bool *ret_too_many);

/*
 * Gives the placeholders their examples. `positional` is "x", ["x"] or [["x", …]];
 * `named` is [{"param_name", "example"}, …]; either may be NULL or of a wrong type.
 */
bool placeholder_add_examples(struct template_text *text, const cJSON *positional,
                              const cJSON *named, struct arena *arena);

/* The placeholder's place in the list for the name at `mark`; -1 when it is not listed. */
int placeholder_index(const struct template_text *text, const struct placeholder_mark *mark);

#endif
