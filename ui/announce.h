/*
 * For a screen reader: one line that says where one is and what changed there.
 * Pure; equal apps give equal lines.
 */
#ifndef CHAKRA_UI_ANNOUNCE_H
#define CHAKRA_UI_ANNOUNCE_H

#include "src/app/app.h"

/* The place in words: "To, text: +1 555 000 1234. 5 of 8. required". Empties `out` first. */
void announce_place(const struct app *app, struct strbuf *out);

#endif
