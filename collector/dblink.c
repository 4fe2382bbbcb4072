/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/dblink.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include <event2/event.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/async.h"
#include "lib/store/lookup.h"

enum {
	BACKOFF_MIN_MS = 100,
	BACKOFF_MAX_MS = 10000,
	CONNECT_PATIENCE_S = 10,
	LOOKUP_GAP_MS = 20,
};

enum state { DOWN, LOOKING_UP, CONNECTING, IDLE, ASKING };

struct question {
	STAILQ_ENTRY(question) link;
	dblink_done *done;
	void *arg;
	const char *sql;
	size_t count;
	struct db_arg args[];
};

struct dblink {
	struct event_base *base;
	struct db_target target;
	const char *role, *what;
	struct dblink_hooks hooks;
	struct async *db;
	struct buf conninfo;
	struct lookup *lookup; /* while looking up */
	enum state state;
	STAILQ_HEAD(, question) queue; /* the first is being asked */
	size_t queued;
	struct event *io;    /* NULL: not connected */
	int fd;              /* that io watches, */
	short watched;       /* and for what */
	struct event *timer; /* to connect; else, to lose patience */
	int backoff_ms;
	bool told_away;
};

static void on_io(evutil_socket_t fd, short what, void *arg);

static void
arm(struct dblink *l, int64_t wait)
{
	const struct timeval tv = { wait / CLOCK_SECOND, wait % CLOCK_SECOND };

	if (evtimer_add(l->timer, &tv) == -1)
		fatalx("libevent cannot add a timer");
}

/*
 * The socket
 */

static void
unwatch(struct dblink *l)
{
	if (l->io != NULL)
		event_free(l->io);
	l->io = NULL;
}

/* While it connects, libpq may close a socket and open another under the same
 * number. */
static void
watch(struct dblink *l)
{
	unsigned wants = async_wants(l->db);
	int fd = async_socket(l->db);
	short what = EV_PERSIST;

	if (wants & ASYNC_READ)
		what |= EV_READ;
	if (wants & ASYNC_WRITE)
		what |= EV_WRITE;
	if (l->io != NULL && l->state != CONNECTING && fd == l->fd &&
	    what == l->watched)
		return;
	unwatch(l);
	if (fd == -1)
		return;
	l->io = event_new(l->base, fd, what, on_io, l);
	if (l->io == NULL || event_add(l->io, NULL) == -1)
		fatalx("libevent cannot watch the database");
	l->fd = fd;
	l->watched = what;
}

/*
 * Questions
 */

static void
free_question(struct question *q)
{
	for (size_t i = 0; i < q->count; i++) {
		free((void *)(uintptr_t)q->args[i].text);
		free((void *)(uintptr_t)q->args[i].bytes);
	}
	free(q);
}

static struct question *
take_first(struct dblink *l)
{
	struct question *q = STAILQ_FIRST(&l->queue);

	STAILQ_REMOVE_HEAD(&l->queue, link);
	l->queued--;
	return q;
}

/* Later each time, and not at the same moment as others. */
static void
retry_later(struct dblink *l)
{
	int64_t ms = l->backoff_ms;

	ms += random() % (ms + 1);
	arm(l, ms * CLOCK_SECOND / 1000);
	l->backoff_ms *= 2;
	if (l->backoff_ms > BACKOFF_MAX_MS)
		l->backoff_ms = BACKOFF_MAX_MS;
}

static void
lose(struct dblink *l)
{
	unwatch(l);
	async_close(l->db);
	if (!l->told_away)
		log_warnx("database: away, %s", l->what);
	l->told_away = true;
	l->state = DOWN;
	retry_later(l);
	/* While it is down no callback can add to the queue. */
	while (!STAILQ_EMPTY(&l->queue)) {
		struct question *q = take_first(l);

		if (q->done != NULL)
			q->done(q->arg, ERR_AGAIN, NULL);
		free_question(q);
	}
}

static void
ask_first(struct dblink *l)
{
	const struct question *q = STAILQ_FIRST(&l->queue);

	if (l->state != IDLE || q == NULL)
		return;
	if (async_ask(l->db, q->sql, q->count, q->args) < 0) {
		lose(l);
		return;
	}
	l->state = ASKING;
	arm(l, DBLINK_PATIENCE_S * CLOCK_SECOND);
	watch(l);
}

/* The answer to the first question. */
static void
finish(struct dblink *l, int rc)
{
	struct db_rows *rows = async_take(l->db);
	struct question *q = take_first(l);

	l->state = IDLE;
	evtimer_del(l->timer);
	/* The server asks to try again: a deadlock, a full disk. */
	if (rc == ERR_IO)
		rc = ERR_AGAIN;
	if (q->done != NULL)
		q->done(q->arg, rc, rc == ERR_OK ? rows : NULL);
	db_rows_free(rows);
	free_question(q);
}

static struct db_arg
copy_arg(const struct db_arg *arg)
{
	struct db_arg copy = *arg;

	if (copy.text != NULL)
		copy.text = mem_dup_str(arg->text);
	if (copy.bytes != NULL)
		copy.bytes =
		    memcpy(mem_new(arg->len + 1, 1), arg->bytes, arg->len);
	return copy;
}

