/* Timing for the benchmarks: samples, their median and 99th percentile, one line of the table. */
#ifndef CHAKRA_TESTS_BENCH_CLOCK_H
#define CHAKRA_TESTS_BENCH_CLOCK_H

#include <stddef.h>
#include <stdint.h>

enum { SAMPLES_MOST = 4096 };

struct samples {
    double us[SAMPLES_MOST];
    size_t count;
};

double clock_us(void); /* monotonic */
void samples_add(struct samples *samples, double us);
double samples_percentile(struct samples *samples, int percent); /* sorts */

void print_head(const char *title);
/* One line: ours, the floor, and the ratio of the medians (and of the 99th percentiles). */
void print_line(const char *what, struct samples *ours, struct samples *floor);
void print_rate(const char *what, double ours, double floor, const char *unit);
long resident_kib(void);

#endif
