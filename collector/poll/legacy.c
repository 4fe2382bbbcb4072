/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/legacy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/engine/engine.h"
#include "collector/keys/keyring.h"
#include "collector/poll/request.h"
#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/wire/oid.h"
#include "lib/wire/varbind.h"

/* sysObjectID.0: every agent has it, and it is short. */
#define SYS_OBJECT_ID OID_OF(0x2b, 6, 1, 2, 1, 1, 2, 0)

enum {
	RETRIES = 1,
	COMMUNITIES_MAX = 4, /* besides "public" */
	WAYS_MAX = 2 * (1 + COMMUNITIES_MAX),
	ANSWER_MAX = 1024, /* octets of it that are kept */
};

struct way {
	enum snmp_version version;
	bool is_public;
	char community[256];
};

/* A device that is being tried. */
struct trying {
	struct legacy *owner;
	const struct request *request;
	struct engine_peer peer;
	struct way way[WAYS_MAX];
	size_t n, at;
	uint32_t ticket;
	bool is_open; /* the ticket */
	struct buf answers;
	struct json *tried, *raw;
	struct trying *next;
};

struct legacy {
	struct engine *engine;
	const struct keyring *keys;
	struct request_desk *desk;
	struct trying *first;
};

static void ask_next(struct trying *t);

static void
free_trying(struct trying *t)
{
	if (t->is_open)
		engine_cancel(t->owner->engine, t->ticket);
	box_wipe(t->way, sizeof(t->way));
	buf_free(&t->answers);
	json_free(t->tried);
	json_free(t->raw);
	free(t);
}

static void
remove_trying(struct trying *t)
{
	struct trying **at = &t->owner->first;

	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	free_trying(t);
}

static void
name_way(const struct way *w, char *out, size_t size)
{
	snprintf(out, size, "%s %s", w->version == SNMP_V1 ? "v1" : "v2c",
	    w->is_public ? "public" : "configured");
}

/*
 * Which ways
 */

static void
add_way(struct trying *t, enum snmp_version version, const char *community)
{
	struct way *w = &t->way[t->n++];

	w->version = version;
	w->is_public = strcmp(community, "public") == 0;
	snprintf(w->community, sizeof(w->community), "%s", community);
}

static void
list_ways(struct trying *t, int tenant_id)
{
	const char *community[COMMUNITIES_MAX];
	size_t n = keyring_communities(
	    t->owner->keys, tenant_id, community, COMMUNITIES_MAX);

	for (int v = 0; v < 2; v++) {
		enum snmp_version version = v == 0 ? SNMP_V1 : SNMP_V2C;

		add_way(t, version, "public");
		for (size_t i = 0; i < n; i++) {
			if (strcmp(community[i], "public") != 0)
				add_way(t, version, community[i]);
		}
	}
}

/*
 * What came
 */

static bool
has_word(const struct json *list, const char *word)
{
	for (size_t i = 0; i < json_len(list); i++) {
		if (strcmp(json_text_of(json_at(list, i)), word) == 0)
			return true;
	}
	return false;
}

static void
note_answer(struct trying *t, const char *way, const struct snmp_message *m)
{
	char hex[2 * ANSWER_MAX + 1];
	struct json *o = json_new_object();
	size_t len = m->varbinds.len;

	if (len > ANSWER_MAX)
		len = ANSWER_MAX;
	json_put_text(o, "way", way);
	json_put_int(o, "error", m->error_status);
	json_put_text(o, "varbinds", digest_hex(m->varbinds.data, len, hex));
	json_add(t->raw, o);
	if (t->answers.len == 0 || strstr(buf_str(&t->answers), way) == NULL)
		buf_printf(
		    &t->answers, "%s%s", t->answers.len > 0 ? ", " : "", way);
}

static void
finish(struct trying *t, const char *outcome)
{
	struct json *o = json_new_object();

	json_put_text(o, "answers",
	    t->answers.len == 0 ? "silent" : buf_str(&t->answers));
	json_put(o, "tried", t->tried);
	json_put(o, "raw", t->raw);
	t->tried = t->raw = NULL;
	request_answer(t->owner->desk, t->request, outcome, o);
	remove_trying(t);
}

static void
on_end(void *arg, const struct engine_end *end)
{
	struct trying *t = arg;
	char name[24];

	t->is_open = false;
	name_way(&t->way[t->at], name, sizeof(name));
	if (!has_word(t->tried, name))
		json_add_text(t->tried, name);
	/* An error is an answer: it let us in. */
	if (end->answer != NULL)
		note_answer(t, name, end->answer);
	t->at++;
	ask_next(t);
}

static void
ask_next(struct trying *t)
{
	struct engine_question q = { .pdu = SNMP_GET, .retries = RETRIES };
	const struct way *w = &t->way[t->at];
	struct buf names = { 0 };

	if (t->at == t->n) {
		finish(t, "tried");
		return;
	}
	t->peer.version = w->version;
	t->peer.community = w->community;
	t->peer.community_len = strlen(w->community);
	varbind_add_name(&names, SYS_OBJECT_ID);
	q.varbinds = (struct ber){ names.data, names.len };
	t->is_open = engine_ask(t->owner->engine, &t->peer, &q, on_end, t,
			 &t->ticket) == ERR_OK;
	buf_free(&names);
	/* What was not tried to the end says nothing. */
	if (!t->is_open)
		finish(t, "busy");
}

struct legacy *
legacy_new(struct engine *engine, const struct keyring *keys,
    struct request_desk *desk)
{
	struct legacy *l = mem_new(1, sizeof(*l));

	l->engine = engine;
	l->keys = keys;
	l->desk = desk;
	return l;
}

void
legacy_free(struct legacy *l)
{
	struct trying *t;

	if (l == NULL)
		return;
	while ((t = l->first) != NULL) {
		l->first = t->next;
		free_trying(t);
	}
	free(l);
}

void
legacy_try(
    struct legacy *l, const struct request *r, const struct address *address)
{
	struct trying *t;

	if (!r->permitted) {
		request_answer(l->desk, r, "not permitted", NULL);
		return;
	}
	t = mem_new(1, sizeof(*t));
	t->owner = l;
	t->request = r;
	t->peer.address = *address;
	t->tried = json_new_array();
	t->raw = json_new_array();
	t->next = l->first;
	l->first = t;
	list_ways(t, r->tenant_id);
	ask_next(t);
}
