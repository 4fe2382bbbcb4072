/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/post.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/alert/away.h"
#include "collector/alert/equipment.h"
#include "collector/alert/errand.h"
#include "collector/alert/inform.h"
#include "collector/alert/message.h"
#include "collector/alert/payload.h"
#include "collector/alert/siren.h"
#include "collector/alert/smtp.h"
#include "collector/alert/transfer.h"
#include "collector/alert/turn.h"
#include "collector/alert/web.h"
#include "collector/config.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/alert/channel_secret.h"
#include "lib/store/alert/outbox.h"
#include "lib/store/db.h"

struct place {
	struct post *of;
	struct turn turn;
	struct outbox_item item;
	struct channel_secret secret;
	struct buf data; /* what is sent */
	struct siren *siren;
	struct inform *inform;
	struct errand *errand; /* NULL, as those above: not by that */
};

struct post {
	struct event_base *base;
	int errands;
	struct transfers *transfers;
	struct away *away;
	const struct config *config;
	const struct equipment *with;
	struct place place[POST_PLACES];
	struct turns turns;
	struct post_counts counts;
};

struct post *
post_new(struct event_base *base, int errands, struct away *away,
    post_fn *on_end, void *arg)
{
	struct post *p = mem_new(1, sizeof(*p));

	p->base = base;
	p->errands = errands;
	p->transfers = transfers_new(base);
	p->away = away;
	for (size_t i = 0; i < POST_PLACES; i++) {
		p->place[i].of = p;
		turns_add(&p->turns, &p->place[i].turn, on_end, arg);
	}
	return p;
}

static void
clear(struct place *s)
{
	outbox_item_free(&s->item);
	channel_secret_wipe(&s->secret);
	buf_clear(&s->data);
	turn_clear(&s->turn);
}

void
post_free(struct post *p)
{
	if (p == NULL)
		return;
	transfers_free(p->transfers);
	for (size_t i = 0; i < POST_PLACES; i++) {
		siren_free(p->place[i].siren);
		inform_free(p->place[i].inform);
		errand_free(p->place[i].errand);
		clear(&p->place[i]);
		buf_free(&p->place[i].data);
		turn_free(&p->place[i].turn);
	}
	free(p);
}

void
post_use(struct post *p, const struct config *c, const struct equipment *e)
{
	p->config = c;
	p->with = e;
}

struct post_counts
post_counts(const struct post *p)
{
	return p->counts;
}

bool
post_is_busy(const struct post *p)
{
	return turns_count(&p->turns, TURN_FREE) < POST_PLACES;
}

/* What became of it. */

static void
note_end(struct place *s, int outcome, const char *reason)
{
	const struct outbox_item *m = &s->item;

	if (outcome == ERR_OK)
		log_info("incident %lld: %s to %s sent (%s)",
		    (long long)m->incident_id, m->means, m->function, m->kind);
	else
		log_warnx("incident %lld: %s to %s not sent: %s",
		    (long long)m->incident_id, m->means, m->function, reason);
	s->of->counts.sent += outcome == ERR_OK;
	s->of->counts.failed += outcome != ERR_OK;
}

/* Who refuses one is there. */
static int
note_receiver(struct place *s, int outcome)
{
	struct buf name = { 0 };
	int rc;

	outbox_receiver(&s->item, &name);
	rc = away_note(s->of->away, buf_str(&name), s->item.attempts, outcome,
	    clock_monotonic());
	buf_free(&name);
	return rc;
}

static void
on_end(void *arg, int rc, const char *reason)
{
	struct place *s = arg;

	s->siren = NULL;
	s->inform = NULL;
	s->errand = NULL;
	note_end(s, rc, reason);
	turn_end(&s->turn, note_receiver(s, rc), reason);
}

/* What cannot be made here says nothing of its receiver. */
static void
end_here(struct place *s, const char *reason)
{
	struct buf name = { 0 };

	note_end(s, ERR_AGAIN, reason);
	outbox_receiver(&s->item, &name);
	away_untry(s->of->away, buf_str(&name), clock_monotonic());
	buf_free(&name);
	turn_end(&s->turn, ERR_AGAIN, reason);
}

/* Of a receiver that is away another one is tried next, so that one which it
 * cannot take does not stand in front of all. */
