/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/courier.h"

#include <stdlib.h>
#include <string.h>

#include "collector/alert/away.h"
#include "collector/alert/equipment.h"
#include "collector/alert/message.h"
#include "collector/alert/smtp.h"
#include "collector/alert/transfer.h"
#include "collector/alert/turn.h"
#include "collector/config.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/alert/outbox.h"
#include "lib/store/report/delivery_store.h"

enum { GIVE_UP_S = 7 * 86400 };

struct place {
	struct courier *of;
	struct turn turn;
	struct delivery item;
	const char *withheld; /* why it goes without its document */
	struct buf data;      /* what is sent */
};

struct courier {
	struct transfers *transfers;
	const struct config *config;
	const struct equipment *with;
	struct away *away;
	struct place place[COURIER_PLACES];
	struct turns turns;
};

struct courier *
courier_new(
    struct event_base *base, struct away *away, courier_fn *on_end, void *arg)
{
	struct courier *c = mem_new(1, sizeof(*c));

	c->transfers = transfers_new(base);
	c->away = away;
	for (size_t i = 0; i < COURIER_PLACES; i++) {
		c->place[i].of = c;
		turns_add(&c->turns, &c->place[i].turn, on_end, arg);
	}
	return c;
}

/* A document is large: its memory does not stay. */
static void
clear(struct place *s)
{
	delivery_free(&s->item);
	buf_free(&s->data);
	turn_clear(&s->turn);
	s->withheld = NULL;
}

void
courier_free(struct courier *c)
{
	if (c == NULL)
		return;
	transfers_free(c->transfers);
	for (size_t i = 0; i < COURIER_PLACES; i++) {
		clear(&c->place[i]);
		turn_free(&c->place[i].turn);
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
	return turns_count(&c->turns, TURN_FREE) < COURIER_PLACES;
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
note_end(const struct place *s, int rc, const char *reason)
{
	const struct delivery *d = &s->item;

	if (rc == ERR_OK)
		log_info("tenant %d: report to %s sent%s%s", d->tenant_id,
		    d->recipient, s->withheld != NULL ? " without it: " : "",
		    s->withheld != NULL ? s->withheld : "");
	else
		log_warnx("tenant %d: report to %s not sent: %s", d->tenant_id,
		    d->recipient, reason);
}

static void
on_end(void *arg, int rc, const char *reason)
{
	struct place *s = arg;

	note_end(s, rc, reason);
	rc = away_note(
	    s->of->away, "mail", s->item.attempts, rc, clock_monotonic());
	turn_end(&s->turn, rc, reason);
}

/* What cannot be made here says nothing of the server. */
static void
end_here(struct place *s, const char *reason)
{
	note_end(s, ERR_AGAIN, reason);
	away_untry(s->of->away, "mail", clock_monotonic());
	turn_end(&s->turn, ERR_AGAIN, reason);
}

static int
mark(struct db *db, struct place *s)
{
	const struct delivery *d = &s->item;
	const char *reason = buf_str(&s->turn.reason);
	int64_t now = clock_now();

	if (s->turn.outcome == ERR_OK)
		return delivery_sent(db, d, now, s->withheld);
	if (now - d->created > GIVE_UP_S * CLOCK_SECOND)
		return delivery_drop(db, d, reason, now);
	return delivery_failed(db, d, reason,
	    s->turn.outcome == ERR_IO ? now + AWAY_MIN_S * CLOCK_SECOND
				      : turn_next_try(d->attempts, now));
}

int
courier_settle(struct courier *c, struct db *db)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < COURIER_PLACES; i++) {
		struct place *s = &c->place[i];

		if (s->turn.state != TURN_ENDED)
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

	s->turn.state = TURN_BUSY;
	rc = send(s);
	if (rc == ERR_IO)
		on_end(s, rc, err_str(rc));
	else if (rc < 0)
		end_here(s, err_str(rc));
}

/* How many may be sent: of a server that is away one, when that is due. */
static size_t
room_of(const struct courier *c, int64_t now)
{
	size_t room = turns_count(&c->turns, TURN_FREE);

	if (c->config->mail.server == NULL)
		return 0;
	if (room > 0 && away_has(c->away, "mail"))
		return away_is_due(c->away, "mail", now) ? 1 : 0;
	return room;
}

int
courier_fill(struct courier *c, struct db *db, const char *holder)
{
	int64_t now = clock_now(), moment = clock_monotonic();
	struct delivery *taken = NULL;
	size_t n = 0, next = 0, room = room_of(c, moment);
	int rc;

	if (room == 0)
		return ERR_OK;
	rc = delivery_take(db, is_over_tls(&c->config->mail), holder, now,
	    now + TURN_LEASE_S * CLOCK_SECOND, (int)room, &taken, &n);
	if (rc == ERR_OK && n > 0)
		away_try(c->away, "mail", moment);
	for (size_t i = 0; rc == ERR_OK && i < COURIER_PLACES && next < n;
	     i++) {
		if (c->place[i].turn.state != TURN_FREE)
			continue;
		c->place[i].item = taken[next++];
		begin(&c->place[i]);
	}
	free(taken);
	return rc;
}
