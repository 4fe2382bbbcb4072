/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/verify/verify.h"

#include <stdlib.h>

#include <event2/event.h>

#include "collector/due.h"
#include "collector/verify/context.h"
#include "collector/verify/jumps.h"
#include "collector/verify/look.h"
#include "collector/verify/pseudonym.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/profile/baseline.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/metric.h"
#include "lib/profile/notable.h"
#include "lib/profile/people.h"
#include "lib/profile/set.h"
#include "lib/profile/trap_rules.h"
#include "lib/store/db.h"
#include "lib/store/run.h"
#include "lib/store/schema_version.h"

/* A look may not take more than this part of the time between two. */
enum { BUSY_PART = 5 };

struct state {
	struct role *role;
	struct verify verify;
	struct profile_set *next; /* checked, not yet in use */
	struct trap_rules *next_traps;
	struct event_rules *next_events;
	struct people *next_people;
	struct metric_set *next_metrics;
	struct baseline_set *next_baseline;
	struct event *timer;
	struct run run;
	struct event *notified; /* on the database's socket */
	bool db_away;           /* said once */
};

static void
arm(struct state *s, int64_t us)
{
	struct timeval tv = { .tv_sec = us / CLOCK_SECOND,
		.tv_usec = us % CLOCK_SECOND };

	if (evtimer_add(s->timer, &tv) == -1)
		fatalx("libevent cannot add a timer");
}

static void
lose_db(struct state *s, int rc)
{
	if (s->notified != NULL)
		event_free(s->notified);
	s->notified = NULL;
	db_close(s->verify.db);
	s->verify.db = NULL;
	if (rc == ERR_AGAIN && !s->db_away) {
		log_warnx("database away, readings wait in the journal");
		s->verify.lost = clock_now();
	}
	s->db_away = true;
}

static void
on_notified(int fd, short what, void *arg)
{
	struct state *s = arg;

	(void)fd;
	(void)what;
	if (s->verify.db == NULL)
		return;
	/* A socket that is readable without a message is one that closed: the
	 * timer finds out. */
	if (db_notified(s->verify.db))
		event_active(s->timer, EV_TIMEOUT, 0);
	else
		event_del(s->notified);
}

static int
open_db(struct state *s)
{
	struct db_target target = config_target(s->role->config);
	int rc =
	    schema_version_open(&target, "patchwacht_verify", &s->verify.db);

	if (rc == ERR_OK)
		rc = db_listen(s->verify.db, "patchwacht_reading");
	if (rc == ERR_OK)
		rc = db_listen(s->verify.db, "patchwacht_message");
	if (rc < 0)
		return rc;
	s->notified = event_new(s->role->base, db_socket(s->verify.db),
	    EV_READ | EV_PERSIST, on_notified, s);
	if (s->notified == NULL)
		fatalx("libevent cannot watch the database");
	if (s->db_away)
		log_info("database is back");
	s->db_away = false;
	s->verify.back = clock_now();
	return ERR_OK;
}

static void
on_timer(int fd, short what, void *arg)
{
	struct state *s = arg;
	int64_t began = clock_monotonic(), wait;
	int rc = ERR_OK;

	(void)fd;
	(void)what;
	jumps_watch(&s->verify);
	if (s->verify.db == NULL)
		rc = open_db(s);
	if (rc == ERR_OK)
		rc = run_tell(s->verify.db, &s->run);
	if (rc == ERR_OK)
		rc = look_take(&s->verify);
	if (rc < 0)
		lose_db(s, rc);
	else
		event_add(s->notified, NULL);
	wait = (clock_monotonic() - began) * (BUSY_PART - 1);
	if (wait < s->verify.interval)
		wait = s->verify.interval;
	arm(s, wait);
}

/* Of its own folder: nobody else needs to know who somebody is. */
static int
open_pseudonyms(const struct config *c, struct pseudonyms **out)
{
	char *path = config_home_path(c, "verify/names.key");
	int rc = pseudonyms_open(path, out);

	free(path);
	return rc;
}

static void
free_rules(struct state *s)
{
	profile_set_free(s->verify.profiles);
	profile_set_free(s->next);
	trap_rules_free(s->verify.traps);
	trap_rules_free(s->next_traps);
	event_rules_free(s->verify.events);
	event_rules_free(s->next_events);
	people_free(s->verify.people);
	people_free(s->next_people);
	metric_set_free(s->verify.metrics);
	metric_set_free(s->next_metrics);
	baseline_free(s->verify.baseline);
	baseline_free(s->next_baseline);
	pseudonyms_close(s->verify.pseudonyms);
}