static int
mark(struct db *db, struct place *s)
{
	const struct outbox_item *m = &s->item;
	int64_t now = clock_now();

	if (s->turn.outcome == ERR_OK)
		return outbox_sent(db, m, now);
	return outbox_failed(db, m, buf_str(&s->turn.reason),
	    s->turn.outcome == ERR_IO ? now + AWAY_MIN_S * CLOCK_SECOND
				      : turn_next_try(m->attempts, now));
}

int
post_settle(struct post *p, struct db *db)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < POST_PLACES; i++) {
		struct place *s = &p->place[i];

		if (s->turn.state != TURN_ENDED)
			continue;
		rc = mark(db, s);
		if (rc == ERR_OK)
			clear(s);
	}
	return rc;
}

/* Sending. */

static int
open_secret(struct place *s)
{
	const struct equipment *e = s->of->with;
	const struct outbox_item *m = &s->item;
	const struct channel_row row = { m->tenant_id, m->channel_id, m->means,
		m->target };

	if (m->secret.len == 0)
		return ERR_OK;
	if (!e->has_keys)
		return ERR_DENIED;
	return channel_secret_open(
	    &e->keys, m->secret.data, m->secret.len, &row, &s->secret);
}

static int
send_mail(struct place *s)
{
	const struct config_mail *c = &s->of->config->mail;
	const struct equipment *e = s->of->with;
	struct smtp_server server = { .url = c->server,
		.user = c->user,
		.password = e->password,
		.ca_file = c->ca_file,
		.starttls = c->starttls };
	struct smtp_mail mail = { .from = c->from, .to = s->item.target };
	int rc = message_write(equipment_words(e, s->item.language), &s->item,
	    c->from, NULL, &s->data);

	if (rc < 0)
		return rc;
	mail.data = (const char *)s->data.data;
	mail.len = s->data.len;
	return smtp_send(s->of->transfers, &server, &mail, on_end, s);
}

static const char *
text_or_null(const char *text)
{
	return *text == '\0' ? NULL : text;
}

static int
send_web(struct place *s)
{
	const struct equipment *e = s->of->with;
	struct web_post post = { .url = s->item.target,
		.authorization = text_or_null(s->secret.authorization),
		.secret = text_or_null(s->secret.hmac),
		.now = clock_now() };
	struct json *settings = NULL;
	struct buf key = { 0 };
	const char *form;
	int rc = json_parse("channel.settings", s->item.settings,
	    strlen(s->item.settings), &settings);

	if (rc < 0)
		return rc;
	form = json_get_text(settings, "form");
	post.ca_file = json_get_text(settings, "ca_file");
	rc = payload_write(equipment_words(e, s->item.language), &s->item,
	    form == NULL ? "patchwacht" : form, &s->data);
	payload_key(&s->item, &key);
	post.key = buf_str(&key);
	post.data = (const char *)s->data.data;
	post.len = s->data.len;
	if (rc == ERR_OK)
		rc = web_send(s->of->transfers, &post, on_end, s);
	buf_free(&key);
	json_free(settings);
	return rc;
}

static int
send_syslog(struct place *s)
{
	const struct wording *w =
	    equipment_words(s->of->with, s->item.language);
	struct json *settings = NULL, *detail = NULL;
	char *host = NULL, *port = NULL;
	struct siren_to to = { 0 };
	int rc = siren_parse(s->item.target, &host, &port, &to.tls);

	if (rc == ERR_OK)
		rc = json_parse("channel.settings", s->item.settings,
		    strlen(s->item.settings), &settings);
	if (rc == ERR_OK)
		rc = json_parse("saying.detail", s->item.detail,
		    strlen(s->item.detail), &detail);
	if (rc == ERR_OK) {
		to.host = host;
		to.port = port;
		to.ca_file = json_get_text(settings, "ca_file");
		siren_write(w, &s->item, detail, &s->data);
		rc = siren_send(s->of->base, &to, (const char *)s->data.data,
		    s->data.len, on_end, s, &s->siren);
	}
	json_free(settings);
	json_free(detail);
	free(host);
	free(port);
	return rc;
}

static int
send_snmp(struct place *s)
{
	const struct wording *w =
	    equipment_words(s->of->with, s->item.language);
	struct json *settings = NULL, *detail = NULL;
	int rc = json_parse("channel.settings", s->item.settings,
	    strlen(s->item.settings), &settings);

	if (rc == ERR_OK)
		rc = json_parse("saying.detail", s->item.detail,
		    strlen(s->item.detail), &detail);
	if (rc == ERR_OK)
		rc = inform_send(s->of->base, w, &s->item, detail, settings,
		    &s->secret, on_end, s, &s->inform);
	json_free(settings);
	json_free(detail);
	return rc;
}

