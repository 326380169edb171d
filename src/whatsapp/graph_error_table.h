/* The rows of assets/error_codes.json, compiled in. Internal to whatsapp/. */
#ifndef CHAKRA_WHATSAPP_GRAPH_ERROR_TABLE_H
#define CHAKRA_WHATSAPP_GRAPH_ERROR_TABLE_H

#include "src/whatsapp/graph_error.h"

/* Generated. */
extern const struct graph_error graph_errors[];
extern const size_t graph_error_count;

#endif
