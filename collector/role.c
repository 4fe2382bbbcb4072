/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/role.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/control.h"
#include "collector/papers.h"
#include "collector/rights.h"
#include "collector/sandbox.h"
#include "collector/sockets.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/mib/mib.h"
#include "lib/model/stream.h"
#include "lib/profile/object.h"

enum { WAITING_NICE = 5 };

/* The one role that this process is. */
static struct {
	struct role role;
	struct config *config; /* role.config, to free */
	struct config *next;   /* checked, not yet used */
	struct sockets sockets;
	int errands;
	struct papers papers; /* until start or reload_check has seen them */
	struct event *control;
	struct event *terminate;
	const char *path; /* of the configuration, for messages */
	const char *home;
	bool verbose, stopping;
} self = { .errands = -1 };

int
role_socket(const struct role *r, enum listen_kind kind, const char *address)
{
	(void)r;
	return sockets_find(&self.sockets, kind, address);
}

const struct buf *
role_paper(const struct role *r, const char *section)
{
	(void)r;
	return papers_find(&self.papers, section);
}

int
role_errands(const struct role *r)
{
	(void)r;
	return self.errands;
}

void
role_stopped(struct role *r)
{
	event_base_loopbreak(r->base);
}

static void
stop(void)
{
	if (self.stopping)
		return;
	self.stopping = true;
	if (self.role.ops->stop != NULL)
		self.role.ops->stop(&self.role);
	else
		role_stopped(&self.role);
}

static void
answer(enum control_type type)
{
	if (control_send(event_get_fd(self.control), type, NULL, 0, -1) < 0)
		stop();
}

/* Takes m's socket. */
static int
take_socket(struct control_message *m)
{
	enum listen_kind kind;
	const char *address;

	if (m->fd == -1 ||
	    sockets_read_name(buf_str(&m->text), &kind, &address) < 0) {
		log_warnx("a socket came without its address");
		return ERR_PARSE;
	}
	sockets_put(&self.sockets, kind, address, m->fd);
	m->fd = -1;
	return ERR_OK;
}

static int
take_paper(struct control_message *m)
{
	int rc = papers_put_message(&self.papers, &m->text);

	papers_wipe_buf(&m->text);
	return rc;
}

/* Takes m's socket. */
static int
take_errands(struct control_message *m)
{
	self.errands = m->fd;
	m->fd = -1;
	return self.errands == -1 ? ERR_PARSE : ERR_OK;
}

static int
take_config(struct control_message *m, struct config **out)
{
	return config_parse(
	    self.path, buf_str(&m->text), m->text.len, self.home, out);
}

static void
drop_next(void)
{
	config_free(self.next);
	self.next = NULL;
	sockets_keep(&self.sockets, self.config);
}

static void
check_next(struct control_message *m)
{
	int rc;

	config_free(self.next);
	self.next = NULL;
	rc = take_config(m, &self.next);
	if (rc == ERR_OK && self.role.ops->reload_check != NULL)
		rc = self.role.ops->reload_check(&self.role, self.next);
	papers_wipe(&self.papers);
	answer(rc == ERR_OK ? CONTROL_FINE : CONTROL_REFUSED);
}

static void
use_next(void)
{
	struct config *before = self.config;

	if (self.next == NULL)
		return;
	self.config = self.next;
	self.next = NULL;
	self.role.config = self.config;
	log_set_verbose(self.verbose || self.config->verbose);
	if (self.role.ops->reload != NULL)
		self.role.ops->reload(&self.role, self.config);
	sockets_keep(&self.sockets, self.config);
	config_free(before);
}

static void
obey(struct control_message *m)
{
	switch (m->type) {
	case CONTROL_SOCKET:
		(void)take_socket(m);
		break;
	case CONTROL_PAPER:
		(void)take_paper(m);
		break;
	case CONTROL_CONFIG:
		check_next(m);
		break;
	case CONTROL_USE:
		use_next();
		break;
	case CONTROL_DROP:
		drop_next();
		break;
	case CONTROL_STOP:
		stop();
		break;
	default:
		log_warnx("control message %d is not for a role", m->type);
	}
}

static void
on_control(int fd, short what, void *arg)
{
	struct control_message m = { .fd = -1 };
	int rc;

	(void)what;
	(void)arg;
	rc = control_receive(fd, &m);
	if (rc == ERR_OK)
		obey(&m);
	else if (rc == ERR_NOTFOUND)
		stop(); /* the supervisor is gone */
	control_free(&m);
}