/* What a webhook is told; which files are run is the configuration's to say,
 * never the database's. */
static int
send_program(struct place *s)
{
	const struct outbox_item *m = &s->item;
	int rc;

	if (config_program(s->of->config, m->target) == NULL) {
		on_end(s, ERR_IO, "no such program is configured");
		return ERR_OK;
	}
	rc = payload_write(equipment_words(s->of->with, m->language), m,
	    "patchwacht", &s->data);
	return rc < 0 ? rc
		      : errand_send(s->of->base, s->of->errands, m->target,
			    (const char *)s->data.data, s->data.len, on_end, s,
			    &s->errand);
}

static const struct means {
	const char *name;
	int (*send)(struct place *s);
} means[] = {
	{ "mail", send_mail },
	{ "webhook", send_web },
	{ "syslog", send_syslog },
	{ "snmp", send_snmp },
	{ "program", send_program },
};

static const struct means *
find_means(const char *name)
{
	for (size_t i = 0; i < sizeof(means) / sizeof(means[0]); i++) {
		if (strcmp(means[i].name, name) == 0)
			return &means[i];
	}
	return NULL;
}

static void
begin(struct place *s)
{
	const struct means *by = find_means(s->item.means);
	int rc = by == NULL ? ERR_NOTFOUND : open_secret(s);

	s->turn.state = TURN_BUSY;
	if (rc == ERR_OK)
		rc = by->send(s);
	if (rc == ERR_IO)
		on_end(s, rc, err_str(rc));
	else if (rc < 0)
		end_here(s, err_str(rc));
}

/* Mails wait where no server is configured. */
static const char *
usable(const struct config *c)
{
	return c->mail.server != NULL ? "{mail,webhook,syslog,snmp,program}"
				      : "{webhook,syslog,snmp,program}";
}

static void
begin_all(struct post *p, struct outbox *box)
{
	size_t next = 0;

	for (size_t i = 0; i < POST_PLACES && next < box->count; i++) {
		if (p->place[i].turn.state != TURN_FREE)
			continue;
		p->place[i].item = box->item[next];
		box->item[next++] = (struct outbox_item){ 0 };
		begin(&p->place[i]);
	}
}

static int
take(struct post *p, struct db *db, const struct outbox_want *want, size_t max,
    size_t *n)
{
	size_t room = turns_count(&p->turns, TURN_FREE);
	struct outbox box = { 0 };
	int64_t now = clock_now();
	int rc;

	*n = 0;
	if (room == 0)
		return ERR_OK;
	rc = outbox_take(db, want, now, now + TURN_LEASE_S * CLOCK_SECOND,
	    (int)(max < room ? max : room), &box);
	if (rc == ERR_OK) {
		*n = box.count;
		begin_all(p, &box);
	}
	outbox_free(&box);
	return rc;
}

/* One message finds out whether a receiver is back. What ends at once may
 * change who is away: so by name, of those that were at first. */
static int
probe(struct post *p, struct db *db, const struct outbox_want *of)
{
	struct outbox_want want = *of;
	int64_t now = clock_monotonic();
	char name[AWAY_NAME_MAX];
	int rc = ERR_OK;
	size_t n;

	want.except = "{}";
	want.only = name;
	for (size_t i = away_count(p->away); rc == ERR_OK && i-- > 0;) {
		if (i >= away_count(p->away))
			continue;
		snprintf(name, sizeof(name), "%s", away_name(p->away, i));
		if (!away_is_due(p->away, name, now))
			continue;
		away_try(p->away, name, now);
		rc = take(p, db, &want, 1, &n);
		if (rc == ERR_OK && n == 0)
			away_untry(p->away, name, now);
	}
	return rc;
}

int
post_fill(struct post *p, struct db *db, const char *holder)
{
	struct buf except = { 0 };
	struct outbox_want want = { .means = usable(p->config),
		.holder = holder };
	size_t n;
	int rc;

	buf_add_u8(&except, '{');
	for (size_t i = 0; i < away_count(p->away); i++)
		buf_printf(
		    &except, "%s%s", i == 0 ? "" : ",", away_name(p->away, i));
	buf_add_u8(&except, '}');
	want.except = buf_str(&except);
	rc = probe(p, db, &want);
	if (rc == ERR_OK)
		rc = take(p, db, &want, POST_PLACES, &n);
	buf_free(&except);
	return rc;
}
