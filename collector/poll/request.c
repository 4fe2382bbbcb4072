/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/request.h"

#include <stdlib.h>
#include <string.h>

#include "collector/poll/claim.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum { KINDS_MAX = 8 };

enum state { TAKEN, BEGUN, ANSWERED, SENDING };

struct entry {
	struct request r; /* first: a request is its entry */
	char *kind;
	struct json *args;
	enum state state;
	struct request_desk *desk;
	char *outcome, *result; /* when answered */
	struct entry *next;
};

struct kind {
	const char *name;
	request_begin *begin;
	void *arg;
};

struct request_desk {
	struct claim *claim;
	struct request_hooks hooks;
	struct kind kinds[KINDS_MAX];
	size_t kind_count;
	struct entry *first, **end; /* as they were asked */
};

static void
free_entry(struct entry *e)
{
	json_free(e->args);
	free(e->kind);
	free(e->outcome);
	free(e->result);
	free(e);
}

void
request_desk_free(struct request_desk *k)
{
	struct entry *e;

	if (k == NULL)
		return;
	while ((e = k->first) != NULL) {
		k->first = e->next;
		free_entry(e);
	}
	claim_free(k->claim);
	free(k);
}

void
request_desk_kind(
    struct request_desk *k, const char *kind, request_begin *begin, void *arg)
{
	if (k->kind_count == KINDS_MAX)
		fatalx("request: more than %d kinds", KINDS_MAX);
	k->kinds[k->kind_count++] = (struct kind){ kind, begin, arg };
}

static bool
is_here(const struct request_desk *k, int tenant_id, int64_t request_id)
{
	const struct entry *e;

	for (e = k->first; e != NULL; e = e->next) {
		if (e->r.tenant_id == tenant_id &&
		    e->r.request_id == request_id)
			return true;
	}
	return false;
}

static void
on_taken(void *arg, const struct claim_row *row)
{
	struct request_desk *k = arg;
	struct entry *e;

	/* Taken by us a long while ago, and not done yet. */
	if (is_here(k, row->tenant_id, row->request_id))
		return;
	e = mem_new(1, sizeof(*e));
	e->desk = k;
	e->kind = mem_dup_str(row->kind);
	if (json_parse("request", row->args, strlen(row->args), &e->args) < 0)
		e->args = json_new_object();
	e->r = (struct request){ .tenant_id = row->tenant_id,
		.device_id = row->device_id,
		.request_id = row->request_id,
		.kind = e->kind,
		.args = e->args,
		.permitted = row->permitted };
	*k->end = e;
	k->end = &e->next;
}

static void
on_all_taken(void *arg)
{
	struct request_desk *k = arg;

	if (request_desk_waits(k))
		k->hooks.waiting(k->hooks.arg);
}

struct request_desk *
request_desk_new(struct dblink *db, const char *name, const struct share *share,
    const struct request_hooks *hooks)
{
	struct request_desk *k = mem_new(1, sizeof(*k));
	const struct claim_hooks claim_hooks = { on_taken, on_all_taken, k };

	k->claim = claim_new(db, name, share, &claim_hooks);
	k->hooks = *hooks;
	k->end = &k->first;
	return k;
}

static void
remove_entry(struct request_desk *k, struct entry *e)
{
	struct entry **at = &k->first;

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	if (e->next == NULL)
		k->end = at;
	free_entry(e);
}

static void
on_answered(void *arg, int rc, const struct db_rows *rows)
{
	struct entry *e = arg;

	(void)rows;
	/* One that the database refuses it will refuse again: it was logged. */
	if (rc == ERR_AGAIN)
		e->state = ANSWERED;
	else
		remove_entry(e->desk, e);
}

static void
send_answer(struct request_desk *k, struct entry *e)
{
	const struct claim_answer a = { e->r.tenant_id, e->r.request_id,
		e->outcome, e->result };

	if (e->state == ANSWERED &&
	    claim_answer(k->claim, &a, on_answered, e) == ERR_OK)
		e->state = SENDING;
}

void
request_desk_look(struct request_desk *k)
{
	for (struct entry *e = k->first; e != NULL; e = e->next)
		send_answer(k, e);
	claim_take(k->claim);
}

bool
request_desk_waits(const struct request_desk *k)
{
	const struct entry *e;

	for (e = k->first; e != NULL; e = e->next) {
		if (e->state == TAKEN)
			return true;
	}
	return false;
}

static void
begin(struct request_desk *k, struct entry *e)
{
	e->state = BEGUN;
	for (size_t i = 0; i < k->kind_count; i++) {
		if (strcmp(k->kinds[i].name, e->kind) == 0) {
			k->kinds[i].begin(k->kinds[i].arg, &e->r);
			return;
		}
	}
	request_answer(k, &e->r, "not known", NULL);
}

void
request_desk_begin(struct request_desk *k)
{
	/* Entries leave in the loop only, so that a begin may answer any. */
	for (struct entry *e = k->first; e != NULL; e = e->next) {
		if (e->state == TAKEN)
			begin(k, e);
	}
}

void
request_answer(struct request_desk *k, const struct request *r,
    const char *outcome, struct json *result)
{
	struct entry *e = (struct entry *)(uintptr_t)r;

	e->state = ANSWERED;
	e->outcome = mem_dup_str(outcome);
	e->result = result == NULL ? NULL : json_line(result);
	json_free(result);
	send_answer(k, e);
}

void
request_answer_all(struct request_desk *k, const char *kind, int tenant_id,
    int device_id, int64_t request_id, const char *outcome)
{
	for (struct entry *e = k->first; e != NULL; e = e->next) {
		if (e->state == BEGUN && e->r.request_id <= request_id &&
		    e->r.tenant_id == tenant_id &&
		    e->r.device_id == device_id && strcmp(e->kind, kind) == 0)
			request_answer(k, &e->r, outcome, NULL);
	}
}
