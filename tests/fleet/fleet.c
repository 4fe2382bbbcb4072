/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fleet/fleet.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/mem.h"
#include "lib/wire/recording.h"
#include "lib/wire/snapshot.h"
#include "lib/wire/snmp.h"
#include "lib/wire/varbind.h"

enum { SCENARIO_MAX = 1 << 20, PERMILLE = 1000 };

struct recording {
	struct recording *next;
	char *path;
	struct snapshot *snapshot;
};

struct fleet {
	char *folder;
	struct agent **agents; /* in the order of their addresses */
	size_t count, cap;
	struct recording *recordings;
};

struct fleet *
fleet_new(const char *folder)
{
	struct fleet *f = mem_new(1, sizeof(*f));

	f->folder = mem_dup_str(folder);
	return f;
}

void
fleet_free(struct fleet *f)
{
	struct recording *r, *next;

	if (f == NULL)
		return;
	for (size_t i = 0; i < f->count; i++)
		agent_free(f->agents[i]);
	for (r = f->recordings; r != NULL; r = next) {
		next = r->next;
		snapshot_free(r->snapshot);
		free(r->path);
		free(r);
	}
	free(f->agents);
	free(f->folder);
	free(f);
}

size_t
fleet_count(const struct fleet *f)
{
	return f->count;
}

