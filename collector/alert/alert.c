/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/alert.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "collector/alert/message.h"
#include "collector/alert/smtp.h"
#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/outbox.h"
#include "lib/store/run.h"

enum {
	LEASE_S = 600, /* longer than any one transfer may take */
	RETRY_MIN_S = 30,
	RETRY_MAX_S = 3600,
	PASSWORD_MAX = 4096,
};

/* What a configuration gives: the words, and the server's password. */
struct equipment {
	struct wording *nl, *en;
	char *password;
};

struct alert {
	struct role *role;
	struct equipment with, next; /* next: checked, not yet in use */
	struct db *db;
	bool db_away; /* said once */
	struct smtp *smtp;
	struct event *timer;
	struct run run;
	struct outbox outbox; /* the mail under way */
	bool ended;           /* it is, and its mark is not written yet */
	int outcome;          /* of it */
	struct buf reason;
	struct buf data;
	bool stopping; /* after the mail under way */
};

static void
arm(struct alert *a)
{
	int64_t us = a->role->config->mail.interval;
	struct timeval tv = { .tv_sec = us / CLOCK_SECOND,
		.tv_usec = us % CLOCK_SECOND };

	if (evtimer_add(a->timer, &tv) == -1)
		fatalx("libevent cannot add a timer");
}

/* Equipment. */

static void
equipment_free(struct equipment *e)
{
	wording_free(e->nl);
	wording_free(e->en);
	if (e->password != NULL)
		box_wipe(e->password, strlen(e->password));
	free(e->password);
	*e = (struct equipment){ 0 };
}

static int
load_words(const struct config *c, const char *below, struct wording **out)
{
	char *path = config_data_path(c, below);
	int rc = wording_load(path, out);

	free(path);
	return rc;
}

/* The first line of the file. */
static int
load_password(const char *path, char **out)
{
	struct buf text = { 0 };
	int rc;

	rc = file_check_private(path);
	if (rc == ERR_OK)
		rc = file_read(path, PASSWORD_MAX, &text);
	if (rc == ERR_OK)
		*out = mem_dup_text(
		    buf_str(&text), strcspn(buf_str(&text), "\r\n"));
	if (text.data != NULL)
		box_wipe(text.data, text.cap);
	buf_free(&text);
	return rc;
}

static int
equipment_load(const struct config *c, struct equipment *e)
{
	int rc;

	rc = load_words(c, "templates/mail.nl", &e->nl);
	if (rc == ERR_OK)
		rc = load_words(c, "templates/mail.en", &e->en);
	if (rc == ERR_OK && c->mail.password_file != NULL)
		rc = load_password(c->mail.password_file, &e->password);
	if (rc < 0)
		equipment_free(e);
	return rc;
}

/* The database, which may be away. */

static void
lose_db(struct alert *a, int rc)
{
	db_close(a->db);
	a->db = NULL;
	if (rc == ERR_AGAIN && !a->db_away)
		log_warnx("database away, mails wait");
	a->db_away = true;
}

static bool
have_db(struct alert *a)
{
	struct db_target target = config_target(a->role->config);
	int rc;

	if (a->db != NULL)
		return true;
	rc = db_open(&target, "patchwacht_alert", &a->db);
	if (rc < 0) {
		lose_db(a, rc);
		return false;
	}
	if (a->db_away)
		log_info("database is back");
	a->db_away = false;
	return true;
}

static const struct outbox_mail *
current(const struct alert *a)
{
	return &a->outbox.mails[0];
}

/* 30 s, doubling, up to an hour. */
static int64_t
next_try(int attempts)
{
	int64_t wait = RETRY_MIN_S;

	while (--attempts > 0 && wait < RETRY_MAX_S)
		wait *= 2;
	if (wait > RETRY_MAX_S)
		wait = RETRY_MAX_S;
	return clock_now() + wait * CLOCK_SECOND;
}

static void
note_end(struct alert *a, int outcome, const char *reason)
{
	const struct outbox_mail *m = current(a);

	if (outcome == ERR_OK) {
		log_info("alert %lld: mail to %s sent (%s)",
		    (long long)m->alert_id, m->function,
		    m->closing ? "closed" : "opened");
	} else {
		log_warnx("alert %lld: mail to %s not sent: %s",
		    (long long)m->alert_id, m->function, reason);
	}
	a->ended = true;
	a->outcome = outcome;
	buf_clear(&a->reason);
	buf_add_str(&a->reason, reason == NULL ? "" : reason);
}