static void
on_terminate(int signal, short what, void *arg)
{
	(void)signal;
	(void)what;
	(void)arg;
	stop();
}

/* Blocks until the configuration is there: nothing can be done before. */
static void
meet_supervisor(int control)
{
	struct control_message m = { .fd = -1 };
	int rc;

	do {
		rc = control_receive(control, &m);
		if (rc < 0)
			fatalx("the supervisor is gone");
		if (m.type == CONTROL_SOCKET)
			rc = take_socket(&m);
		else if (m.type == CONTROL_PAPER)
			rc = take_paper(&m);
		else if (m.type == CONTROL_ERRANDS)
			rc = take_errands(&m);
		else if (m.type != CONTROL_CONFIG)
			rc = ERR_PARSE;
	} while (rc == ERR_OK && m.type != CONTROL_CONFIG);
	if (rc < 0 || take_config(&m, &self.config) < 0)
		exit(EXIT_FAILURE);
	control_free(&m);
	self.role.config = self.config;
	log_set_verbose(self.verbose || self.config->verbose);
}

static unsigned
needs(const struct role_ops *ops, const struct config *c)
{
	unsigned allow = 0;

	if (ops->rights & ROLE_INET)
		allow |= SANDBOX_UNIX | SANDBOX_INET;
	if (ops->rights & ROLE_DATABASE) {
		allow |= SANDBOX_UNIX;
		if (strcmp(c->database, "embedded") != 0)
			allow |= SANDBOX_INET;
	}
	if (ops->rights & ROLE_EXEC) {
		/* What it runs inherits it. */
		allow |= SANDBOX_UNIX | SANDBOX_EXEC;
		if (config_programs_reach_out(c))
			allow |= SANDBOX_INET;
	}
	return allow;
}

static void
give_up_rights(const struct role_ops *ops)
{
	struct rights rights;

	if (ops->rights & ROLE_EXEC) {
		if (rights_alone(ops->name, &rights) < 0)
			exit(EXIT_FAILURE);
	} else if (rights_of(ops->user != NULL ? ops->user : ops->name,
		       self.config->user, &rights) < 0) {
		exit(EXIT_FAILURE);
	}
	rights_drop(&rights);
	rights_harden();
}

/* A datagram that nobody reads is gone; a row that is written later is not. */
static void
take_turn(const struct role_ops *ops)
{
	/* Below what the supervisor was given; it cannot fail upwards. */
	if (ops->can_wait)
		(void)!nice(WAITING_NICE);
}

static void
watch(int control)
{
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	self.role.base = event_base_new();
	if (self.role.base == NULL)
		fatalx("libevent does not start");
	self.control = event_new(
	    self.role.base, control, EV_READ | EV_PERSIST, on_control, NULL);
	self.terminate =
	    evsignal_new(self.role.base, SIGTERM, on_terminate, NULL);
	if (self.control == NULL || self.terminate == NULL ||
	    event_add(self.control, NULL) == -1 ||
	    event_add(self.terminate, NULL) == -1)
		fatalx("the control socket cannot be watched");
}

static void
clean_up(void)
{
	event_free(self.control);
	event_free(self.terminate);
	event_base_free(self.role.base);
	sockets_close(&self.sockets);
	config_free(self.next);
	config_free(self.config);
}

int
role_main(const struct role_ops *ops, const struct role_start *how)
{
	static char name[STREAM_NAME_MAX], label[64];
	int rc;

	stream_name(ops->name, how->instance, name);
	snprintf(label, sizeof(label), "patchwachtd[%s]", name);
	log_start(label);
	self.path = how->path;
	self.home = how->home;
	self.verbose = how->verbose;
	self.role.ops = ops;
	self.role.instance = how->instance;
	self.role.name = name;
	meet_supervisor(how->control);
	take_turn(ops);
	give_up_rights(ops);
	watch(how->control);
	if (self.config->sandbox && sandbox_enter(needs(ops, self.config)) < 0)
		return EXIT_FAILURE;
	mib_use(self.config->data);
	object_resolve_with(mib_parse);
	rc = ops->start(&self.role);
	papers_wipe(&self.papers);
	if (rc < 0)
		return EXIT_FAILURE;
	answer(CONTROL_READY);
	event_base_dispatch(self.role.base);
	clean_up();
	return self.stopping ? EXIT_SUCCESS : EXIT_FAILURE;
}
