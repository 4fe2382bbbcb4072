/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Asks devices as the poller does, with its own engine and walks, what stands
 * on standard input, one a line:
 *
 *	get OID...      objects, as a plan asks for them
 *	walk OID...     columns, side by side
 *	one OID...      one GET, and how it ended
 *	run COMMAND     of the shell, in between
 *
 * and prints what they said as a recording. What becomes of a device (what it
 * can do, its engine and clock) stays known from line to line.
 */

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/engine/engine.h"
#include "collector/engine/security.h"
#include "collector/engine/transport.h"
#include "collector/engine/walk.h"
#include "collector/keys/keys.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/wire/recording.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/number.h"

enum { OIDS_MAX = 64 };

struct target {
	struct target *next;
	struct asker *asker;
	const char *name;
	struct engine_peer peer;
	struct manner manner;
	struct gathered gathered;
	struct walk *walk;
	enum walk_end end;
};

struct asker {
	struct event_base *base;
	struct transport *transport;
	struct target *targets;
	struct usm_user user;
	const char *auth_password, *priv_password;
	const char *community;
	enum snmp_version version;
	int rows, retries, varbinds;
	int64_t timeout;
	bool any_source, hexadecimal, counts;
	size_t open;
	struct buf names; /* of the line, back to back */
	struct oid oids[OIDS_MAX];
	size_t n_oids;
};

static void
usage(void)
{
	fputs("usage: ask [-v 1|2c|3] [-c COMMUNITY] [-u USER] [-a AUTH]"
	      " [-A PASSWORD]\n"
	      "           [-x PRIV] [-X PASSWORD] [-n CONTEXT] [-r RETRIES]"
	      " [-t MS]\n"
	      "           [-R ROWS] [-B VARBINDS] [-s] [-h] [-k]"
	      " ADDRESS:PORT...\n",
	    stderr);
	exit(2);
}

static void
print_binding(const struct asker *a, const struct varbind *vb)
{
	struct buf text = { 0 };
	char name[OID_TEXT_MAX];
	bool octets =
	    vb->value.type == VALUE_STRING || vb->value.type == VALUE_OPAQUE;

	if (a->hexadecimal && octets) {
		buf_printf(&text, "%s|%dx|", oid_print(vb->oid, name),
		    (int)vb->value.type);
		for (size_t i = 0; i < vb->value.len; i++)
			buf_printf(&text, "%02x", vb->value.data[i]);
		buf_add_u8(&text, '\n');
	} else {
		recording_print(vb, &text);
	}
	if (text.len > 0)
		fwrite(text.data, 1, text.len, stdout);
	buf_free(&text);
}

static void
print_list(const struct asker *a, struct ber list)
{
	struct varbind vb;

	while (varbind_take(&list, &vb) == ERR_OK)
		print_binding(a, &vb);
}

static void
leave(struct asker *a)
{
	if (--a->open == 0)
		event_base_loopbreak(a->base);
}

static void
on_walked(void *arg, enum walk_end end)
{
	struct target *t = arg;

	t->end = end;
	leave(t->asker);
}

static void
print_walk(const struct target *t)
{
	const struct gathered *g = &t->gathered;

	print_list(t->asker, (struct ber){ g->varbinds.data, g->varbinds.len });
	printf("# %s %s loops %u dropped %u cut %d error %s varbinds %d\n",
	    t->name, t->end == WALK_DONE ? "done" : "silent", g->loops,
	    g->dropped, g->cut, snmp_error_name(g->error), t->manner.varbinds);
}

static void
print_counts(const struct asker *a)
{
	const struct engine_counts *c =
	    engine_counts(transport_engine(a->transport));

	if (!a->counts)
		return;
	printf("# sent %llu retried %llu answered %llu late %llu foreign %llu"
	       " malformed %llu probes %llu reports %llu bad-mac %llu"
	       " untimely %llu\n",
	    (unsigned long long)c->sent, (unsigned long long)c->retried,
	    (unsigned long long)c->answered, (unsigned long long)c->late,
	    (unsigned long long)c->foreign, (unsigned long long)c->malformed,
	    (unsigned long long)c->probes, (unsigned long long)c->reports,
	    (unsigned long long)c->bad_mac, (unsigned long long)c->untimely);
}

