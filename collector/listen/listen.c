/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/listen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/listen/certificates.h"
#include "collector/listen/crowd.h"
#include "collector/listen/door.h"
#include "collector/listen/intake.h"
#include "collector/listen/privacy.h"
#include "collector/listen/senders.h"
#include "collector/listen/udp.h"
#include "collector/sockets.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

/* Descriptors for the journal, the sockets and libraries. */
enum { RESERVED = 64, FAREWELL_MS = 20, FAREWELLS_MAX = 50 };

struct listen {
	struct role *role;
	struct intake *in;
	struct crowd *crowd;
	struct senders_list *senders;
	struct certificates *certificates;
	struct certificates *next; /* checked, not yet in use */
	struct udp **udps;         /* one for each address, or NULL */
	struct door **doors;
	size_t count;
	struct event *daily;
	struct event *farewell; /* acknowledgements on their way, at a stop */
	int farewells;
};

/* The site's own rules take the place of those that come with us. */
#define OWN_RULES SYSCONFDIR "/mibs/privacy.rules"

static int
load_rules(const struct config *c, struct privacy **out)
{
	char *path;
	int rc;

	if (access(OWN_RULES, F_OK) == 0)
		return privacy_load(OWN_RULES, out);
	path = config_data_path(c, "mibs/privacy.rules");
	rc = privacy_load(path, out);

	free(path);
	return rc;
}

static void
on_pause(enum intake_pause pause, void *data)
{
	struct listen *l = data;

	for (size_t i = 0; i < l->count; i++) {
		if (l->udps[i] != NULL)
			udp_pause(l->udps[i], pause == INTAKE_WAITS);
		if (l->doors[i] != NULL)
			door_pause(l->doors[i], pause != INTAKE_READS);
	}
}

static void
on_safe(void *data)
{
	struct listen *l = data;

	for (size_t i = 0; i < l->count; i++) {
		if (l->doors[i] != NULL)
			door_tell_safe(l->doors[i]);
	}
}

static struct door_start
describe(const struct listen *l, size_t i)
{
	const struct config_address *a = &l->role->config->addresses[i];
	struct tls *tls = NULL;
	struct senders *senders = NULL;

	if (listen_is_secure(a->kind)) {
		tls = certificates_of(l->certificates, a->listen);
		senders = senders_of(l->senders, a->listen);
	}
	return (struct door_start){ a, (int)i, tls, senders, l->crowd, l->in,
		l->role->base };
}

static void
start_socket(struct listen *l, size_t i)
{
	const struct config_address *a = &l->role->config->addresses[i];
	struct door_start how = describe(l, i);
	int fd;

	if (!role_listens(&listen_role, a->kind))
		return;
	fd = role_socket(l->role, a->kind, a->text);
	/* The role gets its descriptors anew at each reload. */
	if (fd != -1)
		fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (fd == -1)
		log_warnx("listen %s: no socket was handed", a->text);
	else if (a->kind == LISTEN_UDP)
		l->udps[i] = udp_start(fd, a, (int)i, l->in, l->role->base);
	else
		l->doors[i] = door_start(fd, &how);
}

static void
make_room(struct listen *l)
{
	l->count = l->role->config->address_count;
	l->udps = mem_new(l->count + 1, sizeof(struct udp *));
	l->doors = mem_new(l->count + 1, sizeof(struct door *));
}

static void
stop_sockets(struct listen *l)
{
	for (size_t i = 0; i < l->count; i++) {
		udp_stop(l->udps[i]);
		door_stop(l->doors[i]);
	}
	free(l->udps);
	free(l->doors);
	l->count = 0;
}

/* A connection is a descriptor, and the usual limit is for other programs. */
static size_t
raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
		return 1024 - RESERVED;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) == -1)
		log_warn("listen: limit of descriptors");
	return limit.rlim_cur > 2 * RESERVED ? limit.rlim_cur - RESERVED
					     : RESERVED;
}

static void
wait_a_day(struct listen *l)
{
	struct timeval tv = { .tv_sec = CLOCK_DAY / CLOCK_SECOND };

	(void)event_add(l->daily, &tv);
}

/* The senders of a section that listens. */
static struct senders *
senders_at(const struct listen *l, size_t i)
{
	const struct config_listen *section = &l->role->config->listens[i];

	return certificates_of(l->certificates, section) == NULL
	    ? NULL
	    : senders_of(l->senders, section);
}

static void
look_at_senders(struct listen *l)
{
	const struct config *c = l->role->config;
	struct senders *s;

	for (size_t i = 0; i < c->listen_count; i++) {
		s = senders_at(l, i);
		if (s != NULL)
			senders_begin(s);
	}
	for (size_t i = 0; i < l->count; i++) {
		if (l->doors[i] != NULL)
			door_look(l->doors[i]);
	}
	for (size_t i = 0; i < c->listen_count; i++) {
		s = senders_at(l, i);
		if (s != NULL)
			senders_end(s, &c->listens[i]);
	}
}

