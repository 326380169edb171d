/*
 * The log: off unless --log LEVEL or `log =` asks for it. Lines are
 * `TIME LEVEL where: text`, sanitized; numbers of 7 and more digits, wamids and
 * bearer tokens are redacted by the writer itself, so that no caller can forget.
 *
 * One struct log per program, in its context; a NULL log swallows everything.
 * Any thread may write: a line is one write(2) to a file opened with O_APPEND.
 */
#ifndef CHAKRA_BASE_LOG_H
#define CHAKRA_BASE_LOG_H

#include "src/base/err.h"

#include <stdbool.h>

enum log_level { LOG_OFF, LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

struct log;

bool log_level_parse(const char *text, enum log_level *ret_level);
/* Opens `path` (0600, made with its folder). *ret_log is the caller's: log_close(). */
enum err log_open(const char *path, enum log_level level, struct log **ret_log,
                  struct error *reterr);
void log_close(struct log *log);

__attribute__((format(printf, 4, 5))) void log_write(struct log *log, enum log_level level,
                                                     const char *where, const char *format, ...);

#endif
