/* screen.json of the state folder. */
#include "ui/split_file.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/paths.h"

#include <stdio.h>
#include <string.h>

enum { LARGEST_FILE = 4096 };

static char *file_path(void)
{
    CLEANUP(mem_freep) char *folder = paths_state_folder(NULL);
    return folder != NULL ? paths_join(folder, "screen.json") : NULL;
}

static int read_share(const cJSON *root, const char *name, int otherwise)
{
    const cJSON *number = json_member(root, name);
    if (!cJSON_IsNumber(number))
        return otherwise;
    double share = number->valuedouble;
    return share >= LOOKS_SHARE_LEAST && share <= LOOKS_SHARE_MOST ? (int)share : otherwise;
}

static void read_shares(int *ret_form, int *ret_history)
{
    CLEANUP(mem_freep) char *path = file_path();
    CLEANUP(json_deletep) cJSON *root = NULL;
    struct strbuf text;
    strbuf_init(&text, LARGEST_FILE);
    *ret_form = LOOKS_FORM_SHARE;
    *ret_history = LOOKS_HISTORY_SHARE;
    if (path != NULL && paths_read_file(path, &text, NULL) == ERR_OK &&
        json_parse(text.text, text.length, &root, NULL) == ERR_OK) {
        *ret_form = read_share(root, "form_share", LOOKS_FORM_SHARE);
        *ret_history = read_share(root, "history_share", LOOKS_HISTORY_SHARE);
    }
    strbuf_release(&text);
}

void split_file_read(struct looks *looks)
{
    read_shares(&looks->form_share, &looks->history_share);
}

/* What cannot be kept is no reason to bother anybody at the end: the panes begin as always then. */
void split_file_write(const struct looks *looks)
{
    int form = 0;
    int history = 0;
    read_shares(&form, &history);
    if (form == looks->form_share && history == looks->history_share)
        return;
    CLEANUP(mem_freep) char *folder = paths_state_folder(NULL);
    CLEANUP(mem_freep) char *path = file_path();
    char text[100];
    snprintf(text, sizeof text, "{\"form_share\":%d,\"history_share\":%d}\n", looks->form_share,
             looks->history_share);
    if (path != NULL && paths_make_private_folder(folder, NULL) == ERR_OK)
        (void)paths_write_private_file(path, text, strlen(text), NULL);
}