static size_t
position(const struct fleet *f, struct in_addr address)
{
	size_t low = 0, high = f->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (ntohl(f->agents[middle]->address.s_addr) <
		    ntohl(address.s_addr))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct agent *
fleet_find(const struct fleet *f, struct in_addr address)
{
	size_t i = position(f, address);

	if (i == f->count || f->agents[i]->address.s_addr != address.s_addr)
		return NULL;
	return f->agents[i];
}

static struct agent *
find_or_add(struct fleet *f, struct in_addr address, int64_t now)
{
	struct agent *a = fleet_find(f, address);
	size_t i = position(f, address);

	if (a != NULL)
		return a;
	if (f->count == f->cap) {
		f->cap = f->cap == 0 ? 64 : f->cap * 2;
		f->agents = mem_grow(f->agents, f->cap, sizeof(struct agent *));
	}
	memmove(&f->agents[i + 1], &f->agents[i],
	    (f->count - i) * sizeof(struct agent *));
	f->agents[i] = agent_new(address, now);
	f->count++;
	return f->agents[i];
}

static const struct snapshot *
load_recording(struct fleet *f, const char *name)
{
	struct snapshot *s;
	struct recording *r;
	char path[4096];

	if (name[0] == '/')
		snprintf(path, sizeof(path), "%s", name);
	else
		snprintf(path, sizeof(path), "%s/%s", f->folder, name);
	for (r = f->recordings; r != NULL; r = r->next) {
		if (strcmp(r->path, path) == 0)
			return r->snapshot;
	}
	if (recording_load(path, &s) < 0)
		return NULL;
	r = mem_new(1, sizeof(*r));
	*r = (struct recording){ f->recordings, mem_dup_str(path), s };
	f->recordings = r;
	return s;
}

/* A command as it is being done, for one agent. */
struct command {
	struct fleet *fleet;
	struct agent *agent;
	int64_t now;
	char *words; /* what stands behind the verb */
	const char *reason;
};

static char *
next_word(struct command *c)
{
	char *word;

	c->words += strspn(c->words, " \t");
	if (*c->words == '\0')
		return NULL;
	word = c->words;
	c->words += strcspn(c->words, " \t");
	if (*c->words != '\0')
		*c->words++ = '\0';
	return word;
}

static int
refuse(struct command *c, const char *reason)
{
	c->reason = reason;
	return ERR_PARSE;
}

static int
take_number(struct command *c, long min, long max, long *out)
{
	char *word = next_word(c), *end = NULL;

	if (word != NULL)
		*out = strtol(word, &end, 10);
	if (word == NULL || *end != '\0' || *out < min || *out > max)
		return refuse(c, "wants a number within its limits");
	return ERR_OK;
}

static int
take_switch(struct command *c, bool *out)
{
	const char *word = next_word(c);

	if (word != NULL && strcmp(word, "on") == 0)
		*out = true;
	else if (word != NULL && strcmp(word, "off") == 0)
		*out = false;
	else
		return refuse(c, "wants on or off");
	return ERR_OK;
}

/* An OID, or "off" for none. */
static int
take_oid(struct command *c, struct buf *out)
{
	const char *word = next_word(c);
	struct buf oid = { 0 };

	if (word == NULL ||
	    (strcmp(word, "off") != 0 && oid_parse(word, &oid) < 0))
		return refuse(c, "wants an OID, or off");
	buf_free(out);
	*out = oid;
	return ERR_OK;
}

static int
do_recording(struct command *c)
{
	const char *name = next_word(c);
	const struct snapshot *s;

	if (name == NULL)
		return refuse(c, "wants a file");
	s = load_recording(c->fleet, name);
	if (s == NULL)
		return refuse(c, "cannot be read");
	c->agent->recording = s;
	return ERR_OK;
}

static int
do_set(struct command *c)
{
	const char *oid = next_word(c), *type = next_word(c);
	struct buf scratch = { 0 };
	struct varbind vb;
	int rc;

	if (oid == NULL || type == NULL)
		return refuse(c, "wants OID TYPE VALUE");
	rc = recording_value(
	    oid, type, c->words, strlen(c->words), &scratch, &vb, &c->reason);
	if (rc == ERR_OK)
		agent_set(c->agent, &vb);
	buf_free(&scratch);
	return rc;
}

static int
do_unset(struct command *c)
{
	struct varbind vb = { .value = { .type = VALUE_NULL } };
	struct buf oid = { 0 };
	int rc = take_oid(c, &oid);

	if (rc == ERR_OK && oid.len == 0)
		rc = refuse(c, "wants an OID");
	if (rc == ERR_OK) {
		vb.oid = (struct oid){ oid.data, oid.len };
		agent_set(c->agent, &vb);
	}
	buf_free(&oid);
	return rc;
}

static int
do_grow(struct command *c)
{
	struct growth *g = &c->agent->growth[c->agent->growths];
	struct buf root = { 0 };
	long rate;

	if (c->agent->growths == AGENT_GROWTHS_MAX)
		return refuse(c, "grows too many things already");
	if (take_oid(c, &root) < 0 || take_number(c, 0, 1L << 40, &rate) < 0) {
		buf_free(&root);
		return ERR_PARSE;
	}
	*g = (struct growth){ root, rate };
	c->agent->growths++;
	return ERR_OK;
}

static int
do_uptime(struct command *c)
{
	long seconds;
	int rc = take_number(c, 0, 1L << 32, &seconds);

	if (rc == ERR_OK)
		agent_set_uptime(c->agent, seconds * CLOCK_SECOND, c->now);
	return rc;
}

static int
do_reboot(struct command *c)
{
	agent_reboot(c->agent, c->now);
	return ERR_OK;
}

static int
do_restart(struct command *c)
{
	agent_restart(c->agent, c->now);
	return ERR_OK;
}

static int
do_silent(struct command *c)
{
	return take_switch(c, &c->agent->silent);
}

static int
do_v1_only(struct command *c)
{
	return take_switch(c, &c->agent->v1_only);
}

static int
do_duplicate(struct command *c)
{
	return take_switch(c, &c->agent->duplicate);
}

static int
do_wrong_id(struct command *c)
{
	return take_switch(c, &c->agent->wrong_id);
}

static int
do_loop(struct command *c)
{
	return take_oid(c, &c->agent->loop);
}

static int
do_gen_err(struct command *c)
{
	return take_oid(c, &c->agent->broken);
}

static int
do_loss(struct command *c)
{
	long permille;
	int rc = take_number(c, 0, PERMILLE, &permille);

	if (rc == ERR_OK)
		c->agent->loss_permille = (int)permille;
	return rc;
}

static int
do_delay(struct command *c)
{
	long delay, jitter = 0;

	if (take_number(c, 0, 60000, &delay) < 0)
		return ERR_PARSE;
	c->words += strspn(c->words, " \t");
	if (*c->words != '\0' && take_number(c, 0, 60000, &jitter) < 0)
		return ERR_PARSE;
	c->agent->delay = delay * 1000;
	c->agent->jitter = jitter * 1000;
	return ERR_OK;
}

static int
do_too_big(struct command *c)
{
	long octets;
	int rc = take_number(c, 0, SNMP_MESSAGE_MAX, &octets);

	if (rc == ERR_OK)
		c->agent->message_max =
		    octets == 0 ? SNMP_MESSAGE_MAX : (size_t)octets;
	return rc;
}

static int
do_source(struct command *c)
{
	const char *word = next_word(c);
	struct in_addr ip = { 0 };

	if (word == NULL ||
	    (strcmp(word, "off") != 0 && inet_pton(AF_INET, word, &ip) != 1))
		return refuse(c, "wants an address, or off");
	c->agent->source = ip;
	return ERR_OK;
}

static int
do_community(struct command *c)
{
	const char *word = next_word(c);

	if (word == NULL || strlen(word) >= sizeof(c->agent->community))
		return refuse(c, "wants a word");
	memcpy(c->agent->community, word, strlen(word) + 1);
	return ERR_OK;
}

static const struct {
	const char *verb;
	int (*run)(struct command *c);
} verbs[] = {
	{ "recording", do_recording },
	{ "community", do_community },
	{ "set", do_set },
	{ "unset", do_unset },
	{ "grow", do_grow },
	{ "uptime", do_uptime },
	{ "reboot", do_reboot },
	{ "restart", do_restart },
	{ "silent", do_silent },
	{ "loss", do_loss },
	{ "delay", do_delay },
	{ "duplicate", do_duplicate },
	{ "wrong-id", do_wrong_id },
	{ "source", do_source },
	{ "loop", do_loop },
	{ "too-big", do_too_big },
	{ "gen-err", do_gen_err },
	{ "v1-only", do_v1_only },
};

static int
run_verb(struct command *c, const char *verb)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (strcmp(verbs[i].verb, verb) == 0)
			return verbs[i].run(c);
	}
	return refuse(c, "no such verb");
}