int
dblink_ask(struct dblink *l, dblink_done *done, void *arg, const char *sql,
    size_t count, const struct db_arg *args)
{
	struct question *q;

	if (!dblink_is_up(l) || l->queued == DBLINK_QUEUE_MAX)
		return ERR_AGAIN;
	q = mem_new(1, sizeof(*q) + count * sizeof(q->args[0]));
	q->done = done;
	q->arg = arg;
	q->sql = sql;
	q->count = count;
	for (size_t i = 0; i < count; i++)
		q->args[i] = copy_arg(&args[i]);
	STAILQ_INSERT_TAIL(&l->queue, q, link);
	l->queued++;
	/* Not from here: a loss would call back before we return. */
	if (l->state == IDLE)
		event_active(l->io, EV_TIMEOUT, 0);
	return ERR_OK;
}

/*
 * The connection
 */

static void
connect_now(struct dblink *l)
{
	if (async_connect(l->db, buf_str(&l->conninfo)) < 0) {
		lose(l);
		return;
	}
	l->state = CONNECTING;
	arm(l, CONNECT_PATIENCE_S * CLOCK_SECOND);
	watch(l);
}

/* It ends by itself: the name server's own limits are its limits. */
static void
look_up(struct dblink *l)
{
	int rc;

	if (!lookup_is_done(l->lookup)) {
		arm(l, LOOKUP_GAP_MS * CLOCK_SECOND / 1000);
		return;
	}
	rc = lookup_add(l->lookup, &l->conninfo);
	if (rc < 0 && !l->told_away)
		log_warnx("database: its host: %s", lookup_why(l->lookup));
	lookup_free(l->lookup);
	l->lookup = NULL;
	if (rc < 0)
		lose(l);
	else
		connect_now(l);
}

static void
begin(struct dblink *l)
{
	buf_clear(&l->conninfo);
	if (db_conninfo(&l->target, l->role, &l->conninfo) < 0) {
		lose(l);
		return;
	}
	l->lookup = lookup_start(buf_str(&l->conninfo));
	if (l->lookup == NULL) {
		connect_now(l);
		return;
	}
	l->state = LOOKING_UP;
	look_up(l);
}

static void
greet(struct dblink *l)
{
	const char *const *g = l->hooks.greetings;

	for (; g != NULL && *g != NULL; g++)
		(void)dblink_query(l, NULL, NULL, *g);
}

static void
connected(struct dblink *l)
{
	l->state = IDLE;
	l->backoff_ms = BACKOFF_MIN_MS;
	evtimer_del(l->timer);
	watch(l);
	if (l->told_away)
		log_info("database: back");
	l->told_away = false;
	greet(l);
	if (l->hooks.up != NULL)
		l->hooks.up(l->hooks.arg);
}

static void
read_notes(struct dblink *l)
{
	const char *channel;

	while (l->state != DOWN && (channel = async_note(l->db)) != NULL) {
		if (l->hooks.noted != NULL)
			l->hooks.noted(l->hooks.arg, channel);
	}
}

static void
on_io(evutil_socket_t fd, short what, void *arg)
{
	struct dblink *l = arg;
	int rc = ERR_AGAIN;

	(void)fd;
	if (what & (EV_READ | EV_WRITE))
		rc = async_step(l->db);
	if (async_socket(l->db) == -1) {
		lose(l);
		return;
	}
	if (rc != ERR_AGAIN && l->state == CONNECTING)
		connected(l);
	else if (rc != ERR_AGAIN && l->state == ASKING)
		finish(l, rc);
	read_notes(l);
	if (l->state == DOWN)
		return;
	watch(l);
	ask_first(l);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct dblink *l = arg;

	(void)fd;
	(void)what;
	if (l->state == DOWN) {
		begin(l);
		return;
	}
	if (l->state == LOOKING_UP) {
		look_up(l);
		return;
	}
	if (l->state == ASKING)
		log_warnx("database: no answer within %d s, connecting anew",
		    DBLINK_PATIENCE_S);
	lose(l);
}

struct dblink *
dblink_new(struct event_base *base, const struct db_target *target,
    const char *role, const char *what, const struct dblink_hooks *hooks)
{
	struct dblink *l = mem_new(1, sizeof(*l));

	l->base = base;
	l->target = *target;
	l->role = role;
	l->what = what;
	l->hooks = *hooks;
	l->db = async_new();
	l->backoff_ms = BACKOFF_MIN_MS;
	STAILQ_INIT(&l->queue);
	l->timer = evtimer_new(base, on_timer, l);
	if (l->timer == NULL)
		fatalx("libevent cannot make a timer");
	arm(l, 0);
	return l;
}

void
dblink_free(struct dblink *l)
{
	if (l == NULL)
		return;
	while (!STAILQ_EMPTY(&l->queue))
		free_question(take_first(l));
	unwatch(l);
	event_free(l->timer);
	async_free(l->db);
	lookup_free(l->lookup);
	buf_free(&l->conninfo);
	free(l);
}

bool
dblink_is_up(const struct dblink *l)
{
	return l->state == IDLE || l->state == ASKING;
}
