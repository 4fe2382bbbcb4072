/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/store/feed.h"
#include "collector/store/packer.h"
#include "collector/store/rulebook.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/journal/anchor.h"
#include "lib/journal/streams.h"
#include "lib/load/bind.h"
#include "lib/load/marks.h"
#include "lib/load/rows.h"
#include "lib/model/address.h"
#include "lib/store/async.h"
#include "lib/store/db.h"
#include "lib/store/loader.h"

enum {
	BACKOFF_MIN_MS = 100,
	BACKOFF_MAX_MS = 10000,
	TICK_MS = 200,
	COMPANY = 50, /* records since the last look: more are on their way */
};

#define BIND_EVERY    (30 * CLOCK_SECOND)
#define LIST_EVERY    (2 * CLOCK_SECOND)
#define TRIM_EVERY    (10 * CLOCK_MINUTE)
#define TRIM_AT_QUOTA (5 * CLOCK_SECOND)

/* 64 MiB in five seconds, once a day: a tenth of what a slow disk reads. */
static const struct packer_pace recheck_pace = { .rest = 5 * CLOCK_SECOND,
	.round = CLOCK_DAY };

struct store {
	struct role *role;
	struct loader *loader;
	struct packer *packer;
	struct event *io; /* of the connection */
	struct event *tick;
	struct event *retry;
	struct feed **feeds; /* of every journal that there is */
	size_t count;
	size_t at_hand; /* the feed whose answer is awaited */
	struct bind bind;
	struct rulebook rules, next; /* next: checked, not yet in use */
	struct rows_source source;   /* all of them */
	int64_t look_due, list_due, bind_due, trim_due;
	size_t loaded; /* since the last look */
	int64_t
	    whole;    /* nothing waited then; CLOCK_NONE: not since connected */
	int64_t held; /* a legal hold is open from then on; or CLOCK_NONE */
	int backoff_ms;
	bool is_up, is_busy, is_loading;
};

static void on_io(int fd, short what, void *arg);
static void look_for_work(struct store *s);

static void
set_timer(struct event *e, int64_t span)
{
	struct timeval tv = { .tv_sec = span / CLOCK_SECOND,
		.tv_usec = span % CLOCK_SECOND };

	(void)event_add(e, &tv);
}

/* While it connects, libpq may close a socket and open another under the same
 * number. */
static void
watch(struct store *s)
{
	unsigned wants = loader_wants(s->loader);
	int fd = loader_socket(s->loader);
	short what = EV_PERSIST;

	if (wants & ASYNC_READ)
		what |= EV_READ;
	if (wants & ASYNC_WRITE)
		what |= EV_WRITE;
	if (s->io != NULL && s->is_up && fd == event_get_fd(s->io) &&
	    what ==
		(event_get_events(s->io) & (EV_PERSIST | EV_READ | EV_WRITE)))
		return;
	if (s->io != NULL)
		event_free(s->io);
	s->io = NULL;
	if (fd == -1)
		return;
	s->io = event_new(s->role->base, fd, what, on_io, s);
	if (s->io == NULL || event_add(s->io, NULL) == -1)
		fatalx("store: the connection cannot be watched");
}

/* Later each time, and not at the same moment as others. */
static void
retry_later(struct store *s)
{
	int ms = s->backoff_ms;

	s->is_up = s->is_busy = s->is_loading = false;
	ms += (int)(random() % (ms + 1));
	set_timer(s->retry, (int64_t)ms * CLOCK_SECOND / 1000);
	s->backoff_ms *= 2;
	if (s->backoff_ms > BACKOFF_MAX_MS)
		s->backoff_ms = BACKOFF_MAX_MS;
}

static void
lose_connection(struct store *s)
{
	if (s->is_up)
		log_warnx("store: the database is away, journals keep all");
	/* What was said last may not have come about. */
	for (size_t i = 0; i < s->count; i++)
		feed_forget_place(s->feeds[i]);
	packer_tell_again(s->packer);
	watch(s);
	retry_later(s);
}

static int
make_loader(struct store *s)
{
	struct db_target target = config_target(s->role->config);
	struct buf info = { 0 };
	int rc;

	rc = db_conninfo(&target, "patchwacht_store", &info);
	if (rc == ERR_OK) {
		loader_free(s->loader);
		s->loader = loader_new(buf_str(&info));
	}
	buf_free(&info);
	return rc;
}

