/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/post.h"

#include <stdlib.h>
#include <string.h>

#include "collector/alert/equipment.h"
#include "collector/alert/errand.h"
#include "collector/alert/inform.h"
#include "collector/alert/message.h"
#include "collector/alert/payload.h"
#include "collector/alert/siren.h"
#include "collector/alert/smtp.h"
#include "collector/alert/transfer.h"
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

enum {
	LEASE_S = 180, /* longer than any one transfer may take */
	RETRY_MIN_S = 30,
	RETRY_MAX_S = 3600,
	RETRY_DEAD_MAX_S = 300, /* of a receiver that is away */
};

enum place_state { PLACE_FREE, PLACE_BUSY, PLACE_ENDED };

struct place {
	struct post *of;
	enum place_state state;
	struct outbox_item item;
	struct channel_secret secret;
	struct buf data; /* what is sent */
	struct siren *siren;
	struct inform *inform;
	struct errand *errand; /* NULL, as those above: not by that */
	int outcome;
	struct buf reason;
};

struct post {
	struct event_base *base;
	int errands;
	struct transfers *transfers;
	const struct config *config;
	const struct equipment *with;
	post_fn *on_end;
	void *arg;
	struct place place[POST_PLACES];
	struct post_counts counts;
};

struct post *
post_new(struct event_base *base, int errands, post_fn *on_end, void *arg)
{
	struct post *p = mem_new(1, sizeof(*p));

	p->base = base;
	p->errands = errands;
	p->transfers = transfers_new(base);
	p->on_end = on_end;
	p->arg = arg;
	for (size_t i = 0; i < POST_PLACES; i++)
		p->place[i].of = p;
	return p;
}

static void
clear(struct place *s)
{
	outbox_item_free(&s->item);
	channel_secret_wipe(&s->secret);
	buf_clear(&s->data);
	buf_clear(&s->reason);
	s->state = PLACE_FREE;
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
		buf_free(&p->place[i].reason);
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
	for (size_t i = 0; i < POST_PLACES; i++) {
		if (p->place[i].state != PLACE_FREE)
			return true;
	}
	return false;
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
	s->state = PLACE_ENDED;
	s->outcome = outcome;
	buf_clear(&s->reason);
	buf_add_str(&s->reason, reason == NULL ? "" : reason);
}

static void
on_end(void *arg, int rc, const char *reason)
{
	struct place *s = arg;

	s->siren = NULL;
	s->inform = NULL;
	s->errand = NULL;
	note_end(s, rc, reason);
	s->of->on_end(s->of->arg);
}

/* 30 s, doubling. */
static int64_t
next_try(int attempts, int64_t max)
{
	int64_t wait = RETRY_MIN_S;

	while (--attempts > 0 && wait < max)
		wait *= 2;
	if (wait > max)
		wait = max;
	return clock_now() + wait * CLOCK_SECOND;
}

/* Of a receiver that is away not each item shall find that out. */
static int
mark(struct db *db, struct place *s)
{
	const struct outbox_item *m = &s->item;
	bool away = s->outcome == ERR_IO;
	int64_t at;
	int rc;

	if (s->outcome == ERR_OK)
		return outbox_sent(db, m, clock_now());
	at = next_try(m->attempts, away ? RETRY_DEAD_MAX_S : RETRY_MAX_S);
	rc = outbox_failed(db, m, buf_str(&s->reason), at);
	if (rc == ERR_OK && away)
		rc = outbox_postpone(db, m, at);
	return rc;
}

int
post_settle(struct post *p, struct db *db)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < POST_PLACES; i++) {
		struct place *s = &p->place[i];

		if (s->state != PLACE_ENDED)
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

	s->state = PLACE_BUSY;
	if (rc == ERR_OK)
		rc = by->send(s);
	if (rc < 0)
		on_end(s, rc == ERR_IO ? ERR_IO : ERR_AGAIN, err_str(rc));
}

/* Mails wait where no server is configured. */
static const char *
usable(const struct config *c)
{
	return c->mail.server != NULL ? "{mail,webhook,syslog,snmp,program}"
				      : "{webhook,syslog,snmp,program}";
}

int
post_fill(struct post *p, struct db *db)
{
	int64_t now = clock_now();
	struct outbox box = { 0 };
	size_t next = 0;
	int room = 0, rc;

	for (size_t i = 0; i < POST_PLACES; i++)
		room += p->place[i].state == PLACE_FREE;
	if (room == 0)
		return ERR_OK;
	rc = outbox_take(db, usable(p->config), now,
	    now + LEASE_S * CLOCK_SECOND, room, &box);
	for (size_t i = 0; rc == ERR_OK && i < POST_PLACES; i++) {
		if (p->place[i].state != PLACE_FREE || next == box.count)
			continue;
		p->place[i].item = box.item[next];
		box.item[next++] = (struct outbox_item){ 0 };
		begin(&p->place[i]);
	}
	outbox_free(&box);
	return rc;
}
