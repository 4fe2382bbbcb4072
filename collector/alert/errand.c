/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/errand.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "collector/control.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

/* Two programs of a minute after another, and less than the lease. */
enum { ANSWERED_WITHIN_S = 150 };

struct errand {
	int fd;
	struct event *answer;
	transfer_end_fn *on_end;
	void *arg;
};

void
errand_free(struct errand *e)
{
	if (e == NULL)
		return;
	event_free(e->answer);
	close(e->fd);
	free(e);
}

static void
end(struct errand *e, int rc, const char *reason)
{
	transfer_end_fn *on_end = e->on_end;
	void *arg = e->arg;

	errand_free(e);
	on_end(arg, rc, reason);
}

static void
on_answer(int fd, short what, void *arg)
{
	struct control_message m = { .fd = -1 };
	struct errand *e = arg;
	int rc;

	if (what & EV_TIMEOUT) {
		end(e, ERR_IO, "nobody has run the program in time");
		return;
	}
	rc = control_receive(fd, &m);
	if (rc < 0)
		end(e, ERR_IO, "who ran the program has ended");
	else if (m.type == CONTROL_DONE)
		end(e, ERR_OK, "");
	else
		end(e, m.type == CONTROL_LATER ? ERR_IO : ERR_AGAIN,
		    buf_str(&m.text));
	control_free(&m);
}

static int
ask(int errands, const char *program, const char *data, size_t len, int answer)
{
	struct buf text = { 0 };
	int rc;

	buf_add(&text, program, strlen(program) + 1);
	buf_add(&text, data, len);
	rc = text.len >= CONTROL_TEXT_MAX
	    ? ERR_RANGE
	    : control_send(
		  errands, CONTROL_ERRAND, text.data, text.len, answer);
	if (rc == ERR_RANGE)
		log_warnx("program %s: what it is told is longer than %d bytes",
		    program, CONTROL_TEXT_MAX);
	else if (rc < 0)
		log_warnx("program %s: nobody takes it to run", program);
	buf_free(&text);
	return rc == ERR_AGAIN ? ERR_IO : rc;
}

int
errand_send(struct event_base *base, int errands, const char *program,
    const char *data, size_t len, transfer_end_fn *on_end, void *arg,
    struct errand **out)
{
	struct timeval tv = { .tv_sec = ANSWERED_WITHIN_S };
	struct errand *e;
	int fds[2], rc = control_pair(fds);

	if (rc < 0)
		return rc;
	rc = ask(errands, program, data, len, fds[1]);
	close(fds[1]);
	if (rc < 0) {
		close(fds[0]);
		return rc;
	}
	(void)fcntl(fds[0], F_SETFL, O_NONBLOCK);
	e = mem_new(1, sizeof(*e));
	e->fd = fds[0];
	e->on_end = on_end;
	e->arg = arg;
	e->answer = event_new(base, e->fd, EV_READ, on_answer, e);
	if (e->answer == NULL || event_add(e->answer, &tv) == -1)
		fatalx("libevent cannot watch an answer");
	*out = e;
	return ERR_OK;
}
