/* What the parts of the engine share. */
#ifndef CHAKRA_TRIAL_TRIAL_INTERNAL_H
#define CHAKRA_TRIAL_TRIAL_INTERNAL_H

#include "src/outbox/fingerprint.h"
#include "src/trial/content.h"
#include "src/trial/trial.h"

enum trial_stage {
    TRIAL_ITEM_NEW,
    TRIAL_ITEM_JUDGED,  /* by its content; to be told */
    TRIAL_ITEM_PENDING, /* to be sent */
    TRIAL_ITEM_SENDING,
    TRIAL_ITEM_WAITING, /* for what the platform reports */
    TRIAL_ITEM_OVER
};

struct trial_item {
    struct trial_result result;
    enum trial_stage stage;
    struct judgement judgement; /* of TRIAL_ITEM_JUDGED */
    char *error_text;           /* of the row; NULL */
    uint64_t job;               /* number of the send, then of the last look-up; 0: none */
    char to[PHONE_DIGITS_SIZE];
    int64_t waits_since, deadline, next_look; /* monotonic ms */
    size_t looks;
    bool is_looking, looked_last;
};

/* Sends under way at once: enough to keep the worker's transfers busy while others wait for their
 * recipient's turn. */
enum {
    TRIAL_OPEN_SENDS = 32,
    TRIAL_OPEN_PER_RECIPIENT = 2,
    TRIAL_OPEN_LOOKS = 4,
    TRIAL_OPEN_UPLOADS = 4
};

enum trial_upload_stage { TRIAL_UPLOAD_NEW, TRIAL_UPLOAD_RUNNING, TRIAL_UPLOAD_OVER };

/* A file that a case to be sent needs. */
struct trial_upload {
    char *path;
    char digest[FINGERPRINT_SIZE];
    size_t first; /* the first of the same content, which is the one that is uploaded */
    enum trial_upload_stage stage;
    uint64_t job;
    char *link;         /* NULL until it is there */
    struct error error; /* why there is none */
};

struct trial {
    struct trial_options options;
    struct trial_gate gate;
    struct trial_item *items;
    size_t count;
    size_t planned;    /* those before it are looked at */
    size_t first_open; /* those before it are over */
    const struct trial_item *open[TRIAL_OPEN_SENDS];
    size_t open_count, open_looks;
    bool is_cancelled, has_source;
    struct error stopped; /* code ERR_OK: it was not */
    int64_t begun;        /* monotonic ms; 0: not yet */
    int64_t next_read;    /* of the history, monotonic ms */
    struct trial_counts counts;
    size_t sends, recipients;
    int64_t pace_ms;
    const struct template *hashed; /* whose hash `hash` is */
    char hash[DEFINITION_HASH_SIZE];
    struct trial_upload *uploads;
    size_t upload_count, upload_size, open_uploads;
};

/* Ends an item with what was judged, and tells it. */
void trial_finish(struct trial *trial, struct trial_item *item, const struct judgement *judgement);
/* The same with a verdict and words. */
__attribute__((format(printf, 4, 5))) void trial_end(struct trial *trial, struct trial_item *item,
                                                     enum trial_verdict verdict, const char *format,
                                                     ...);

/* What ends one message would end all that follow, unless the case was meant to meet it. */
void trial_note_stop(struct trial *trial, const struct trial_item *item, const struct error *error);

/* Files (trial_upload.c). Notes those of a case that is to be sent. */
enum err trial_note_files(struct trial *trial, const struct send_files *files,
                          struct error *reterr);
/* Starts what may be started; false while some are under way. */
bool trial_advance_uploads(struct trial *trial);
bool trial_take_upload(struct trial *trial, const struct job_event *event);
void trial_cancel_uploads(struct trial *trial);
void trial_release_uploads(struct trial *trial);
/* Gives the message its links. Else why there is one too few, in *ret_upload (NULL: no memory). */
enum err trial_link_files(const struct trial *trial, struct trial_content *content,
                          const struct trial_upload **ret_upload, struct error *reterr);

/* Plans (trial_plan.c). */
long trial_pair_gap(const struct trial *trial);
struct facts trial_facts(const struct trial *trial, const char *digits);

/* Sends one, or ends it with the reason why not (trial_send.c). */
void trial_send(struct trial *trial, struct trial_item *item);
void trial_take_row(struct trial *trial, struct trial_item *item, const struct send_row *row);
/* Judges what is known by now; true when that ended it. */
bool trial_judge_row(struct trial *trial, struct trial_item *item, bool is_over);

/* What the platform reports (trial_evidence.c). */
void trial_begin_waiting(struct trial *trial, struct trial_item *item);
void trial_advance_waiting(struct trial *trial, struct trial_item *item, int64_t now);
void trial_take_look(struct trial *trial, struct trial_item *item, const struct job_event *event);
void trial_read_history(struct trial *trial, int64_t now);
/* When this item wants to be looked at again, monotonic ms. */
int64_t trial_next_moment(const struct trial_item *item);

#endif
