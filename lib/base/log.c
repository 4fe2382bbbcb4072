/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum level { LEVEL_FATAL = 2, LEVEL_WARNING = 4, LEVEL_INFO = 6, LEVEL_DEBUG };

static const char *const level_name[] = {
	[LEVEL_FATAL] = "fatal: ",
	[LEVEL_WARNING] = "warning: ",
	[LEVEL_INFO] = "",
	[LEVEL_DEBUG] = "debug: ",
};

static const char *program;
static bool be_verbose;
static bool to_journal;
static bool by_hand;
static void (*divert)(const char *line);

void
log_start(const char *name)
{
	program = name;
	to_journal = getenv("JOURNAL_STREAM") != NULL;
}

void
log_start_command(const char *name)
{
	log_start(name);
	by_hand = true;
}

void
log_set_verbose(bool verbose)
{
	be_verbose = verbose;
}

void
log_divert(void (*sink)(const char *line))
{
	divert = sink;
}

/* Control characters become \xHH; out holds 4 bytes for each of text. */
static void
escape(const char *text, char *out)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < 0x20 || c == 0x7f)
			out += sprintf(out, "\\x%02x", c);
		else
			*out++ = (char)c;
	}
	*out = '\0';
}

static bool has_warned;

bool
log_has_warned(void)
{
	return has_warned;
}

static void __attribute__((format(printf, 3, 0)))
emit(enum level level, int code, const char *fmt, va_list ap)
{
	char text[2048], safe[sizeof(text) * 4], line[sizeof(safe) + 512];
	char prefix[8] = "";

	if (level <= LEVEL_WARNING && !has_warned)
		has_warned = true;
	vsnprintf(text, sizeof(text), fmt, ap);
	escape(text, safe);
	if (to_journal)
		snprintf(prefix, sizeof(prefix), "<%d>", level);
	snprintf(line, sizeof(line), "%s%s%s%s%s%s%s\n", prefix,
	    program != NULL ? program : "", program != NULL ? ": " : "",
	    by_hand ? "" : level_name[level], safe, code != 0 ? ": " : "",
	    code != 0 ? strerror(code) : "");
	if (divert != NULL)
		divert(line);
	else
		/* One write: lines of several processes do not mix. */
		(void)!write(STDERR_FILENO, line, strlen(line));
}

#define EMIT(level, code, fmt)                          \
	do {                                            \
		int emit_code = (code);                 \
		va_list emit_ap;                        \
		va_start(emit_ap, fmt);                 \
		emit((level), emit_code, fmt, emit_ap); \
		va_end(emit_ap);                        \
	} while (0)

void
log_debug(const char *fmt, ...)
{
	if (be_verbose)
		EMIT(LEVEL_DEBUG, 0, fmt);
}

void
log_info(const char *fmt, ...)
{
	EMIT(LEVEL_INFO, 0, fmt);
}

void
log_warn(const char *fmt, ...)
{
	EMIT(LEVEL_WARNING, errno, fmt);
}

void
log_warnx(const char *fmt, ...)
{
	EMIT(LEVEL_WARNING, 0, fmt);
}

void
fatal(const char *fmt, ...)
{
	EMIT(LEVEL_FATAL, errno, fmt);
	exit(EXIT_FAILURE);
}

void
fatalx(const char *fmt, ...)
{
	EMIT(LEVEL_FATAL, 0, fmt);
	exit(EXIT_FAILURE);
}
