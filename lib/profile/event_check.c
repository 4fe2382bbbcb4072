/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/event_check.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/profile/event_rules.h"
#include "lib/wire/syslog.h"

/* As the tables hold it, when it is looked at. */
static void
make_subject(const char *line, struct buf *out)
{
	const struct syslog_context context = { 0 };
	struct buf app = { 0 }, msgid = { 0 }, text = { 0 };
	struct syslog m;

	syslog_parse(&context, line, strlen(line), &m);
	if (m.app.at != NULL)
		span_add_text(&m.app, &app);
	if (m.msgid.at != NULL)
		span_add_text(&m.msgid, &msgid);
	span_add_text(&m.message, &text);
	event_subject(buf_str(&app), buf_str(&msgid), buf_str(&text), out);
	buf_free(&app);
	buf_free(&msgid);
	buf_free(&text);
}

static void
differ(struct buf *why, const char *what, const struct event_part *got,
    const char *want)
{
	const char *at = got->at == NULL ? "" : got->at;

	if (want == NULL ||
	    (got->len == strlen(want) && memcmp(at, want, got->len) == 0))
		return;
	buf_printf(why, "%s%s is '%.*s', not '%s'", why->len > 0 ? "; " : "",
	    what, (int)got->len, at, want);
}

static void
judge(const struct event_rules *set, const struct event_rule *r,
    const struct event_test *t, struct buf *subject, struct buf *why)
{
	const char *text = buf_str(subject);
	struct event_found found = { 0 };
	enum event_class class = EVENT_NONE;
	bool any = r->enabled
	    ? event_rules_find(set, text, subject->len, &found)
	    : event_rule_match(r, text, subject->len, &found);

	if (any)
		class = found.rule->class;
	if (class != t->class)
		buf_printf(why, "class is %s (%s), not %s",
		    event_class_name(class),
		    any ? found.rule->title : "no rule",
		    event_class_name(t->class));
	else if (class == r->class && any && found.rule != r)
		buf_printf(why, "event %s takes it", found.rule->title);
	differ(why, "version", &found.version, t->version);
	differ(why, "who", &found.who, t->who);
	differ(why, "port", &found.port, t->port);
}

size_t
event_check(const struct event_rules *set, const struct event_rule *r,
    event_told *told, void *arg)
{
	struct buf subject = { 0 }, why = { 0 };
	size_t failed = 0;

	for (size_t i = 0; i < r->n_tests; i++) {
		buf_clear(&subject);
		buf_clear(&why);
		make_subject(r->test[i].message, &subject);
		judge(set, r, &r->test[i], &subject, &why);
		failed += why.len > 0;
		told(arg, r, &r->test[i], why.len > 0 ? buf_str(&why) : NULL);
	}
	buf_free(&subject);
	buf_free(&why);
	return failed;
}
