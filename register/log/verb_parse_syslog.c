/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/wire/syslog.h"
#include "lib/wire/syslog_repeat.h"
#include "register/command.h"
#include "register/verbs.h"

static void
put_span(struct json *o, const char *key, const struct span *s)
{
	struct buf text = { 0 };

	if (s->at != NULL)
		span_add_text(s, &text);
	json_put_text(o, key, s->at != NULL ? buf_str(&text) : NULL);
	buf_free(&text);
}

static void
put_source(struct json *o, const char *key, enum syslog_source source)
{
	static const char *const names[] = {
		[SYSLOG_NONE] = "none",
		[SYSLOG_HEADER] = "header",
		[SYSLOG_INNER] = "inner",
		[SYSLOG_BODY] = "body",
		[SYSLOG_DEFAULT] = "default",
	};

	json_put_text(o, key, names[source]);
}

static void
put_time(struct json *o, const struct syslog_time *t)
{
	char text[SYSLOG_TIME_MAX];

	json_put_text(o, "time",
	    t->source != SYSLOG_NONE ? syslog_format_time(t, text) : NULL);
	json_put_bool(o, "time_has_zone", t->has_zone);
	json_put_bool(o, "time_has_year", t->has_year);
	put_source(o, "time_source", t->source);
}

static void
put_code(struct json *o, const struct syslog *m)
{
	int severity = syslog_code_severity(m);

	if (severity < 0)
		json_put_null(o, "code_severity");
	else
		json_put_int(o, "code_severity", severity);
}

static void
put_repeats(struct json *o, const struct syslog *m)
{
	struct span inner;

	json_put_int(o, "repeats", syslog_repeats(&m->message, &inner));
}

static struct json *
to_json(const struct syslog *m)
{
	struct json *o = json_new_object(), *sd;

	json_put_int(o, "pri", m->pri);
	put_source(o, "pri_source", m->pri_source);
	json_put_int(o, "facility", m->pri / 8);
	json_put_int(o, "severity", m->pri % 8);
	put_time(o, &m->time);
	put_span(o, "host", &m->host);
	put_source(o, "host_source", m->host_source);
	put_span(o, "relay", &m->relay);
	put_span(o, "app", &m->app);
	put_span(o, "procid", &m->procid);
	put_span(o, "msgid", &m->msgid);
	put_span(o, "outer_msgid", &m->outer_msgid);
	put_code(o, m);
	put_repeats(o, m);
	sd = syslog_sd_json(&m->sd);
	if (sd != NULL)
		json_put(o, "sd", sd);
	else
		json_put_null(o, "sd");
	put_span(o, "message", &m->message);
	return o;
}

static void
print_line(const char *line, size_t len)
{
	struct syslog_context context = { .received = clock_now() };
	struct syslog message;
	struct json *o;
	char *text;

	syslog_parse(&context, line, len, &message);
	o = to_json(&message);
	text = json_line(o);
	puts(text);
	free(text);
	json_free(o);
}

int
verb_parse_syslog(int argc, char **argv)
{
	static const struct flag none[] = { { 0 } };
	static const struct synopsis synopsis = { "parse-syslog", "<MESSAGES",
		0, 0, none,
		"Reads one message a line and prints one object a line; its "
		"only form is --json." };
	struct words rest = { 0 };
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	int rc;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	if (command.csv) {
		complain("parse-syslog has no CSV: fields differ by message");
		return EXIT_USAGE;
	}
	while ((len = getline(&line, &room, stdin)) != -1)
		print_line(line, (size_t)len);
	free(line);
	if (ferror(stdin) || fflush(stdout) == EOF) {
		complain("standard input or output: %s", strerror(errno));
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}
