/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/courier.h"

#include <stdlib.h>
#include <string.h>

#include "collector/alert/equipment.h"
#include "collector/alert/message.h"
#include "collector/alert/smtp.h"
#include "collector/alert/transfer.h"
#include "collector/config.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/alert/outbox.h"
#include "lib/store/report/delivery_store.h"

enum {
	LEASE_S = 180, /* longer than any one transfer may take */
	RETRY_MIN_S = 30,
	RETRY_MAX_S = 3600,
	GIVE_UP_S = 7 * 86400,
};

enum place_state { PLACE_FREE, PLACE_BUSY, PLACE_ENDED };

struct place {
	struct courier *of;
	enum place_state state;
	struct delivery item;
	const char *withheld; /* why it goes without its document */
	struct buf data;      /* what is sent */
	int outcome;
	struct buf reason;
};

struct courier {
	struct transfers *transfers;
	const struct config *config;
	const struct equipment *with;
	courier_fn *on_end;
	void *arg;
	struct place place[COURIER_PLACES];
};

struct courier *
courier_new(struct event_base *base, courier_fn *on_end, void *arg)
{
	struct courier *c = mem_new(1, sizeof(*c));

	c->transfers = transfers_new(base);
	c->on_end = on_end;
	c->arg = arg;
	for (size_t i = 0; i < COURIER_PLACES; i++)
		c->place[i].of = c;
	return c;
}

/* A document is large: its memory does not stay. */
static void
clear(struct place *s)
{
	delivery_free(&s->item);
	buf_free(&s->data);
	buf_clear(&s->reason);
	s->withheld = NULL;
	s->state = PLACE_FREE;
}

void
courier_free(struct courier *c)
{
	if (c == NULL)
		return;
	transfers_free(c->transfers);
	for (size_t i = 0; i < COURIER_PLACES; i++) {
		clear(&c->place[i]);
		buf_free(&c->place[i].reason);
	}
	free(c);
}

void
courier_use(
    struct courier *c, const struct config *config, const struct equipment *e)
{
	c->config = config;
	c->with = e;
}

bool
courier_is_busy(const struct courier *c)
{
	for (size_t i = 0; i < COURIER_PLACES; i++) {
		if (c->place[i].state != PLACE_FREE)
			return true;
	}
	return false;
}

/*
 * libcurl checks a certificate and its name where there is one to check; a
 * server without STARTTLS is refused where that is asked for.
 */
static bool
is_over_tls(const struct config_mail *m)
{
	return m->starttls || strncmp(m->server, "smtps://", 8) == 0;
}

/* What became of it. */

static void
on_end(void *arg, int rc, const char *reason)
{
	struct place *s = arg;
	const struct delivery *d = &s->item;

	if (rc == ERR_OK)
		log_info("tenant %d: report to %s sent%s%s", d->tenant_id,
		    d->recipient, s->withheld != NULL ? " without it: " : "",
		    s->withheld != NULL ? s->withheld : "");
	else
		log_warnx("tenant %d: report to %s not sent: %s", d->tenant_id,
		    d->recipient, reason);
	s->state = PLACE_ENDED;
	s->outcome = rc;
	buf_clear(&s->reason);
	buf_add_str(&s->reason, reason == NULL ? "" : reason);
	s->of->on_end(s->of->arg);
}

/* 30 s, doubling to an hour. */
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

static int
mark(struct db *db, struct place *s)
{
	const struct delivery *d = &s->item;
	int64_t now = clock_now(), at = next_try(d->attempts);
	int rc;

	if (s->outcome == ERR_OK)
		return delivery_sent(db, d, now, s->withheld);
	if (now - d->created > GIVE_UP_S * CLOCK_SECOND)
		return delivery_drop(db, d, buf_str(&s->reason), now);
	rc = delivery_failed(db, d, buf_str(&s->reason), at);
	if (rc == ERR_OK && s->outcome == ERR_IO)
		rc = delivery_postpone(db, at);
	return rc;
}

int
courier_settle(struct courier *c, struct db *db)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < COURIER_PLACES; i++) {
		struct place *s = &c->place[i];

		if (s->state != PLACE_ENDED)
			continue;
		rc = mark(db, s);
		if (rc == ERR_OK)
			clear(s);
	}
	return rc;
}

/* Sending. */

/* Why a document does not go along; NULL: it does, or there is none to go. */
static const char *
why_withheld(const struct place *s, const char *secrecy)
{
	if (strcmp(s->item.kind, "anchors") == 0 || s->item.pdf.len > 0)
		return NULL;
	if (strcmp(secrecy, "secret") == 0)
		return "secret";
	if (!s->item.has_pdf)
		return "gone";
	if (strcmp(secrecy, "open") != 0 && !is_over_tls(&s->of->config->mail))
		return "open_line";
	return "size";
}