static void
wait_for_all(struct asker *a)
{
	transport_flush(a->transport);
	if (a->open > 0)
		event_base_dispatch(a->base);
}

static void
walk_all(struct asker *a, bool columns)
{
	const struct walk_list list = {
		.names = a->oids, .count = a->n_oids, .columns = columns
	};

	for (struct target *t = a->targets; t != NULL; t = t->next) {
		const struct walk_party party = {
			.engine = transport_engine(a->transport),
			.peer = &t->peer,
			.manner = &t->manner,
			.gathered = &t->gathered,
			.retries = a->retries,
			.until = INT64_MAX,
		};

		a->open++;
		t->walk = walk_start(&party, &list, on_walked, t);
	}
	wait_for_all(a);
	for (struct target *t = a->targets; t != NULL; t = t->next) {
		print_walk(t);
		walk_free(t->walk);
		t->walk = NULL;
		buf_free(&t->gathered.varbinds);
		t->gathered = (struct gathered){ 0 };
	}
}

static void
on_one(void *arg, const struct engine_end *end)
{
	struct target *t = arg;

	if (end->answer != NULL)
		print_list(t->asker, end->answer->varbinds);
	printf("# %s %s report %s%s%s%s%s%s%s\n", t->name,
	    end->answer == NULL ? "unanswered"
				: snmp_error_name(end->answer->error_status),
	    end->report == USM_REPORT_NONE ? "none"
					   : usm_report_name(end->report),
	    end->report != USM_REPORT_NONE && end->is_signed ? " signed" : "",
	    end->spared ? " spared" : "", end->bad_mac ? " bad-mac" : "",
	    end->untimely ? " untimely" : "",
	    end->icmp == ENGINE_PORT_CLOSED ? " closed" : "",
	    end->other.family != 0 ? " other" : "");
	leave(t->asker);
}

static void
ask_all(struct asker *a)
{
	struct engine_question q = { .pdu = SNMP_GET, .retries = a->retries };
	struct buf list = { 0 };

	for (size_t i = 0; i < a->n_oids; i++)
		varbind_add_name(&list, a->oids[i]);
	q.varbinds = (struct ber){ list.data, list.len };
	for (struct target *t = a->targets; t != NULL; t = t->next) {
		a->open++;
		if (engine_ask(transport_engine(a->transport), &t->peer, &q,
			on_one, t, NULL) < 0)
			fatalx("%s: cannot be asked", t->name);
	}
	wait_for_all(a);
	buf_free(&list);
}

static void
read_oids(struct asker *a, char *words)
{
	size_t ends[OIDS_MAX], from = 0;
	char *word;

	buf_clear(&a->names);
	a->n_oids = 0;
	while ((word = strsep(&words, " \t\n")) != NULL) {
		if (*word == '\0')
			continue;
		if (a->n_oids == OIDS_MAX || oid_parse(word, &a->names) < 0)
			fatalx("%s: no OID, or too many", word);
		ends[a->n_oids++] = a->names.len;
	}
	for (size_t i = 0; i < a->n_oids; from = ends[i++])
		a->oids[i] =
		    (struct oid){ a->names.data + from, ends[i] - from };
}

static void
do_line(struct asker *a, char *line)
{
	char *rest = line, *verb = strsep(&rest, " \t\n");

	if (*verb == '\0' || *verb == '#')
		return;
	if (strcmp(verb, "run") == 0) {
		fflush(stdout);
		if (rest == NULL || system(rest) != 0)
			fatalx("failed: %s", rest == NULL ? "" : rest);
		return;
	}
	read_oids(a, rest);
	if (a->n_oids == 0)
		fatalx("%s: of what?", verb);
	if (strcmp(verb, "one") == 0)
		ask_all(a);
	else if (strcmp(verb, "get") == 0 || strcmp(verb, "walk") == 0)
		walk_all(a, *verb == 'w');
	else
		fatalx("%s: cannot do that", verb);
	print_counts(a);
}

