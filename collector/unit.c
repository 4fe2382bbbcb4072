/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/supervisor_part.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/notify.h"
#include "collector/role.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/stream.h"

/* Ready when each role has been, once. */
static void
tell_ready(struct supervisor *s)
{
	for (size_t i = 0; i < s->units; i++) {
		if (!s->unit[i]->child.ready)
			return;
	}
	if (!s->told_ready)
		log_info("ready: %zu roles, %zu listening sockets", s->units,
		    s->sockets.count);
	s->told_ready = true;
	notify_ready();
}

void
unit_tell(struct child *c, enum control_type type)
{
	if (c->control != -1 && control_send(c->control, type, NULL, 0, -1) < 0)
		log_warnx(
		    "role %s: does not listen to its supervisor", c->name);
	c->answer = ANSWER_NONE;
}

void
units_tell(struct supervisor *s, enum control_type type)
{
	for (size_t i = 0; i < s->units; i++)
		unit_tell(&s->unit[i]->child, type);
}

static void
on_control(int fd, short what, void *arg)
{
	struct control_message m = { .fd = -1 };
	struct unit *u = arg;
	int rc = control_receive(fd, &m);

	(void)what;
	if (rc == ERR_NOTFOUND)
		(void)event_del(u->control); /* SIGCHLD tells the rest */
	if (rc == ERR_OK && m.type == CONTROL_READY) {
		u->child.ready = true;
		log_debug("role %s: ready", u->child.name);
		if (!u->all->told_ready)
			tell_ready(u->all);
	} else if (rc == ERR_OK && u->child.answer == ANSWER_AWAITED) {
		u->child.answer =
		    m.type == CONTROL_FINE ? ANSWER_FINE : ANSWER_NO;
		reload_count(u->all);
	}
	control_free(&m);
}

void
unit_free(struct unit *u)
{
	if (u->control != NULL)
		event_free(u->control);
	event_free(u->restart);
	free(u);
}

static void
remove_unit(struct unit *u)
{
	struct supervisor *s = u->all;
	size_t i = 0;

	while (s->unit[i] != u)
		i++;
	memmove(&s->unit[i], &s->unit[i + 1],
	    (--s->units - i) * sizeof(s->unit[0]));
	unit_free(u);
}

static void
start_unit(struct unit *u)
{
	struct child_start how =
	    supervisor_describe(u->all, &u->all->text, &u->all->papers);

	if (child_start(&u->child, &how) < 0 && u->child.pid == 0) {
		child_ended(&u->child, 0, true);
		supervisor_arm(u->restart, u->child.wait_s);
		return;
	}
	if (u->child.control == -1)
		return;
	u->control = event_new(u->all->base, u->child.control,
	    EV_READ | EV_PERSIST, on_control, u);
	if (u->control == NULL || event_add(u->control, NULL) == -1)
		fatalx("role %s cannot be watched", u->child.name);
}

/* It may be wanted again by the time it has ended. */
static void
see_off(struct unit *u)
{
	if (u->child.pid != 0) {
		log_warnx("role %s: has not stopped, killed", u->child.name);
		(void)kill(u->child.pid, SIGKILL);
	} else {
		remove_unit(u);
	}
}

static void
on_restart(int fd, short what, void *arg)
{
	struct unit *u = arg;

	(void)fd;
	(void)what;
	if (u->leaving)
		see_off(u);
	else if (u->all->next != NULL)
		supervisor_arm(u->restart, 1); /* what with is not clear yet */
	else if (!u->all->stopping)
		start_unit(u);
}

void
unit_end(struct unit *u, int status)
{
	struct supervisor *s = u->all;

	if (u->control != NULL)
		event_free(u->control); /* before its fd is closed */
	u->control = NULL;
	child_ended(&u->child, status, s->stopping || u->leaving);
	if (u->leaving)
		remove_unit(u);
	else if (!s->stopping)
		supervisor_arm(u->restart, u->child.wait_s);
	reload_count(s);
}

size_t
units_running(const struct supervisor *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->units; i++)
		n += s->unit[i]->child.pid != 0;
	return n;
}

void
units_kill(struct supervisor *s)
{
	for (size_t i = 0; i < s->units; i++) {
		const struct child *c = &s->unit[i]->child;

		if (c->pid == 0)
			continue;
		log_warnx("role %s: has not stopped, killed", c->name);
		(void)kill(c->pid, SIGKILL);
	}
}

static bool
has_unit(
    const struct supervisor *s, const struct role_ops *ops, unsigned instance)
{
	for (size_t i = 0; i < s->units; i++) {
		const struct child *c = &s->unit[i]->child;

		if (c->ops == ops && c->instance == instance)
			return true;
	}
	return false;
}

static void
add_unit(struct supervisor *s, const struct role_ops *ops, unsigned instance)
{
	struct unit *u = mem_new(1, sizeof(*u));

	if (s->units == CHILDREN_MAX)
		fatalx("more than %d processes", CHILDREN_MAX);
	u->child.ops = ops;
	u->child.instance = instance;
	stream_name(ops->name, instance, u->child.name);
	u->child.control = -1;
	u->all = s;
	u->restart = evtimer_new(s->base, on_restart, u);
	if (u->restart == NULL)
		fatalx("libevent cannot make a timer");
	s->unit[s->units++] = u;
	start_unit(u);
}

void
units_start(struct supervisor *s)
{
	for (size_t i = 0; role_table[i] != NULL; i++) {
		const struct role_ops *ops = role_table[i];
		unsigned wanted = role_instances(ops, s->config);

		for (unsigned k = 1; k <= wanted; k++) {
			if (!has_unit(s, ops, k))
				add_unit(s, ops, k);
		}
	}
}