/*
 * As one of the post's: its sentence stands with the facts below it. Borrows
 * from the delivery.
 */
static void
make_item(struct place *s, char *said, struct outbox_item *out)
{
	static char rule[] = "report", notice[] = "notice";
	struct delivery *d = &s->item;
	bool anchors = strcmp(d->kind, "anchors") == 0;
	static char attached[] = "report", withheld[] = "report_withheld",
		    proof[] = "anchors";

	*out = (struct outbox_item){ .tenant_id = d->tenant_id,
		.saying_id = d->delivery_id,
		.at = d->created,
		.kind = anchors           ? proof
		    : s->withheld != NULL ? withheld
					  : attached,
		.rule = rule,
		.severity = notice,
		.detail = said,
		.target = d->recipient,
		.function = d->recipient,
		.language = d->language,
		.tenant = d->tenant,
		.zone = d->zone };
}

/* {"alerts":[DETAIL],...}: what wording.h tells of the only one. */
static char *
say_facts(const struct place *s, const struct json *detail)
{
	struct json *o = json_new_object(), *list = json_new_array();
	const char *party = json_get_text(detail, "_party");
	char *line;

	json_put_text(o, "organisation", json_get_text(detail, "organisation"));
	json_put_text(o, "number", json_get_text(detail, "number"));
	json_put_text(o, "party", party != NULL ? party : "Patchwacht");
	json_put_text(o, "withheld", s->withheld);
	json_add(list, json_share(detail));
	json_put(o, "alerts", list);
	line = json_line(o);
	json_free(o);
	return line;
}

static int
write_mail(struct place *s, const struct json *detail)
{
	const char *name = json_get_text(detail, "_name");
	const char *anchors = json_get_text(detail, "_anchors");
	struct message_attachment a = { 0 };
	struct outbox_item item;
	char *said = say_facts(s, detail);
	int rc;

	make_item(s, said, &item);
	if (strcmp(s->item.kind, "anchors") == 0 && anchors != NULL)
		a = (struct message_attachment){ "anchors.txt",
			"text/plain; charset=utf-8", anchors, strlen(anchors) };
	else if (s->withheld == NULL)
		a = (struct message_attachment){ name != NULL ? name
							      : "report.pdf",
			"application/pdf", s->item.pdf.data, s->item.pdf.len };
	rc =
	    message_write(equipment_words(s->of->with, s->item.language), &item,
		s->of->config->mail.from, a.data == NULL ? NULL : &a, &s->data);
	free(said);
	return rc;
}

static int
send(struct place *s)
{
	const struct config_mail *c = &s->of->config->mail;
	struct smtp_server server = { .url = c->server,
		.user = c->user,
		.password = s->of->with->password,
		.ca_file = c->ca_file,
		.starttls = c->starttls };
	struct smtp_mail mail = { .from = c->from, .to = s->item.recipient };
	struct json *detail = NULL;
	const char *secrecy;
	int rc = json_parse(
	    "delivery.detail", s->item.detail, strlen(s->item.detail), &detail);

	if (rc < 0)
		return rc;
	secrecy = json_get_text(detail, "_secrecy");
	s->withheld = why_withheld(s, secrecy != NULL ? secrecy : "secret");
	rc = write_mail(s, detail);
	json_free(detail);
	mail.data = (const char *)s->data.data;
	mail.len = s->data.len;
	if (rc == ERR_OK)
		rc = smtp_send(s->of->transfers, &server, &mail, on_end, s);
	return rc;
}

static void
begin(struct place *s)
{
	int rc;

	s->state = PLACE_BUSY;
	rc = send(s);
	if (rc < 0)
		on_end(s, rc == ERR_IO ? ERR_IO : ERR_AGAIN, err_str(rc));
}

int
courier_fill(struct courier *c, struct db *db)
{
	struct delivery *taken = NULL;
	int64_t now = clock_now();
	size_t n = 0, next = 0;
	int room = 0, rc;

	for (size_t i = 0; i < COURIER_PLACES; i++)
		room += c->place[i].state == PLACE_FREE;
	if (room == 0 || c->config->mail.server == NULL)
		return ERR_OK;
	rc = delivery_take(db, is_over_tls(&c->config->mail), now,
	    now + LEASE_S * CLOCK_SECOND, room, &taken, &n);
	for (size_t i = 0; rc == ERR_OK && i < COURIER_PLACES && next < n;
	     i++) {
		if (c->place[i].state != PLACE_FREE)
			continue;
		c->place[i].item = taken[next++];
		begin(&c->place[i]);
	}
	free(taken);
	return rc;
}
