/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/utf8.h"
#include "lib/model/shape.h"
#include "lib/profile/event_rules.h"
#include "lib/wire/syslog.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const struct event_rules *
shipped(void)
{
	static struct event_rules *rules;

	if (rules == NULL && event_rules_load_default(NULL, &rules) < 0)
		abort();
	return rules;
}

static void
check_part(const struct event_part *p, const char *subject, size_t len)
{
	if (p->at != NULL &&
	    (p->at < subject || p->len == 0 || p->at + p->len > subject + len))
		abort();
}

static void
add(const struct span *s, struct buf *out)
{
	if (s->at != NULL)
		span_add_text(s, out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct syslog_context context = { .received = 1795521600000000 };
	struct buf app = { 0 }, id = { 0 }, text = { 0 }, subject = { 0 };
	struct buf shape = { 0 };
	struct event_found f;
	struct syslog m;

	syslog_parse(&context, data, len, &m);
	add(&m.app, &app);
	add(&m.msgid, &id);
	add(&m.message, &text);
	event_subject(buf_str(&app), buf_str(&id), buf_str(&text), &subject);
	(void)event_rules_lines(shipped(), buf_str(&subject), subject.len);
	if (event_rules_find(shipped(), buf_str(&subject), subject.len, &f)) {
		check_part(&f.version, buf_str(&subject), subject.len);
		check_part(&f.who, buf_str(&subject), subject.len);
		check_part(&f.port, buf_str(&subject), subject.len);
	}
	shape_add(buf_str(&text), text.len, &shape);
	if (shape.len > SHAPE_MAX || !utf8_valid(buf_str(&shape), shape.len))
		abort();
	(void)shape_id(buf_str(&app), buf_str(&id), buf_str(&shape));
	buf_free(&app);
	buf_free(&id);
	buf_free(&text);
	buf_free(&subject);
	buf_free(&shape);
	return 0;
}
