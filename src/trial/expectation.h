/*
 * What a case expects: the words of `expect` in a case file (docs/CASES.md).
 *
 *     accepted · rejected · rejected:132000 · invalid · invalid:V20 ·
 *     sent, delivered, read, failed or failed:131026, each with " within 60s"
 *
 * Pure; any thread.
 */
#ifndef CHAKRA_TRIAL_EXPECTATION_H
#define CHAKRA_TRIAL_EXPECTATION_H

#include "src/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum expectation_kind {
    EXPECT_ACCEPTED, /* the server takes it */
    EXPECT_REJECTED, /* the server refuses it at once */
    EXPECT_INVALID,  /* our own checks refuse it */
    EXPECT_SENT,     /* and what the platform reports later */
    EXPECT_DELIVERED,
    EXPECT_READ,
    EXPECT_FAILED
};

enum { EXPECTATION_TEXT_SIZE = 48 };

struct expectation {
    enum expectation_kind kind;
    int code;          /* of a refusal or failure; 0: any */
    char rule[8];      /* "V20" of an invalid message; "": any */
    int64_t within_ms; /* of what is reported later; else 0 */
};

/* ERR_INVALID names the nearest word. Without " within …" a minute is meant. */
enum err expectation_parse(const char *text, struct expectation *ret_expectation,
                           struct error *reterr);
void expectation_format(const struct expectation *expectation, char text[EXPECTATION_TEXT_SIZE]);

/* Waits for what the platform reports after it took the message. */
bool expectation_needs_evidence(const struct expectation *expectation);

#endif
