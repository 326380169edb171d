/* Files of a send. */
#include "src/outbox/send_files.h"

#include <stdio.h>
#include <string.h>

#include "src/base/mem.h"
#include "src/base/text.h"

/* Platform's code for media that it cannot take. */
enum { CODE_MEDIA_UPLOAD = 131053 };

/* "header.file" -> "header.link". */
static const char *sibling_key(struct arena *arena, const char *key, const char *leaf)
{
    const char *dot = strrchr(key, '.');
    return arena_format(arena, "%.*s.%s", (int)(dot - key), key, leaf);
}

static enum header_format format_of(const struct slot_list *slots, const struct slot *slot)
{
    const struct template_part *part = slot->card >= 0
                                           ? slots_card_part(slots->template, (size_t)slot->card)
                                           : &slots->template->message;
    return part->header.format;
}

static bool is_given(const struct values *values, const char *key)
{
    const char *text = values_get(values, key);
    return text != NULL && text[0] != '\0';
}

static enum err warn(struct problem_list *problems, const char *key, const char *text)
{
    enum err err = problems_add(problems, key, "", 0, "%s", text);
    if (err == ERR_OK)
        problems->items[problems->count - 1].level = PROBLEM_WARNING;
    return err;
}

/* The file itself. */
static enum err check_media(struct send_file *file, struct problem_list *problems)
{
    struct error error = {0};
    enum err err = media_look(file->path, &file->media, &error);
    if (err == ERR_OK)
        err = media_fits(&file->media, file->format, &error);
    if (err == ERR_NOMEM)
        return err;
    if (err != ERR_OK)
        return problems_add(problems, file->key, "", CODE_MEDIA_UPLOAD, "%s. %s", error.what,
                            error.next);
    if (file->media.warning[0] != '\0')
        err = warn(problems, file->key, file->media.warning);
    char size[32];
    char text[400];
    media_size_text(file->media.bytes, size, sizeof size);
    snprintf(
        text, sizeof text,
        text_of("%.80s (%s) is uploaded at send time. Anyone who has its link can then read it."),
        file->media.name, size);
    return err == ERR_OK ? warn(problems, file->key, text) : err;
}

static enum err check_siblings(const struct send_file *file, const struct values *values,
                               const char *id_key, struct problem_list *problems)
{
    if (!is_given(values, file->link_key) && !is_given(values, id_key))
        return ERR_OK;
    return problems_add(problems, file->key, "", 0,
                        "The header has a file and a link or media id. Empty all but one of them.");
}

/* The recipient of a document sees its name. */
static enum err name_document(const struct send_file *file, const char *name_key,
                              struct values *values, struct error *reterr)
{
    if (file->format != HEADER_DOCUMENT || is_given(values, name_key) ||
        file->media.name[0] == '\0')
        return ERR_OK;
    return values_set(values, name_key, file->media.name, false, reterr);
}

static const char *path_from(struct arena *arena, const char *folder, const char *path)
{
    bool is_whole = path[0] == '/' || folder == NULL || folder[0] == '\0';
    return is_whole ? arena_strdup(arena, path) : arena_format(arena, "%s/%s", folder, path);
}

static enum err take_file(struct send_file *file, const struct slot *slot, const char *folder,
                          struct values *values, struct arena *arena, struct problem_list *problems,
                          struct error *reterr)
{
    file->key = slot->key;
    file->link_key = sibling_key(arena, slot->key, "link");
    file->given = arena_strdup(arena, values_get(values, slot->key));
    file->path = file->given != NULL ? path_from(arena, folder, file->given) : NULL;
    const char *id_key = sibling_key(arena, slot->key, "id");
    const char *name_key = sibling_key(arena, slot->key, "filename");
    if (file->link_key == NULL || file->path == NULL || id_key == NULL || name_key == NULL)
        return error_nomem(reterr);
    values_remove(values, slot->key);
    if (check_media(file, problems) != ERR_OK ||
        check_siblings(file, values, id_key, problems) != ERR_OK)
        return error_nomem(reterr);
    return name_document(file, name_key, values, reterr);
}

enum err send_files_take(struct values *values, const struct slot_list *slots, const char *folder,
                         struct arena *arena, struct problem_list *problems,
                         struct send_files *ret_files, struct error *reterr)
{
    *ret_files = (struct send_files){0};
    ret_files->items = arena_alloc(arena, slots->count + 1, sizeof *ret_files->items);
    enum err err = ret_files->items != NULL ? ERR_OK : error_nomem(reterr);
    for (size_t i = 0; err == ERR_OK && i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];
        if (slot->kind != SLOT_FILE || !is_given(values, slot->key))
            continue;
        struct send_file *file = &ret_files->items[ret_files->count++];
        file->format = format_of(slots, slot);
        err = take_file(file, slot, folder, values, arena, problems, reterr);
    }
    return err;
}

enum err send_files_stand_in(const struct send_files *files, const struct values *values,
                             struct values *ret_values, struct error *reterr)
{
    enum err err = values_copy(ret_values, values, reterr);
    for (size_t i = 0; err == ERR_OK && i < files->count; i++) {
        char ending[8];
        char link[64];
        media_type_ending(files->items[i].media.type, ending);
        snprintf(link, sizeof link, "https://upload.invalid/file%s%s", ending[0] != '\0' ? "." : "",
                 ending);
        if (!is_given(ret_values, files->items[i].link_key))
            err = values_set(ret_values, files->items[i].link_key, link, false, reterr);
    }
    return err;
}

enum err send_files_guard_values(const struct send_files *files, const struct values *values,
                                 struct values *ret_values, struct error *reterr)
{
    enum err err = values_copy(ret_values, values, reterr);
    for (size_t i = 0; err == ERR_OK && i < files->count; i++) {
        values_remove(ret_values, files->items[i].link_key);
        err = values_set(ret_values, files->items[i].key, files->items[i].digest, false, reterr);
    }
    return err;
}

enum err send_files_digest(struct send_files *files, const struct send_file **ret_failed,
                           struct error *reterr)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < files->count; i++) {
        *ret_failed = &files->items[i];
        err = fingerprint_file(files->items[i].path, files->items[i].digest, reterr);
    }
    return err;
}