/* What runs out, of ours and of those who are connected. */
static void
look(struct listen *l)
{
	certificates_warn(l->certificates, l->in);
	look_at_senders(l);
}

static void
on_daily(int fd, short what, void *arg)
{
	struct listen *l = arg;

	(void)fd;
	(void)what;
	look(l);
	wait_a_day(l);
}

static void free_listen(struct listen *l);
static void on_farewell(int fd, short what, void *arg);

static int
listen_start(struct role *r)
{
	struct listen *l = mem_new(1, sizeof(*l));
	char *dir = config_home_path(r->config, "journal/listen");
	struct privacy *rules;
	int rc;

	l->role = r;
	l->crowd = crowd_new(raise_descriptors());
	rc = load_rules(r->config, &rules);
	if (rc == ERR_OK)
		rc = intake_open(
		    dir, &r->config->journal, rules, r->base, &l->in);
	free(dir);
	if (rc < 0) {
		free_listen(l);
		return rc;
	}
	l->senders = senders_list_new(l->in);
	l->daily = evtimer_new(r->base, on_daily, l);
	l->farewell = evtimer_new(r->base, on_farewell, l);
	if (l->daily == NULL || l->farewell == NULL)
		fatalx("listen: timers");
	/* Others are heard though one has no certificate. */
	(void)certificates_load(r, r->config, &l->certificates);
	make_room(l);
	for (size_t i = 0; i < l->count; i++)
		start_socket(l, i);
	intake_on_pause(l->in, on_pause, l);
	intake_on_safe(l->in, on_safe, l);
	look(l);
	wait_a_day(l);
	r->state = l;
	return ERR_OK;
}

static int
listen_reload_check(struct role *r, const struct config *next)
{
	struct listen *l = r->state;
	struct privacy *rules;
	int rc;

	rc = load_rules(next, &rules);
	if (rc < 0)
		return rc;
	privacy_free(rules);
	certificates_free(l->next);
	l->next = NULL;
	return certificates_load(r, next, &l->next);
}

/* What listens on the same address goes on, connections and all. */
static void
adopt(struct listen *l, struct listen *before, size_t i)
{
	const struct config_address *a = &l->role->config->addresses[i];
	struct door_start how = describe(l, i);

	for (size_t k = 0; k < before->count; k++) {
		if (before->udps[k] != NULL && a->kind == LISTEN_UDP &&
		    udp_adopt(before->udps[k], a, (int)i)) {
			l->udps[i] = before->udps[k];
			before->udps[k] = NULL;
			return;
		}
		if (before->doors[k] != NULL &&
		    door_adopt(before->doors[k], &how)) {
			l->doors[i] = before->doors[k];
			before->doors[k] = NULL;
			return;
		}
	}
	start_socket(l, i);
}

static void
listen_reload(struct role *r, const struct config *next)
{
	struct listen *l = r->state, before = *l;
	struct privacy *rules;

	l->certificates = l->next;
	l->next = NULL;
	if (load_rules(next, &rules) == ERR_OK)
		intake_use(l->in, rules);
	make_room(l);
	for (size_t i = 0; i < l->count; i++)
		adopt(l, &before, i);
	stop_sockets(&before);
	certificates_free(before.certificates);
	look(l);
}

static void
free_listen(struct listen *l)
{
	intake_close(l->in);
	certificates_free(l->certificates);
	certificates_free(l->next);
	crowd_free(l->crowd);
	senders_list_free(l->senders);
	if (l->daily != NULL)
		event_free(l->daily);
	if (l->farewell != NULL)
		event_free(l->farewell);
	free(l);
}

static bool
has_output(const struct listen *l)
{
	for (size_t i = 0; i < l->count; i++) {
		if (l->doors[i] != NULL && door_has_output(l->doors[i]))
			return true;
	}
	return false;
}

/* Who is not told that a message is safe sends it again to the next of us. */
static void
on_farewell(int fd, short what, void *arg)
{
	struct timeval tv = { .tv_usec = FAREWELL_MS * 1000 };
	struct listen *l = arg;
	struct role *r = l->role;

	(void)fd;
	(void)what;
	if (has_output(l) && l->farewells++ < FAREWELLS_MAX) {
		(void)event_add(l->farewell, &tv);
		return;
	}
	stop_sockets(l);
	free_listen(l);
	role_stopped(r);
}

static void
listen_stop(struct role *r)
{
	struct listen *l = r->state;

	for (size_t i = 0; i < l->count; i++) {
		if (l->doors[i] != NULL)
			door_shut(l->doors[i]);
	}
	intake_flush(l->in);
	event_active(l->farewell, EV_TIMEOUT, 0);
}

const struct role_ops listen_role = {
	.name = "listen",
	.rights = ROLE_LISTEN,
	.start = listen_start,
	.reload_check = listen_reload_check,
	.reload = listen_reload,
	.stop = listen_stop,
};
