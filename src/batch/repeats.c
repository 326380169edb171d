/* An external sort: pieces of PIECE_COUNT, merged by a heap. */
#include "src/batch/repeats.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/mem.h"
#include "src/batch/input.h"

enum { PIECE_COUNT = 16384, BLOCK_COUNT = 256, FIRST_FOUND = 64 };

/* A sorted piece that is being read. */
struct piece {
    int64_t at, end; /* in records of the file */
    struct repeat_seen *block;
    size_t next, count;
};

struct repeats {
    char *folder;
    int fd; /* -1: no piece was written yet */
    struct repeat_seen *seen;
    size_t count, size;
    int64_t written; /* records in the file */
    struct piece *pieces;
    size_t piece_count;
    size_t *heap; /* indices of pieces, the smallest record on top */
    size_t heap_count;
    struct repeat *found;
    size_t found_count, found_size, total;
    struct repeat_seen last;
    int64_t first_row; /* of the recipient of `last` */
    bool has_last;
};

enum err repeats_new(const char *folder, struct repeats **ret_repeats, struct error *reterr)
{
    *ret_repeats = NULL;
    struct repeats *repeats = mem_zalloc(1, sizeof *repeats);
    if (repeats == NULL)
        return error_nomem(reterr);
    repeats->fd = -1;
    repeats->folder = mem_strdup(folder);
    if (repeats->folder == NULL) {
        repeats_free(repeats);
        return error_nomem(reterr);
    }
    *ret_repeats = repeats;
    return ERR_OK;
}

void repeats_free(struct repeats *repeats)
{
    if (repeats == NULL)
        return;
    for (size_t i = 0; i < repeats->piece_count; i++)
        mem_free(repeats->pieces[i].block);
    if (repeats->fd >= 0)
        close(repeats->fd);
    mem_free(repeats->folder);
    mem_free(repeats->seen);
    mem_free(repeats->pieces);
    mem_free(repeats->heap);
    mem_free(repeats->found);
    mem_free(repeats);
}

