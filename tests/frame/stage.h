/*
 * A stage for screens: an app with invented settings, senders and templates, keys
 * played to it by name, and its frame compared with a golden file. No terminal,
 * no clock, no network.
 */
#ifndef CHAKRA_TESTS_FRAME_STAGE_H
#define CHAKRA_TESTS_FRAME_STAGE_H

#include "src/app/app.h"
#include "ui/frame.h"

/* Time stands still here: 2026-11-23 10:42:11 UTC. */
#define STAGE_NOW INT64_C(1795430531000)

struct stage {
    struct config config;
    struct profile profiles[2];
    struct profile_plugin plugin;
    struct profile_recipient recipient;
    struct app app;
    struct grid grid;
    int64_t monotonic_ms;
};

/* Settings only: senders and templates are still being fetched. */
void stage_open(struct stage *stage, int rows, int columns, enum profile_mode mode);
void stage_close(struct stage *stage);

void stage_give_senders(struct stage *stage);
/* Every definition of tests/data/templates, in the order of their file names. */
void stage_give_templates(struct stage *stage);
/* A row for each state, newest first. */
void stage_give_history(struct stage *stage);

/* Plays keys: characters as they are, named keys in angle brackets ("<Enter>", "<C-p>"). */
void stage_keys(struct stage *stage, const char *script);
/* Hands an event over with the stage's time. */
void stage_handle(struct stage *stage, struct app_event *event);
/* Lets time pass and wakes the app. */
void stage_wait(struct stage *stage, int64_t ms);
/* Chooses a template by name and language without the lists. */
void stage_choose(struct stage *stage, const char *name, const char *language);

/* True when the app asked for such an effect since the last look; all are taken. */
bool stage_took_effect(struct stage *stage, enum effect_kind kind);

/* Draws, and compares with tests/frame/golden/NAME.txt; UPDATE_GOLDEN=1 writes it instead. */
void stage_check(struct stage *stage, const char *name);

#endif
