/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/examiner.h"

#include <stdlib.h>
#include <string.h>

#include "collector/keys/keyring.h"
#include "collector/poll/request.h"
#include "collector/poll/trial.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/store/network/credential.h"

enum {
	RETRIES = 2,
	TRIALS_MAX = 64, /* at once: polls need room in the window, too */
};

struct exam {
	struct examiner *owner;
	const struct request *request;
	struct trial *trial; /* NULL: it waits for its turn */
	struct exam *next;
};

/* Invariant: while some wait, as many as may be are under way. */
struct examiner {
	struct engine *engine;
	const struct keyring *keys;
	struct request_desk *desk;
	struct exam *first, **end; /* as they were asked */
	size_t trials;             /* under way */
};

static void
remove_exam(struct exam *m)
{
	struct examiner *x = m->owner;
	struct exam **at = &x->first;

	while (*at != m)
		at = &(*at)->next;
	*at = m->next;
	if (m->next == NULL)
		x->end = at;
	x->trials -= m->trial != NULL;
	trial_free(m->trial);
	free(m);
}

static void
put_engine(struct json *o, const struct security_engine *e)
{
	char hex[2 * SNMP3_ENGINE_MAX + 1];

	if (e->len == 0)
		return;
	json_put_text(o, "engine_id", digest_hex(e->id, e->len, hex));
	json_put_int(o, "engine_boots", e->boots);
	json_put_int(o, "engine_time", e->time);
}

static void
put_text(struct json *o, const char *key, const char *text)
{
	if (text[0] != '\0')
		json_put_text(o, key, text);
}

static struct json *
list_findings(const struct trial_result *r)
{
	struct json *list = json_new_array();

	for (int f = 0; f < FINDINGS; f++) {
		if (trial_found(r, (enum finding)f))
			json_add_text(list, finding_name((enum finding)f));
	}
	return list;
}

static struct json *
result_of(const struct trial_result *r)
{
	struct json *o = json_new_object();
	char text[ADDRESS_TEXT_MAX];

	json_put_bool(o, "answers", r->answers);
	if (r->rtt > 0)
		json_put_int(o, "rtt_us", r->rtt);
	put_text(o, "sys_descr", r->sys_descr);
	put_text(o, "sys_object_id", r->sys_object_id);
	put_text(o, "sys_name", r->sys_name);
	put_engine(o, &r->engine);
	if (r->other.family != 0)
		json_put_text(
		    o, "other_address", address_format_port(&r->other, text));
	json_put(o, "findings", list_findings(r));
	return o;
}

static const char *
outcome_of(const struct trial_result *r)
{
	if (!r->answers)
		return "no answer";
	for (int f = 0; f < FINDINGS; f++) {
		if (trial_found(r, (enum finding)f) &&
		    finding_is_fault((enum finding)f))
			return "partial";
	}
	return "answered";
}

static void start_next(struct examiner *x);

static void
on_done(void *arg, const struct trial_result *r)
{
	struct exam *m = arg;
	struct examiner *x = m->owner;

	request_answer(x->desk, m->request, outcome_of(r), result_of(r));
	remove_exam(m);
	start_next(x);
}

/* ERR_PARSE: where, ERR_NOTFOUND: with what. */
static int
read_way(
    const struct examiner *x, const struct request *r, struct trial_way *out)
{
	int id = (int)json_get_int(r->args, "credential", 0);
	const char *address = json_get_text(r->args, "address");
	const struct credential *c = keyring_find(x->keys, r->tenant_id, id);

	*out = (struct trial_way){ .retries = RETRIES };
	if (address == NULL || address_parse(address, &out->address) < 0)
		return ERR_PARSE;
	out->address.port = (uint16_t)json_get_int(r->args, "port", SNMP_PORT);
	out->any_source = json_get_bool(r->args, "any_source", false);
	if (c == NULL)
		return ERR_NOTFOUND;
	out->community = c->community;
	out->user = keyring_user(x->keys, r->tenant_id, id);
	if (out->user != NULL)
		out->version = SNMP_V3;
	else
		out->version = strcmp(c->kind, "v1") == 0 ? SNMP_V1 : SNMP_V2C;
	return ERR_OK;
}

/* With the secrets of this moment; NULL when it has begun, else why not. */
static const char *
start(struct examiner *x, struct exam *m)
{
	struct trial_way way;
	int rc = read_way(x, m->request, &way);

	if (rc < 0)
		return rc == ERR_PARSE ? "no address" : "no credential";
	m->trial = trial_start(x->engine, &way, on_done, m);
	x->trials += m->trial != NULL;
	return m->trial != NULL ? NULL : "busy";
}

static void
start_next(struct examiner *x)
{
	struct exam *m, *next;
	const char *fault;

	for (m = x->first; m != NULL && x->trials < TRIALS_MAX; m = next) {
		next = m->next;
		if (m->trial != NULL)
			continue;
		fault = start(x, m);
		if (fault == NULL)
			continue;
		request_answer(x->desk, m->request, fault, NULL);
		remove_exam(m);
	}
}

static void
on_request(void *arg, const struct request *r)
{
	struct examiner *x = arg;
	struct exam *m = mem_new(1, sizeof(*m));

	m->owner = x;
	m->request = r;
	*x->end = m;
	x->end = &m->next;
	start_next(x);
}

struct examiner *
examiner_new(struct engine *engine, const struct keyring *keys,
    struct request_desk *desk)
{
	struct examiner *x = mem_new(1, sizeof(*x));

	x->engine = engine;
	x->keys = keys;
	x->desk = desk;
	x->end = &x->first;
	request_desk_kind(desk, "test", on_request, x);
	request_desk_kind(desk, "credential_test", on_request, x);
	return x;
}

void
examiner_free(struct examiner *x)
{
	struct exam *m;

	if (x == NULL)
		return;
	while ((m = x->first) != NULL) {
		x->first = m->next;
		trial_free(m->trial);
		free(m);
	}
	free(x);
}