static void
add_target(struct asker *a, const char *name)
{
	struct target *t = mem_new(1, sizeof(*t)), **at = &a->targets;

	t->asker = a;
	t->name = name;
	t->manner = (struct manner){ .varbinds = a->varbinds, .rows = a->rows };
	t->peer = (struct engine_peer){ .version = a->version,
		.any_source = a->any_source };
	if (address_parse(name, &t->peer.address) < 0 ||
	    t->peer.address.port == 0)
		fatalx("%s: not an address with its port", name);
	if (a->version == SNMP_V3) {
		t->peer.security = security_new(&a->user);
	} else {
		t->peer.community = a->community;
		t->peer.community_len = strlen(a->community);
	}
	while (*at != NULL)
		at = &(*at)->next;
	*at = t;
}

static void
take_user_option(struct asker *a, int c)
{
	int rc = ERR_OK;

	switch (c) {
	case 'u':
		snprintf(a->user.name, sizeof(a->user.name), "%s", optarg);
		break;
	case 'n':
		snprintf(
		    a->user.context, sizeof(a->user.context), "%s", optarg);
		break;
	case 'a':
		rc = usm_auth_parse(optarg, &a->user.auth);
		break;
	case 'x':
		rc = usm_priv_parse(optarg, &a->user.priv);
		break;
	case 'A':
		a->auth_password = optarg;
		break;
	case 'X':
		a->priv_password = optarg;
		break;
	default:
		usage();
	}
	if (rc < 0)
		fatalx("%s: no such protocol", optarg);
}

static void
take_version(struct asker *a)
{
	if (strcmp(optarg, "1") == 0)
		a->version = SNMP_V1;
	else if (strcmp(optarg, "2c") == 0)
		a->version = SNMP_V2C;
	else if (strcmp(optarg, "3") == 0)
		a->version = SNMP_V3;
	else
		usage();
}

static void
take_option(struct asker *a, int c)
{
	switch (c) {
	case 'v':
		take_version(a);
		break;
	case 'c':
		a->community = optarg;
		break;
	case 'r':
		a->retries = (int)number_argument(optarg, 0, 7);
		break;
	case 't':
		a->timeout = number_argument(optarg, 1, 60000) * 1000;
		break;
	case 'R':
		a->rows = (int)number_argument(optarg, 1, 1000);
		break;
	case 'B':
		a->varbinds = (int)number_argument(optarg, 1, 1000);
		break;
	case 's':
		a->any_source = true;
		break;
	case 'h':
		a->hexadecimal = true;
		break;
	case 'k':
		a->counts = true;
		break;
	default:
		take_user_option(a, c);
	}
}

static void
start(struct asker *a)
{
	struct engine_limits limits = { .window = 256 };

	limits.timeout = a->timeout;
	a->base = event_base_new();
	if (a->base == NULL ||
	    transport_new(a->base, &limits, &a->transport) < 0)
		fatalx("cannot start");
	if (a->version == SNMP_V3 &&
	    keys_make(&a->user, a->auth_password, a->priv_password) < 0)
		fatalx("no keys of these passwords");
}

static void
stop(struct asker *a)
{
	struct target *t;

	transport_free(a->transport);
	event_base_free(a->base);
	while ((t = a->targets) != NULL) {
		a->targets = t->next;
		security_free(t->peer.security);
		free(t);
	}
	buf_free(&a->names);
}

int
main(int argc, char **argv)
{
	struct asker a = { .community = "public",
		.version = SNMP_V2C,
		.rows = 20,
		.varbinds = WALK_VARBINDS,
		.retries = 2,
		.timeout = CLOCK_SECOND };
	char *line = NULL;
	size_t room = 0;
	int c;

	log_start("ask");
	while ((c = getopt(argc, argv, "v:c:u:a:A:x:X:n:r:t:R:B:shk")) != -1)
		take_option(&a, c);
	if (optind == argc)
		usage();
	start(&a);
	for (int i = optind; i < argc; i++)
		add_target(&a, argv[i]);
	while (getline(&line, &room, stdin) > 0)
		do_line(&a, line);
	free(line);
	stop(&a);
	return 0;
}