/*
 * Writes what became of the mail at hand, and lets go of it. Without the mark
 * it would be sent again after the lease, with the same Message-ID: so nothing
 * else is sent before the database has it.
 */
static bool
mark(struct alert *a)
{
	const struct outbox_mail *m = current(a);
	int rc;

	if (!have_db(a))
		return false;
	rc = a->outcome == ERR_OK ? outbox_sent(a->db, m, clock_now())
				  : outbox_failed(a->db, m, buf_str(&a->reason),
					next_try(m->attempts));
	if (rc < 0) {
		lose_db(a, rc);
		return false;
	}
	outbox_free(&a->outbox);
	a->ended = false;
	return true;
}

/* Sending, one after the other. */

static void end(struct alert *a);

static void
go_on(struct alert *a)
{
	arm(a);
	/* Not each of them shall wait for a server that is away. */
	if (mark(a) && a->outcome != ERR_IO)
		event_active(a->timer, EV_TIMEOUT, 0);
}

static void
on_end(void *arg, int rc, const char *reason)
{
	struct alert *a = arg;

	note_end(a, rc, reason);
	if (!a->stopping) {
		go_on(a);
		return;
	}
	(void)mark(a);
	end(a);
}

static int
send_current(struct alert *a)
{
	const struct config_mail *c = &a->role->config->mail;
	const struct outbox_mail *m = current(a);
	const struct wording *words =
	    strcmp(m->language, "en") == 0 ? a->with.en : a->with.nl;
	struct message_from from = { .mail = c->from, .now = clock_now() };
	struct smtp_server server = { .url = c->server,
		.user = c->user,
		.password = a->with.password,
		.ca_file = c->ca_file,
		.starttls = c->starttls };
	struct smtp_mail mail = { .from = c->from, .to = m->mail };
	int rc;

	buf_clear(&a->data);
	rc = message_write(words, m, &from, &a->data);
	if (rc < 0)
		return rc;
	mail.data = (const char *)a->data.data;
	mail.len = a->data.len;
	return smtp_send(a->smtp, &server, &mail, on_end, a);
}

/* One at a time: a crash leaves no more than that one in doubt. */
static void
take_next(struct alert *a)
{
	int64_t now = clock_now();
	int rc;

	rc = run_tell(a->db, &a->run);
	if (rc == ERR_OK)
		rc = outbox_take(
		    a->db, now, now + LEASE_S * CLOCK_SECOND, 1, &a->outbox);
	if (rc < 0)
		lose_db(a, rc);
	if (rc < 0 || a->outbox.count == 0) {
		outbox_free(&a->outbox);
		arm(a);
		return;
	}
	rc = send_current(a);
	if (rc == ERR_OK)
		return; /* on_end goes on */
	note_end(a, rc, err_str(rc));
	go_on(a);
}

static void
on_timer(int fd, short what, void *arg)
{
	struct alert *a = arg;

	(void)fd;
	(void)what;
	if (a->ended)
		go_on(a);
	else if (a->role->config->mail.server != NULL && have_db(a))
		take_next(a);
	else
		arm(a);
}

/* The role. */

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
	if (r->config->mail.server == NULL)
		log_info("no mail server is configured: alerts stay in the "
			 "database");
	a->smtp = smtp_new(r->base);
	a->timer = evtimer_new(r->base, on_timer, a);
	if (a->timer == NULL)
		fatalx("libevent cannot make a timer");
	r->state = a;
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

	(void)next;
	equipment_free(&a->with);
	a->with = a->next;
	a->next = (struct equipment){ 0 };
	/* The next look may be at another database. */
	db_close(a->db);
	a->db = NULL;
	if (!smtp_is_busy(a->smtp))
		arm(a);
}

static void
end(struct alert *a)
{
	struct role *r = a->role;

	smtp_free(a->smtp);
	event_free(a->timer);
	outbox_free(&a->outbox);
	buf_free(&a->reason);
	buf_free(&a->data);
	db_close(a->db);
	equipment_free(&a->with);
	equipment_free(&a->next);
	free(a);
	role_stopped(r);
}

/* A mail that is cut off may have arrived all the same. */
static void
alert_stop(struct role *r)
{
	struct alert *a = r->state;

	a->stopping = true;
	if (!smtp_is_busy(a->smtp))
		end(a);
}

const struct role_ops alert_role = {
	.name = "alert",
	.rights = ROLE_INET | ROLE_DATABASE,
	.can_wait = true,
	.start = alert_start,
	.reload_check = alert_reload_check,
	.reload = alert_reload,
	.stop = alert_stop,
};
