/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/listen/senders.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "collector/config.h"
#include "collector/listen/intake.h"
#include "collector/listen/sender_set.h"
#include "collector/listen/tls.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/model/address.h"
#include "lib/model/sender_term.h"

struct senders {
	SLIST_ENTRY(senders) next;
	char *name;
	struct intake *in;
	struct sender_set *set;
	bool is_looking;
	size_t soon;   /* found by the look, */
	int64_t first; /* and when the first of them is */
};

struct senders_list {
	struct intake *in;
	SLIST_HEAD(, senders) all;
};

struct senders_list *
senders_list_new(struct intake *in)
{
	struct senders_list *l = mem_new(1, sizeof(*l));

	l->in = in;
	return l;
}

void
senders_list_free(struct senders_list *l)
{
	struct senders *s;

	if (l == NULL)
		return;
	while ((s = SLIST_FIRST(&l->all)) != NULL) {
		SLIST_REMOVE_HEAD(&l->all, next);
		sender_set_free(s->set);
		free(s->name);
		free(s);
	}
	free(l);
}

struct senders *
senders_of(struct senders_list *l, const struct config_listen *section)
{
	struct senders *s;

	if (section->certificate_file == NULL || section->client == CLIENT_NONE)
		return NULL;
	SLIST_FOREACH(s, &l->all, next)
	{
		if (strcmp(s->name, section->name) == 0)
			return s;
	}
	s = mem_new(1, sizeof(*s));
	s->name = mem_dup_str(section->name);
	s->in = l->in;
	s->set = sender_set_new(SENDER_SET_MAX);
	SLIST_INSERT_HEAD(&l->all, s, next);
	return s;
}

/* By its name, since an address may be that of many; else by that. */
static void
digest_who(const struct sender_term *t, uint8_t out[SENDER_PRINT_LEN])
{
	uint8_t digest[DIGEST_LEN];
	char from[ADDRESS_TEXT_MAX];

	if (t->name_len > 0) {
		digest_of(t->name, t->name_len, digest);
	} else {
		(void)address_format(&t->from, from);
		digest_of(from, strlen(from), digest);
	}
	memcpy(out, digest, SENDER_PRINT_LEN);
}

static void
mark(struct senders *s, const struct config_listen *section,
    const struct sender_term *t)
{
	struct buf text = { 0 };

	sender_term_write(t, &text);
	intake_mark_of(s->in, &section->space, MARK_SENDER, buf_str(&text));
	buf_free(&text);
}

static void
mark_look(struct senders *s, const struct config_listen *section)
{
	struct buf text = { 0 };

	sender_look_write(sender_set_surplus(s->set), section->name, &text);
	intake_mark_of(s->in, &section->space, MARK_SENDERS, buf_str(&text));
	buf_free(&text);
}

/* One by one when they come in; of a look there is one line. */
static void
log_term(struct senders *s, const struct sender_term *t)
{
	char until[CLOCK_TEXT_MAX], from[ADDRESS_TEXT_MAX];

	if (s->is_looking) {
		if (s->soon++ == 0 || t->until < s->first)
			s->first = t->until;
		return;
	}
	log_warnx("listen \"%s\": certificate of sender %s%s%.*s %s %s",
	    s->name, address_format(&t->from, from), t->name_len > 0 ? " " : "",
	    (int)t->name_len, t->name,
	    t->until <= clock_now() ? "ran out" : "runs out",
	    clock_format(t->until, until));
}

static void
tell_soon(struct senders *s, const struct config_listen *section,
    const struct sender_term *t, const uint8_t *who)
{
	switch (sender_set_add(s->set, t->fingerprint, who, clock_now())) {
	case SENDER_NEWS:
		log_term(s, t);
		mark(s, section, t);
		break;
	case SENDER_SURPLUS:
		/* Told at once that there are more; how many, by a look. */
		if (!s->is_looking && sender_set_surplus(s->set) == 1)
			mark_look(s, section);
		break;
	case SENDER_KNOWN:
		break;
	}
}

static void
tell_renewed(struct senders *s, const struct config_listen *section,
    struct sender_term *t, const uint8_t *who)
{
	t->state = SENDER_RENEWED;
	while (sender_set_renew(s->set, who, t->fingerprint))
		mark(s, section, t);
}

void
senders_see(struct senders *s, const struct config_listen *section,
    const SSL *ssl, const struct address *from, const char *name,
    size_t name_len)
{
	struct sender_term t = { .state = SENDER_RUNS_OUT,
		.from = *from,
		.name = name,
		.name_len = name_len,
		.section = section->name,
		.section_len = strlen(section->name) };
	uint8_t digest[DIGEST_LEN], who[SENDER_PRINT_LEN];

	/* What cannot be told now is told when it is seen again. */
	if (intake_pause(s->in) == INTAKE_WAITS ||
	    !tls_sender_until(ssl, &t.until))
		return;
	if (t.until - TLS_WARN_BEFORE > clock_now()) {
		/* Who is open already was asked when it came in. */
		if (s->is_looking || sender_set_count(s->set) == 0)
			return;
		digest_who(&t, who);
		tell_renewed(s, section, &t, who);
		return;
	}
	if (!tls_sender_digest(ssl, digest))
		return;
	memcpy(t.fingerprint, digest, SENDER_PRINT_LEN);
	digest_who(&t, who);
	tell_soon(s, section, &t, who);
}

void
senders_refuse(struct senders *s, const struct config_listen *section,
    const SSL *ssl, const struct address *from)
{
	const struct tls_late *late = tls_late(ssl);
	struct sender_term t = { .state = SENDER_RUNS_OUT,
		.from = *from,
		.section = section->name,
		.section_len = strlen(section->name) };
	uint8_t who[SENDER_PRINT_LEN];

	if (late == NULL || intake_pause(s->in) == INTAKE_WAITS ||
	    !sender_set_has(s->set, late->digest))
		return;
	t.until = late->until;
	t.name = late->name;
	t.name_len = late->name_len;
	memcpy(t.fingerprint, late->digest, SENDER_PRINT_LEN);
	digest_who(&t, who);
	tell_soon(s, section, &t, who);
}

void
senders_begin(struct senders *s)
{
	sender_set_look(s->set, clock_now());
	s->is_looking = true;
	s->soon = 0;
}

void
senders_end(struct senders *s, const struct config_listen *section)
{
	char first[CLOCK_TEXT_MAX];

	s->is_looking = false;
	mark_look(s, section);
	if (s->soon > 0)
		log_warnx("listen \"%s\": certificates of %zu senders that are "
			  "connected run out within 30 days, the first %s",
		    s->name, s->soon, clock_format(s->first, first));
	if (sender_set_surplus(s->set) > 0)
		log_warnx("listen \"%s\": more certificates of senders run out "
			  "than are told: %d",
		    s->name, SENDER_SET_MAX);
}
