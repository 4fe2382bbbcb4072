/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/alert.h"

#include <stdlib.h>

#include <event2/event.h>

#include "collector/alert/away.h"
#include "collector/alert/courier.h"
#include "collector/alert/desk.h"
#include "collector/alert/equipment.h"
#include "collector/alert/exporter.h"
#include "collector/alert/post.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/alert/lease.h"
#include "lib/store/db.h"
#include "lib/store/run.h"
#include "lib/store/schema_version.h"

struct alert {
	struct role *role;
	struct equipment with, next; /* next: checked, not yet in use */
	struct db *db;
	char *holder; /* who we are to the database, now or last time */
	bool db_away; /* said once */
	struct away *away;
	struct post *post;
	struct courier *courier;
	struct exporter *metrics; /* NULL: nobody may ask */
	struct event *timer;
	struct run run;
	int64_t decided; /* monotonic: when the desk last looked */
	bool stopping;   /* after what is under way */
};

static void
arm(struct alert *a)
{
	int64_t us = a->role->config->alert.interval;
	struct timeval tv = { .tv_sec = us / CLOCK_SECOND,
		.tv_usec = us % CLOCK_SECOND };

	if (evtimer_add(a->timer, &tv) == -1)
		fatalx("libevent cannot add a timer");
}

/* The database, which may be away. */

static void
lose_db(struct alert *a, int rc)
{
	db_close(a->db);
	a->db = NULL;
	if (rc == ERR_AGAIN && !a->db_away)
		log_warnx("database away, alerts wait");
	a->db_away = true;
}

/* Who we were before still holds what is under way. */
static int
name_session(struct alert *a)
{
	char *holder = NULL;
	int rc = lease_open(a->db, a->role->config->home, a->holder, &holder);

	if (rc == ERR_OK) {
		free(a->holder);
		a->holder = holder;
	}
	return rc;
}

static bool
have_db(struct alert *a)
{
	struct db_target target = config_target(a->role->config);
	int rc;

	if (a->db != NULL)
		return true;
	rc = schema_version_open(&target, "patchwacht_alert", &a->db);
	if (rc == ERR_OK)
		rc = name_session(a);
	if (rc < 0) {
		lose_db(a, rc);
		return false;
	}
	if (a->db_away)
		log_info("database is back");
	a->db_away = false;
	return true;
}

/* Work. */

static void end(struct alert *a);

/* What is to be said: once in each interval, and while there is more. */
static int
decide(struct alert *a, bool *more)
{
	int64_t now = clock_monotonic();
	int rc;

	*more = false;
	if (a->decided != 0 &&
	    now < a->decided + a->role->config->alert.interval)
		return ERR_OK;
	rc = lease_end_dead(a->db, a->holder);
	if (rc == ERR_OK)
		rc = desk_work(a->db, a->with.rules, clock_now(), more);
	if (rc == ERR_OK && !*more)
		a->decided = now;
	return rc;
}

static int
settle(struct alert *a)
{
	int rc = post_settle(a->post, a->db);

	return rc == ERR_OK ? courier_settle(a->courier, a->db) : rc;
}

static void
work(struct alert *a)
{
	bool more = false;
	int rc = run_tell(a->db, &a->run);

	if (rc == ERR_OK)
		rc = settle(a);
	if (rc == ERR_OK)
		rc = decide(a, &more);
	if (rc == ERR_OK)
		rc = post_fill(a->post, a->db, a->holder);
	if (rc == ERR_OK)
		rc = courier_fill(a->courier, a->db, a->holder);
	if (rc < 0)
		lose_db(a, rc);
	else if (more)
		event_active(a->timer, EV_TIMEOUT, 0);
}

static void
on_timer(int fd, short what, void *arg)
{
	struct alert *a = arg;

	(void)fd;
	(void)what;
	if (a->stopping) {
		/* What has ended is marked; what arrived without that goes
		 * again, later. */
		if (have_db(a) && settle(a) == ERR_OK &&
		    (post_is_busy(a->post) || courier_is_busy(a->courier)))
			return;
		end(a);
		return;
	}
	arm(a);
	if (have_db(a))
		work(a);
}

static void
on_end(void *arg)
{
	struct alert *a = arg;

	event_active(a->timer, EV_TIMEOUT, 0);
}

/* The role. */

static void
tell_own(void *arg, struct exporter_own *out)
{
	struct alert *a = arg;
	struct post_counts n = post_counts(a->post);

	*out = (struct exporter_own){
		.db = have_db(a) ? a->db : NULL,
		.sent = n.sent,
		.failed = n.failed,
		.decided = a->decided,
		.interval = a->role->config->alert.interval,
	};
}

static void
open_metrics(struct alert *a, const struct config *c)
{
	exporter_free(a->metrics);
	a->metrics = NULL;
	if (c->alert.metrics != NULL)
		a->metrics =
		    exporter_new(a->role->base, c->alert.metrics, tell_own, a);
}

static void
tell_missing(const struct role *r)
{
	if (r->config->mail.server == NULL)
		log_info("no mail server is configured: mails stay in the "
			 "database");
}

static int
alert_start(struct role *r)
{
	struct alert *a = mem_new(1, sizeof(*a));
	int rc;

	a->role = r;
	a->run.role = "alert";
	rc = equipment_load(r->config, &a->with);
	if (rc < 0) {
		free(a);
		return rc;
	}
	tell_missing(r);
	a->away = away_new();
	a->post = post_new(r->base, role_errands(r), a->away, on_end, a);
	a->courier = courier_new(r->base, a->away, on_end, a);
	post_use(a->post, r->config, &a->with);
	courier_use(a->courier, r->config, &a->with);
	a->timer = evtimer_new(r->base, on_timer, a);
	if (a->timer == NULL)
		fatalx("libevent cannot make a timer");
	r->state = a;
	open_metrics(a, r->config);
	event_active(a->timer, EV_TIMEOUT, 0);
	return ERR_OK;
}

static int
alert_reload_check(struct role *r, const struct config *next)
{
	struct alert *a = r->state;

	equipment_free(&a->next);
	return equipment_load(next, &a->next);
}

static void
alert_reload(struct role *r, const struct config *next)
{
	struct alert *a = r->state;

	equipment_free(&a->with);
	a->with = a->next;
	a->next = (struct equipment){ 0 };
	post_use(a->post, next, &a->with);
	courier_use(a->courier, next, &a->with);
	away_forget(a->away); /* they may be others now */
	/* The next look may be at another database. */
	db_close(a->db);
	a->db = NULL;
	a->decided = 0;
	open_metrics(a, next);
	arm(a);
}

static void
end(struct alert *a)
{
	struct role *r = a->role;

	exporter_free(a->metrics);
	post_free(a->post);
	courier_free(a->courier);
	away_free(a->away);
	event_free(a->timer);
	db_close(a->db);
	free(a->holder);
	equipment_free(&a->with);
	equipment_free(&a->next);
	free(a);
	role_stopped(r);
}

/* What is cut off may have arrived all the same. */
static void
alert_stop(struct role *r)
{
	struct alert *a = r->state;

	a->stopping = true;
	event_active(a->timer, EV_TIMEOUT, 0);
}

const struct role_ops alert_role = {
	.name = "alert",
	.rights = ROLE_INET | ROLE_DATABASE | ROLE_ERRANDS,
	.can_wait = true,
	.start = alert_start,
	.reload_check = alert_reload_check,
	.reload = alert_reload,
	.stop = alert_stop,
};
