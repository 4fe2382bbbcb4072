/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/control.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

extern char **environ;

enum { CONTROL_FD = 3, ARGUMENTS_MAX = 12, NUMBER_MAX = 12 };

/* In a process group of its own: Ctrl-C is the supervisor's to handle. */
static void
set_attributes(posix_spawnattr_t *attr)
{
	sigset_t all, none;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawnattr_init(attr);
	posix_spawnattr_setflags(attr,
	    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
		POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setpgroup(attr, 0);
	posix_spawnattr_setsigdefault(attr, &all);
	posix_spawnattr_setsigmask(attr, &none);
}

/* posix_spawn takes its words as if it might write to them. */
static char *
word(const char *text)
{
	return (char *)(uintptr_t)text;
}

static void
set_arguments(const struct child *c, const struct child_start *how,
    char number[NUMBER_MAX], char *arguments[ARGUMENTS_MAX])
{
	size_t n = 0;

	arguments[n++] = word("patchwachtd");
	arguments[n++] = word("--role");
	arguments[n++] = word(c->ops->name);
	arguments[n++] = word("--config");
	arguments[n++] = word(how->path);
	if (c->instance > 1) {
		snprintf(number, NUMBER_MAX, "%u", c->instance);
		arguments[n++] = word("--instance");
		arguments[n++] = number;
	}
	if (how->home != NULL) {
		arguments[n++] = word("--home");
		arguments[n++] = word(how->home);
	}
	if (how->verbose)
		arguments[n++] = word("--verbose");
	arguments[n] = NULL;
}

static int
spawn(struct child *c, const struct child_start *how, int control)
{
	posix_spawn_file_actions_t actions;
	char number[NUMBER_MAX], *arguments[ARGUMENTS_MAX];
	posix_spawnattr_t attr;
	int code;

	set_arguments(c, how, number, arguments);
	set_attributes(&attr);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	    &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	/* Onto itself clears close-on-exec, too. */
	posix_spawn_file_actions_adddup2(&actions, control, CONTROL_FD);
	code = posix_spawn(
	    &c->pid, "/proc/self/exe", &actions, &attr, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	if (code == 0)
		return ERR_OK;
	c->pid = 0;
	errno = code;
	log_warn("role %s: cannot be executed", c->name);
	return ERR_AGAIN;
}

static int
send_sockets(struct child *c, const struct sockets *s)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < s->count; i++) {
		struct buf name = { 0 };

		if (!role_listens(c->ops, s->all[i].kind))
			continue;
		buf_printf(&name, "%s %s", sockets_kind_name(s->all[i].kind),
		    s->all[i].address);
		rc = control_send(c->control, CONTROL_SOCKET, name.data,
		    name.len, s->all[i].fd);
		buf_free(&name);
	}
	return rc;
}

static int
send_papers(struct child *c, const struct papers *p)
{
	int rc = ERR_OK;

	if ((c->ops->rights & ROLE_LISTEN) == 0)
		return ERR_OK;
	for (size_t i = 0; rc == ERR_OK && i < p->count; i++) {
		struct buf message = { 0 };

		papers_add_message(&p->all[i], &message);
		rc = control_send(
		    c->control, CONTROL_PAPER, message.data, message.len, -1);
		papers_wipe_buf(&message);
	}
	return rc;
}

static int
send_errands(struct child *c, const int errands[2])
{
	int fd;

	if ((c->ops->rights & (ROLE_ERRANDS | ROLE_EXEC)) == 0)
		return ERR_OK;
	fd = errands[c->ops->rights & ROLE_EXEC ? 1 : 0];
	return control_send(c->control, CONTROL_ERRANDS, NULL, 0, fd);
}

int
child_send_config(struct child *c, const struct child_start *how)
{
	int rc = send_sockets(c, how->sockets);

	if (rc == ERR_OK)
		rc = send_papers(c, how->papers);
	if (rc == ERR_OK)
		rc = control_send(
		    c->control, CONTROL_CONFIG, how->text, how->len, -1);
	if (rc < 0)
		log_warnx("role %s: does not take its configuration", c->name);
	return rc;
}

int
child_start(struct child *c, const struct child_start *how)
{
	int fds[2], rc;

	c->ready = false;
	c->answer = ANSWER_NONE;
	c->started = clock_monotonic();
	rc = control_pair(fds);
	if (rc < 0)
		return rc;
	rc = spawn(c, how, fds[1]);
	close(fds[1]);
	if (rc < 0) {
		close(fds[0]);
		return rc;
	}
	c->control = fds[0];
	(void)fcntl(c->control, F_SETFL, O_NONBLOCK);
	log_debug("role %s: pid %d", c->name, (int)c->pid);
	rc = send_errands(c, how->errands);
	if (rc == ERR_OK)
		rc = child_send_config(c, how);
	if (rc < 0) {
		/* It reads the end of its socket, and ends. */
		close(c->control);
		c->control = -1;
	}
	return rc;
}

static void
tell_end(const struct child *c, int status)
{
	if (WIFSIGNALED(status))
		log_warnx("role %s: killed by signal %d, "
			  "starts again in %u s",
		    c->name, WTERMSIG(status), c->wait_s);
	else
		log_warnx("role %s: exited with %d, starts again in %u s",
		    c->name, WEXITSTATUS(status), c->wait_s);
}

void
child_ended(struct child *c, int status, bool quiet)
{
	int64_t life = clock_monotonic() - c->started;

	if (c->wait_s == 0 || life >= CHILD_WAIT_MAX_S * CLOCK_SECOND)
		c->wait_s = 1;
	else if (c->wait_s < CHILD_WAIT_MAX_S)
		c->wait_s = c->wait_s * 2 < CHILD_WAIT_MAX_S ? c->wait_s * 2
							     : CHILD_WAIT_MAX_S;
	if (!quiet)
		tell_end(c, status);
	if (c->control != -1)
		close(c->control);
	c->control = -1;
	c->pid = 0;
	c->ready = false;
	if (c->answer == ANSWER_AWAITED)
		c->answer = ANSWER_NO;
}