static void
on_retry(int fd, short what, void *arg)
{
	struct store *s = arg;

	(void)fd;
	(void)what;
	if (make_loader(s) < 0 || loader_connect(s->loader) < 0) {
		retry_later(s);
		return;
	}
	s->is_busy = true;
	watch(s);
}

static void
read_devices(struct store *s)
{
	struct loader_device d;
	struct address address;

	s->held = loader_held(s->loader);
	bind_clear(&s->bind);
	for (size_t i = 0; i < loader_device_count(s->loader); i++) {
		loader_device(s->loader, i, &d);
		if (d.device_id == 0)
			continue;
		if (address_parse(d.address, &address) == ERR_OK)
			bind_add(&s->bind, d.tenant_id, d.realm_id, d.device_id,
			    &address);
		bind_add_name(
		    &s->bind, d.tenant_id, d.realm_id, d.device_id, d.name);
		bind_add_zone(
		    &s->bind, d.tenant_id, d.device_id, d.log_zone, d.zone);
	}
	bind_sort(&s->bind);
}

/* Whether feed i has given the loader something to do. */
static bool
start_feed(struct store *s, size_t i)
{
	const struct loader_batch *batch;
	struct feed *f = s->feeds[i];
	int rc;

	if (!feed_is_open(f))
		return false;
	s->at_hand = i;
	if (!feed_is_placed(f)) {
		rc = loader_find(s->loader, feed_journal(f), feed_stream(f));
	} else {
		batch = feed_next(f, &s->source);
		if (batch == NULL)
			return false;
		rc = loader_load(s->loader, batch);
		s->is_loading = rc == ERR_OK;
	}
	if (rc < 0)
		lose_connection(s);
	return true;
}

/* A journal at its quota waits for it. */
static int64_t
trim_every(const struct store *s)
{
	return s->role->config->journal.limits.quota > 0 ? TRIM_AT_QUOTA
							 : TRIM_EVERY;
}

static void
trim(struct store *s)
{
	int64_t keep_since = clock_now() - s->role->config->store.keep_after;
	uint64_t quota = s->role->config->journal.limits.quota;

	s->trim_due = clock_monotonic() + trim_every(s);
	/* A quota goes before: senders would wait, and the rows are kept. */
	if (s->held != CLOCK_NONE && s->held < keep_since) {
		log_debug("store: journals are kept: a legal hold is open");
		keep_since = s->held;
	}
	for (size_t i = 0; i < s->count; i++) {
		feed_trim(s->feeds[i], keep_since, quota);
		packer_want(s->packer, feed_dir(s->feeds[i]),
		    feed_may_trim(s->feeds[i]));
	}
}

static bool
has_feed(const struct store *s, const char *stream)
{
	for (size_t i = 0; i < s->count; i++) {
		if (strcmp(feed_stream(s->feeds[i]), stream) == 0)
			return true;
	}
	return false;
}

static void
add_feed(struct store *s, const char *stream)
{
	const struct config *c = s->role->config;
	char below[64], *dir;

	snprintf(below, sizeof(below), "journal/%s", stream);
	dir = config_home_path(c, below);
	s->feeds = mem_grow(s->feeds, s->count + 1, sizeof(*s->feeds));
	s->feeds[s->count++] =
	    feed_new(dir, stream, (size_t)c->store.batch_max);
	packer_watch(s->packer, dir);
	free(dir);
}

/* Of processes that are gone, too: what they heard is to be loaded. */
static void
list_feeds(struct store *s)
{
	char *dir = config_home_path(s->role->config, "journal");
	struct streams streams;

	s->list_due = clock_monotonic() + LIST_EVERY;
	if (streams_list(dir, &streams) == ERR_OK) {
		for (size_t i = 0; i < streams.count; i++) {
			if (!has_feed(s, streams.names[i]))
				add_feed(s, streams.names[i]);
		}
	}
	streams_free(&streams);
	free(dir);
}

/*
 * When was all of every journal in? The first time after the database was away
 * is told at once. One that cannot be read yet holds nothing.
 */
