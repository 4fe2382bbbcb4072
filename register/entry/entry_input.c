/* SPDX-License-Identifier: Apache-2.0 */
#include "register/entry/entry_input.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "register/context.h"
#include "register/entry/topics.h"
#include "register/missing.h"
#include "register/setup/check.h"

/* While one is read: its faults so far. */
struct reading {
	struct context *c;
	struct entry_input *in;
	struct entry *e;
	struct buf why;
	int faults;
};

/* Tells the reason that why holds, of that field. */
static void
tell(struct reading *r, enum entry_field f)
{
	r->in->fault(r->in->arg, entry_field_name(f), buf_str(&r->why));
	buf_clear(&r->why);
	r->faults++;
}

static void
put(struct reading *r, enum entry_field f, const char *text)
{
	free(r->in->own[f]);
	r->in->own[f] = mem_dup_str(text);
	r->e->value[f] = r->in->own[f];
}

static void
put_time(struct reading *r, enum entry_field f, int64_t at)
{
	char text[CLOCK_TEXT_MAX];

	put(r, f, clock_format(at, text));
}

static int
read_function(const char *text, struct buf *why)
{
	int rc = check_name(text, why);

	if (rc == ERR_OK && strchr(text, '@') != NULL) {
		buf_printf(why,
		    "\"%s\" is somebody's address; name a function, such as "
		    "\"Systeembeheer\"",
		    text);
		rc = ERR_PARSE;
	}
	return rc;
}

/* Of the list of attestations. */
static int
read_topic(struct reading *r, const char *text)
{
	struct choice c;

	if (r->in->topics == NULL || topics_find(r->in->topics, text) != NULL)
		return ERR_OK;
	choice_start(&c, text);
	for (size_t i = 0; i < topics_count(r->in->topics); i++)
		choice_offer(&c, topics_at(r->in->topics, i)->name);
	choice_tell(&c, &r->why);
	return ERR_PARSE;
}

static int
read_word(struct reading *r, enum entry_field f, const char *text)
{
	static const char *const severities[] = { "critical", "high", "medium",
		"low", NULL };
	const struct entry_kind *k = r->in->kind;

	if (f == ENTRY_SEVERITY)
		return check_word(text, severities, &r->why);
	if (f == ENTRY_OUTCOME)
		return check_word(text, k->outcomes, &r->why);
	if (k->topics != NULL)
		return check_word(text, k->topics, &r->why);
	return read_topic(r, text);
}

static int
read_time(struct reading *r, enum entry_field f, const char *text)
{
	bool is_day = strlen(text) == strlen("2026-12-31");
	int64_t at;
	int rc = check_time(text, &at, &r->why);

	if (rc < 0)
		return rc;
	/* "By 31 December" has that day in it. */
	if (entry_field_type(f) == ENTRY_DAY && is_day)
		at += CLOCK_DAY;
	put_time(r, f, at);
	return ERR_OK;
}

static int
read_span(struct reading *r, enum entry_field f, const char *text)
{
	char seconds[32];
	int64_t span;

	if (clock_parse_span(text, &span) < 0 || span < CLOCK_SECOND) {
		buf_printf(&r->why,
		    "\"%s\" is not a span such as \"48 h\" or \"7 d\"", text);
		return ERR_PARSE;
	}
	snprintf(seconds, sizeof(seconds), "%" PRId64, span / CLOCK_SECOND);
	put(r, f, seconds);
	return ERR_OK;
}

static enum missing
missing_kind(enum entry_field f)
{
	switch (f) {
	case ENTRY_PATCH:
		return MISSING_PATCH;
	case ENTRY_SITE:
		return MISSING_SITE;
	case ENTRY_SUPPLIER:
		return MISSING_SUPPLIER;
	default:
		return MISSING_DEVICE_EVER;
	}
}

static int
read_other(struct reading *r, enum entry_field f, const char *text)
{
	char id_text[32];
	int64_t id;
	int rc = entry_find_other(r->c->db, r->c->tenant, f, text, &id);

	if (rc == ERR_NOTFOUND) {
		missing_words(r->c, missing_kind(f), text, &r->why);
		(void)missing_end(&r->why);
		buf_printf(&r->why, " `patchwacht %s list` has those there are",
		    entry_field_name(f));
		return ERR_PARSE;
	}
	if (rc < 0)
		return rc;
	snprintf(id_text, sizeof(id_text), "%" PRId64, id);
	put(r, f, id_text);
	return ERR_OK;
}

static int
read_digest(struct reading *r, enum entry_field f, const char *text)
{
	uint8_t sum[DIGEST_LEN];
	char hex[DIGEST_HEX_MAX], lower[DIGEST_HEX_MAX];
	size_t len = strlen(text);

	if (len == 2 * DIGEST_LEN) {
		for (size_t i = 0; i <= len; i++)
			lower[i] = (char)tolower((unsigned char)text[i]);
		if (digest_from_hex(lower, sum, sizeof(sum)) == ERR_OK) {
			put(r, f, digest_hex(sum, sizeof(sum), hex));
			return ERR_OK;
		}
	}
	buf_printf(
	    &r->why, "\"%s\" is not a SHA-256 of 64 hexadecimal digits", text);
	return ERR_PARSE;
}

/* Types that are kept as they are written. */
static int
read_text(struct reading *r, enum entry_field f, const char *text)
{
	int rc;

	switch (entry_field_type(f)) {
	case ENTRY_PROSE:
		rc = check_prose(text, &r->why);
		break;
	case ENTRY_FUNCTION:
		rc = read_function(text, &r->why);
		break;
	case ENTRY_WORD:
		rc = read_word(r, f, text);
		break;
	default:
		rc = check_prose(text, &r->why);
	}
	if (rc == ERR_OK)
		put(r, f, text);
	return rc;
}

