/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/trap.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/datagrams.h"
#include "collector/due.h"
#include "collector/trap/hear.h"
#include "collector/trap/inbox.h"
#include "collector/trap/link.h"
#include "collector/trap/self.h"
#include "collector/trap/senders.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/observation.h"
#include "lib/profile/trap_rules.h"

enum { ALIVE_GAP_S = 60 };

struct ears;

/* One socket. */
struct ear {
	struct ears *all;
	struct hear_socket socket;
	char *name;      /* its address */
	uint64_t unkept; /* read when the journal had no room */
};

struct ears {
	struct role *role;
	struct inbox *inbox;
	struct due *due;
	struct senders *senders;
	struct trap_link *link;
	struct trap_rules *rules, *next_rules;
	struct self self;
	char *clocks;
	struct hear *hear;
	bool is_known; /* the register: before that nobody can be believed */
	struct ear **list; /* where they are is known to libevent */
	size_t count;
	struct event *alive;
};

/*
 * Sockets
 */

static void
on_datagram(void *arg, const struct datagram *d)
{
	struct ear *e = arg;

	if (inbox_is_paused(e->all->inbox))
		e->unkept++;
	else
		hear_datagram(e->all->hear, &e->socket, d);
}

static bool
tell_loss(struct ear *e, enum loss_reason reason, uint64_t count)
{
	return inbox_loss(e->all->inbox, e->socket.section->tenant_id,
	    e->socket.section->realm_id, reason, count, e->name);
}

static bool
has_room(void *arg)
{
	struct ear *e = arg;

	if (e->unkept > 0 && !inbox_is_paused(e->all->inbox) &&
	    tell_loss(e, LOSS_JOURNAL, e->unkept))
		e->unkept = 0;
	return !inbox_is_paused(e->all->inbox);
}

static bool
on_lost(void *arg, uint32_t count)
{
	return tell_loss(arg, LOSS_SOCKET, count);
}

static void
on_note(void *arg, const char *path, const void *data, size_t len)
{
	struct ear *e = arg;

	inbox_note(e->all->inbox, path, data, len);
}

/* While it waits, what comes is kept by the kernel. */
static void
set_reading(struct ears *all)
{
	bool waits = !all->is_known || inbox_is_paused(all->inbox);

	for (size_t i = 0; i < all->count; i++)
		datagrams_pause(all->list[i]->socket.datagrams, waits);
}

static void
on_pause(bool pause, void *arg)
{
	(void)pause;
	set_reading(arg);
}

static void
look_again(struct ears *all)
{
	for (size_t i = 0; i < all->count; i++)
		hear_look(all->hear, &all->list[i]->socket);
}

static void
on_known(void *arg)
{
	struct ears *all = arg;

	look_again(all);
	if (all->is_known)
		return;
	all->is_known = true;
	set_reading(all);
}

static void
open_ear(struct ears *all, const struct config_address *a, size_t i)
{
	struct ear *e = mem_new(1, sizeof(*e));
	const struct datagrams_hooks hooks = { on_datagram, has_room, on_lost,
		on_note, e };
	int fd = role_socket(all->role, LISTEN_TRAP, a->text);
	char name[128], kept[32];

	/* The role gets its descriptors anew at each reload. */
	if (fd != -1)
		fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (fd == -1) {
		log_warnx("trap %s: no socket was handed", a->text);
		free(e);
		return;
	}
	snprintf(name, sizeof(name), "trap udp %s", a->text);
	snprintf(kept, sizeof(kept), "dropped.%zu", i);
	e->all = all;
	e->name = mem_dup_str(a->text);
	e->socket.section = a->trap;
	e->socket.tells = all->count == 0 ||
	    all->list[all->count - 1]->socket.section != a->trap;
	e->socket.listener = (uint16_t)i;
	e->socket.datagrams = datagrams_start(
	    fd, name, inbox_path(all->inbox, kept), &hooks, all->role->base);
	all->list[all->count++] = e;
}

static void
open_ears(struct ears *all)
{
	const struct config *c = all->role->config;

	all->list = mem_new(c->address_count + 1, sizeof(struct ear *));
	all->count = 0;
	for (size_t i = 0; i < c->address_count; i++) {
		if (c->addresses[i].kind == LISTEN_TRAP)
			open_ear(all, &c->addresses[i], i);
	}
}

