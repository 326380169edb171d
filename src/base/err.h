/*
 * One list of the ways in which this program can fail, and the record that
 * carries the details of one failure to whoever shows it.
 *
 * Rule: a function that can fail returns an `enum err` and, unless it returns
 * ERR_OK, fills the `struct error` given to it (last parameter, may be NULL).
 * Nothing below ui/ and cli/ prints; they return, the caller decides.
 *
 * A `struct error` owns no memory: it can be copied, kept and thrown away.
 * Text longer than a member is cut at a code point boundary. It may hold text
 * that a server sent; whoever shows it passes it through utf8_sanitize().
 *
 * Any thread.
 */
#ifndef CHAKRA_BASE_ERR_H
#define CHAKRA_BASE_ERR_H

/* id, exit status of the program, short text */
#define ERR_LIST(X)                                      \
    X(OK, 0, "done")                                     \
    X(CASE, 1, "did not end as expected")                \
    X(USAGE, 2, "wrong command line")                    \
    X(CONFIG, 3, "wrong settings")                       \
    X(SECRET, 3, "no usable token")                      \
    X(AUTH, 3, "the server refused the token")           \
    X(NOMEM, 3, "out of memory")                         \
    X(IO, 3, "file or system error")                     \
    X(STORE, 3, "the history cannot be used")            \
    X(CONTENT, 4, "the message is not ready to be sent") \
    X(INVALID, 4, "wrong data")                          \
    X(TOO_BIG, 4, "too big")                             \
    X(NOT_FOUND, 4, "not found")                         \
    X(DUPLICATE, 4, "already sent")                      \
    X(REJECTED, 5, "the server rejected it")             \
    X(UNKNOWN, 6, "outcome unknown")                     \
    X(NOT_SENT, 7, "not sent")                           \
    X(THROTTLED, 8, "the server asks to wait")           \
    X(BILLING, 8, "the server asks for payment")         \
    X(INTERRUPTED, 130, "interrupted")

enum err {
#define X(id, status, text) ERR_##id,
    ERR_LIST(X)
#undef X
        ERR_COUNT
};

struct error {
    enum err code;
    char what[512];  /* what went wrong */
    char where[256]; /* file, line, slot or URL; may be empty */
    char next[256];  /* what the operator can do now */
};

/*
 * Fills `reterr` and returns `code`, so that a failing function can end with
 * `return error_set(reterr, ERR_IO, "Check the path.", "cannot open %s", path);`.
 * `next` is the next step in a full sentence.
 */
__attribute__((format(printf, 4, 5))) enum err error_set(struct error *reterr, enum err code,
                                                         const char *next, const char *format, ...);

/* Sets only the place. Returns reterr->code, or ERR_OK when reterr is NULL. */
__attribute__((format(printf, 2, 3))) enum err error_set_where(struct error *reterr,
                                                               const char *format, ...);

/* ERR_NOMEM with its standard text. */
enum err error_nomem(struct error *reterr);

/* For the analyzer alone, which does not see the bodies: neither ever returns ERR_OK for a failure.
 */
#ifdef __clang_analyzer__
#define error_set(reterr, code, ...) ((void)(error_set)((reterr), (code), __VA_ARGS__), (code))
#define error_nomem(reterr) ((void)(error_nomem)(reterr), ERR_NOMEM)
#endif

int err_exit_status(enum err code);
const char *err_text(enum err code); /* short English text, static */
const char *err_name(enum err code); /* "NOT_SENT", static */

#endif
