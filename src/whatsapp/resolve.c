/* Putting values into texts, for the preview. */
#include "src/whatsapp/resolve.h"

#include "src/whatsapp/json_scan.h"
#include "src/whatsapp/placeholder.h"

#include <string.h>

enum { MOST_BYTES = 4 << 20 };

static const char ellipsis[] = "…";

const char *resolve_unfilled(const char *key, struct arena *arena)
{
    return arena_format(arena, "⟦%s⟧", key);
}

const char *resolve_shown_value(const struct value *value, struct arena *arena)
{
    if (!value->is_json)
        return value->text;
    struct json_span shown = json_scan_shown(json_scan_text(value->text));
    if (shown.kind != JSON_STRING)
        return value->text;
    size_t size = (size_t)(shown.end - shown.begin);
    char *text = arena_alloc(arena, size + 1, 1);
    return text != NULL && json_scan_string(shown, text, size + 1) ? text : NULL;
}

/* What stands in the place of one placeholder. */
struct piece {
    const char *text;
    size_t length;
    unsigned style;
};

static bool make_piece(const struct resolve_source *source, size_t index, struct arena *arena,
                       struct piece *ret_piece)
{
    const char *name = source->text->placeholders[index].name;
    const char *key = index == 0 && source->first_key != NULL
                          ? source->first_key
                          : arena_format(arena, "%s%s", source->prefix, name);
    if (key == NULL)
        return false;
    const struct value *value = values_find(source->values, key);
    bool filled = value != NULL && value->text[0] != '\0';
    ret_piece->text = filled ? resolve_shown_value(value, arena) : resolve_unfilled(key, arena);
    ret_piece->style = filled ? STYLE_VALUE : STYLE_UNFILLED;
    if (ret_piece->text == NULL)
        return false;
    ret_piece->length = strlen(ret_piece->text);
    return true;
}

/* Walks the text; with `out` it writes, without it only measures. Returns the bytes. */
static size_t walk(const struct template_text *text, const struct piece *pieces, char *out,
                   unsigned short *styles)
{
    size_t used = 0;
    size_t at = 0;
    struct placeholder_mark mark;
    while (used < MOST_BYTES && template_next_placeholder(text->text, at, &mark)) {
        int index = placeholder_index(text, &mark);
        size_t end = index >= 0 ? mark.begin : mark.end;
        if (out != NULL)
            memcpy(out + used, text->text + at, end - at);
        used += end - at;
        at = mark.end;
        if (index < 0)
            continue;
        const struct piece *piece = &pieces[index];
        if (out != NULL)
            memcpy(out + used, piece->text, piece->length);
        for (size_t i = 0; styles != NULL && i < piece->length; i++)
            styles[used + i] = (unsigned short)piece->style;
        used += piece->length;
    }
    const char *rest = used < MOST_BYTES ? text->text + at : ellipsis;
    size_t length = strlen(rest);
    if (out != NULL)
        /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): the caller ends the text */
        memcpy(out + used, rest, length);
    return used + length;
}

bool resolve_text(const struct resolve_source *source, struct arena *arena,
                  struct marked_text *ret_marked)
{
    static const struct template_text nothing = {.text = ""};
    const struct template_text *text = source->text->text != NULL ? source->text : &nothing;
    struct piece *pieces = arena_alloc(arena, text->placeholder_count + 1, sizeof *pieces);
    if (pieces == NULL)
        return false;
    for (size_t i = 0; i < text->placeholder_count; i++)
        if (!make_piece(source, i, arena, &pieces[i]))
            return false;
    char *resolved = arena_alloc(arena, walk(text, pieces, NULL, NULL) + 1, 1);
    if (resolved == NULL)
        return false;
    walk(text, pieces, resolved, NULL);
    if (!marked_text_init(ret_marked, resolved, arena))
        return false;
    walk(text, pieces, resolved, ret_marked->styles);
    return true;
}
