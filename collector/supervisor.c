/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/supervisor.h"
#include "collector/apart.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/child.h"
#include "collector/classes.h"
#include "collector/config.h"
#include "collector/control.h"
#include "collector/home.h"
#include "collector/listen/certificates.h"
#include "collector/notify.h"
#include "collector/papers.h"
#include "collector/rights.h"
#include "collector/role.h"
#include "collector/sockets.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/mib/mib.h"
#include "lib/model/stream.h"
#include "lib/profile/object.h"
#include "lib/profile/set.h"
#include "lib/store/conninfo.h"

enum { CHILDREN_MAX = 64, ANSWERS_WITHIN_S = 15 };

struct supervisor;

struct unit {
	struct child child;
	struct supervisor *all;
	struct event *control; /* while it runs */
	struct event *restart; /* or, of one that is leaving, its last moment */
	bool leaving;          /* one too many since a reload: told to stop */
};

struct supervisor {
	struct supervisor_options options;
	struct event_base *base;
	struct unit *unit[CHILDREN_MAX];
	size_t units;
	struct config *config;
	struct buf text; /* that it was read from */
	struct sockets sockets;
	struct papers papers;
	int errands[2];      /* kept, so that either end may die */
	struct config *next; /* during a reload */
	struct buf next_text;
	struct papers next_papers;
	struct event *deadline; /* of a reload, or of the stop */
	struct event *signals[4];
	bool told_ready;
	bool stopping;
	bool reload_again; /* SIGHUP came during a reload */
};

static void start_reload(struct supervisor *s);
static void start_units(struct supervisor *s);

static void
arm(struct event *e, unsigned seconds)
{
	struct timeval tv = { .tv_sec = seconds };

	if (evtimer_add(e, &tv) == -1)
		fatalx("libevent cannot add a timer");
}

static int
read_config(
    const struct supervisor_options *o, struct buf *text, struct config **out)
{
	int rc = file_read(o->path, CONTROL_TEXT_MAX, text);

	if (rc < 0)
		return rc;
	return config_parse(o->path, buf_str(text), text->len, o->home, out);
}

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

/* The end of a reload, one way or the other. */

static void
tell(struct child *c, enum control_type type)
{
	if (c->control != -1 && control_send(c->control, type, NULL, 0, -1) < 0)
		log_warnx(
		    "role %s: does not listen to its supervisor", c->name);
	c->answer = ANSWER_NONE;
}

static void
tell_all(struct supervisor *s, enum control_type type)
{
	for (size_t i = 0; i < s->units; i++)
		tell(&s->unit[i]->child, type);
}

/* Who is too many stops in the moment in which the others take over. */
static void
use_next(struct supervisor *s)
{
	for (size_t i = 0; i < s->units; i++) {
		struct unit *u = s->unit[i];
		struct child *c = &u->child;

		if (u->leaving)
			evtimer_del(u->restart); /* perhaps it may stay */
		u->leaving = c->instance > role_instances(c->ops, s->next);
		tell(c, u->leaving ? CONTROL_STOP : CONTROL_USE);
		if (u->leaving)
			arm(u->restart, c->pid != 0 ? ROLE_GRACE_S : 0);
	}
}

static void
finish_reload(struct supervisor *s, bool use)
{
	evtimer_del(s->deadline);
	if (use) {
		use_next(s);
		config_free(s->config);
		buf_free(&s->text);
		papers_wipe(&s->papers);
		s->config = s->next;
		s->text = s->next_text;
		s->papers = s->next_papers;
		log_set_verbose(s->options.verbose || s->config->verbose);
		log_info(
		    "configuration %s: read again, in use", s->options.path);
	} else {
		tell_all(s, CONTROL_DROP);
		config_free(s->next);
		buf_free(&s->next_text);
		papers_wipe(&s->next_papers);
		log_warnx("configuration %s: refused, the one before stays",
		    s->options.path);
	}
	s->next = NULL;
	s->next_text = (struct buf){ 0 };
	s->next_papers = (struct papers){ 0 };
	sockets_keep(&s->sockets, s->config);
	if (use)
		start_units(s);
	notify_ready();
	if (s->reload_again && !s->stopping)
		start_reload(s);
}

static void
count_answers(struct supervisor *s)
{
	bool waiting = false;

	if (s->next == NULL)
		return;
	for (size_t i = 0; i < s->units; i++) {
		if (s->unit[i]->child.answer == ANSWER_NO) {
			finish_reload(s, false);
			return;
		}
		waiting |= s->unit[i]->child.answer == ANSWER_AWAITED;
	}
	if (!waiting)
		finish_reload(s, true);
}

