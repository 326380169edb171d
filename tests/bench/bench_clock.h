/* Timing for the benchmarks: samples, their median and 99th percentile, one line of the table. */
#ifndef CHAKRA_TESTS_BENCH_CLOCK_H
#define CHAKRA_TESTS_BENCH_CLOCK_H

#include <stddef.h>
#include <stdint.h>

enum { SAMPLES_MOST = 4096 };

struct samples {
    double us[SAMPLES_MOST]; /* or bytes, or KiB */
    size_t count;
};

double clock_us(void); /* monotonic */
void samples_add(struct samples *samples, double us);
double samples_percentile(struct samples *samples, int percent); /* sorts */

void print_head(const char *title);
/* One line: ours, what it is compared with, and the ratio of the medians and of the 99th
 * percentiles. The target ("p99 <= 1.2", "p50 >= 0.9") is judged by a word; NULL: there is none. */
void print_line(const char *what, struct samples *ours, const char *floor_name,
                struct samples *floor, const char *target);
void print_rate(const char *what, double ours, double floor, const char *unit);
long resident_kib(void);

#endif