static int compare_seen(const void *left, const void *right)
{
    const struct repeat_seen *a = left;
    const struct repeat_seen *b = right;
    if (a->recipient != b->recipient)
        return a->recipient < b->recipient ? -1 : 1;
    if (a->message != b->message)
        return a->message < b->message ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static int compare_found(const void *left, const void *right)
{
    const struct repeat *a = left;
    const struct repeat *b = right;
    return (a->row > b->row) - (a->row < b->row);
}

static enum err disk_error(const struct repeats *repeats, struct error *reterr)
{
    if (errno == ENOMEM)
        return error_nomem(reterr);
    error_set(reterr, ERR_IO, "Make room there, or choose another folder with --data.",
              "the list cannot be sorted: %s", strerror(errno));
    error_set_where(reterr, "%s", repeats->folder);
    return ERR_IO;
}

static enum err write_piece(struct repeats *repeats, struct error *reterr)
{
    qsort(repeats->seen, repeats->count, sizeof *repeats->seen, compare_seen);
    if (repeats->fd < 0)
        repeats->fd = input_make_private(repeats->folder);
    if (repeats->fd < 0)
        return disk_error(repeats, reterr);
    struct piece *grown = mem_grow(repeats->pieces, repeats->piece_count + 1, sizeof *grown);
    if (grown == NULL)
        return error_nomem(reterr);
    repeats->pieces = grown;
    const char *bytes = (const char *)repeats->seen;
    size_t left = repeats->count * sizeof *repeats->seen;
    while (left > 0) {
        ssize_t count = write(repeats->fd, bytes, left);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return disk_error(repeats, reterr);
        bytes += count;
        left -= (size_t)count;
    }
    int64_t begin = repeats->written;
    repeats->written += (int64_t)repeats->count;
    repeats->pieces[repeats->piece_count++] = (struct piece){.at = begin, .end = repeats->written};
    repeats->count = 0;
    return ERR_OK;
}

enum err repeats_add(struct repeats *repeats, const struct repeat_seen *seen, struct error *reterr)
{
    if (repeats->count == PIECE_COUNT) {
        enum err err = write_piece(repeats, reterr);
        if (err != ERR_OK)
            return err;
    }
    if (repeats->count == repeats->size) {
        size_t size = repeats->size == 0 ? 256 : repeats->size * 2;
        struct repeat_seen *grown = mem_grow(repeats->seen, size, sizeof *grown);
        if (grown == NULL)
            return error_nomem(reterr);
        repeats->seen = grown;
        repeats->size = size;
    }
    repeats->seen[repeats->count++] = *seen;
    return ERR_OK;
}

static bool keep_found(struct repeats *repeats, const struct repeat *found)
{
    repeats->total++;
    if (repeats->found_count == REPEATS_TOLD_MAX)
        return true;
    if (repeats->found_count == repeats->found_size) {
        size_t size = repeats->found_size == 0 ? FIRST_FOUND : repeats->found_size * 2;
        struct repeat *grown = mem_grow(repeats->found, size, sizeof *grown);
        if (grown == NULL)
            return false;
        repeats->found = grown;
        repeats->found_size = size;
    }
    repeats->found[repeats->found_count++] = *found;
    return true;
}

/* Records come sorted: those of one recipient together, those of one message next to each other. */
static bool meet(struct repeats *repeats, const struct repeat_seen *seen)
{
    bool ok = true;
    if (!repeats->has_last || repeats->last.recipient != seen->recipient) {
        repeats->first_row = seen->row;
    } else {
        bool is_same = repeats->last.message == seen->message;
        int64_t other = is_same ? repeats->last.row : repeats->first_row;
        struct repeat found = {.row = seen->row > other ? seen->row : other,
                               .first = seen->row > other ? other : seen->row,
                               .is_same = is_same};
        ok = keep_found(repeats, &found);
        if (seen->row < repeats->first_row)
            repeats->first_row = seen->row;
    }
    repeats->last = *seen;
    repeats->has_last = true;
    return ok;
}

/* The next block of a piece; its count is 0 at the end. */
static enum err read_block(struct repeats *repeats, struct piece *piece, struct error *reterr)
{
    int64_t left = piece->end - piece->at;
    piece->count = left < BLOCK_COUNT ? (size_t)left : BLOCK_COUNT;
    piece->next = 0;
    char *bytes = (char *)piece->block;
    size_t wanted = piece->count * sizeof *piece->block;
    off_t offset = (off_t)(piece->at * (int64_t)sizeof *piece->block);
    piece->at += (int64_t)piece->count;
    while (wanted > 0) {
        ssize_t count = pread(repeats->fd, bytes, wanted, offset);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return disk_error(repeats, reterr);
        bytes += count;
        offset += count;
        wanted -= (size_t)count;
    }
    return ERR_OK;
}

static const struct repeat_seen *top_of(const struct repeats *repeats, size_t place)
{
    const struct piece *piece = &repeats->pieces[repeats->heap[place]];
    return &piece->block[piece->next];
}

static void sift_down(struct repeats *repeats, size_t place)
{
    for (;;) {
        size_t least = place;
        for (size_t child = 2 * place + 1; child <= 2 * place + 2; child++)
            if (child < repeats->heap_count &&
                compare_seen(top_of(repeats, child), top_of(repeats, least)) < 0)
                least = child;
        if (least == place)
            return;
        size_t swapped = repeats->heap[place];
        repeats->heap[place] = repeats->heap[least];
        repeats->heap[least] = swapped;
        place = least;
    }
}

static enum err make_heap(struct repeats *repeats, struct error *reterr)
{
    repeats->heap = mem_zalloc(repeats->piece_count, sizeof *repeats->heap);
    if (repeats->heap == NULL)
        return error_nomem(reterr);
    for (size_t i = 0; i < repeats->piece_count; i++) {
        struct piece *piece = &repeats->pieces[i];
        piece->block = mem_zalloc(BLOCK_COUNT, sizeof *piece->block);
        if (piece->block == NULL)
            return error_nomem(reterr);
        enum err err = read_block(repeats, piece, reterr);
        if (err != ERR_OK)
            return err;
        repeats->heap[i] = i;
    }
    repeats->heap_count = repeats->piece_count;
    for (size_t i = repeats->heap_count / 2; i-- > 0;)
        sift_down(repeats, i);
    return ERR_OK;
}

static enum err merge(struct repeats *repeats, struct error *reterr)
{
    enum err err = write_piece(repeats, reterr);
    if (err == ERR_OK)
        err = make_heap(repeats, reterr);
    while (err == ERR_OK && repeats->heap_count > 0) {
        struct piece *piece = &repeats->pieces[repeats->heap[0]];
        if (!meet(repeats, &piece->block[piece->next]))
            return error_nomem(reterr);
        if (++piece->next == piece->count)
            err = read_block(repeats, piece, reterr);
        if (err == ERR_OK && piece->count == 0)
            repeats->heap[0] = repeats->heap[--repeats->heap_count];
        sift_down(repeats, 0);
    }
    return err;
}

enum err repeats_finish(struct repeats *repeats, const struct repeat **ret_items, size_t *ret_count,
                        size_t *ret_total, struct error *reterr)
{
    enum err err = ERR_OK;
    if (repeats->fd >= 0) {
        err = merge(repeats, reterr);
    } else if (repeats->count > 0) {
        qsort(repeats->seen, repeats->count, sizeof *repeats->seen, compare_seen);
        for (size_t i = 0; err == ERR_OK && i < repeats->count; i++)
            err = meet(repeats, &repeats->seen[i]) ? ERR_OK : error_nomem(reterr);
    }
    if (repeats->found_count > 0)
        qsort(repeats->found, repeats->found_count, sizeof *repeats->found, compare_found);
    *ret_items = repeats->found;
    *ret_count = repeats->found_count;
    *ret_total = repeats->total;
    return err;
}