static void
read_field(struct reading *r, enum entry_field f)
{
	const char *text = r->in->value[f];
	int rc;

	if (text == NULL)
		return;
	if (*text == '\0') {
		r->e->value[f] = NULL;
		return;
	}
	switch (entry_field_type(f)) {
	case ENTRY_TIME:
	case ENTRY_DAY:
		rc = read_time(r, f, text);
		break;
	case ENTRY_SPAN:
		rc = read_span(r, f, text);
		break;
	case ENTRY_OTHER:
		rc = read_other(r, f, text);
		break;
	case ENTRY_DIGEST:
		rc = read_digest(r, f, text);
		break;
	default:
		rc = read_text(r, f, text);
	}
	if (rc < 0)
		tell(r, f);
}

/* What its kind says of an attestation, where nobody says otherwise. */
static void
fill_in(struct reading *r)
{
	const struct topic *t = NULL;
	int64_t opened;

	if (r->e->value[ENTRY_OPENED] == NULL)
		put_time(r, ENTRY_OPENED, clock_now());
	if (r->in->topics != NULL && r->e->value[ENTRY_TOPIC] != NULL)
		t = topics_find(r->in->topics, r->e->value[ENTRY_TOPIC]);
	if (t == NULL)
		return;
	if (r->e->value[ENTRY_TITLE] == NULL)
		put(r, ENTRY_TITLE, r->in->english ? t->title_en : t->title_nl);
	if (r->e->value[ENTRY_UNTIL] == NULL &&
	    clock_parse(r->e->value[ENTRY_OPENED], &opened) == ERR_OK)
		put_time(r, ENTRY_UNTIL, opened + t->valid);
}

static void
need_fields(struct reading *r)
{
	const struct entry_kind *k = r->in->kind;

	for (size_t i = 0; i < k->n_use; i++) {
		enum entry_field f = k->use[i].field;

		if (!(k->use[i].flags & ENTRY_NEEDED) || r->e->value[f] != NULL)
			continue;
		buf_add_str(&r->why, "is missing");
		tell(r, f);
	}
}

/* Of two times, the second is not before the first. */
static void
need_order(struct reading *r, enum entry_field first, enum entry_field second,
    bool may_be_same)
{
	int64_t a, b;

	if (r->e->value[first] == NULL || r->e->value[second] == NULL ||
	    clock_parse(r->e->value[first], &a) < 0 ||
	    clock_parse(r->e->value[second], &b) < 0)
		return;
	if (b > a || (may_be_same && b == a))
		return;
	buf_printf(&r->why, "is not after %s", entry_field_name(first));
	tell(r, second);
}

static void
need_end(struct reading *r)
{
	bool closed = r->e->value[ENTRY_CLOSED] != NULL;
	bool outcome = r->e->value[ENTRY_OUTCOME] != NULL;
	int64_t at;

	if (closed != outcome) {
		buf_printf(&r->why, "goes together with %s",
		    entry_field_name(closed ? ENTRY_OUTCOME : ENTRY_CLOSED));
		tell(r, closed ? ENTRY_CLOSED : ENTRY_OUTCOME);
	}
	if (closed && clock_parse(r->e->value[ENTRY_CLOSED], &at) == ERR_OK &&
	    at > clock_now()) {
		buf_add_str(&r->why, "is yet to come");
		tell(r, ENTRY_CLOSED);
	}
}

int
entry_input_read(struct context *c, struct entry_input *in, struct entry *e)
{
	struct reading r = { .c = c, .in = in, .e = e };

	for (int f = 0; f < ENTRY_FIELDS; f++)
		read_field(&r, (enum entry_field)f);
	if (r.faults == 0)
		fill_in(&r);
	if (r.faults == 0) {
		need_fields(&r);
		need_order(&r, ENTRY_OPENED, ENTRY_UNTIL, false);
		need_order(&r, ENTRY_OPENED, ENTRY_ACKNOWLEDGED, true);
		need_order(&r, ENTRY_OPENED, ENTRY_CLOSED, true);
		need_end(&r);
	}
	buf_free(&r.why);
	return r.faults > 0 ? ERR_RANGE : ERR_OK;
}

void
entry_input_free(struct entry_input *in)
{
	for (int f = 0; f < ENTRY_FIELDS; f++) {
		free(in->own[f]);
		in->own[f] = NULL;
	}
}

/* The kind whose numbers begin with that letter. */
static const struct entry_kind *
kind_of(char letter)
{
	for (int i = 0; i < ENTRY_KINDS; i++)
		if (entry_kind((enum entry_kind_id)i)->letter == letter)
			return entry_kind((enum entry_kind_id)i);
	return NULL;
}

int
entry_id_parse(const struct entry_kind *k, const char *text, int64_t *number,
    struct buf *why)
{
	const char *digits = text;
	char letter = (char)toupper((unsigned char)text[0]);

	if (letter != '\0' && text[1] == '-') {
		const struct entry_kind *other = kind_of(letter);

		if (letter == k->letter) {
			digits = text + 2;
		} else if (other != NULL) {
			buf_printf(
			    why, "%s is of `patchwacht %s`", text, other->name);
			return ERR_PARSE;
		}
	}
	if (number_parse(digits, 1, 2147483647, number) == ERR_OK)
		return ERR_OK;
	buf_printf(
	    why, "\"%s\" is not a number such as %c-12", text, k->letter);
	return ERR_PARSE;
}
