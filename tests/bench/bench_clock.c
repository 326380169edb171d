/* Samples and the table. */
#include "tests/bench/bench_clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

double clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

void samples_add(struct samples *samples, double us)
{
    if (samples->count < SAMPLES_MOST)
        samples->us[samples->count++] = us;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

double samples_percentile(struct samples *samples, int percent)
{
    if (samples->count == 0)
        return 0;
    qsort(samples->us, samples->count, sizeof samples->us[0], compare);
    size_t at = (samples->count - 1) * (size_t)percent / 100;
    return samples->us[at];
}

void print_head(const char *title)
{
    printf("\n%-44s %9s %9s  %-6s %9s %9s %7s %7s  %s\n", title, "p50", "p99", "beside", "p50",
           "p99", "p50 x", "p99 x", "target");
}

/* "p50 <= 1.5": which ratio, at least or at most what. */
static const char *judge(const char *target, double ratio50, double ratio99)
{
    double ratio = strncmp(target, "p99", 3) == 0 ? ratio99 : ratio50;
    double wanted = strtod(target + strlen("p50 <= "), NULL);
    bool is_met = target[4] == '<' ? ratio <= wanted : ratio >= wanted;
    return is_met ? "met" : "MISSED";
}

void print_line(const char *what, struct samples *ours, const char *floor_name,
                struct samples *floor, const char *target)
{
    double p50 = samples_percentile(ours, 50), p99 = samples_percentile(ours, 99);
    double floor50 = samples_percentile(floor, 50), floor99 = samples_percentile(floor, 99);
    double ratio50 = floor50 > 0 ? p50 / floor50 : 0, ratio99 = floor99 > 0 ? p99 / floor99 : 0;
    if (floor->count == 0) {
        printf("%-44s %9.0f %9.0f  %-6s (not measured)\n", what, p50, p99, floor_name);
        return;
    }
    printf("%-44s %9.0f %9.0f  %-6s %9.0f %9.0f %7.2f %7.2f  %s%s%s\n", what, p50, p99, floor_name,
           floor50, floor99, ratio50, ratio99, target != NULL ? target : "",
           target != NULL ? " " : "", target != NULL ? judge(target, ratio50, ratio99) : "");
}

void print_rate(const char *what, double ours, double floor, const char *unit)
{
    printf("%-44s %10.0f %s, floor %.0f, x %.2f\n", what, ours, unit, floor,
           ours > 0 ? floor / ours : 0);
}

long resident_kib(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}
