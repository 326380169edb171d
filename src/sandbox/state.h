/* The sandbox as its routes see it. One lock guards everything that changes. */
#ifndef CHAKRA_SANDBOX_STATE_H
#define CHAKRA_SANDBOX_STATE_H

#include "src/http_server/server.h"
#include "src/sandbox/catalogue.h"
#include "src/sandbox/media.h"
#include "src/sandbox/request_log.h"
#include "src/sandbox/store.h"

#include <pthread.h>
#include <stdbool.h>

enum { WEBHOOK_URL_SIZE = 512 };

struct sandbox {
    pthread_mutex_t lock;
    struct http_server *server;
    int port;
    bool error_shape_meta;
    bool limits;
    struct catalogue catalogue;
    char *template_store; /* file of the templates that were created or edited; NULL: none */
    struct message_store store;
    struct request_log log;
    struct media_shelf media;
    char pass_through_webhook[WEBHOOK_URL_SIZE], chakra_webhook[WEBHOOK_URL_SIZE]; /* "": none */
};

#endif
