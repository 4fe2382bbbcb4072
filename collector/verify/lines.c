/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/verify/context.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/people_shape.h"
#include "lib/store/follow.h"
#include "lib/store/log/line_store.h"
#include "lib/store/log/template_tally.h"
#include "lib/store/patch/evidence.h"

#define FLAP_SPAN (10 * CLOCK_MINUTE)

/* NAME_LEN: of what a line names, past any sense. */
enum { FLAP_CHANGES = 4, NAME_LEN = 128 };

struct lines {
	struct device_event *event; /* their texts are ours */
	size_t n_events, room;
	struct template_tally templates;
};

struct lines *
lines_new(void)
{
	return mem_new(1, sizeof(struct lines));
}

static void
free_event(struct device_event *e)
{
	free((char *)e->version);
	free((char *)e->who);
	free((char *)e->port);
}

void
lines_free(struct lines *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->n_events; i++)
		free_event(&l->event[i]);
	template_tally_free(&l->templates);
	free(l->event);
	free(l);
}

static char *
copy_part(const struct event_part *part)
{
	struct buf out = { 0 };

	if (part->at == NULL)
		return NULL;
	buf_add(&out, part->at, part->len < NAME_LEN ? part->len : NAME_LEN);
	return buf_take_str(&out);
}

/* Who logs in is nobody's business here: how many do is. */
static bool
keeps_who(enum event_class c)
{
	return c != EVENT_LOGIN_OK && c != EVENT_LOGIN_FAILED;
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
is_alike(const struct device_event *a, const struct device_event *b)
{
	return a->device_id == b->device_id && a->tenant_id == b->tenant_id &&
	    a->kind == b->kind && a->rule == b->rule &&
	    a->at / CLOCK_MINUTE == b->at / CLOCK_MINUTE &&
	    is_same_text(a->port, b->port) &&
	    is_same_text(a->version, b->version) &&
	    is_same_text(a->who, b->who);
}

size_t
lines_add(struct lines *l, const struct stored_message *m,
    const struct event_found *found, unsigned count)
{
	struct device_event e = {
		.tenant_id = m->tenant_id,
		.device_id = m->device_id,
		.at = m->rcvd,
		.kind = event_class_name(found->rule->class),
		.detail = found->rule->title,
		.journal = m->journal,
		.seq = m->seq,
		.rule = found->rule->title,
		.version = copy_part(&found->version),
		.port = copy_part(&found->port),
		.count = (int)count,
	};

	if (keeps_who(found->rule->class))
		e.who = copy_part(&found->who);
	for (size_t i = l->n_events; i-- > 0;) {
		if (!is_alike(&l->event[i], &e))
			continue;
		l->event[i].count += (int)count;
		free_event(&e);
		return i;
	}
	if (l->n_events == l->room) {
		l->room = l->room == 0 ? 64 : 2 * l->room;
		l->event = mem_grow(l->event, l->room, sizeof(*l->event));
	}
	l->event[l->n_events] = e;
	return l->n_events++;
}

void
lines_repeat(struct lines *l, size_t which, unsigned count)
{
	if (which < l->n_events)
		l->event[which].count += (int)count;
}

void
lines_add_unknown(struct lines *l, const struct people *people,
    const struct stored_message *m, unsigned count)
{
	struct buf shape = { 0 };

	people_shape(people, m->text, &shape);
	template_tally_add(&l->templates,
	    &(struct template_seen){ .tenant_id = m->tenant_id,
		.device_id = m->device_id,
		.at = m->rcvd,
		.severity = m->severity,
		.app = m->app,
		.code = m->msgid,
		.shape = buf_str(&shape),
		.count = count });
	buf_free(&shape);
}

static int
by_tenant(const void *a, const void *b)
{
	const struct device_event *x = a, *y = b;

	if (x->tenant_id != y->tenant_id)
		return x->tenant_id < y->tenant_id ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static bool
is_change(const struct device_event *e)
{
	return e->port != NULL &&
	    (strcmp(e->kind, event_class_name(EVENT_LINK_DOWN)) == 0 ||
		strcmp(e->kind, event_class_name(EVENT_LINK_UP)) == 0);
}

static int
tell_flap(struct verify *v, const struct device_event *e, int changes)
{
	char detail[200];

	snprintf(detail, sizeof(detail), "%s: %d changes within %d minutes",
	    e->port, changes, (int)(FLAP_SPAN / CLOCK_MINUTE));
	return device_event_add(v->db,
	    &(struct device_event){ .tenant_id = e->tenant_id,
		.device_id = e->device_id,
		.at = e->at,
		.kind = event_class_name(EVENT_FLAP),
		.source = "syslog",
		.detail = detail,
		.journal = e->journal,
		.seq = e->seq,
		.port = e->port });
}

static int
look_for_flap(struct verify *v, const struct device_event *e)
{
	int changes = 0, told = 0, rc;

	rc = line_store_changes(v->db, e->tenant_id, e->device_id, e->port,
	    e->at - FLAP_SPAN, e->at, &changes, &told);
	if (rc < 0 || told > 0 || changes < FLAP_CHANGES)
		return rc;
	return tell_flap(v, e, changes);
}

int
lines_write(struct lines *l, struct verify *v)
{
	int rc = ERR_OK;

	if (l->n_events > 0)
		qsort(l->event, l->n_events, sizeof(*l->event), by_tenant);
	for (size_t i = 0, n; rc == ERR_OK && i < l->n_events; i += n) {
		n = 1;
		while (i + n < l->n_events &&
		    l->event[i + n].tenant_id == l->event[i].tenant_id)
			n++;
		rc = line_store_events(v->db, &l->event[i], n);
	}
	for (size_t i = 0; rc == ERR_OK && i < l->n_events; i++)
		if (is_change(&l->event[i]))
			rc = look_for_flap(v, &l->event[i]);
	if (rc == ERR_OK && l->templates.count > 0)
		rc = line_store_templates(
		    v->db, l->templates.list, l->templates.count);
	return rc;
}