static void
note_marks(struct verify *v)
{
	v->marked_by = notable_by(v->events, v->profiles);
}

static int
verify_start(struct role *r)
{
	struct state *s = mem_new(1, sizeof(*s));
	int rc;

	s->role = r;
	s->verify.poll = &r->config->poll;
	s->verify.data = r->config->data;
	s->verify.interval = r->config->verify.interval;
	s->run.role = "verify";
	rc = profile_set_load_default(r->config->data, &s->verify.profiles);
	if (rc == ERR_OK)
		rc = trap_rules_load_default(r->config->data, &s->verify.traps);
	if (rc == ERR_OK)
		rc = event_rules_load_default(
		    r->config->data, &s->verify.events);
	if (rc == ERR_OK)
		rc = people_load_default(r->config->data, &s->verify.people);
	if (rc == ERR_OK)
		rc = metric_set_load_default(
		    r->config->data, &s->verify.metrics);
	if (rc == ERR_OK)
		rc =
		    baseline_load_default(r->config->data, &s->verify.baseline);
	if (rc == ERR_OK)
		rc = open_pseudonyms(r->config, &s->verify.pseudonyms);
	if (rc < 0) {
		free_rules(s);
		free(s);
		return rc;
	}
	note_marks(&s->verify);
	s->verify.due = due_new();
	s->timer = evtimer_new(r->base, on_timer, s);
	if (s->timer == NULL)
		fatalx("libevent cannot make a timer");
	r->state = s;
	event_active(s->timer, EV_TIMEOUT, 0);
	return ERR_OK;
}

/* Profiles are read again: a fault in one keeps those in use. */
static int
verify_reload_check(struct role *r, const struct config *next)
{
	struct state *s = r->state;

	int rc;

	profile_set_free(s->next);
	trap_rules_free(s->next_traps);
	event_rules_free(s->next_events);
	people_free(s->next_people);
	metric_set_free(s->next_metrics);
	baseline_free(s->next_baseline);
	s->next = NULL;
	s->next_traps = NULL;
	s->next_events = NULL;
	s->next_people = NULL;
	s->next_metrics = NULL;
	s->next_baseline = NULL;
	rc = event_rules_load_default(next->data, &s->next_events);
	if (rc == ERR_OK)
		rc = trap_rules_load_default(next->data, &s->next_traps);
	if (rc == ERR_OK)
		rc = people_load_default(next->data, &s->next_people);
	if (rc == ERR_OK)
		rc = metric_set_load_default(next->data, &s->next_metrics);
	if (rc == ERR_OK)
		rc = baseline_load_default(next->data, &s->next_baseline);
	if (rc == ERR_OK)
		rc = profile_set_load_default(next->data, &s->next);
	return rc;
}

static void
verify_reload(struct role *r, const struct config *next)
{
	struct state *s = r->state;

	s->verify.poll = &next->poll;
	s->verify.data = next->data;
	s->verify.calendars_after = 0;
	s->verify.interval = next->verify.interval;
	verify_set_profiles(&s->verify, s->next);
	s->next = NULL;
	trap_rules_free(s->verify.traps);
	s->verify.traps = s->next_traps;
	s->next_traps = NULL;
	event_rules_free(s->verify.events);
	s->verify.events = s->next_events;
	s->next_events = NULL;
	people_free(s->verify.people);
	s->verify.people = s->next_people;
	s->next_people = NULL;
	metric_set_free(s->verify.metrics);
	s->verify.metrics = s->next_metrics;
	s->next_metrics = NULL;
	baseline_free(s->verify.baseline);
	s->verify.baseline = s->next_baseline;
	s->next_baseline = NULL;
	note_marks(&s->verify);
	/* The next look may be at another database. */
	if (s->verify.db != NULL)
		lose_db(s, ERR_OK);
	s->db_away = false;
	event_active(s->timer, EV_TIMEOUT, 0);
}

static void
verify_stop(struct role *r)
{
	struct state *s = r->state;

	if (s->notified != NULL)
		event_free(s->notified);
	event_free(s->timer);
	db_close(s->verify.db);
	free_rules(s);
	due_free(s->verify.due);
	free(s);
	role_stopped(r);
}

const struct role_ops verify_role = {
	.name = "verify",
	.rights = ROLE_DATABASE,
	.can_wait = true,
	.start = verify_start,
	.reload_check = verify_reload_check,
	.reload = verify_reload,
	.stop = verify_stop,
};
