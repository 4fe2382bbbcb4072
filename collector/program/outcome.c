/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/program/outcome.h"

#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "lib/base/utf8.h"

enum control_type
outcome_answer(const struct outcome *o)
{
	if (o->timed_out || o->stopped)
		return CONTROL_LATER;
	if (!WIFEXITED(o->status))
		return CONTROL_NO;
	if (WEXITSTATUS(o->status) == 0)
		return CONTROL_DONE;
	return WEXITSTATUS(o->status) == EX_TEMPFAIL ? CONTROL_LATER
						     : CONTROL_NO;
}

static bool
is_blank(char c)
{
	return c == '\n' || c == '\r' || c == '\t' || c == ' ';
}

/* Blanks of any kind and number as one. */
static void
add_output(const char *text, size_t len, struct buf *out)
{
	struct buf line = { 0 };

	if (len > OUTCOME_OUTPUT_MAX)
		len = OUTCOME_OUTPUT_MAX;
	for (size_t i = 0; i < len; i++) {
		if (!is_blank(text[i]))
			buf_add_u8(&line, (uint8_t)text[i]);
		else if (line.len > 0 && line.data[line.len - 1] != ' ')
			buf_add_u8(&line, ' ');
	}
	while (line.len > 0 && line.data[line.len - 1] == ' ')
		line.len--;
	if (line.len > 0) {
		buf_add_str(out, ": ");
		(void)utf8_safe((const char *)line.data,
		    utf8_cut(
			(const char *)line.data, line.len, OUTCOME_OUTPUT_MAX),
		    out);
	}
	buf_free(&line);
}

void
outcome_reason(const struct outcome *o, struct buf *out)
{
	if (outcome_answer(o) == CONTROL_DONE)
		return;
	if (o->timed_out)
		buf_printf(out, "not done within %d s, killed", o->seconds);
	else if (o->stopped)
		buf_add_str(out, "not done when the daemon stopped");
	else if (WIFSIGNALED(o->status))
		buf_printf(out, "ended by signal %d", WTERMSIG(o->status));
	else
		buf_printf(out, "exit %d", WEXITSTATUS(o->status));
	add_output(o->output, o->len, out);
}