/* "127.1.0.1", or "127.1.0.1-127.1.0.9"; in host order. */
static int
read_range(char *word, uint32_t *first, uint32_t *last)
{
	char *dash = strchr(word, '-');
	struct in_addr a, b;

	if (dash != NULL)
		*dash = '\0';
	if (inet_pton(AF_INET, word, &a) != 1 ||
	    inet_pton(AF_INET, dash == NULL ? word : dash + 1, &b) != 1)
		return ERR_PARSE;
	*first = ntohl(a.s_addr);
	*last = ntohl(b.s_addr);
	return *first <= *last && *first >> 24 == IN_LOOPBACKNET &&
		*last >> 24 == IN_LOOPBACKNET
	    ? ERR_OK
	    : ERR_PARSE;
}

static int
run_line(struct command *c, char *text)
{
	char *copy, *range, *verb;
	uint32_t first, last;
	int rc = ERR_OK;

	c->words = text;
	range = next_word(c);
	verb = next_word(c);
	if (range == NULL || verb == NULL ||
	    read_range(range, &first, &last) < 0)
		return refuse(c, "not 127.ADDRESS VERB ...");
	text = c->words;
	for (uint32_t ip = first; rc == ERR_OK && ip <= last; ip++) {
		c->agent = find_or_add(
		    c->fleet, (struct in_addr){ htonl(ip) }, c->now);
		copy = c->words = mem_dup_str(text);
		rc = run_verb(c, verb);
		free(copy);
	}
	return rc;
}

int
fleet_command(
    struct fleet *f, const char *line, int64_t now, const char **reason)
{
	struct command c = { .fleet = f, .now = now };
	char *text = mem_dup_str(line);
	int rc;

	rc = run_line(&c, text);
	*reason = c.reason;
	free(text);
	return rc;
}

int
fleet_load(struct fleet *f, const char *path, int64_t now)
{
	struct buf text = { 0 };
	char *rest, *line;
	const char *reason;
	int rc, number = 0, bad = 0;

	rc = file_read(path, SCENARIO_MAX, &text);
	if (rc < 0)
		goto out;
	rest = (char *)(uintptr_t)buf_str(&text);
	while ((line = strsep(&rest, "\n")) != NULL) {
		number++;
		line += strspn(line, " \t");
		if (*line == '\0' || *line == '#')
			continue;
		if (fleet_command(f, line, now, &reason) < 0) {
			log_warnx("%s:%d: %s", path, number, reason);
			bad++;
		}
	}
	rc = bad > 0 ? ERR_PARSE : ERR_OK;
out:
	buf_free(&text);
	return rc;
}
