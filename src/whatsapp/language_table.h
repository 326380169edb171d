/* The rows of assets/languages.json, compiled in. Internal to whatsapp/. */
#ifndef CHAKRA_WHATSAPP_LANGUAGE_TABLE_H
#define CHAKRA_WHATSAPP_LANGUAGE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct language {
    const char *code;
    const char *name;
    bool rtl;
};

/* Generated. */
extern const struct language languages[];
extern const size_t language_count;

#endif
