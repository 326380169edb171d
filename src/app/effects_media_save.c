/*
 * Media by id becomes a file: what it is is asked for first, so that the operator can be asked for
 * a name; then the worker writes its bytes beside that name. To check them and to wait for the disk
 * is the work of a thread of its own, which ends with it.
 */
#include "src/app/effects_internal.h"
#include "src/base/mem.h"
#include "src/base/text.h"
#include "src/chakra/discovery.h"
#include "src/chakra/media.h"
#include "src/outbox/call_answer.h"
#include "src/outbox/media_part.h"

#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HTTP_NOT_FOUND = 404, LOOK_EVERY_MS = 50, NAMES_TRIED = 100 };

struct media_fetch {
    struct arena arena; /* of id, info and path */
    const char *id;
    struct media_info info;
    char *path;
    uint64_t look_job, fetch_job; /* 0: there is none */
    bool tries_older;             /* the older address, after the newer one did not know the id */
    bool was_stopped;
    struct media_part part;
    int64_t bytes;

    bool has_thread;
    pthread_t thread; /* has all of the above while it runs */
    atomic_bool has_ended;
    struct error error;
};

static bool is_busy(const struct media_fetch *media)
{
    return media->fetch_job != 0 || media->has_thread;
}

static void end_fetch(struct media_fetch *media, struct app *app, const struct error *error)
{
    char text[600] = "", size[32], folder[400] = "";
    bool is_here = media->path[0] != '/' && getcwd(folder, sizeof folder - 1) != NULL;
    media_part_drop(&media->part);
    media->fetch_job = 0;
    struct app_event event = effects_event(EVENT_MEDIA);
    event.index = MEDIA_HAS_ENDED;
    event.error = *error;
    media_size_text(media->bytes, size, sizeof size);
    snprintf(text, sizeof text, text_of("Saved %s to %s%s%.400s."), size, is_here ? folder : "",
             is_here ? "/" : "", media->path);
    event.text = text;
    app_handle(app, &event);
}

/* What the account does not know any more. The time is WhatsApp's. */
static enum err check_answer(const struct call_answer *answer, struct error *reterr)
{
    enum err err = call_answer_check(answer, "the media", reterr);
    if (err == ERR_REJECTED || err == ERR_NOT_FOUND)
        snprintf(
            reterr->next, sizeof reterr->next,
            text_of("WhatsApp keeps an upload for 30 days: look for the file where it came from."));
    return err;
}

/* ---- what it is -------------------------------------------------------------- */

void effects_look_at_media(struct effects *effects, struct app *app, const char *id)
{
    struct error error = {.code = ERR_OK};
    if (effects->media == NULL) {
        effects->media = mem_zalloc(1, sizeof *effects->media);
        if (effects->media != NULL)
            effects->media->part.fd = -1;
    }
    struct media_fetch *media = effects->media;
    if (media == NULL) {
        error_nomem(&error);
        effects_fail(app, &error);
        return;
    }
    if (is_busy(media))
        return; /* the app asks whether that is to be stopped */
    arena_release(&media->arena);
    arena_init(&media->arena);
    media->path = NULL;
    media->look_job = 0;
    media->id = arena_strdup(&media->arena, id);
    const struct route_parameter path[] = {
        {"version", effects->profile->api_version}, {"mediaId", media->id}, {NULL, NULL}};
    if (media->id == NULL)
        error_nomem(&error);
    else
        media->look_job = effects_call(effects, ROUTE_SHOW_MEDIA, path, NULL, &error);
    if (media->look_job == 0)
        effects_fail(app, &error);
}

/* The ending of the type that WhatsApp names; "bin" of others. */
static void ending_of(const char *mime, char ending[8])
{
    snprintf(ending, 8, "bin");
    for (enum media_type type = 1; mime != NULL && type < MEDIA_TYPE_COUNT; type++)
        if (type != MEDIA_AUDIO && strcasecmp(media_type_mime(type), mime) == 0) {
            media_type_ending(type, ending);
            return;
        }
}