static void
note_whole(struct store *s)
{
	int64_t whole = clock_now();

	for (size_t i = 0; i < s->count; i++) {
		if (feed_is_open(s->feeds[i]) &&
		    feed_level(s->feeds[i]) < whole)
			whole = feed_level(s->feeds[i]);
	}
	if (s->whole == CLOCK_NONE && whole != CLOCK_NONE)
		s->bind_due = 0;
	s->whole = whole;
}

/* Whether a feed has given the loader something to keep. */
static bool
start_anchor(struct store *s)
{
	char uuid[UUID_TEXT_MAX], hash[DIGEST_HEX_MAX], key[DIGEST_HEX_MAX];
	struct loader_anchor row;
	struct anchor a;
	size_t i = 0;

	while (i < s->count && !feed_anchor(s->feeds[i], &a))
		i++;
	if (i == s->count)
		return false;
	row = (struct loader_anchor){ .journal = uuid_format(a.uuid, uuid),
		.stream = a.stream,
		.checkpoint = a.number,
		.seq = a.seq,
		.at = a.at,
		.hash = digest_hex(a.hash, DIGEST_LEN, hash),
		.first_key = digest_hex(a.first_key, SIGN_PUBLIC_LEN, key) };
	if (loader_anchor(s->loader, &row) < 0)
		lose_connection(s);
	return true;
}

/* The same of damage, which somebody is to look at. */
static bool
start_damaged(struct store *s)
{
	size_t i = 0, count;

	while (i < s->count && !feed_damaged(s->feeds[i], &count))
		i++;
	if (i == s->count)
		return false;
	if (loader_damaged(s->loader, feed_journal(s->feeds[i]), count) < 0)
		lose_connection(s);
	return true;
}

/* And of what was read anew: how far, and that it fits. */
static bool
start_rechecked(struct store *s)
{
	struct packer_round round;
	size_t i = 0;

	while (i < s->count &&
	    (!feed_is_placed(s->feeds[i]) ||
		!packer_rechecked(s->packer, feed_dir(s->feeds[i]), &round)))
		i++;
	if (i == s->count)
		return false;
	if (loader_rechecked(s->loader, feed_journal(s->feeds[i]),
		round.segments, round.at) < 0)
		lose_connection(s);
	return true;
}

/* In turn, so that a flood of messages cannot starve the readings. */
static void
look_for_work(struct store *s)
{
	int64_t now = clock_monotonic();
	size_t last = s->at_hand;
	bool started = false;

	if (!s->is_up || s->is_busy)
		return;
	if (now >= s->bind_due) {
		s->bind_due = now + BIND_EVERY;
		s->is_busy = loader_devices(s->loader, s->whole) == ERR_OK;
		watch(s);
		return;
	}
	/* After what was asked above: whether something is held. */
	if (now >= s->trim_due)
		trim(s);
	started = start_anchor(s) || start_damaged(s) || start_rechecked(s);
	for (size_t i = 1; i <= s->count && !started; i++)
		started = start_feed(s, (last + i) % s->count);
	note_whole(s);
	if (started && s->is_up) {
		s->is_busy = true;
		watch(s);
	}
}

static bool
has_much(const struct store *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (feed_has_much(s->feeds[i]))
			return true;
	return false;
}

/*
 * How long what comes now may wait for company: where there is much of that,
 * for as long as is allowed; each transaction costs the same, however few it
 * is of.
 */
static int64_t
patience(const struct store *s)
{
	int64_t flush = s->role->config->store.flush;

	return s->loaded < COMPANY ? flush / 2
				   : flush - TICK_MS * CLOCK_SECOND / 1000;
}

/* A little waits for company; much, or what has waited long, goes at once. */
static void
on_tick(int fd, short what, void *arg)
{
	struct store *s = arg;
	int64_t now = clock_monotonic();

	(void)fd;
	(void)what;
	set_timer(s->tick, TICK_MS * CLOCK_SECOND / 1000);
	if (now >= s->list_due)
		list_feeds(s);
	if (now < s->look_due && !has_much(s))
		return;
	s->look_due = now + patience(s);
	s->loaded = 0;
	look_for_work(s);
}

