/* The hash of a definition. */
#include "src/trial/definition_hash.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "src/base/json.h"

static void drop_samples(cJSON *node)
{
    cJSON_DeleteItemFromObjectCaseSensitive(node, "header_handle");
    for (cJSON *child = node->child; child != NULL; child = child->next)
        drop_samples(child);
}

static cJSON *make_kept(const struct template *template, cJSON *whole)
{
    cJSON *kept = cJSON_CreateObject();
    bool ok = json_add_text(kept, "name", template->name);
    ok = ok && json_add_text(kept, "language", template->language);
    ok = ok && json_add_text(kept, "category", template->category);
    ok = ok && json_add_bool(kept, "named", template->named);
    cJSON *components = cJSON_DetachItemFromObjectCaseSensitive(whole, "components");
    if (components != NULL) {
        drop_samples(components);
        ok = json_add_node(kept, "components", components) && ok;
    }
    if (ok)
        return kept;
    cJSON_Delete(kept);
    return NULL;
}

enum err definition_hash(const struct template *template, char text[DEFINITION_HASH_TEXT_SIZE],
                         struct error *reterr)
{
    CLEANUP(json_deletep) cJSON *whole = NULL;
    unsigned char digest[EVP_MAX_MD_SIZE];
    text[0] = '\0';
    enum err err = json_parse(template->json, strlen(template->json), &whole, reterr);
    if (err != ERR_OK)
        return err;
    CLEANUP(json_deletep) cJSON *kept = make_kept(template, whole);
    CLEANUP(mem_freep) char *printed = kept != NULL ? json_print(kept) : NULL;
    if (printed == NULL ||
        EVP_Digest(printed, strlen(printed), digest, NULL, EVP_sha256(), NULL) != 1)
        return error_nomem(reterr);
    int length = snprintf(text, DEFINITION_HASH_TEXT_SIZE, "sha256:");
    for (size_t i = 0; i < 32; i++)
        length += snprintf(text + length, DEFINITION_HASH_TEXT_SIZE - (size_t)length, "%02x",
                           (unsigned)digest[i]);
    return ERR_OK;
}
