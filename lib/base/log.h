/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_LOG_H
#define LIB_BASE_LOG_H

#include <stdbool.h>

#define LOG_FORMAT(fmt, args) __attribute__((format(printf, fmt, args)))

/*
 * One line per event to standard error: noun, event, consequence.
 *
 *	patchwachtd[poll]: warning: device core-sw1: 3 polls unanswered
 *
 * Whatever a device or a file put into an argument is written with its control
 * characters escaped, so that nobody outside can forge a line. Under systemd
 * (JOURNAL_STREAM is set) the level goes in front as <n>.
 */

/* name is kept; it stands in front of each line. NULL leaves it out. */
void log_start(const char *name);

/*
 * For a command that somebody typed: "patchwacht: FILE:LINE: reason", without
 * a level, for there it goes without saying.
 */
void log_start_command(const char *name);

/* Without verbose, log_debug says nothing. */
void log_set_verbose(bool verbose);

/*
 * warn and fatal append strerror(errno); the x variants do not.
 * fatal and fatalx exit with 1: for start-up and for broken invariants.
 */
void log_debug(const char *fmt, ...) LOG_FORMAT(1, 2);
void log_info(const char *fmt, ...) LOG_FORMAT(1, 2);
void log_warn(const char *fmt, ...) LOG_FORMAT(1, 2);
void log_warnx(const char *fmt, ...) LOG_FORMAT(1, 2);
void fatal(const char *fmt, ...) LOG_FORMAT(1, 2) __attribute__((noreturn));
void fatalx(const char *fmt, ...) LOG_FORMAT(1, 2) __attribute__((noreturn));

/* Whether this process has warned of anything so far. */
bool log_has_warned(void);

/* Where lines go instead; tests and fuzz targets only. NULL: back to stderr. */
void log_divert(void (*sink)(const char *line));

#endif
