/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/supervisor.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/home.h"
#include "collector/notify.h"
#include "collector/rights.h"
#include "collector/supervisor_part.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/store/conninfo.h"

void
supervisor_arm(struct event *e, unsigned seconds)
{
	struct timeval tv = { .tv_sec = seconds };

	if (evtimer_add(e, &tv) == -1)
		fatalx("libevent cannot add a timer");
}

int
supervisor_read(
    const struct supervisor_options *o, struct buf *text, struct config **out)
{
	int rc = file_read(o->path, CONTROL_TEXT_MAX, text);

	if (rc < 0)
		return rc;
	return config_parse(o->path, buf_str(text), text->len, o->home, out);
}

struct child_start
supervisor_describe(const struct supervisor *s, const struct buf *text,
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
			unit_end(s->unit[i], status);
	}
	if (s->stopping && units_running(s) == 0)
		event_base_loopbreak(s->base);
}

static void
on_deadline(int fd, short what, void *arg)
{
	struct supervisor *s = arg;

	(void)fd;
	(void)what;
	if (s->stopping)
		units_kill(s);
	else if (s->next != NULL)
		reload_give_up(s);
}

static void
on_stop(int signal, short what, void *arg)
{
	struct supervisor *s = arg;

	(void)what;
	if (s->stopping) {
		units_kill(s); /* asked twice */
		return;
	}
	log_info("stopping: signal %d", signal);
	notify_stopping();
	s->stopping = true;
	if (s->next != NULL)
		reload_drop(s);
	for (size_t i = 0; i < s->units; i++)
		(void)evtimer_del(s->unit[i]->restart);
	units_tell(s, CONTROL_STOP);
	supervisor_arm(s->deadline, ROLE_GRACE_S);
	if (units_running(s) == 0)
		event_base_loopbreak(s->base);
}

static void
on_reload(int signal, short what, void *arg)
{
	(void)signal;
	(void)what;
	reload_start(arg);
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

static void
clean_up(struct supervisor *s)
{
	for (size_t i = 0; i < s->units; i++)
		unit_free(s->unit[i]);
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
	if (supervisor_read(o, &s.text, &s.config) < 0)
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
	units_start(&s);
	event_base_dispatch(s.base);
	home_unlock(s.config, lock);
	clean_up(&s);
	log_info("stopped");
	return EXIT_SUCCESS;
}
