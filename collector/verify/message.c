/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/message.h"

#include <stdlib.h>
#include <string.h>

#include "collector/due.h"
#include "collector/verify/context.h"
#include "collector/verify/lines.h"
#include "collector/verify/proof.h"
#include "collector/verify/redact.h"
#include "collector/verify/steps.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/event_class.h"
#include "lib/model/fixset.h"
#include "lib/model/scheme.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/message.h"
#include "lib/profile/notable.h"
#include "lib/profile/set.h"
#include "lib/store/db.h"
#include "lib/store/device/device_state.h"
#include "lib/store/follow.h"
#include "lib/store/patch/evidence.h"
#include "lib/store/patch/verdict.h"
#include "lib/wire/syslog_repeat.h"

#define ASK_EVERY CLOCK_MINUTE
#define LATE      (10 * CLOCK_MINUTE)

/* What a line tells. */
struct told {
	enum event_class class;
	const char *rule;    /* or the profile that says so */
	const char *version; /* "" when it names none */
	struct event_part who;
	unsigned count;
};

/* The version that the line names is in the product's fix set. */
static bool
is_fixed_by(
    const struct verify *v, const struct verdict *d, const char *version)
{
	for (size_t i = 0; i < d->n_fixes; i++) {
		const struct verdict_fix *f = &d->fix[i];
		const struct scheme *s =
		    scheme_find(profile_set_schemes(v->profiles), f->scheme);
		const struct fix fix = { f->min, f->max, f->all };

		if (s != NULL && *f->component == '\0' &&
		    fixset_judge(&(struct fixset){ &fix, 1 }, &s, 1, version,
			NULL) == FIXSET_MET)
			return true;
	}
	return false;
}

static size_t
count_waiting(const struct verdict_list *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += list->verdict[i].row.state == STATE_PLANNED ||
		    list->verdict[i].row.state == STATE_IN_WINDOW;
	return n;
}

/* A line without a version is about the one that can be meant, or nobody. A
 * restart means nothing outside of a window. */
static bool
is_meant(const struct verify *v, const struct verdict_list *list, size_t i,
    const struct told *t)
{
	const struct verdict *d = &list->verdict[i];

	if (*t->version != '\0')
		return is_fixed_by(v, d, t->version);
	if (d->row.state == STATE_IN_WINDOW)
		return true;
	return t->class == EVENT_UPGRADE_OK && d->row.state == STATE_PLANNED &&
	    count_waiting(list) == 1;
}

static int
hint(struct verify *v, const struct stored_message *m, const struct told *t,
    int64_t evidence)
{
	const struct step_source source = { .message = evidence };
	struct verdict_list list;
	struct deployment_facts facts;
	int rc;

	rc = verdict_load_device(v->db, m->tenant_id, m->device_id, &list);
	for (size_t i = 0; rc == ERR_OK && i < list.n; i++) {
		if (!is_meant(v, &list, i, t))
			continue;
		rc = steps_facts(v, &list.verdict[i], &facts);
		facts.hinted = m->rcvd;
		if (rc == ERR_OK)
			rc = steps_take(v, &list.verdict[i], &facts, &source);
	}
	verdict_list_free(&list);
	return rc;
}

static bool
is_hint(enum event_class c)
{
	return c == EVENT_UPGRADE_OK || c == EVENT_VERSION || c == EVENT_BOOT;
}

/* Late news is no reason to hurry: the poller has been there since. */
static void
make_due(struct verify *v, const struct stored_message *m, enum event_class c)
{
	if (event_class_makes_due(c) && v->now - m->rcvd < LATE)
		due_note(v->due, m->tenant_id, m->device_id,
		    event_class_name(c), clock_monotonic());
}

/* With a copy of the line: a verdict may rest on it. */
static int
conclude(struct verify *v, const struct stored_message *m, const struct told *t)
{
	const char *class = event_class_name(t->class);
	struct redacted as = { 0 };
	int64_t evidence = 0;
	int rc;

	rc = redact_message(v, m, &t->who, &as);
	if (rc == ERR_OK)
		rc = proof_of_message(v, m, &as, class, t->version, &evidence);
	if (rc == ERR_OK)
		rc = device_event_add(v->db,
		    &(struct device_event){ .tenant_id = m->tenant_id,
			.device_id = m->device_id,
			.at = m->rcvd,
			.kind = class,
			.source = "syslog",
			.detail = buf_str(&as.text),
			.evidence_id = evidence,
			.journal = m->journal,
			.seq = m->seq,
			.rule = t->rule,
			.version = *t->version != '\0' ? t->version : NULL,
			.count = (int)t->count });
	if (rc == ERR_OK && is_hint(t->class))
		rc = hint(v, m, t, evidence);
	if (rc == ERR_OK)
		make_due(v, m, t->class);
	redacted_free(&as);
	return rc;
}

/*
 * Most lines tell nothing, and come by the thousand: by which profile to read
 * those of a device is asked once a minute.
 */
static int
find_reader(struct verify *v, const struct stored_message *m,
    struct verify_reader **out)
{
	struct verify_reader *r =
	    &v->reader[(unsigned)m->device_id % READERS_KEPT];
	struct device_state state;
	int rc;

	if (r->device_id != m->device_id || r->tenant_id != m->tenant_id ||
	    v->now - r->asked > ASK_EVERY) {
		rc = device_state_load(
		    v->db, m->tenant_id, m->device_id, &state);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
		*r = (struct verify_reader){ .tenant_id = m->tenant_id,
			.device_id = m->device_id,
			.asked = v->now };
		if (state.profile != NULL)
			r->profile =
			    profile_set_find(v->profiles, state.profile);
		device_state_free(&state);
	}
	*out = r;
	return ERR_OK;
}