static struct child_start
describe(const struct supervisor *s, const struct buf *text,
    const struct papers *papers)
{
	return (struct child_start){
		.path = s->options.path,
		.home = s->options.home,
		.verbose = s->options.verbose,
		.text = (const char *)text->data,
		.len = text->len,
		.sockets = &s->sockets,
		.papers = papers,
		.errands = s->errands,
	};
}

static int
ask_all(struct supervisor *s)
{
	struct child_start how = describe(s, &s->next_text, &s->next_papers);

	for (size_t i = 0; i < s->units; i++) {
		struct child *c = &s->unit[i]->child;

		c->answer = ANSWER_NONE;
		if (c->control == -1)
			continue; /* it starts with what is in use then */
		if (child_send_config(c, &how) < 0)
			return ERR_IO;
		c->answer = ANSWER_AWAITED;
	}
	return ERR_OK;
}

/* What roles were given their rights by. */
static int
check_unchanged(const struct supervisor *s)
{
	const struct config *a = s->config, *b = s->next;
	const char *name = NULL;

	if (strcmp(a->home, b->home) != 0)
		name = "home";
	else if (strcmp(a->user, b->user) != 0)
		name = "user";
	else if (strcmp(a->database, b->database) != 0)
		name = "database";
	else if (a->sandbox != b->sandbox)
		name = "sandbox";
	if (name == NULL)
		return ERR_OK;
	log_warnx("%s: %s cannot change while the daemon runs", s->options.path,
	    name);
	return ERR_DENIED;
}

static void
start_reload(struct supervisor *s)
{
	int rc;

	s->reload_again = s->next != NULL;
	if (s->stopping || s->next != NULL)
		return;
	notify_reloading();
	rc = read_config(&s->options, &s->next_text, &s->next);
	if (rc == ERR_OK)
		rc = check_unchanged(s);
	if (rc == ERR_OK)
		rc = home_prepare(s->next);
	if (rc == ERR_OK)
		rc = papers_read(&s->next_papers, s->next);
	if (rc < 0)
		papers_wipe(&s->next_papers);
	if (rc == ERR_OK)
		rc = sockets_open(&s->sockets, s->next);
	if (rc == ERR_OK)
		rc = ask_all(s);
	if (rc < 0) {
		finish_reload(s, false);
		return;
	}
	arm(s->deadline, ANSWERS_WITHIN_S);
	count_answers(s);
}

/* Children. */

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
		count_answers(u->all);
	}
	control_free(&m);
}

static void
free_unit(struct unit *u)
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
	free_unit(u);
}

static void
start_unit(struct unit *u)
{
	struct child_start how =
	    describe(u->all, &u->all->text, &u->all->papers);

	if (child_start(&u->child, &how) < 0 && u->child.pid == 0) {
		child_ended(&u->child, 0, true);
		arm(u->restart, u->child.wait_s);
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
		arm(u->restart, 1); /* until it is clear what to start with */
	else if (!u->all->stopping)
		start_unit(u);
}

static void
end_unit(struct unit *u, int status)
{
	struct supervisor *s = u->all;

	if (u->control != NULL)
		event_free(u->control); /* before its fd is closed */
	u->control = NULL;
	child_ended(&u->child, status, s->stopping || u->leaving);
	if (u->leaving)
		remove_unit(u);
	else if (!s->stopping)
		arm(u->restart, u->child.wait_s);
	count_answers(s);
}

static size_t
running(const struct supervisor *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->units; i++)
		n += s->unit[i]->child.pid != 0;
	return n;
}

static void
on_child(int signal, short what, void *arg)
{
	struct supervisor *s = arg;
	int status;

	(void)signal;
	(void)what;
	for (size_t i = s->units; i-- > 0;) {
		pid_t pid = s->unit[i]->child.pid;

		if (pid != 0 && waitpid(pid, &status, WNOHANG) == pid)
			end_unit(s->unit[i], status);
	}
	if (s->stopping && running(s) == 0)
		event_base_loopbreak(s->base);
}

/* Signals and the stop. */

static void
kill_all(struct supervisor *s)
{
	for (size_t i = 0; i < s->units; i++) {
		const struct child *c = &s->unit[i]->child;

		if (c->pid == 0)
			continue;
		log_warnx("role %s: has not stopped, killed", c->name);
		(void)kill(c->pid, SIGKILL);
	}
}

static void
give_up_reload(struct supervisor *s)
{
	for (size_t i = 0; i < s->units; i++) {
		if (s->unit[i]->child.answer == ANSWER_AWAITED)
			log_warnx("role %s: has not checked the "
				  "configuration within %d s",
			    s->unit[i]->child.name, ANSWERS_WITHIN_S);
	}
	finish_reload(s, false);
}

