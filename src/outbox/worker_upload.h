/*
 * Uploads: a file becomes a link that anybody can read. Nothing of it is
 * recorded, and it is never repeated: a second copy would be public as well.
 * Internal to the worker.
 */
#ifndef CHAKRA_OUTBOX_WORKER_UPLOAD_H
#define CHAKRA_OUTBOX_WORKER_UPLOAD_H

#include "src/outbox/worker.h"

struct upload;

void upload_start(struct worker *worker, struct task *task);
void upload_free(struct upload *upload); /* closes the file */

#endif
