/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/program/program.h"

#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/control.h"
#include "collector/program/run.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

enum {
	RUNS = 4,       /* at a time */
	LAST_WAIT_S = 5 /* for those that run when we stop */
};

struct program {
	struct role *role;
	struct event *errands, *child, *last;
	struct run *run[RUNS];
	bool own_user;
	bool reaches_out; /* as the sandbox was made, for good */
	bool stopping;
};

static size_t
running(const struct program *p)
{
	size_t n = 0;

	for (size_t i = 0; i < RUNS; i++)
		n += p->run[i] != NULL;
	return n;
}

static void
end(struct program *p)
{
	struct role *r = p->role;

	event_free(p->errands);
	event_free(p->child);
	event_free(p->last);
	free(p);
	role_stopped(r);
}

/* While there is room for one more, and nobody stops us. */
static void
listen_or_not(struct program *p)
{
	if (!p->stopping && running(p) < RUNS)
		(void)event_add(p->errands, NULL);
	else
		(void)event_del(p->errands);
}

static bool
is_gone(int answer)
{
	struct pollfd one = { .fd = answer };

	return poll(&one, 1, 0) == 1 && (one.revents & POLLHUP) != 0;
}

static void
begin(struct program *p, const struct config_program *what,
    const struct control_message *m, int answer)
{
	const char *text = (const char *)m->text.data;
	size_t name = strlen(text) + 1;
	struct run_how how = { .argv = what->argv,
		.timeout = what->timeout,
		.memory = what->memory,
		.close_network = !what->network && p->role->config->sandbox,
		.own_user = p->own_user,
		.input = text + name,
		.len = m->text.len - name };
	size_t i = 0;

	while (p->run[i] != NULL)
		i++;
	(void)run_start(p->role->base, &how, answer, &p->run[i]);
}

/* Takes m's socket. */
static void
take(struct program *p, struct control_message *m)
{
	static const char none[] = "no such program is configured";
	const struct config_program *what = NULL;
	int answer = m->fd;

	m->fd = -1;
	if (answer == -1)
		return;
	if (m->type == CONTROL_ERRAND &&
	    memchr(m->text.data, '\0', m->text.len) != NULL)
		what =
		    config_program(p->role->config, (const char *)m->text.data);
	if (is_gone(answer)) {
		close(answer);
	} else if (what == NULL) {
		(void)control_send(
		    answer, CONTROL_NO, none, sizeof(none) - 1, -1);
		close(answer);
	} else {
		begin(p, what, m, answer);
	}
}

static void
on_errand(int fd, short what, void *arg)
{
	struct control_message m = { .fd = -1 };
	struct program *p = arg;

	(void)what;
	if (control_receive(fd, &m) == ERR_OK)
		take(p, &m);
	control_free(&m);
	listen_or_not(p);
}

static void
on_child(int signal, short what, void *arg)
{
	struct program *p = arg;

	(void)signal;
	(void)what;
	for (size_t i = 0; i < RUNS; i++) {
		if (p->run[i] != NULL && run_reap(p->run[i]))
			p->run[i] = NULL;
	}
	if (p->stopping && running(p) == 0)
		end(p);
	else
		listen_or_not(p);
}

static void
on_last(int fd, short what, void *arg)
{
	struct program *p = arg;

	(void)fd;
	(void)what;
	for (size_t i = 0; i < RUNS; i++) {
		if (p->run[i] != NULL)
			run_kill(p->run[i]);
	}
}

static bool
is_own_user(void)
{
	const struct passwd *pw = getpwuid(geteuid());

	return pw != NULL && strcmp(pw->pw_name, "patchwacht-program") == 0;
}

static int
program_start(struct role *r)
{
	struct program *p = mem_new(1, sizeof(*p));

	p->role = r;
	p->own_user = is_own_user();
	p->reaches_out = config_programs_reach_out(r->config);
	p->errands = event_new(
	    r->base, role_errands(r), EV_READ | EV_PERSIST, on_errand, p);
	p->child = evsignal_new(r->base, SIGCHLD, on_child, p);
	p->last = evtimer_new(r->base, on_last, p);
	if (p->errands == NULL || p->child == NULL || p->last == NULL ||
	    event_add(p->child, NULL) == -1)
		fatalx("libevent cannot watch programs");
	r->state = p;
	listen_or_not(p);
	return ERR_OK;
}

static void
program_stop(struct role *r)
{
	struct timeval tv = { .tv_sec = LAST_WAIT_S };
	struct program *p = r->state;

	p->stopping = true;
	listen_or_not(p);
	if (running(p) == 0)
		end(p);
	else
		(void)evtimer_add(p->last, &tv);
}

/* A sandbox that was closed does not open: another process has another. */
static void
program_reload(struct role *r, const struct config *next)
{
	struct program *p = r->state;

	if (next->sandbox && !p->stopping &&
	    config_programs_reach_out(next) != p->reaches_out) {
		log_info("starts again, since programs %s the network",
		    p->reaches_out ? "no longer use" : "may use");
		program_stop(r);
	}
}

static unsigned
program_instances(const struct config *c)
{
	return c->program_count > 0 ? 1 : 0;
}

const struct role_ops program_role = {
	.name = "program",
	.rights = ROLE_EXEC,
	.can_wait = true,
	.instances = program_instances,
	.start = program_start,
	.reload = program_reload,
	.stop = program_stop,
};
