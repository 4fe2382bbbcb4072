/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Polls a row of devices, as the poll role does, and writes their readings to a
 * journal; without a database and without a schedule.
 *
 *	poll_once ADDRESS COUNT PORT JOURNAL [USER PASSWORD]
 *
 * Over SNMPv2c as "public"; with a user, over SNMPv3 with SHA-256 and AES-128.
 * Each is asked who it is, then twice how it is: the poller has learnt by then
 * what there is to ask, and only that last poll counts. A profiler may begin at
 * measured_round:
 *
 *	valgrind --tool=callgrind --toggle-collect=measured_round poll_once ...
 *
 * Prints: user and system CPU seconds, wall seconds, readings that are
 * complete, bindings, questions, retries, most memory in KiB.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <event2/event.h>

#include "collector/engine/security.h"
#include "collector/engine/transport.h"
#include "collector/poll/course.h"
#include "collector/poll/device.h"
#include "collector/poll/planner.h"
#include "collector/poll/probe.h"
#include "collector/poll/reading.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/journal.h"
#include "lib/wire/varbind.h"
#include "tests/fleet/number.h"

struct bench {
	struct event_base *base;
	struct transport *transport;
	struct journal *journal;
	struct planner *planner;
	enum reading_plan plan;
	struct device *devices;
	const struct usm_user *user; /* NULL: SNMPv2c */
	size_t count, next, open;
	size_t complete, bindings;
};

enum { AT_ONCE = 1000 };

static void start_more(struct bench *b);

static const struct walk_list *
on_next(void *arg, const struct gathered *said, struct walk_habit **habit)
{
	const struct device *d = arg;

	return course_next(d->course, said, habit);
}

static void
on_done(void *arg, const struct probe_result *r)
{
	struct device *d = arg;
	struct bench *b = d->owner;
	struct ber list = { r->gathered.varbinds.data,
		r->gathered.varbinds.len };
	struct varbind vb;

	b->complete += r->outcome == READING_ANSWERED;
	while (varbind_take(&list, &vb) == ERR_OK)
		b->bindings++;
	if (probe_is_heard_out(r))
		course_learn(d->course, &r->gathered);
	if (reading_append(b->journal, d, b->plan, r, (uint64_t)d->device_id) <
	    0)
		fatalx("journal is full");
	if (journal_pending(b->journal) >= JOURNAL_GROUP_LEN &&
	    journal_flush(b->journal) < 0)
		fatalx("journal");
	probe_free(d->probe);
	d->probe = NULL;
	course_free(d->course);
	d->course = NULL;
	if (--b->open == 0 && b->next == b->count)
		event_base_loopbreak(b->base);
	start_more(b);
}

static void
start_more(struct bench *b)
{
	struct device *d;

	for (; b->next < b->count && b->open < AT_ONCE; b->open++) {
		const struct walk_party party = {
			.engine = transport_engine(b->transport),
			.retries = 3,
			.peer = &b->devices[b->next].peer,
			.manner = &b->devices[b->next].manner,
		};
		struct probe_hooks hooks = { on_next, on_done, NULL };

		d = hooks.arg = &b->devices[b->next++];
		d->course = course_new(b->planner, d, b->plan);
		d->probe = probe_start(&party, false, &hooks);
	}
	transport_flush(b->transport);
}

/* count devices at addresses in a row. */
static void
make_devices(struct bench *b, const char *first, int port)
{
	struct address address;
	struct device *d;

	if (address_parse(first, &address) < 0)
		fatalx("%s: no address", first);
	b->devices = mem_new(b->count, sizeof(*b->devices));
	for (size_t i = 0; i < b->count; i++) {
		d = &b->devices[i];
		d->tenant_id = d->realm_id = 1;
		d->device_id = (int)i + 1;
		d->owner = b;
		d->manner =
		    (struct manner){ .varbinds = WALK_VARBINDS, .rows = 20 };
		d->peer = (struct engine_peer){ .address = address,
			.version = SNMP_V2C,
			.community = "public",
			.community_len = strlen("public") };
		d->peer.address.port = (uint16_t)port;
		if (b->user != NULL) {
			d->peer.version = SNMP_V3;
			d->peer.security = security_new(b->user);
		}
		for (int at = 3; at >= 0 && ++address.bytes[at] == 0; at--)
			continue;
	}
}

/* Keys of a password. */
static const struct usm_user *
make_user(const char *name, const char *password)
{
	static struct usm_user u;

	u.auth = USM_AUTH_SHA256;
	u.priv = USM_PRIV_AES128;
	snprintf(u.name, sizeof(u.name), "%s", name);
	if (usm_password(u.auth, password, strlen(password), u.auth_ku) < 0)
		fatalx("password");
	memcpy(u.priv_ku, u.auth_ku, sizeof(u.priv_ku));
	return &u;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static void
play_round(struct bench *b, enum reading_plan plan)
{
	b->plan = plan;
	b->next = b->complete = b->bindings = 0;
	start_more(b);
	event_base_dispatch(b->base);
	if (journal_flush(b->journal) < 0)
		fatalx("journal");
}

static void __attribute__((noinline)) measured_round(struct bench *b)
{
	play_round(b, READING_STABILITY);
}

/* What was used since before, of the engine's questions since asked. */
static void
print(const struct bench *b, const struct rusage *before,
    const struct engine_counts *asked, double wall)
{
	const struct engine_counts *c =
	    engine_counts(transport_engine(b->transport));
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	printf("%.4f %.4f %.3f %zu %zu %llu %llu %ld\n",
	    seconds(use.ru_utime) - seconds(before->ru_utime),
	    seconds(use.ru_stime) - seconds(before->ru_stime), wall,
	    b->complete, b->bindings,
	    (unsigned long long)(c->sent - asked->sent),
	    (unsigned long long)(c->retried - asked->retried), use.ru_maxrss);
}

static void
measure(struct bench *b)
{
	struct engine_counts asked;
	struct rusage before;
	int64_t start;

	play_round(b, READING_IDENTITY);
	play_round(b, READING_STABILITY);
	asked = *engine_counts(transport_engine(b->transport));
	getrusage(RUSAGE_SELF, &before);
	start = clock_monotonic();
	measured_round(b);
	print(b, &before, &asked,
	    (double)(clock_monotonic() - start) / CLOCK_SECOND);
}

int
main(int argc, char **argv)
{
	const struct engine_limits limits = { .window = 256,
		.timeout = CLOCK_SECOND };
	struct bench b = { 0 };

	log_start("poll_once");
	if (argc != 5 && argc != 7) {
		fputs("usage: poll_once ADDRESS COUNT PORT JOURNAL"
		      " [USER PASSWORD]\n",
		    stderr);
		return 2;
	}
	if (argc == 7)
		b.user = make_user(argv[5], argv[6]);
	b.count = (size_t)number_argument(argv[2], 1, 1 << 20);
	make_devices(&b, argv[1], (int)number_argument(argv[3], 1, UINT16_MAX));
	b.base = event_base_new();
	if (b.base == NULL || journal_open(argv[4], &b.journal) < 0 ||
	    transport_new(b.base, &limits, &b.transport) < 0)
		fatalx("cannot start");
	b.planner = planner_new(NULL);
	measure(&b);
	planner_free(b.planner);
	transport_free(b.transport);
	journal_close(b.journal);
	event_base_free(b.base);
	free(b.devices);
	return 0;
}
