/* A temporary data folder for each test, rows to put into it, and children to kill. */
#ifndef CHAKRA_TESTS_HISTORY_FIXTURE_H
#define CHAKRA_TESTS_HISTORY_FIXTURE_H

#include "src/history/store.h"

#include <sqlite3.h>
#include <sys/types.h>

/* Criterion runs each test in a process of its own: these belong to one test. */
extern char
    fixture_folder[512]; /* made by fixture_init(), removed with all in it by fixture_fini() */
extern char fixture_file[600]; /* the database in it */

void fixture_init(void);
void fixture_fini(void);

/* A file in the folder; a static buffer for each call of one test line. */
const char *fixture_path(const char *name);
unsigned fixture_mode(const char *path); /* permission bits, 0 if it is not there */

/* An owner whose lock nobody holds. */
#define GONE_OWNER "00000000-0000-4000-8000-000000000000"

/* Opens for writing or fails the test. */
struct store *open_writer(void);
struct store *open_reader(void);

/* A detail with every member filled. */
struct send_detail sample_detail(void);
/* Inserts it with this fingerprint (NULL: none); fails the test if it cannot. Returns the id. */
int64_t insert_row(struct store *store, const struct send_detail *detail, const char *fingerprint,
                   const char *owner);
/* Changes only the state; fails the test if it cannot. */
void set_state(struct store *store, int64_t id, enum send_state state);
enum send_state state_of(struct store *store, int64_t id);

/* One number or text by SQL on a connection of its own. */
int64_t query_integer(const char *sql);
void execute(const char *sql);
void check_integrity(void);

/* A child that runs `work`, then waits to be killed; returns when `work` is done. */
pid_t start_child(void (*work)(void));
void kill_child(pid_t child);

#endif