static void
on_deadline(int fd, short what, void *arg)
{
	struct supervisor *s = arg;

	(void)fd;
	(void)what;
	if (s->stopping)
		kill_all(s);
	else if (s->next != NULL)
		give_up_reload(s);
}

static void
on_stop(int signal, short what, void *arg)
{
	struct supervisor *s = arg;

	(void)what;
	if (s->stopping) {
		kill_all(s); /* asked twice */
		return;
	}
	log_info("stopping: signal %d", signal);
	notify_stopping();
	s->stopping = true;
	if (s->next != NULL)
		finish_reload(s, false);
	for (size_t i = 0; i < s->units; i++)
		(void)evtimer_del(s->unit[i]->restart);
	tell_all(s, CONTROL_STOP);
	arm(s->deadline, ROLE_GRACE_S);
	if (running(s) == 0)
		event_base_loopbreak(s->base);
}

static void
on_reload(int signal, short what, void *arg)
{
	(void)signal;
	(void)what;
	start_reload(arg);
}

static void
watch(struct supervisor *s)
{
	static const struct {
		int signal;
		event_callback_fn call;
	} signals[] = {
		{ SIGCHLD, on_child },
		{ SIGTERM, on_stop },
		{ SIGINT, on_stop },
		{ SIGHUP, on_reload },
	};

	signal(SIGPIPE, SIG_IGN);
	s->base = event_base_new();
	s->deadline =
	    s->base == NULL ? NULL : evtimer_new(s->base, on_deadline, s);
	if (s->deadline == NULL)
		fatalx("libevent does not start");
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		s->signals[i] = evsignal_new(
		    s->base, signals[i].signal, signals[i].call, s);
		if (s->signals[i] == NULL ||
		    event_add(s->signals[i], NULL) == -1)
			fatalx(
			    "signal %d cannot be watched", signals[i].signal);
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

/* Those that are not there yet. */
static void
start_units(struct supervisor *s)
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

static void
clean_up(struct supervisor *s)
{
	for (size_t i = 0; i < s->units; i++)
		free_unit(s->unit[i]);
	for (size_t i = 0; i < 4; i++)
		event_free(s->signals[i]);
	event_free(s->deadline);
	event_base_free(s->base);
	sockets_close(&s->sockets);
	papers_wipe(&s->papers);
	close(s->errands[0]);
	close(s->errands[1]);
	config_free(s->config);
	buf_free(&s->text);
}

/* A role has a socket for each connection. */
static void
allow_many_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static int
open_errands(struct supervisor *s)
{
	int rc = control_pair(s->errands);

	for (size_t i = 0; rc == ERR_OK && i < 2; i++)
		(void)fcntl(s->errands[i], F_SETFL, O_NONBLOCK);
	return rc;
}

int
supervisor_main(const struct supervisor_options *o)
{
	struct supervisor s = { .options = *o };
	int lock;

	conninfo_clear_environment();
	allow_many_files();
	notify_start();
	if (read_config(o, &s.text, &s.config) < 0)
		return EXIT_FAILURE;
	log_set_verbose(o->verbose || s.config->verbose);
	if (home_prepare(s.config) < 0 || home_lock(s.config, &lock) < 0)
		return EXIT_FAILURE;
	/* Without them a section is not listened to, and the rest is. */
	(void)papers_read(&s.papers, s.config);
	if (sockets_open(&s.sockets, s.config) < 0)
		return EXIT_FAILURE;
	if (open_errands(&s) < 0)
		return EXIT_FAILURE;
	rights_harden();
	watch(&s);
	start_units(&s);
	event_base_dispatch(s.base);
	home_unlock(s.config, lock);
	clean_up(&s);
	log_info("stopped");
	return EXIT_SUCCESS;
}

/* That they can be read is for `patchwacht profile check` to say. */
static void
check_profiles(const struct config *c)
{
	struct profile_set *set = NULL;

	mib_use(c->data);
	object_resolve_with(mib_parse);
	if (profile_set_load_default(c->data, &set) == ERR_OK)
		classes_check(c, set);
	profile_set_free(set);
}

/* As who runs this may read them. */
static int
check_papers(const struct config *c)
{
	struct papers papers = { 0 };
	int rc = papers_read(&papers, c);
	int used = certificates_check(&papers, c);

	papers_wipe(&papers);
	return rc < 0 ? rc : used;
}

int
supervisor_check(const struct supervisor_options *o)
{
	struct config *config = NULL;
	struct buf text = { 0 };
	int rc;

	rc = read_config(o, &text, &config);
	if (rc == ERR_OK)
		check_profiles(config);
	if (rc == ERR_OK)
		rc = check_papers(config);
	if (rc == ERR_OK)
		rc = config_check_programs(config);
	if (rc == ERR_OK)
		apart_check(config);
	config_free(config);
	buf_free(&text);
	return rc == ERR_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
