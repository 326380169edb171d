/* What `send` says at its end: one JSON object, or lines for people. */
#ifndef CHAKRA_CLI_SEND_REPORT_H
#define CHAKRA_CLI_SEND_REPORT_H

#include "src/history/store.h"
#include "src/whatsapp/rules.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

struct send_report {
    const char *to, *template, *language; /* as asked for */
    const struct send_detail *detail;     /* the row; NULL when there is none */
    const char *state;                    /* without a row: "not_sent", "cancelled"; NULL */
    const struct error *error;            /* code ERR_OK: none */
    const struct problem_list *problems;  /* only when they stopped the send; NULL */
};

/* Prints to stdout; problems for people go to stderr. */
void send_report_print(const struct send_report *report, bool json);

/* One line each on stderr: "error body.1: … (V7)". */
void send_report_problems(const struct problem_list *problems);
/* The array of `problems`, the caller's; NULL when memory is out. */
cJSON *send_report_problems_json(const struct problem_list *problems);

#endif
