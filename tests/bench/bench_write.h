/* The writing half of bench_history. */
#ifndef CHAKRA_TESTS_BENCH_WRITE_H
#define CHAKRA_TESTS_BENCH_WRITE_H

/* Intent and outcome of a send, one commit each; and the same rows by bare statements. */
void bench_insert(const char *folder);

#endif