/* What waits in the kernel stays in the supervisor's copy of the socket. */
static void
close_ears(struct ears *all)
{
	for (size_t i = 0; i < all->count; i++) {
		struct ear *e = all->list[i];

		if (e->unkept > 0)
			(void)tell_loss(e, LOSS_JOURNAL, e->unkept);
		datagrams_stop(e->socket.datagrams);
		free(e->socket.credentials);
		free(e->name);
		free(e);
	}
	free(all->list);
	all->list = NULL;
	all->count = 0;
}

/*
 * The role
 */

static void
on_alive(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval tv = { .tv_sec = ALIVE_GAP_S };
	struct ears *all = arg;

	(void)fd;
	(void)what;
	inbox_mark(all->inbox, MARK_ALIVE, "trap " PACKAGE_VERSION);
	hear_save(all->hear);
	(void)evtimer_add(all->alive, &tv);
}

static int
open_self(struct ears *all)
{
	const struct config *c = all->role->config;
	char *path = config_home_path(c, "trap/engine");
	int rc = self_start(path, &all->self);

	all->clocks = config_home_path(c, "trap/clocks");
	free(path);
	return rc;
}

static int
open_inbox(struct ears *all)
{
	const struct journal_limits limits =
	    config_small_journal(&all->role->config->journal);
	char *dir = config_home_path(all->role->config, "journal/trap");
	int rc = inbox_open(dir, &limits, all->role->base, &all->inbox);

	free(dir);
	return rc;
}

static void
open_link(struct ears *all)
{
	const struct trap_link_tells tells = { all->due, all->senders, on_known,
		all };

	all->link = trap_link_new(all->role->base, all->role->config, &tells);
}

static void
open_hear(struct ears *all)
{
	const struct hear_with with = { .link = all->link,
		.inbox = all->inbox,
		.due = all->due,
		.senders = all->senders,
		.self = &all->self,
		.rules = all->rules,
		.clocks = all->clocks };

	all->hear = hear_new(&with);
}

static void
free_ears(struct ears *all)
{
	close_ears(all);
	hear_free(all->hear);
	trap_link_free(all->link);
	inbox_close(all->inbox);
	due_free(all->due);
	senders_free(all->senders);
	trap_rules_free(all->rules);
	trap_rules_free(all->next_rules);
	free(all->clocks);
	free(all);
}

static int
trap_start(struct role *r)
{
	struct ears *all = mem_new(1, sizeof(*all));
	int rc;

	all->role = r;
	rc = trap_rules_load_default(r->config->data, &all->rules);
	if (rc == ERR_OK)
		rc = open_self(all);
	if (rc == ERR_OK)
		rc = open_inbox(all);
	if (rc < 0) {
		free_ears(all);
		return rc;
	}
	all->due = due_new();
	all->senders = senders_new();
	all->alive = evtimer_new(r->base, on_alive, all);
	if (all->alive == NULL)
		fatalx("trap: timer");
	open_link(all);
	open_hear(all);
	inbox_mark(all->inbox, MARK_START, "trap " PACKAGE_VERSION);
	open_ears(all);
	set_reading(all);
	inbox_on_pause(all->inbox, on_pause, all);
	on_alive(-1, 0, all);
	r->state = all;
	return ERR_OK;
}

static int
trap_reload_check(struct role *r, const struct config *next)
{
	struct ears *all = r->state;

	trap_rules_free(all->next_rules);
	all->next_rules = NULL;
	return trap_rules_load_default(next->data, &all->next_rules);
}

static void
trap_reload(struct role *r, const struct config *next)
{
	struct ears *all = r->state;

	(void)next;
	inbox_flush(all->inbox);
	close_ears(all);
	trap_rules_free(all->rules);
	all->rules = all->next_rules;
	all->next_rules = NULL;
	hear_use(all->hear, all->rules);
	inbox_mark(all->inbox, MARK_RELOAD, "trap " PACKAGE_VERSION);
	open_ears(all);
	if (all->is_known)
		look_again(all);
	set_reading(all);
}

static void
trap_stop(struct role *r)
{
	struct ears *all = r->state;

	event_free(all->alive);
	inbox_mark(all->inbox, MARK_STOP, "trap " PACKAGE_VERSION);
	inbox_flush(all->inbox);
	hear_save(all->hear);
	free_ears(all);
	role_stopped(r);
}

static unsigned
trap_instances(const struct config *c)
{
	return c->trap_count > 0;
}

const struct role_ops trap_role = {
	.name = "trap",
	.rights = ROLE_TRAP | ROLE_DATABASE,
	.user = "poll",
	.instances = trap_instances,
	.start = trap_start,
	.reload_check = trap_reload_check,
	.reload = trap_reload,
	.stop = trap_stop,
};
