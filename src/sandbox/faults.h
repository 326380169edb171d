/*
 * Recipients that make something happen, so that every
 * outcome of a send can be tried on purpose. Pure.
 */
#ifndef CHAKRA_SANDBOX_FAULTS_H
#define CHAKRA_SANDBOX_FAULTS_H

enum fault_kind {
    FAULT_NONE,      /* accepted; then sent, delivered, read */
    FAULT_BILLING,   /* 402 */
    FAULT_THROTTLED, /* 429 with Retry-After */
    FAULT_GATEWAY,   /* 502 with an HTML body */
    FAULT_SLOW,      /* accepted, answered late */
    FAULT_CLOSE,     /* nothing stored, no answer */
    FAULT_HOLD,      /* stored, no answer */
    FAULT_REFUSE,    /* refused with `code` */
    FAULT_FAIL_LATER /* accepted, then failed with `code` */
};

struct fault {
    enum fault_kind kind;
    int code;
};

/* `digits`: the recipient as on the wire, without `+`. */
struct fault fault_find(const char *digits);

#endif