/* In text that came as one line over a stream, others may belong to it; a
 * datagram has them inside. */
static bool
may_go_on(const struct stored_message *m)
{
	return strcmp(m->transport, "udp") != 0 &&
	    strchr(m->text, '\n') == NULL;
}

static int
lines_behind(const struct verify *v, const struct stored_message *m)
{
	struct buf subject = { 0 };
	int lines;

	if (!may_go_on(m))
		return 0;
	event_subject(m->app, m->msgid, m->text, &subject);
	lines = event_rules_lines(v->events, buf_str(&subject), subject.len);
	buf_free(&subject);
	return lines;
}

bool
message_is_early(const struct verify *v, const struct stored_message *m)
{
	return m->rcvd > v->now - FOLLOW_LINES_SPAN && m->rcvd <= v->now &&
	    lines_behind(v, m) > 0;
}

/* Lines without a priority, up to the next that has one. */
static int
add_lines_behind(
    struct verify *v, const struct stored_message *m, struct buf *subject)
{
	int max = lines_behind(v, m), rc;
	struct db_rows *rows = NULL;
	struct stored_message next;

	if (max == 0)
		return ERR_OK;
	rc = follow_next_lines(v->db, m, max, &rows);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < db_count(rows); i++) {
		follow_message(rows, i, &next);
		if (next.has_pri)
			break;
		buf_add_u8(subject, '\n');
		event_subject(next.app, next.msgid, next.text, subject);
	}
	db_rows_free(rows);
	return ERR_OK;
}

/* What the profile of its device says of it. */
static int
take_by_profile(struct verify *v, const struct profile *p,
    const struct stored_message *m, struct buf *subject, unsigned count,
    bool *taken)
{
	struct buf version = { 0 };
	enum message_class class = MESSAGE_NONE;
	struct told t = { .count = count, .rule = p->title };
	int rc = ERR_OK;

	class = profile_classify_message(
	    p, buf_str(subject), subject->len, &version);
	*taken = class != MESSAGE_NONE &&
	    event_class_parse(message_class_name(class), &t.class);
	t.version = buf_str(&version);
	if (*taken)
		rc = conclude(v, m, &t);
	buf_free(&version);
	return rc;
}

static int
take_found(struct verify *v, struct verify_reader *r,
    const struct stored_message *m, const struct event_found *found,
    unsigned count)
{
	struct told t = { .class = found->rule->class,
		.rule = found->rule->title,
		.who = found->who,
		.count = count };
	struct buf version = { 0 };
	int rc;

	if (!event_class_is_evidence(t.class)) {
		r->became = lines_add(v->lines, m, found, count);
		r->look = v->look;
		r->seq = m->seq;
		r->rcvd = m->rcvd;
		return ERR_OK;
	}
	if (found->version.at != NULL)
		buf_add(&version, found->version.at, found->version.len);
	t.version = buf_str(&version);
	rc = conclude(v, m, &t);
	buf_free(&version);
	return rc;
}

/* subject is the line, or what it says was repeated. */
static int
take_subject(struct verify *v, struct verify_reader *r,
    const struct stored_message *m, struct buf *subject, unsigned count)
{
	struct event_found found;
	bool taken = false;
	int rc = ERR_OK;

	r->look = 0;
	if (r->profile != NULL)
		rc = take_by_profile(v, r->profile, m, subject, count, &taken);
	if (rc < 0 || taken)
		return rc;
	if (event_rules_find(v->events, buf_str(subject), subject->len, &found))
		return take_found(v, r, m, &found, count);
	if (m->severity >= 0 && m->severity <= NOTABLE_SEVERITY && m->has_pri &&
	    !m->is_counted)
		lines_add_unknown(v->lines, v->people, m, count);
	return ERR_OK;
}

/* It is about the line before it, of which store may have seen that nothing
 * comes of it: then it is not among those that we read. */
static int
take_repeat(struct verify *v, struct verify_reader *r,
    const struct stored_message *m, unsigned times)
{
	bool is_next = false;
	int rc;

	if (r->look != v->look)
		return ERR_OK;
	rc = follow_is_next(v->db, m, r->seq, r->rcvd, &is_next);
	if (rc < 0)
		return rc;
	if (is_next)
		lines_repeat(v->lines, r->became, times);
	r->look = is_next ? v->look : 0;
	r->seq = m->seq;
	r->rcvd = m->rcvd;
	return ERR_OK;
}

int
message_take(struct verify *v, const struct stored_message *m)
{
	const struct span text = span_of(m->text, strlen(m->text));
	struct buf subject = { 0 }, part = { 0 };
	struct verify_reader *r;
	struct span inner;
	unsigned times = syslog_repeats(&text, &inner);
	int rc = find_reader(v, m, &r);

	if (rc < 0)
		return rc;
	if (times > 0 && inner.at == NULL)
		return take_repeat(v, r, m, times);
	if (times > 0)
		buf_add(&part, inner.at, span_len(&inner));
	event_subject(
	    m->app, m->msgid, times > 0 ? buf_str(&part) : m->text, &subject);
	rc = add_lines_behind(v, m, &subject);
	if (rc == ERR_OK)
		rc = take_subject(v, r, m, &subject, times > 0 ? times : 1);
	buf_free(&part);
	buf_free(&subject);
	return rc;
}