static void
note_connected(struct store *s)
{
	log_info("store: the database is there");
	s->is_up = true;
	s->backoff_ms = BACKOFF_MIN_MS;
	s->bind_due = 0;
	s->whole = CLOCK_NONE;
}

/* Whether more is to be loaded at once. Of a rush the last part need not wait
 * for company that does not come: the next tick has it. */
static bool
note_loaded(struct store *s, struct feed *f)
{
	size_t records = feed_loaded(f);

	s->loaded += records;
	if (records >= (size_t)s->role->config->store.batch_max / 2)
		s->look_due = 0;
	return has_much(s);
}

static void
act(struct store *s, enum loader_news news)
{
	struct feed *f = s->count == 0 ? NULL : s->feeds[s->at_hand];
	struct loader_position at;
	bool more = true;

	if (news == LOADER_WAIT) {
		watch(s);
		if (s->is_loading)
			feed_prepare(f, &s->source);
		return;
	}
	s->is_busy = s->is_loading = false;
	switch (news) {
	case LOADER_CONNECTED:
		note_connected(s);
		break;
	case LOADER_DEVICES:
		read_devices(s);
		break;
	case LOADER_ANCHORED:
		break;
	case LOADER_FOUND:
		at = loader_found(s->loader);
		feed_place(f, &at);
		break;
	case LOADER_LOADED:
		more = note_loaded(s, f);
		break;
	case LOADER_REFUSED:
		feed_refused(f, loader_reason(s->loader));
		break;
	case LOADER_MOVED:
		log_warnx(
		    "store: %s journal was loaded by another", feed_stream(f));
		feed_forget_place(f);
		break;
	case LOADER_FAILED:
		feed_forget_place(f);
		more = false; /* the next tick tries again */
		break;
	case LOADER_LOST:
		lose_connection(s);
		return;
	case LOADER_WAIT:
		break;
	}
	watch(s);
	if (more)
		look_for_work(s);
}

static void
on_io(int fd, short what, void *arg)
{
	struct store *s = arg;

	(void)fd;
	(void)what;
	act(s, loader_step(s->loader));
}

/* A fault in one file keeps those in use. */
static int
store_reload_check(struct role *r, const struct config *next)
{
	struct store *s = r->state;

	rulebook_free(&s->next);
	return rulebook_load(&s->next, next->data);
}

static void
use_rules(struct store *s)
{
	s->source = (struct rows_source){ &s->bind, s->rules.metrics,
		s->rules.accesses, marks_notable(s->rules.marks),
		marks_people(s->rules.marks) };
}

static void
store_reload(struct role *r, const struct config *next)
{
	struct store *s = r->state;

	(void)next;
	rulebook_free(&s->rules);
	s->rules = s->next;
	s->next = (struct rulebook){ 0 };
	use_rules(s);
}

static int
store_start(struct role *r)
{
	struct store *s = mem_new(1, sizeof(*s));

	s->role = r;
	s->backoff_ms = BACKOFF_MIN_MS;
	s->held = CLOCK_NONE;
	s->trim_due = clock_monotonic() + trim_every(s);
	s->packer = packer_new(&recheck_pace);
	rulebook_load_some(&s->rules, r->config->data);
	use_rules(s);
	s->tick = evtimer_new(r->base, on_tick, s);
	s->retry = evtimer_new(r->base, on_retry, s);
	if (s->tick == NULL || s->retry == NULL)
		fatalx("store: timers");
	r->state = s;
	set_timer(s->tick, 0);
	set_timer(s->retry, 0);
	return ERR_OK;
}

static void
store_stop(struct role *r)
{
	struct store *s = r->state;

	if (s->io != NULL)
		event_free(s->io);
	event_free(s->tick);
	event_free(s->retry);
	packer_free(s->packer);
	loader_free(s->loader);
	for (size_t i = 0; i < s->count; i++)
		feed_free(s->feeds[i]);
	free(s->feeds);
	bind_free(&s->bind);
	rulebook_free(&s->rules);
	rulebook_free(&s->next);
	free(s);
	role_stopped(r);
}

const struct role_ops store_role = {
	.name = "store",
	.rights = ROLE_DATABASE,
	.can_wait = true,
	.start = store_start,
	.reload_check = store_reload_check,
	.reload = store_reload,
	.stop = store_stop,
};