static bool is_folder(const char *path)
{
    struct stat about;
    return path != NULL && path[0] == '/' && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* A name that is free, in the folder for downloads where the desktop names one, else here. */
static void propose(const struct media_fetch *media, char *path, size_t size)
{
    const char *folder = getenv("XDG_DOWNLOAD_DIR");
    char ending[8], number[16] = "", id[40];
    struct stat about;
    if (!is_folder(folder))
        folder = NULL;
    ending_of(media->info.mime, ending);
    snprintf(id, sizeof id, "%s", media->id);
    for (char *at = id; *at != '\0'; at++)
        if (*at == '/' || *at == '.') /* nothing of a path may come from an id */
            *at = '-';
    for (int i = 0; i < NAMES_TRIED; i++) {
        if (i > 0)
            snprintf(number, sizeof number, "-%d", i);
        snprintf(path, size, "%s%smedia-%s%s.%s", folder != NULL ? folder : "",
                 folder != NULL ? "/" : "", id, number, ending);
        if (lstat(path, &about) != 0)
            return;
    }
}

static void take_look(struct effects *effects, struct app *app, const struct job_event *event)
{
    struct media_fetch *media = effects->media;
    const struct call_answer *answer = &event->answer;
    struct error error = {.code = ERR_OK};
    char path[512], size[32] = "", text[160];
    enum err err = check_answer(answer, &error);
    if (err == ERR_OK)
        err =
            discovery_read_media(answer->body, answer->length, &media->arena, &media->info, &error);
    if (err != ERR_OK) {
        effects_fail(app, &error);
        return;
    }
    if (media->info.bytes >= 0)
        media_size_text(media->info.bytes, size, sizeof size);
    snprintf(text, sizeof text, "%s%s%s",
             media->info.mime != NULL ? media->info.mime : text_of("the media"),
             size[0] != '\0' ? ", " : "", size);
    propose(media, path, sizeof path);
    effects_tell_media(app, MEDIA_IS_KNOWN, path, text);
}

/* ---- its bytes --------------------------------------------------------------- */

static enum err begin(struct effects *effects, enum route route, struct error *reterr)
{
    struct media_fetch *media = effects->media;
    const struct route_parameter path[] = {
        {"version", effects->profile->api_version}, {"mediaId", media->id}, {NULL, NULL}};
    const struct call_target target = {.fd = media->part.fd, .most = MEDIA_PART_BYTES_MAX};
    media->tries_older = route == ROUTE_FETCH_MEDIA_OLDER;
    media->fetch_job = effects_call(effects, route, path, &target, reterr);
    return media->fetch_job != 0 ? ERR_OK : reterr->code;
}

/* Nothing is replaced without a question. */
static bool asks_first(const struct media_fetch *media, struct app *app)
{
    struct stat about;
    char text[300];
    struct error cut; /* cuts a long name at a code point */
    if (lstat(media->path, &about) != 0 || !S_ISREG(about.st_mode))
        return false;
    error_set(&cut, ERR_OK, NULL, "There is a file %.200s already. Replace it?", media->path);
    snprintf(text, sizeof text, "%s", cut.what);
    effects_tell_media(app, MEDIA_IS_THERE, NULL, text);
    return true;
}

void effects_save_media(struct effects *effects, struct app *app, const char *typed, bool replaces)
{
    struct media_fetch *media = effects->media;
    struct error error = {.code = ERR_OK};
    if (media == NULL || media->id == NULL || is_busy(media))
        return;
    if (typed != NULL)
        media->path = effects_typed_path(&media->arena, typed);
    if (media->path == NULL) {
        error_nomem(&error);
        effects_fail(app, &error);
        return;
    }
    if (!replaces && asks_first(media, app))
        return;
    media->was_stopped = false;
    enum err err = media_part_open(media->path, replaces, &media->part, &error);
    if (err == ERR_OK)
        err = begin(effects, ROUTE_FETCH_MEDIA, &error);
    effects_tell_media(app, MEDIA_BEGINS, NULL, NULL);
    if (err != ERR_OK)
        end_fetch(media, app, &error);
}

void effects_stop_media(struct effects *effects)
{
    struct media_fetch *media = effects->media;
    if (media == NULL || media->fetch_job == 0)
        return;
    media->was_stopped = true;
    outbox_cancel(effects->outbox, media->fetch_job);
}

static void *finish(void *context)
{
    struct media_fetch *media = context;
    media->error = (struct error){.code = ERR_OK};
    (void)media_part_finish(&media->part, media->path, &media->info, media->bytes, &media->error);
    atomic_store(&media->has_ended, true);
    return NULL;
}

static void begin_finish(struct media_fetch *media, struct app *app)
{
    sigset_t all, before;
    struct error error;
    atomic_store(&media->has_ended, false);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals belong to the screen */
    media->has_thread = pthread_create(&media->thread, NULL, finish, media) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (media->has_thread)
        return;
    error_nomem(&error);
    end_fetch(media, app, &error);
}

static void tell_progress(struct app *app, const struct job_event *event)
{
    char taken[32], total[32], text[240];
    media_size_text(event->bytes_sent, taken, sizeof taken);
    media_size_text(event->bytes_total, total, sizeof total);
    if (event->bytes_total > 0)
        snprintf(text, sizeof text, text_of("Fetching: %s of %s. M stops it."), taken, total);
    else
        snprintf(text, sizeof text, text_of("Fetching: %s. M stops it."), taken);
    struct app_event progress = effects_event(EVENT_PROGRESS);
    progress.text = text;
    app_handle(app, &progress);
}

/* The newer address first; accounts that do not have it answer 404. */
static void take_answer(struct effects *effects, struct app *app, const struct call_answer *answer)
{
    struct media_fetch *media = effects->media;
    struct error error = {.code = ERR_OK};
    enum err err = ERR_OK;
    if (answer->http_status == HTTP_NOT_FOUND && !media->tries_older && !media->was_stopped) {
        err = begin(effects, ROUTE_FETCH_MEDIA_OLDER, &error);
        if (err == ERR_OK)
            return; /* what is still said of the job before is of no number that is known */
    }
    if (err == ERR_OK)
        err = check_answer(answer, &error);
    media->bytes = answer->bytes_saved;
    media->fetch_job = 0;
    if (err == ERR_OK)
        begin_finish(media, app);
    else
        end_fetch(media, app, &error);
}

static void take_fetch(struct effects *effects, struct app *app, const struct job_event *event)
{
    struct media_fetch *media = effects->media;
    if (event->kind == JOB_EVENT_DOWNLOAD_PROGRESS) {
        tell_progress(app, event);
    } else if (event->kind == JOB_EVENT_ANSWER) {
        take_answer(effects, app, &event->answer);
        effects_note_answer(effects, app, &event->answer);
    } else if (event->kind == JOB_EVENT_DONE && event->error.code != ERR_OK) {
        end_fetch(media, app, &event->error);
    }
}

bool effects_take_media(struct effects *effects, struct app *app, const struct job_event *event)
{
    struct media_fetch *media = effects->media;
    if (media == NULL || event->number == 0)
        return false;
    if (event->number == media->fetch_job) {
        take_fetch(effects, app, event);
        return true;
    }
    if (event->number != media->look_job)
        return false;
    if (event->kind == JOB_EVENT_ANSWER) {
        take_look(effects, app, event);
        effects_note_answer(effects, app, &event->answer);
    } else if (event->kind == JOB_EVENT_DONE) {
        media->look_job = 0;
        if (event->error.code != ERR_OK)
            effects_fail(app, &event->error);
    }
    return true;
}

int64_t effects_media_wait(const struct effects *effects)
{
    return effects->media != NULL && effects->media->has_thread ? LOOK_EVERY_MS : -1;
}

void effects_media_step(struct effects *effects, struct app *app)
{
    struct media_fetch *media = effects->media;
    if (media == NULL || !media->has_thread || !atomic_load(&media->has_ended))
        return;
    pthread_join(media->thread, NULL);
    media->has_thread = false;
    struct error error = media->error;
    end_fetch(media, app, &error);
}

void effects_free_media(struct effects *effects)
{
    struct media_fetch *media = effects->media;
    if (media == NULL)
        return;
    if (media->has_thread)
        pthread_join(media->thread, NULL);
    media_part_drop(&media->part);
    arena_release(&media->arena);
    mem_free(media);
    effects->media = NULL;
}
